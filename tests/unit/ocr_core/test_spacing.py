"""Where spaces are written between words: by script, by the engine's word, by the gap."""

import csv
import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree, html  # type: ignore[import-untyped]
from PIL import Image

from ocr_core import BoundingBox, Document, OutputFormat, Word, render_document
from ocr_core.model import EngineInfo, Page, Timings
from ocr_core.page_layout import PlacedWord, build_blocks, line_of, spaced
from ocr_core.spacing import has_own_spacing, joined_texts, spaces_before

GAP = 6


def words_of(*texts: str, gap: int = GAP, confidence: float | None = 90.0) -> list[Word]:
    """Words of 20 pixels a letter, 20 high, with ``gap`` between them."""
    words, left = [], 10
    for text in texts:
        box = BoundingBox(left=left, top=10, right=left + 20 * len(text), bottom=30)
        words.append(Word(text=text, box=box, confidence=confidence))
        left = box.right + gap
    return words


def document_of(words: Sequence[Word], text: str = "") -> Document:
    """A page with one line; ``text`` is what the engine writes of it."""
    placed = [PlacedWord(1, 1, 1, word) for word in words]
    blocks = build_blocks(spaced(placed, text) if text else placed)
    return Document(
        media_type="image/png",
        languages="chi_sim",
        engine=EngineInfo(name="tesserocr", version="5.5.4"),
        timings=Timings(decode_ms=0, ocr_ms=0),
        pages=(Page(number=1, width=900, height=60, dpi=72, blocks=blocks),),
    )


@pytest.mark.parametrize(
    ("texts", "written"),
    [
        (("租赁", "双方", "应", "当", "，", "任", "何"), "租赁双方应当，任何"),
        (("東京", "オフィス", "の", "鍵", "。"), "東京オフィスの鍵。"),
        (("使用", "Windows", "11", "系统", "（", "版本", "2", "）", "的"), None),
        (("他", "说", "“", "好", "”", "。"), "他说“好”。"),
        (("𠮷", "野", "家"), "𠮷野家"),
        (("สวัส", "ดี"), "สวัสดี"),
        (("ភាសា", "ខ្មែរ"), "ភាសាខ្មែរ"),
        (("ພາສາ", "ລາວ"), "ພາສາລາວ"),
        (("မြန်မာ", "စာ"), "မြန်မာစာ"),
        (("བོད་", "ཡིག"), "བོད་ཡིག"),
        (("두", "부를", "작성"), "두 부를 작성"),
        (("plain", "English,", "two", "words"), "plain English, two words"),
    ],
)
def test_spaces_go_by_script(texts: tuple[str, ...], written: str | None) -> None:
    """Where the engine does not say, scripts without spaces have none between their words."""
    line = line_of(words_of(*texts))

    assert line.text == (written or "使用 Windows 11 系统（版本 2）的")
    assert [word.text for word in line.words] == list(texts)


def test_wide_gap_between_chinese_words_is_a_space() -> None:
    """A name and its value that stand far apart do not run together."""
    assert line_of(words_of("姓名", "张三", gap=80)).text == "姓名 张三"


def test_space_in_the_text_of_a_file_stays() -> None:
    """Words of a text layer are parted where the file parts them."""
    assert line_of(words_of("姓名", "张三", confidence=None)).text == "姓名 张三"


@pytest.mark.parametrize(
    ("texts", "written"),
    [
        (("계", "약", "서", "는", "두", "부"), "계약서는 두 부"),
        (("ฉ", "บับ", "มี", "ข้อ"), "ฉบับ มีข้อ"),
        (("2024", "년", "3", "월"), "2024년 3월"),
        (("使用", "Windows", "11", "系统"), "使用Windows 11 系统"),
    ],
)
def test_engine_says_where_spaces_are(texts: tuple[str, ...], written: str) -> None:
    """Words that the engine writes together are written together, and others are not."""
    assert document_of(words_of(*texts), f"\n {written}\n\f").text == written


def test_word_that_the_text_lacks_loses_no_other() -> None:
    """A word that is not in the engine's text says nothing of spaces; those behind it do."""
    assert list(spaces_before(["a", "?", "b", "c"], "a bc")) == [False, None, True, False]


def test_languages_that_are_asked_for_their_spaces() -> None:
    """Only for languages whose words no space parts is Tesseract asked for its text."""
    assert has_own_spacing(["eng", "tha"])
    assert has_own_spacing(["chi_tra_vert"])
    assert not has_own_spacing(["eng", "deu", "rus"])


MIXED = ("租赁", "双方", "用", "Windows", "11", "。")
WRITTEN = "租赁双方用 Windows 11。"


def rendered(output_format: OutputFormat, original: bytes = b"") -> bytes:
    """A line of Chinese and Latin words in one format."""
    return render_document(document_of(words_of(*MIXED)), output_format, original=original).body


def test_hocr_has_no_white_between_words_written_together() -> None:
    """The text of an hOCR line is the line's, and each word keeps its box."""
    line = html.document_fromstring(rendered(OutputFormat.HOCR)).find_class("ocr_line")[0]

    assert " ".join(line.text_content().split()) == WRITTEN
    assert [word.text for word in line.find_class("ocrx_word")] == list(MIXED)


def test_alto_has_spaces_where_they_are_written() -> None:
    """SP stands between two Strings only where the line's text has a space."""
    line = next(etree.fromstring(rendered(OutputFormat.ALTO)).iter("{*}TextLine"))

    assert "".join(part.get("CONTENT", " ") for part in line) == WRITTEN


def test_tsv_rows_are_joined_by_spaces() -> None:
    """Rows of words joined by spaces, as readers of TSV do, give the line."""
    rows = csv.DictReader(
        io.StringIO(rendered(OutputFormat.TSV).decode()), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    words = [row for row in rows if row["level"] == "5"]

    assert " ".join(row["text"] for row in words) == WRITTEN
    assert (words[0]["left"], words[0]["width"]) == ("10", str(5 * 20 + 2 * GAP))


def test_pdf_search_finds_words_written_together(tmp_path: Path) -> None:
    """A search with pdftotext finds Chinese words that the engine parts."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    image = io.BytesIO()
    Image.new("L", (900, 60), 255).save(image, "PNG", dpi=(72, 72))
    path = tmp_path / "searchable.pdf"
    path.write_bytes(rendered(OutputFormat.PDF, image.getvalue()))

    text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout.decode()

    assert text.split("\n")[0] == WRITTEN


def test_json_of_a_word_has_no_more_than_before() -> None:
    """What the engine saw before a word is in the text of the line, not in the JSON of the word."""
    page = document_of(words_of("두", "부"), "두 부").model_dump()["pages"][0]

    assert set(page["blocks"][0]["paragraphs"][0]["lines"][0]["words"][0]) == {
        *("text", "box", "confidence")
    }


def test_lines_are_joined_by_their_script() -> None:
    """A paragraph in Chinese has no space where a line ends; one in English has."""
    assert joined_texts(["租赁", "双方"]) == "租赁双方"
    assert joined_texts(["one", "two"]) == "one two"
    assert joined_texts([]) == ""
