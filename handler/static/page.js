// The page: what is chosen, what is read, what is shown.

import { listenForFiles } from "./file_source.js";
import { Options } from "./options.js";
import { Problem, showProblem } from "./problem.js";
import { needsJob, readFile } from "./reading.js";
import { Result } from "./result.js";
import { drawSample } from "./sample.js";
import { describeOptions, Service } from "./service.js";
import { showSnippets } from "./snippets.js";

const TOKEN = "ocr-token";
const REFUSED = new Set([401, 403]);

const $ = (id) => document.getElementById(id);
const complain = (problem) => showProblem($("problem"), problem);
const options = new Options($("options"));
const result = new Result({ complain, say });
let file = null;
let reading = null;

function say(text, share) {
  $("status").textContent = text;
  $("progress").hidden = share === undefined;
  // Without a value the bar moves to and fro.
  if (share === null) $("progress").removeAttribute("value");
  else if (share !== undefined) $("progress").value = share;
}

const progress = {
  uploading: (share) => (share < 1 ? say("Uploading …", share) : say("Reading …", null)),
  reading: (pages) => (pages ? say(`Reading: ${pages.done} of ${pages.total} pages`, pages.done / pages.total) : say("Reading …", null)),
};

function choose(chosen) {
  file = chosen;
  $("chosen").hidden = false;
  $("chosen").textContent = `${file.name}, ${Math.ceil(file.size / 1000).toLocaleString("en")} kB`;
  showPreview();
  complain(null);
  refreshSnippets();
}

// Nothing is shown of what the browser cannot draw.
function showPreview() {
  const preview = $("preview");
  const address = URL.createObjectURL(file);
  preview.hidden = true;
  preview.onload = preview.onerror = ({ type }) => {
    URL.revokeObjectURL(address);
    if (preview.src === address) preview.hidden = type !== "load";
  };
  preview.src = address;
}

function refreshSnippets() {
  const given = options.values();
  showSnippets({ file, options: given, job: needsJob(file, given), curl: $("curl"), python: $("python") });
}

function token() {
  return $("token").value.trim();
}

async function read(event) {
  event.preventDefault();
  if (!file) {
    complain(new Problem({ title: "Nothing is chosen yet", detail: "Choose, drop or paste an image or PDF, or try the sample." }));
    $("file").focus();
    return;
  }
  reading = new AbortController();
  const asked = { service: new Service(token()), file, options: options.values(), progress, signal: reading.signal };
  begin();
  try {
    await result.show({ ...(await readFile(asked)), file: asked.file });
  } catch (problem) {
    if (problem.name !== "AbortError") fail(problem);
  } finally {
    end();
  }
}

function begin() {
  complain(null);
  result.hide();
  say("Uploading …", 0);
  $("read").disabled = true;
  $("stop").hidden = false;
}

function end() {
  say("");
  $("read").disabled = false;
  $("stop").hidden = true;
}

function fail(problem) {
  complain(problem);
  if (!REFUSED.has(problem.status)) return;
  $("token").setAttribute("aria-invalid", "true");
  $("token").select();
}

// Kept in the tab: not in the address, and in nothing that outlives the tab.
function keepToken() {
  sessionStorage.setItem(TOKEN, token());
  $("token").removeAttribute("aria-invalid");
  offerLanguages();
}

// Of no importance to who knows what to type: the reading itself tells of a wrong token.
function offerLanguages() {
  if (token()) new Service(token()).languages().then((known) => options.offerLanguages(known), () => {});
}

async function trySample() {
  choose(await drawSample());
  $("form").requestSubmit();
}

$("token").value = sessionStorage.getItem(TOKEN) ?? "";
$("token").addEventListener("change", keepToken);
$("form").addEventListener("submit", read);
$("stop").addEventListener("click", () => reading.abort());
$("sample").addEventListener("click", trySample);
options.listen(refreshSnippets);
listenForFiles({ zone: $("drop"), input: $("file"), chosen: choose });
refreshSnippets();
describeOptions().then((found) => {
  options.show(found);
  offerLanguages();
}, complain);
