"""What the fuzzer starts from: small files of every kind, drawn here, and AWS's own events."""

import io
import json
from collections.abc import Callable, Iterator
from itertools import chain
from urllib.parse import quote_plus

import pikepdf
from pikepdf import Array, Dictionary, Name, StreamDecodeLevel
from PIL import Image, ImageCms

from handler.jobs.plan import PageTask
from handler.jobs.source import Source
from local.sample import draw_text
from tests.events import recorded, rest_event
from tests.fuzz.targets.pdf import PASSWORD
from tests.images import encode
from tests.pdfs import (
    font_with_map,
    helvetica,
    save,
    scan_pdf,
    text_pdf,
    with_annotation,
    with_hidden_layer,
)

_LINES = ("Two lines of some text,", "and a number: 2048.")
_PAGE_POINTS = (300, 120)


def images() -> Iterator[bytes]:
    """Every format, in the modes and with the parts that are decoded in ways of their own."""
    small = draw_text(("Hi",), font_px=10, margin_px=3)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        yield encode(_in_mode(small, mode), "PNG", dpi=(150, 150))
    exif = Image.Exif()
    exif[0x0112] = 6
    for mode in ("L", "RGB", "CMYK"):
        yield encode(small.convert(mode), "JPEG", exif=exif, dpi=(300, 300))
    yield encode(small, "JPEG", progressive=True)
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        yield encode(small, "TIFF", compression=compression)
    yield encode(small.convert("1"), "TIFF", compression="group4")
    for mode in ("L", "LAB", "F", "I;16B", "CMYK", "P"):
        yield encode(_in_mode(small, mode), "TIFF")
    for file_format in ("TIFF", "GIF", "WEBP", "PNG"):
        yield encode(small, file_format, save_all=True, append_images=[small.rotate(180)] * 2)
    yield encode(small, "TIFF", big_tiff=True)
    yield encode(small.convert("RGBA"), "WEBP", lossless=True, exif=exif)
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        yield encode(_in_mode(small, mode), "BMP")
    yield encode(small, "JPEG2000")
    yield encode(small, "JPEG2000", no_jp2=True)
    avif = encode(small, "AVIF", exif=exif)
    yield avif
    # No encoder of HEIC is free; libheif reads the same boxes.
    yield avif.replace(b"avif", b"heic", 1).replace(b"avif", b"mif1")


def pdfs() -> Iterator[bytes]:
    """Text, scans and both, forms that draw forms, fields, annotations, and what is encrypted.

    Mostly without compression, so that a change of a byte is a change of what stands there.
    """
    text = text_pdf(_LINES, size=_PAGE_POINTS)
    for data in (
        text,
        text_pdf(_LINES, size=_PAGE_POINTS, pages=3, rotate=90),
        text_pdf(_LINES, size=_PAGE_POINTS, invisible=True),
        with_annotation(text),
        _with_wrong_letters(),
        _with_forms(),
        _with_field(),
    ):
        yield _plain(data)
    yield text_pdf(_LINES, size=_PAGE_POINTS, password=PASSWORD)
    yield with_hidden_layer(scan_pdf(), "Two lines")


def _plain(data: bytes) -> bytes:
    """The same file, its streams as they are when they are decoded."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(buffer, compress_streams=False, stream_decode_level=StreamDecodeLevel.all)
    return buffer.getvalue()


def _with_wrong_letters() -> bytes:
    """A page whose font maps its letters to others."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=_PAGE_POINTS)
    page.Resources = Dictionary(Font=Dictionary(F1=font_with_map(pdf, 3)))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 20 60 Td ({_LINES[0]}) Tj ET".encode())
    return save(pdf)


def _with_forms() -> bytes:
    """A page that draws a form, which draws another and a picture."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=_PAGE_POINTS)
    picture = pdf.make_stream(
        bytes(range(64)),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=8,
        Height=8,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
    )
    inner = _form(pdf, b"q 50 0 0 50 0 0 cm /P Do Q 0 0 100 2 re f", P=picture)
    outer = _form(pdf, b"/F Do 1 0 0 1 60 0 cm /F Do", F=inner)
    page.Resources = Dictionary(XObject=Dictionary(X=outer))
    page.Contents = pdf.make_stream(b"/X Do")
    return save(pdf)


def _form(pdf: pikepdf.Pdf, content: bytes, **drawn: pikepdf.Object) -> pikepdf.Object:
    return pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, *_PAGE_POINTS]),
        Resources=Dictionary(
            XObject=Dictionary({f"/{name}": each for name, each in drawn.items()})
        ),
    )


def _with_field() -> bytes:
    """A page with a field that somebody has filled in."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=_PAGE_POINTS)
    shown = _form(pdf, b"BT /F1 12 Tf 4 4 Td (filled in) Tj ET")
    shown.Resources = Dictionary(Font=Dictionary(F1=helvetica()))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="name",
            V="filled in",
            DA="/F1 12 Tf 0 g",
            Rect=Array([20, 40, 200, 60]),
            AP=Dictionary(N=shown),
        )
    )
    page.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=Dictionary(F1=helvetica())), DA="/F1 12 Tf 0 g"
    )
    return save(pdf)


