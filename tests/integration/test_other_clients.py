"""Clients that other generators make of docs/openapi.json, on the real service."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from handler.bootstrap import Services
from local.openapi import OPENAPI
from tests.conftest import ROOT
from tests.images import LINES, TEXT, hello_png
from tests.server import Server, running

_PROGRAMS = ROOT / ".venv-clients/bin"
_NODE = _PROGRAMS / "node"
_MODULES = ROOT / ".clients/typescript/node_modules"
_TSC = _MODULES / "typescript/bin/tsc"
_COMPILE = (
    *("--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"),
    *("--module", "commonjs", "--moduleResolution", "node", "--types", "node"),
    *("--typeRoots", str(_MODULES / "@types"), "--outDir", "built"),
)
# What each client prints of the default call, of json, of text and of pdf.
_SAID = f"{'|'.join(LINES)}\n{TEXT}\n{TEXT}\n%PDF-\n"
_FETCH = """
import { readFileSync } from "node:fs";
import { Configuration, OCRApi, instanceOfDocument, instanceOfResults } from "./client";

const file = new Blob([readFileSync("page.png")]);
const api = new OCRApi(new Configuration({
  basePath: process.env.OCR_URL, accessToken: async () => process.env.OCR_API_TOKEN!,
}));

async function main() {
  const usual = await api.readText({ file });
  if (!instanceOfResults(usual)) throw new Error("no results");
  console.log(usual.results.join("|"));
  const whole = await api.readText({ file, format: "json" });
  if (!("pages" in whole)) throw new Error("no document");
  console.log(whole.pages[0].blocks!.flatMap(
    b => b.paragraphs.flatMap(p => p.lines.map(line => line.text))).join("\\n"));
  console.log((await (await api.readTextRaw({ file, format: "text" })).raw.text()).trim());
  const pdf = await (await api.readTextRaw({ file, format: "pdf" })).raw.blob();
  console.log((await pdf.text()).slice(0, 5));
}
main();
"""
_OPENAPI_FETCH = """
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

const client = createClient<paths>({
  baseUrl: process.env.OCR_URL,
  headers: { Authorization: `Bearer ${process.env.OCR_API_TOKEN}` },
});
const form = () => {
  const made = new FormData();
  made.append("file", new Blob([readFileSync("page.png")]), "page.png");
  return made;
};
const upload = { body: { file: "" }, bodySerializer: form };

async function main() {
  const usual = await client.POST("/", upload);
  if (typeof usual.data !== "object" || !("results" in usual.data)) throw new Error("no results");
  console.log(usual.data.results.join("|"));
  const whole = await client.POST("/", { ...upload, params: { query: { format: "json" } } });
  console.log((whole.data as components["schemas"]["Document"]).text);
  const text = await client.POST(
    "/", { ...upload, params: { query: { format: "text" } }, parseAs: "text" });
  console.log(text.data!.trim());
  const pdf = await client.POST(
    "/", { ...upload, params: { query: { format: "pdf" } }, parseAs: "blob" });
  console.log((await pdf.data!.text()).slice(0, 5));
}
main();
"""
_PYTHON = """
import os
import ocr_client as c

configuration = c.Configuration(
    host=os.environ["OCR_URL"], access_token=os.environ["OCR_API_TOKEN"])
file = open("page.png", "rb").read()
with c.ApiClient(configuration) as client:
    api = c.OCRApi(client)
    print("|".join(api.read_text(file=file).actual_instance.results))
    print(api.read_text(file=file, format="json").actual_instance.text)
    plain = api.read_text_without_preload_content(file=file, format="text")
    print(plain.read().decode().strip())
    print(api.read_text_without_preload_content(file=file, format="pdf").read()[:5].decode())
"""


@pytest.fixture(scope="module")
def server(services: Services) -> Iterator[Server]:
    """A server for the module, where the generators are there, too."""
    if not (ROOT / ".venv-clients/.ready").exists():
        pytest.skip("the generators are not installed: `make test` prepares .venv-clients")
    with running() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a client is made: with a page, and the modules of the tools."""
    (tmp_path / "page.png").write_bytes(hello_png())
    return tmp_path


@pytest.fixture
def typescript(folder: Path) -> Path:
    """The same, where TypeScript is there, too."""
    if not (_MODULES.parent / ".ready").exists():
        pytest.skip("TypeScript is not installed: `make test` gets it with npm")
    (folder / "node_modules").symlink_to(_MODULES)
    return folder


def _run(folder: Path, *command: str | Path, server: Server | None = None) -> str:
    own = {"OCR_URL": server.url, "OCR_API_TOKEN": server.token} if server else {}
    run = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    return run.stdout


def _generate(folder: Path, generator: str, output: str, *options: str) -> None:
    command = (_PROGRAMS / "openapi-generator-cli", "generate", "-i", OPENAPI)
    _run(folder, *command, "-g", generator, "-o", output, *options)


def test_typescript_fetch_reads_what_is_answered(typescript: Path, server: Server) -> None:
    """It compiles under --strict; text and PDF come by the Raw call, as docs/clients.md says."""
    _generate(typescript, "typescript-fetch", "client")
    (typescript / "main.ts").write_text(_FETCH, encoding="utf-8")
    _run(typescript, _NODE, _TSC, *_COMPILE, "main.ts")
    assert _run(typescript, _NODE, "built/main.js", server=server) == _SAID


def test_openapi_typescript_types_what_is_answered(typescript: Path, server: Server) -> None:
    """Its types fit openapi-fetch, for JSON as for text and bytes."""
    types = _MODULES / "openapi-typescript/bin/cli.js"
    _run(typescript, _NODE, types, OPENAPI, "-o", "schema.d.ts")
    (typescript / "main.ts").write_text(_OPENAPI_FETCH, encoding="utf-8")
    _run(typescript, _NODE, _TSC, *_COMPILE, "--esModuleInterop", "--skipLibCheck", "main.ts")
    assert _run(typescript, _NODE, "built/main.js", server=server) == _SAID


def test_the_python_generator_reads_what_is_answered(folder: Path, server: Server) -> None:
    """Results and documents are models; text and PDF come without being parsed."""
    _generate(folder, "python", "client", "--package-name", "ocr_client")
    (folder / "client/main.py").write_text(_PYTHON, encoding="utf-8")
    shutil.copy(folder / "page.png", folder / "client")
    said = _run(folder / "client", _PROGRAMS / "python", "main.py", server=server)
    assert said == _SAID
