// Calls to the service. Addresses are relative to the page's <base>, whatever stage it is behind.

import { mediaType } from "./media_type.js";
import { Problem } from "./problem.js";

const PASSWORD = "X-Document-Password";
const NOT_OPTIONS = new Set(["format", "X-Correlation-Id"]);
const POLL_MS = 1000;

// A header takes characters of one byte only: these are the bytes of UTF-8.
const utf8 = (text) => String.fromCharCode(...new TextEncoder().encode(text));

const at = (path, query = {}) => {
  const address = new URL(path, document.baseURI);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address;
};

// XMLHttpRequest, since fetch does not tell how much of an upload is sent.
function send(method, address, { headers = {}, body = null, onUpload, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "blob";
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onUpload) {
      request.upload.onprogress = (event) => event.lengthComputable && onUpload(event.loaded / event.total);
      request.upload.onload = () => onUpload(1);
    }
    request.onload = () => resolve(request);
    request.onerror = () => reject(Problem.unreachable());
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

async function checked({ status, response }) {
  if (status >= 200 && status < 300) return response;
  throw Problem.ofAnswer(status, await response.text());
}

const json = async (answer) => JSON.parse(await (await answer).text());

export class Service {
  constructor(token) {
    this.headers = { Authorization: `Bearer ${token}` };
  }

  async call(method, address, more = {}) {
    return checked(await send(method, address, { ...more, headers: { ...this.headers, ...more.headers } }));
  }

  languages() {
    return json(this.call("GET", at("languages")));
  }

  // One call: the file in, the answer in `format` out, as a Blob.
  read(file, { [PASSWORD]: password, ...query }, format, progress, signal) {
    const body = new FormData();
    body.append("file", file);
    const headers = password ? { [PASSWORD]: utf8(password) } : {};
    return this.call("POST", at("./", { ...query, format }), { headers, body, signal, onUpload: progress.uploading });
  }

  // What is too large or too long for one call: upload to S3, then ask until it is done.
  async runJob(file, options, formats, progress, signal) {
    const content_type = mediaType(file);
    if (!content_type) {
      throw new Problem({ title: "This is no image and no PDF", detail: `${file.name} is of a kind that the service does not read.` });
    }
    const job = await json(this.call("POST", at("jobs"), {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...options, content_type, formats }),
      signal,
    }));
    await this.upload(file, job.upload, progress, signal);
    for (;;) {
      signal?.throwIfAborted();
      const { status, problem, pages } = await json(this.call("GET", at(`jobs/${job.id}`), { signal }));
      if (problem) throw new Problem(problem);
      if (status === "succeeded") return job.id;
      progress.reading(pages);
      await new Promise((resume) => setTimeout(resume, POLL_MS));
    }
  }

  // Without the token: this is S3's.
  async upload(file, { url, fields }, progress, signal) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", file);
    const { status } = await send("POST", url, { body, onUpload: progress.uploading, signal });
    if (status >= 300) throw new Problem({ title: "The upload was refused", detail: "The file may be too large.", status });
  }

  // Follows the redirect to S3; the browser leaves the token behind on the way.
  async jobResult(id, format) {
    const answer = await fetch(at(`jobs/${id}/result`, { format }), { headers: this.headers }).catch(() => {
      throw Problem.unreachable();
    });
    if (!answer.ok) throw Problem.ofAnswer(answer.status, await answer.text());
    return answer.blob();
  }
}

// The options of `POST /`, as the service describes them.
export async function describeOptions() {
  const { components, paths } = await json(checked(await send("GET", at("openapi.json"), {})));
  const resolve = (schema) => (schema.$ref ? { ...components.schemas[schema.$ref.split("/").pop()], ...schema } : schema);
  return paths["/"].post.parameters
    .filter(({ name }) => !NOT_OPTIONS.has(name))
    .map(({ name, schema, description }) => {
      const kinds = (schema.anyOf ?? [schema]).map(resolve).filter(({ type }) => type !== "null");
      const choices = kinds.flatMap((kind) => kind.enum ?? (kind.const == null ? [] : [kind.const]));
      const [{ type, minimum, maximum }] = kinds;
      return { name, description, choices, type, preset: schema.default, least: minimum, most: maximum };
    });
}
