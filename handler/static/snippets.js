// The lines of curl and Python that do what the form does.

import { mediaType } from "./media_type.js";

const PASSWORD = "X-Document-Password";
// JSON is Python too: here are texts only.
const literal = (value) => JSON.stringify(value, null, 1).replaceAll(/\n */g, " ");
const dictionary = (entries) => `{${Object.entries(entries).map(([name, value]) => `${literal(name)}: ${literal(value)}`).join(", ")}}`;
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

export function showSnippets({ file, options, job, curl, python }) {
  const name = file?.name ?? "page.png";
  curl.textContent = job ? "# A file of this size takes several calls: see Python." : curlCall(name, options);
  python.textContent = job ? pythonJob(file, options) : pythonCall(name, options);
}

function curlCall(name, { [PASSWORD]: password, ...query }) {
  const address = new URL("./", document.baseURI);
  for (const [key, value] of Object.entries({ ...query, format: "json" })) address.searchParams.set(key, value);
  // curl splits a name at these, unless it is quoted.
  const path = /[;,"\\]/.test(name) ? `"${name.replaceAll(/["\\]/g, "\\$&")}"` : name;
  return [
    'curl -H "Authorization: Bearer $TOKEN"',
    ...(password ? [`  -H "${PASSWORD}: $PASSWORD"`] : []),
    `  -F ${quoted(`file=@${path}`)}`,
    `  ${quoted(address.href)}`,
  ].join(" \\\n");
}

function pythonCall(name, { [PASSWORD]: password, ...query }) {
  const secret = password ? `\nheaders["${PASSWORD}"] = os.environ["PASSWORD"]` : "";
  return `import os

import requests

headers = {"Authorization": f"Bearer {os.environ['TOKEN']}"}${secret}
with open(${literal(name)}, "rb") as file:
    response = requests.post(
        ${literal(new URL("./", document.baseURI).href)},
        headers=headers,
        params=${dictionary({ ...query, format: "json" })},
        files={"file": file},
        timeout=60,
    )
response.raise_for_status()
print(response.json()["text"])`;
}

function pythonJob(file, options) {
  return `import os
import time

import requests

service = ${literal(new URL("./", document.baseURI).href)}
session = requests.Session()
session.headers["Authorization"] = f"Bearer {os.environ['TOKEN']}"
options = ${dictionary({ ...options, content_type: mediaType(file) ?? file.type })}

job = session.post(f"{service}jobs", json=options, timeout=60)
job.raise_for_status()
job = job.json()
with open(${literal(file.name)}, "rb") as data:
    form = job["upload"]
    sent = requests.post(
        form["url"], data=form["fields"], files={"file": data}, timeout=900
    )
sent.raise_for_status()

while job["status"] not in ("succeeded", "failed"):
    time.sleep(2)
    job = session.get(f"{service}jobs/{job['id']}", timeout=60).json()
result = session.get(f"{service}jobs/{job['id']}/result", timeout=60)
result.raise_for_status()
print(result.json()["text"])`;
}
