"""The page opens, takes a file from wherever it comes, and reads it."""

import base64
import re

import requests
from playwright.sync_api import expect

from local.sample import SAMPLE_LINES
from tests.browser.conftest import MakePlayground
from tests.browser.playground import Playground
from tests.images import LINES, hello_png
from tests.server import Server

_TO_CLIPBOARD = """async (content) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const blob = new Blob([bytes], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]);
}"""
# Bytes that came over the network for each file of the page.
_SIZES = """() => Object.fromEntries(performance.getEntriesByType("resource")
  .map((each) => [each.name.split("/").pop(), each.transferSize]))"""
# Notes all that the status says, from now on.
_LISTEN = """() => {
  window.said = [];
  const note = () => window.said.push(document.getElementById("status").textContent);
  new MutationObserver(note).observe(document.getElementById("status"), { childList: true });
}"""


def lines_of(playground: Playground) -> list[str]:
    """What a person sees of the text, blank lines left out."""
    return [line for line in playground.text.inner_text().splitlines() if line]


def test_the_sample_is_read_at_one_press(playground: Playground) -> None:
    """Drawn in the browser, read, and shown; nobody but the service is asked for anything."""
    playground.press("Try the sample")
    playground.wait()
    assert lines_of(playground) == list(SAMPLE_LINES)
    assert re.fullmatch(r"1 page, confidence \d+", playground.summary.inner_text())
    expect(playground.summary).to_be_focused()
    assert all(each.startswith(f"{playground.site.url}/") for each in playground.addresses())


def test_a_picked_file_is_read(playground: Playground) -> None:
    """Chosen in the dialog, shown small with name and size, read on the button."""
    playground.pick("hello.png", hello_png())
    expect(playground.page.locator("#chosen")).to_have_text(re.compile(r"hello\.png, \d+ kB"))
    expect(playground.page.locator("#preview")).to_be_visible()
    playground.read()
    assert lines_of(playground) == list(LINES)


def test_a_dropped_file_is_read(playground: Playground) -> None:
    """Let go anywhere on the page, and not opened by the browser in its place."""
    playground.drop("hello.png", hello_png())
    playground.read()
    assert lines_of(playground) == list(LINES)


def test_a_pasted_file_is_read(playground: Playground) -> None:
    """A file copied in a file manager."""
    playground.paste("hello.png", hello_png())
    playground.read()
    assert lines_of(playground) == list(LINES)


def test_ctrl_v_takes_an_image_from_the_clipboard(playground: Playground) -> None:
    """The real key, and a real clipboard with a picture and no file."""
    content = base64.b64encode(hello_png()).decode()
    playground.page.evaluate(_TO_CLIPBOARD, content)
    playground.page.keyboard.press("Control+V")
    expect(playground.page.locator("#chosen")).to_be_visible()
    playground.read()
    assert lines_of(playground) == list(LINES)


def test_text_is_pasted_into_a_field_as_ever(playground: Playground) -> None:
    """The page takes files only out of what is pasted."""
    playground.page.evaluate("() => navigator.clipboard.writeText('a-pasted-token')")
    playground.token.fill("")
    playground.token.press("Control+V")
    expect(playground.token).to_have_value("a-pasted-token")
    expect(playground.page.locator("#chosen")).to_be_hidden()
    playground.token.blur()
    expect(playground.status).to_be_empty()
    playground.page.wait_for_load_state("networkidle")
    playground.forgive("401")


def test_the_token_stays_in_its_tab(
    playground: Playground, make_playground: MakePlayground, server: Server
) -> None:
    """Typed once it outlives a reload, and is in no address, no other tab and nothing kept."""
    playground.press("Try the sample")
    playground.wait()
    playground.page.reload()
    expect(playground.token).to_have_value(server.token)
    assert list(playground.stored("sessionStorage").values()) == [server.token]
    assert playground.stored("localStorage") == {}
    assert playground.page.context.cookies() == []
    assert not any(server.token in address for address in playground.addresses())
    other = playground.page.context.new_page()
    other.goto(server.url)
    expect(other.get_by_label("Token")).to_have_value("")


