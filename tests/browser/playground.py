"""The page as a person has it: what can be done on it, and what is seen."""

import base64
import mimetypes
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Request

from ocr_core.model import BoundingBox
from tests.browser.site import Site

# A DataTransfer with one file in it, sent as the event that the browser makes of it.
_TRANSFER = """([kind, name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
    : new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.getElementById("drop").dispatchEvent(event);
  return event.defaultPrevented;
}"""
_EDGES = ("left", "top", "right", "bottom")
# Where each box is seen, in pixels of the picture that it lies on.
_BOXES = """() => {
  const picture = document.querySelector("#view img");
  const frame = picture.getBoundingClientRect();
  const scale = picture.naturalWidth / frame.width;
  const spans = document.querySelectorAll("#text .word");
  return [...document.querySelectorAll("#view rect")].map((rectangle, index) => {
    const box = rectangle.getBoundingClientRect();
    return {
      text: spans[index].textContent,
      level: rectangle.classList[0],
      colour: getComputedStyle(rectangle).stroke,
      box: [box.left - frame.left, box.top - frame.top, box.right - frame.left,
        box.bottom - frame.top].map((edge) => Math.round(edge * scale)),
    };
  });
}"""


@dataclass(frozen=True)
class SeenWord:
    """A word with its box, as they stand on the screen."""

    text: str
    box: BoundingBox
    level: str
    colour: str


class Playground:
    """The page in one tab."""

    def __init__(self, page: Page, site: Site) -> None:
        """Watch ``page`` from now on."""
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request))
        # From now on, and not from the moment that one is awaited: the key may be faster.
        page.on("filechooser", lambda _: None)
        self.status = page.locator("#status")
        self.problem = page.get_by_role("alert")
        self.summary = page.locator("#summary")
        self.text = page.get_by_role("region", name="Text", exact=True)
        self.words = self.text.locator(".word")
        self.boxes = page.locator("#view rect")
        self.token = page.get_by_label("Token")

    def open(self, *, token: str | None = None) -> "Playground":
        """Load the page; with a token, type it as well."""
        self.page.goto(f"{self.site.url}/")
        self.page.get_by_label("Languages").wait_for(state="attached")
        if token is not None:
            self.give_token(token)
        return self

    def give_token(self, token: str) -> None:
        """Type a token and leave its field."""
        self.token.fill(token)
        self.token.blur()

    def pick(self, name: str, data: bytes) -> None:
        """Choose a file in the browser's dialog."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_text("Choose an image or PDF").click()
        chooser.value.set_files({"name": name, "mimeType": _type(name), "buffer": data})

    def drop(self, name: str, data: bytes) -> None:
        """Drag a file over the page, and let it go."""
        for kind in ("dragenter", "dragover", "drop"):
            self._transfer(kind, name, data)

    def paste(self, name: str, data: bytes) -> None:
        """Paste a file, as another program left it on the clipboard."""
        self._transfer("paste", name, data)

    def read(self) -> None:
        """Press the button, and wait until the result or a problem is there."""
        self.press("Read")
        self.wait()

    def read_file(self, name: str, data: bytes) -> None:
        """Choose a file and read it."""
        self.pick(name, data)
        self.read()

    def press(self, name: str) -> None:
        """Press a button."""
        self.button(name).click()

    def button(self, name: str) -> Locator:
        """A button by its name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def option(self, name: str) -> Locator:
        """One of the options, which are opened where they are not."""
        field = self.page.get_by_label(name)
        if not field.is_visible():
            self.page.get_by_text("Options", exact=True).click()
        return field

    def wait(self) -> None:
        """Until there is a result or a problem."""
        self.page.locator("#result:not([hidden]), #problem:not([hidden])").wait_for()

    def seen_words(self) -> list[SeenWord]:
        """All words of the page that is shown, with their boxes."""
        return [
            SeenWord(
                text=word["text"],
                box=BoundingBox(**dict(zip(_EDGES, word["box"], strict=True))),
                level=word["level"],
                colour=word["colour"],
            )
            for word in self.page.evaluate(_BOXES)
        ]

    def forgive(self, *parts: str) -> None:
        """Drop the complaints that a test has brought about; each part has to be in one."""
        for part in parts:
            assert any(part in each for each in self.complaints), (part, self.complaints)
            self.complaints = [each for each in self.complaints if part not in each]

    def addresses(self) -> list[str]:
        """All that was asked for over the network."""
        return [each.url for each in self.requests if each.url.startswith("http")]

    def stored(self, storage: str) -> dict[str, Any]:
        """What the page has put into ``sessionStorage`` or ``localStorage``."""
        return dict(self.page.evaluate(f"() => ({{ ...{storage} }})"))

    def _transfer(self, kind: str, name: str, data: bytes) -> None:
        content = base64.b64encode(data).decode()
        assert self.page.evaluate(_TRANSFER, [kind, name, _type(name), content])

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} {message.location['url']}")


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or ""