def events() -> Iterator[bytes]:
    """Messages of S3's and of our own, requests of the gateway's, options on an object."""
    for event in (
        _notification("a b+c%.png"),
        _notification("jobs/0/ä.pdf", sequencer="0055AED6DCD90281E5"),
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "uploads"},
        _page_task(),
        _callback_task(),
        recorded("apigateway_token_authorizer"),
        rest_event("POST", "/img-echo/", base_path="/ocr"),
        rest_event("GET", "/jobs/a%2Fb/result", query="format=text"),
        {"languages": "eng+deu", "pages": "1-3,7-", "psm": "6", "dpi": "300", "formats": "pdf,tsv"},
        {"text-layer": "ignore", "rotate": "off", "deskew": "on", "engine": "tesseract"},
    ):
        yield json.dumps(event).encode()
    yield b"Bearer a-token"
    yield b"Basic YTpi"


def _notification(key: str, **more: str) -> dict[str, object]:
    return {
        "Records": [
            {
                "eventVersion": "2.4",
                "eventName": "ObjectCreated:Put",
                "s3": {"bucket": {"name": "uploads"}, "object": {"key": quote_plus(key), **more}},
            }
        ]
    }


def _page_task() -> dict[str, object]:
    source = Source(bucket="uploads", key="a.pdf", etag='"1"', options={"languages": "eng"})
    return PageTask(source=source, pages=(1, 2)).model_dump(mode="json")


def _callback_task() -> dict[str, object]:
    return {
        "ocr_task": "callback",
        "key": "jobs/0/1",
        "status": "succeeded",
        "message_id": "msg_1",
        "ended_at": "2026-11-30T22:01:06Z",
    }


def headers() -> Iterator[bytes]:
    """The first bytes of every kind, and what looks like one."""
    for data in (*images(), *pdfs()):
        yield data[:64]
    yield b"\n" * 1000 + b"%PDF-1.7"
    yield b"\0\0\0\x20ftypisom\0\0\2\0isomiso2mp41heic"


def textract() -> Iterator[bytes]:
    """A request that botocore signed with a client's token, and the bodies of the operations."""
    yield SIGNED
    for body in (
        {"Document": {"S3Object": {"Bucket": "uploads", "Name": "a.png", "Version": "1"}}},
        {"Document": {"Bytes": "aGVsbG8="}, "FeatureTypes": ["TABLES", "LAYOUT"]},
        {
            "DocumentLocation": {"S3Object": {"Bucket": "uploads", "Name": "a.pdf"}},
            "FeatureTypes": ["TABLES"],
            "ClientRequestToken": "a-1",
            "JobTag": "b:2",
        },
        {"JobId": "0f8f", "MaxResults": 5, "NextToken": "1000"},
    ):
        yield b"authorization: Bearer a-token\n\n" + json.dumps(body).encode()


SIGNED = b"""clock: 1796076066
host: ocr.example.com
content-type: application/x-amz-json-1.1
x-amz-target: Textract.DetectDocumentText
x-amz-date: 20261130T220106Z
authorization: AWS4-HMAC-SHA256 Credential=django/20261130/auto/textract/aws4_request, \
SignedHeaders=content-type;host;x-amz-date;x-amz-target, \
Signature=1a50d9d03eefd3cdaf3e5bcace6e537597c2ac65267c35ea205ea0cc78dea447

{"Document": {"Bytes": "aGVsbG8="}}"""
"""Of tests/fuzz/targets/textract.py."""

SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "sniffing": headers,
    "images": images,
    "pdf": pdfs,
    "rendering": lambda: chain(images(), pdfs()),
    "events": events,
    "textract": textract,
}
"""By the name of the target."""


def _in_mode(image: Image.Image, mode: str) -> Image.Image:
    """The image in a mode that Pillow does not convert to in one step."""
    if mode == "LAB":
        return (
            ImageCms.profileToProfile(
                image,
                ImageCms.createProfile("sRGB"),
                ImageCms.createProfile("LAB"),
                outputMode=mode,
            )
            or image
        )
    if mode.startswith("I;16"):
        grey = image.convert("I").point(lambda value: value * 256)
        return grey.convert("I;16").convert(mode) if mode == "I;16" else grey.convert(mode)
    return image.convert("L").convert(mode) if mode in ("1", "LA", "F") else image.convert(mode)
