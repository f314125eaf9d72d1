"""Documents of many pages: order, memory, and real files."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from ocr_core import Deadline, DocumentReader, OcrOptions, TextSource
from ocr_core.errors import InputError
from tests.client import AppClient
from tests.conftest import ROOT
from tests.images import TEXT
from tests.pdfs import save, scan_pdf, text_pdf, with_hidden_layer

LONG_S = 600

_MEMORY = """
import resource, sys
from ocr_core import *
from tests.pdfs import scan_pdf
engine = create_engine(concurrency=2)
reader = DocumentReader(engine, limits=Limits(max_pages=200), workers=2)
pages = int(sys.argv[1])
document = reader.read(scan_pdf(pages), OcrOptions(), deadline=Deadline.after(600))
assert [page.number for page in document.pages] == list(range(1, pages + 1))
assert all("Hello" in page.text for page in document.pages)
cpu = resource.getrusage(resource.RUSAGE_SELF)
print(cpu.ru_maxrss, cpu.ru_utime + cpu.ru_stime)
"""


def peak_kib(pages: int) -> int:
    """The most memory that a process takes that reads so many pages."""
    run = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(pages)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(run.stdout.split()[0])


def test_memory_does_not_grow_with_the_pages(reader: DocumentReader) -> None:
    """A hundred pages take at most 1.3 times the memory of ten, and come in order."""
    assert peak_kib(100) <= 1.3 * peak_kib(10)


def test_all_workers_are_busy(reader: DocumentReader) -> None:
    """Two pages are under way at the same time: their times add up to more than went by."""
    from time import perf_counter

    started_s = perf_counter()
    document = reader.read(scan_pdf(12), OcrOptions(), deadline=Deadline.after(LONG_S))
    elapsed_ms = (perf_counter() - started_s) * 1000
    assert document.timings.ocr_ms > 1.2 * elapsed_ms
    # What is billed is the wall clock: reading was nearly all of this call.
    assert 0.5 * elapsed_ms < document.timings.billed_ms <= elapsed_ms


def test_pages_of_both_kinds_stay_in_order(client: AppClient) -> None:
    """A document says where each page came from."""
    pdf = pikepdf.open(io.BytesIO(scan_pdf(2)))
    other = pikepdf.open(io.BytesIO(text_pdf(("Page with its own text.",))))
    pdf.pages.insert(1, other.pages[0])
    buffer = io.BytesIO()
    pdf.save(buffer)
    body = client.post("/?format=json", files={"file": buffer.getvalue()}).json()
    sources = [page["source"] for page in body["pages"]]
    assert sources == ["ocr", "text_layer", "ocr"]
    assert body["text"] == f"{TEXT}\fPage with its own text.\f{TEXT}"
    assert body["media_type"] == "application/pdf"


def test_the_password_goes_in_a_header(client: AppClient) -> None:
    """Missing, wrong and right passwords are told apart, and none is logged or sent back."""
    upload = {"files": {"file": text_pdf(("Text behind a password.",), password="sesame")}}
    assert client.post("/", **upload).json()["code"] == "password_required"
    header = {"X-Document-Password": "wrong-one"}
    response = client.post("/", headers=header, **upload)
    assert response.json()["code"] == "wrong_password"
    assert "wrong-one" not in response.text
    response = client.post("/", headers={"X-Document-Password": "sesame"}, **upload)
    assert response.json()["original"] == "Text behind a password."


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_password_that_is_not_ascii_opens_the_file(
    client: AppClient, revision: int, encoding: str
) -> None:
    """In either encoding of a header, for every kind of encryption, and for the searchable PDF."""
    strength = {"R": revision, "aes": revision >= 4, "metadata": revision >= 4}
    encryption = pikepdf.Encryption(user="Pässwort", owner="Bößer", **strength)  # type: ignore[arg-type]
    pdf = io.BytesIO()
    with pikepdf.open(io.BytesIO(form_pdf())) as plain:
        plain.save(pdf, encryption=encryption)
    for password in ("Pässwort", "Bößer"):
        header = {"X-Document-Password": password.encode(encoding)}
        upload = {"files": {"file": pdf.getvalue()}, "headers": header}
        assert client.post("/", **upload).json()["original"] == "Text in a form."
        for query in ("format=pdf", "format=pdf&pages=1"):
            made = client.post(f"/?{query}", **upload)
            again = {"files": {"file": made.content}, "headers": header}
            assert client.post("/", **again).json()["original"] == "Text in a form."
    header = {"X-Document-Password": "Pässwört".encode(encoding)}
    wrong = client.post("/", files={"file": pdf.getvalue()}, headers=header)
    assert wrong.json()["code"] == "wrong_password"


def form_pdf() -> bytes:
    """A page that draws a form, for which qpdf has to open the file, and no other for PDFium."""
    with pikepdf.open(io.BytesIO(text_pdf(("Text in a form.",)))) as pdf:
        [page] = pdf.pages
        form = pdf.make_stream(page.Contents.read_bytes())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.MediaBox, page.Resources
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = pdf.make_stream(b"/F Do")
        return save(pdf)


def test_the_text_layer_can_be_chosen(client: AppClient) -> None:
    """`auto` reads a scan with an old layer anew, `only` takes the old layer."""
    data = with_hidden_layer(scan_pdf(), "poor old text of an earlier program")
    upload = {"files": {"file": data}}
    assert client.post("/", **upload).json()["original"] == TEXT
    assert "poor old" in client.post("/?text_layer=only", **upload).json()["original"]
    response = client.post("/?text_layer=maybe", **upload)
    assert response.json()["code"] == "invalid_option"


def test_the_echo_gives_no_documents_back(client: AppClient) -> None:
    """A PDF is not an image."""
    response = client.post("/img-echo/", files={"file": text_pdf(("x",))})
    assert response.json()["code"] == "unreadable_image"


def words(text: str) -> set[str]:
    """The words of a text, without regard to case."""
    return set(re.findall(r"\w{3,}", text.casefold()))


# Its footer, with the number of the bank account, is a picture and in no layer.
WITH_TEXT_IN_PICTURES = {"nl_saeco.pdf"}


def test_real_invoices_come_back_from_their_layer_and_by_ocr(
    reader: DocumentReader, corpus: Path
) -> None:
    """Both ways give nearly all the words, and the layer is taken where it is all there is."""
    invoices = sorted((corpus / "accuracy" / "invoices_pdf_multilang").glob("*.pdf"))
    assert invoices
    for path in invoices:
        data = path.read_bytes()
        layer = reader.read(data, OcrOptions(), deadline=Deadline.after(LONG_S))
        expected = TextSource.OCR if path.name in WITH_TEXT_IN_PICTURES else TextSource.TEXT_LAYER
        assert {page.source for page in layer.pages} == {expected}, path.name
        options = OcrOptions.model_validate({"text_layer": "ignore"})
        ocr = reader.read(data, options, deadline=Deadline.after(LONG_S))
        assert {page.source for page in ocr.pages} == {TextSource.OCR}
        only = OcrOptions.model_validate({"text_layer": "only"})
        truth = words(reader.read(data, only, deadline=Deadline.after(LONG_S)).text)
        assert len(truth & words(layer.text)) / len(truth) > 0.7, path.name
        assert len(truth & words(ocr.text)) / len(truth) > 0.7, path.name


@pytest.mark.parametrize(
    "folder", ["pdf_ocrmypdf", "pdf_pypdf_samples", "pdf_pdfminer", "pdf_pdfjs"]
)
def test_every_real_pdf_is_read_or_has_its_problem(
    reader: DocumentReader, corpus: Path, folder: str
) -> None:
    """No file raises anything but an error of ours, and most are read."""
    outcomes: dict[str, int] = {}
    for path in sorted((corpus / "robust" / folder).rglob("*")):
        if not path.is_file() or b"%PDF-" not in path.read_bytes()[:1024]:
            continue
        try:
            reader.read(path.read_bytes(), OcrOptions(), deadline=Deadline.after(LONG_S))
            outcome = "read"
        except InputError as error:
            outcome = error.code
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes["read"] > 0.7 * sum(outcomes.values()), outcomes
