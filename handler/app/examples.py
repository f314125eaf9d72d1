"""Examples of what the routes answer, as the OpenAPI document shows them.

They are made with the models and renderers that make the answers, so that no cold start
should wait for this module: who asks for the OpenAPI document loads it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from handler.app.answer import ResponseFormat, Results
from handler.app.problem_examples import problem_example
from handler.app.schemas import Engine, Health, Languages
from handler.jobs.job import EXAMPLE_ID, Job, JobStatus, NewJob, PageProgress, UploadForm
from ocr_core import (
    Baseline,
    Block,
    BlockKind,
    BoundingBox,
    Document,
    EngineInfo,
    Line,
    OutputFormat,
    Page,
    Paragraph,
    Timings,
    Word,
    render_document,
)
from ocr_core.version import VERSION

_BOX = BoundingBox(left=41, top=43, right=272, bottom=87)
_LINE = Line(
    text="Invoice 2048",
    box=_BOX,
    confidence=96.42,
    baseline=Baseline(x1=41, y1=76, x2=272, y2=76),
    words=(
        Word(
            text="Invoice",
            box=BoundingBox(left=41, top=48, right=163, bottom=76),
            confidence=96.99,
        ),
        Word(
            text="2048", box=BoundingBox(left=180, top=48, right=272, bottom=76), confidence=95.85
        ),
    ),
)
_DOCUMENT = Document(
    media_type="image/png",
    languages="eng",
    engine=EngineInfo(name="tesserocr", version="5.5.4"),
    timings=Timings(decode_ms=0.85, ocr_ms=47.76, billed_ms=49.1),
    pages=(
        Page(
            number=1,
            engine="tesserocr",
            width=856,
            height=254,
            dpi=150.01,
            blocks=(
                Block(
                    kind=BlockKind.TEXT,
                    box=_BOX,
                    paragraphs=(Paragraph(box=_BOX, lines=(_LINE,)),),
                ),
            ),
        ),
    ),
)
_CREATED_AT = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
_JOB = Job(id=EXAMPLE_ID, status=JobStatus.QUEUED, created_at=_CREATED_AT)
_JOBS = (
    _JOB.model_copy(update={"status": JobStatus.AWAITING_UPLOAD}),
    _JOB,
    _JOB.model_copy(
        update={"status": JobStatus.RUNNING, "pages": PageProgress(done=16, total=200)}
    ),
    _JOB.model_copy(
        update={
            "status": JobStatus.SUCCEEDED,
            "formats": (OutputFormat.PDF, OutputFormat.TEXT, OutputFormat.JSON),
        }
    ),
    _JOB.model_copy(
        update={"status": JobStatus.FAILED, "problem": problem_example("unreadable_pdf")}
    ),
)

_NEW_JOB = NewJob(
    id=EXAMPLE_ID,
    status=JobStatus.AWAITING_UPLOAD,
    created_at=_CREATED_AT,
    upload=UploadForm(
        url="https://uploads.s3.eu-central-1.amazonaws.com/",
        fields={
            "Content-Type": "application/pdf",
            "success_action_status": "201",
            "x-amz-meta-ocr-languages": "eng+deu",
            "key": f"jobs/a3f5c1d2e4b60789a3f5c1d2e4b60789/{EXAMPLE_ID}",
            "policy": "eyJleHBpcmF0aW9uIjogIjIwMjYtMDEtMzFUMTI6MTU6MDBaIn0=",
            "x-amz-signature": "5d41402abc4b2a76b9719d911017c592",
        },
        expires_at=_CREATED_AT + timedelta(minutes=15),
        max_bytes=100_000_000,
    ),
)
_LANGUAGES = Languages(languages=["deu", "eng", "osd"], default="eng")
_HEALTH = Health(
    status="ok",
    version=VERSION,
    engine=Engine(name="tesserocr", version="5.5.4", warm=True),
)


def answer_examples() -> dict[str, dict[str, dict[str, Any]]]:
    """The examples of each operation's answer: by its id, and by media type.

    They are what a Media Type Object has of them: ``example``, or ``examples``.
    """
    return {
        "readText": {
            "application/json": {"examples": _documents()},
            "text/plain": {"example": _text(OutputFormat.TEXT)},
            "text/html": {"example": _text(OutputFormat.HOCR)},
            "application/xml": {"example": _text(OutputFormat.ALTO)},
            "text/tab-separated-values": {"example": _text(OutputFormat.TSV)},
            "text/markdown": {"example": _text(OutputFormat.MARKDOWN)},
            "text/csv": {"example": "Item,Price\r\nOak planks,12.50\r\n"},
        },
        "createJob": _json({"example": _NEW_JOB.model_dump(mode="json")}),
        "getJob": _json({"examples": _jobs()}),
        "listLanguages": _json({"example": _LANGUAGES.model_dump(mode="json")}),
        "getHealth": _json({"example": _HEALTH.model_dump(mode="json")}),
    }


def _json(examples: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {"application/json": examples}


def _documents() -> dict[str, Any]:
    return {
        ResponseFormat.RESULTS.value: {
            "summary": "`format=results`, which is the usual",
            "value": Results.of(_DOCUMENT).model_dump(mode="json"),
        },
        ResponseFormat.JSON.value: {
            "summary": "`format=json`",
            "value": _DOCUMENT.model_dump(mode="json"),
        },
    }


def _jobs() -> dict[str, Any]:
    return {
        job.status.value: {"value": job.model_dump(mode="json", exclude_none=True)} for job in _JOBS
    }


def _text(output_format: OutputFormat) -> str:
    return render_document(_DOCUMENT, output_format, original=b"").body.decode()
