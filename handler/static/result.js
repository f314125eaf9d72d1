// What was read: how sure, its pages, its text, its files.

import { FORMATS } from "./reading.js";
import { Viewer } from "./viewer.js";

const NAMES = { text: "Text", json: "JSON", hocr: "hOCR", alto: "ALTO", tsv: "TSV", pdf: "Searchable PDF" };

const $ = (id) => document.getElementById(id);

// Of what the browser cannot draw there is no picture; its words are shown where they stood.
async function pictureOf(file) {
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return address;
  } catch {
    URL.revokeObjectURL(address);
    return null;
  }
}

export class Result {
  constructor({ complain, say }) {
    Object.assign(this, { complain, say, viewer: new Viewer($("view"), $("text")), picture: null, index: 0 });
    $("copy").addEventListener("click", () => this.copy());
    $("page").addEventListener("change", () => this.turn($("page").selectedIndex));
    $("previous").addEventListener("click", () => this.turn(this.index - 1));
    $("next").addEventListener("click", () => this.turn(this.index + 1));
  }

  hide() {
    $("result").hidden = true;
  }

  async show({ document: read, fetchFormat, file }) {
    if (this.picture) URL.revokeObjectURL(this.picture);
    this.picture = await pictureOf(file);
    this.document = read;
    this.showSummary();
    this.showPages();
    this.showDownloads(fetchFormat, file.name);
    $("result").hidden = false;
    $("summary").focus();
  }

  showSummary() {
    const { pages, confidence, text } = this.document;
    const count = pages.length === 1 ? "1 page" : `${pages.length.toLocaleString("en")} pages`;
    const unrecognised = text.trim() ? "text of the file, not recognised" : "no text";
    $("summary").textContent = `${count}, ${confidence === null ? unrecognised : `confidence ${Math.round(confidence)}`}`;
  }

  showPages() {
    const { pages } = this.document;
    const name = ({ number, needs_review }) => `${number}${needs_review ? ": look again" : ""}`;
    $("page").replaceChildren(...pages.map((page) => new Option(name(page))));
    $("pages").hidden = pages.length < 2;
    this.turn(0);
  }

  turn(index) {
    const { pages } = this.document;
    this.index = index;
    // Only the first page of a file is what a browser shows of it.
    this.viewer.show(pages[index], pages[index].number === 1 ? this.picture : null);
    $("page").selectedIndex = index;
    $("previous").disabled = index === 0;
    $("next").disabled = index === pages.length - 1;
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.document.text);
      this.say("The text is copied");
    } catch {
      // Not allowed, or not over HTTPS: then Ctrl+C does it.
      getSelection().selectAllChildren($("text"));
      this.say("The text is selected; copy it with Ctrl+C");
    }
  }

  showDownloads(fetchFormat, name) {
    const here = {
      text: () => new Blob([this.document.text], { type: "text/plain" }),
      json: () => new Blob([JSON.stringify(this.document)], { type: "application/json" }),
    };
    const buttons = Object.entries(FORMATS).map(([format, ending]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = NAMES[format];
      button.addEventListener("click", () => this.download(button, here[format] ?? (() => fetchFormat(format)), `${name}.${ending}`));
      return button;
    });
    $("downloads").replaceChildren(...buttons);
  }

  async download(button, make, name) {
    button.disabled = true;
    this.complain(null);
    try {
      save(await make(), name);
    } catch (problem) {
      this.complain(problem);
    } finally {
      this.say("");
      button.disabled = false;
    }
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
