// One file being read: in one call, or by a job where a call cannot hold it.

// The formats, and the endings of their files.
export const FORMATS = { text: "txt", json: "json", hocr: "hocr.html", alto: "alto.xml", tsv: "tsv", pdf: "pdf" };
// What one call cannot hold; a job can.
const FOR_JOBS = new Set(["upload_too_large", "response_too_large", "too_many_pages", "deadline_exceeded"]);
// Bytes that one call takes; empty where the service takes no jobs.
const ONE_CALL_BYTES = Number(document.body.dataset.oneCallBytes) || Infinity;

// A job has nowhere to keep a password.
export const needsJob = (file, options) => file?.size > ONE_CALL_BYTES && !options["X-Document-Password"];

// The document, and how to get it in another format.
export async function readFile({ service, file, options, progress, signal }) {
  const finish = async (fetchFormat) => ({ document: JSON.parse(await (await fetchFormat("json")).text()), fetchFormat });
  const byJob = async () => {
    const id = await service.runJob(file, options, Object.keys(FORMATS), progress, signal);
    return finish((format) => service.jobResult(id, format));
  };
  if (needsJob(file, options)) return byJob();
  try {
    return await finish((format) => service.read(file, options, format, progress, signal));
  } catch (problem) {
    if (!FOR_JOBS.has(problem.code) || !Number.isFinite(ONE_CALL_BYTES) || options["X-Document-Password"]) throw problem;
    return byJob();
  }
}
