// A page that was read: its picture with a box around each word, and its text, linked both ways.

const SVG = "http://www.w3.org/2000/svg";
// What the service itself calls worth a look (needs_review), and what is hardly ever wrong.
const REVIEW = 75;
const SURE = 90;

// Text that stands in the file was not recognised: it has no confidence.
function level(confidence) {
  if (confidence === null) return "given";
  return confidence >= SURE ? "high" : confidence >= REVIEW ? "middle" : "low";
}

function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Where an engine knows lines only, a line is a word.
const wordsOf = (line) => (line.words.length ? line.words : [line]);

// The height that letters stand on, at `x`.
function baselineAt(x, { baseline, box }) {
  if (!baseline || baseline.x1 === baseline.x2) return box.bottom - (box.bottom - box.top) * 0.2;
  return baseline.y1 + ((x - baseline.x1) * (baseline.y2 - baseline.y1)) / (baseline.x2 - baseline.x1);
}

export class Viewer {
  constructor(view, text) {
    Object.assign(this, { view, text, linked: [], now: -1 });
    for (const place of [view, text]) {
      place.addEventListener("pointerover", (event) => this.point(event.target));
      // A finger leaves as soon as it is lifted: what it tapped stays marked.
      place.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && this.mark(-1));
    }
    text.addEventListener("keydown", (event) => this.step(event));
    text.addEventListener("blur", () => this.mark(-1));
  }

  // `picture` is an address of the page as the browser can show it, or null.
  show(page, picture) {
    this.linked = [];
    this.now = -1;
    this.text.scrollTop = 0;
    const boxes = drawn("svg", { viewBox: `0 0 ${page.width} ${page.height}`, "aria-hidden": "true" });
    const paragraphs = page.blocks.flatMap((block) => block.paragraphs)
      .map(({ lines }) => this.paragraph(lines, boxes, !picture));
    const parts = [boxes];
    if (picture) {
      const image = document.createElement("img");
      image.src = picture;
      image.alt = `Page ${page.number} as it was sent`;
      parts.unshift(image);
    }
    this.view.replaceChildren(...parts);
    this.text.replaceChildren(...paragraphs);
    if (!paragraphs.length) this.text.textContent = "No text was found on this page.";
  }

  paragraph(lines, boxes, write) {
    const made = document.createElement("p");
    lines.forEach((line, number) => {
      if (number) made.append(document.createElement("br"));
      wordsOf(line).forEach((word, place) => {
        if (place) made.append(" ");
        if (write) boxes.append(this.letters(word, line));
        made.append(this.word(word, boxes));
      });
    });
    return made;
  }

  // Without a picture the words are written where they were found.
  letters({ text, box }, line) {
    const made = drawn("text", {
      x: box.left,
      y: baselineAt(box.left, line),
      "font-size": (line.box.bottom - line.box.top) * 0.9,
      textLength: box.right - box.left,
      lengthAdjust: "spacingAndGlyphs",
    });
    made.textContent = text;
    return made;
  }

  word({ text, box, confidence }, boxes) {
    const size = { width: box.right - box.left, height: box.bottom - box.top };
    const rectangle = drawn("rect", { x: box.left, y: box.top, ...size, class: level(confidence) });
    const span = document.createElement("span");
    span.className = `word ${level(confidence)}`;
    span.title = confidence === null ? "text of the file" : `${Math.round(confidence)} of 100`;
    span.textContent = text;
    rectangle.dataset.word = span.dataset.word = this.linked.length;
    boxes.append(rectangle);
    this.linked.push({ rectangle, span });
    return span;
  }

  point(target) {
    const index = target.closest("[data-word]")?.dataset.word;
    if (index !== undefined) this.mark(Number(index));
  }

  // Marks a word in both places, or none with -1.
  mark(index) {
    for (const part of Object.values(this.linked[this.now] ?? {})) part.classList.remove("now");
    this.now = index;
    const { rectangle, span } = this.linked[index] ?? {};
    if (!span) return;
    rectangle.classList.add("now");
    span.classList.add("now");
    this.reveal(span);
  }

  // Moves the text within its own frame, never the page below somebody's pointer.
  reveal(span) {
    const frame = this.text.getBoundingClientRect();
    const place = span.getBoundingClientRect();
    if (place.top < frame.top) this.text.scrollTop -= frame.top - place.top;
    if (place.bottom > frame.bottom) this.text.scrollTop += place.bottom - frame.bottom;
  }

  step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || !this.linked.length || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.mark(Math.min(Math.max(this.now + by, 0), this.linked.length - 1));
  }
}
