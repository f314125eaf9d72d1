// The form of the options, made from what the service says of itself in /openapi.json.

const LABELS = { psm: "Page layout (psm)", dpi: "Resolution (dpi)", "X-Document-Password": "Password of the PDF" };
const LANGUAGES = "known-languages";

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const label = (name) => LABELS[name] ?? capital(name).replaceAll("_", " ");

function control({ name, description, choices, type, preset, least, most }) {
  if (choices.length) {
    const select = document.createElement("select");
    for (const choice of choices) select.add(new Option(meaning(choice, description), choice, choice === preset, choice === preset));
    return select;
  }
  const input = document.createElement("input");
  input.autocomplete = "off";
  input.spellcheck = false;
  if (name === "X-Document-Password") input.type = "password";
  if (type === "integer") Object.assign(input, { type: "number", min: least ?? "", max: most ?? "" });
  if (preset != null) input.placeholder = preset;
  return input;
}

// A number with the words that the description has for it: "6 one block".
function meaning(choice, description = "") {
  const found = typeof choice === "number" && description.match(new RegExp(`\\b${choice} [a-z ]+`));
  return found ? found[0] : choice;
}

export class Options {
  constructor(place) {
    this.place = place;
    this.controls = new Map();
  }

  show(descriptions) {
    for (const description of descriptions) {
      const id = `option-${description.name}`;
      const made = control(description);
      const title = document.createElement("label");
      const hint = document.createElement("small");
      const box = document.createElement("div");
      made.id = id;
      made.setAttribute("aria-describedby", `${id}-hint`);
      title.htmlFor = id;
      title.textContent = label(description.name);
      hint.id = `${id}-hint`;
      hint.textContent = (description.description ?? "").replaceAll("`", "");
      box.append(title, made, hint);
      this.place.append(box);
      this.controls.set(description.name, { made, preset: description.preset });
    }
  }

  // The installed languages, offered while typing: each after those that are already there.
  offerLanguages({ languages, default: usual }) {
    const input = this.controls.get("languages")?.made;
    if (!input) return;
    const list = document.getElementById(LANGUAGES) ?? document.createElement("datalist");
    const offer = () => {
      const before = input.value.slice(0, input.value.lastIndexOf("+") + 1);
      const taken = before.split("+");
      list.replaceChildren(...languages.filter((code) => !taken.includes(code)).map((code) => new Option(before + code)));
    };
    list.id = LANGUAGES;
    this.place.append(list);
    input.setAttribute("list", LANGUAGES);
    input.placeholder = usual;
    input.oninput = offer;
    offer();
  }

  // What differs from the presets.
  values() {
    const given = {};
    for (const [name, { made, preset }] of this.controls) {
      const value = made.value.trim();
      if (value && value !== String(preset ?? "")) given[name] = value;
    }
    return given;
  }

  listen(changed) {
    this.place.addEventListener("input", changed);
  }
}