def test_the_options_are_those_of_the_service(playground: Playground, server: Server) -> None:
    """Each parameter in /openapi.json has a field with its preset, and none is missing."""
    document = requests.get(f"{server.url}/openapi.json", timeout=10).json()
    names = {each["name"] for each in document["paths"]["/"]["post"]["parameters"]}
    names -= {"format", "X-Correlation-Id"}
    fields = playground.page.locator("#options input, #options select")
    assert {field.get_attribute("id") for field in fields.all()} == {f"option-{n}" for n in names}
    expect(playground.option("Page layout (psm)")).to_have_value("auto")
    expect(playground.option("Text layer")).to_have_value("auto")
    expect(playground.option("Resolution (dpi)")).to_have_attribute("min", "70")


def test_languages_are_offered_one_after_the_other(playground: Playground, server: Server) -> None:
    """Those of /languages, and after the `+` those that are not there yet."""
    known = requests.get(f"{server.url}/languages", headers=server.headers, timeout=10).json()
    offered = playground.page.locator("#known-languages option")
    expect(offered).to_have_count(len(known["languages"]))
    field = playground.option("Languages")
    expect(field).to_have_attribute("placeholder", known["default"])
    first = known["languages"][0]
    field.fill(f"{first}+")
    rest = [code for code in known["languages"] if code != first]
    assert offered.all_text_contents() == [f"{first}+{code}" for code in rest]


def test_the_options_are_obeyed(playground: Playground) -> None:
    """What is chosen in the form goes with the file."""
    playground.option("Page layout (psm)").select_option("7")
    playground.option("Resolution (dpi)").fill("150")
    playground.read_file("hello.png", hello_png())
    post = next(each for each in playground.requests if each.method == "POST")
    assert post.url.split("?")[1].split("&") == ["psm=7", "dpi=150", "format=json"]


def test_progress_is_told(playground: Playground) -> None:
    """The upload and the reading are told as they happen, and nothing stays behind."""
    playground.page.evaluate(_LISTEN)
    playground.read_file("hello.png", hello_png())
    said = playground.page.evaluate("() => window.said")
    assert [text for text in dict.fromkeys(said) if text] == ["Uploading …", "Reading …"]
    expect(playground.status).to_be_empty()
    expect(playground.page.get_by_role("progressbar")).to_be_hidden()


def test_reading_can_be_stopped(playground: Playground) -> None:
    """Stop ends the call; the page is as before, and no problem is told."""
    playground.page.route("**/?format=json", lambda _: None)  # an answer that never comes
    playground.pick("hello.png", hello_png())
    playground.press("Read")
    expect(playground.button("Read")).to_be_disabled()
    playground.press("Stop")
    expect(playground.button("Read")).to_be_enabled()
    expect(playground.button("Stop")).to_be_hidden()
    expect(playground.problem).to_be_hidden()
    expect(playground.page.locator("#result")).to_be_hidden()


def test_a_second_visit_asks_for_the_page_alone(playground: Playground) -> None:
    """Its files are kept by the browser; when one changes, its address does."""
    again = playground.page.context.new_page()
    again.goto(playground.site.url)
    again.get_by_label("Languages").wait_for(state="attached")
    sizes: dict[str, int] = again.evaluate(_SIZES)
    assert {"page.js", "page.css", "viewer.js"} <= sizes.keys()
    assert {name for name, size in sizes.items() if size} == {"openapi.json"}


def test_the_policy_is_strict_and_enforced(playground: Playground, server: Server) -> None:
    """A script that somebody got into the page does not run, nor can it call elsewhere."""
    policy = requests.get(server.url, timeout=10).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    playground.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.injected = true";
          document.body.append(script);
        }"""
    )
    assert playground.page.evaluate("() => window.injected") is None
    playground.forgive("Content Security Policy")
