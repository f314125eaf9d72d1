"""Examples of what the routes answer, as the OpenAPI document shows them.

They are made with the models and renderers that make the answers.
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
    render,
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

DOCUMENTS = {
    ResponseFormat.RESULTS.value: {
        "summary": "`format=results`, which is the usual",
        "value": Results.of(_DOCUMENT).model_dump(mode="json"),
    },
    ResponseFormat.JSON.value: {
        "summary": "`format=json`",
        "value": _DOCUMENT.model_dump(mode="json"),
    },
}
NEW_JOB = NewJob(
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
).model_dump(mode="json")
JOBS = {
    job.status.value: {"value": job.model_dump(mode="json", exclude_none=True)} for job in _JOBS
}
LANGUAGES = Languages(languages=["deu", "eng", "osd"], default="eng").model_dump(mode="json")
HEALTH = Health(
    status="ok",
    version=VERSION,
    engine=Engine(name="tesserocr", version="5.5.4", warm=True),
).model_dump(mode="json")


def text_answer(output_format: OutputFormat) -> dict[str, Any]:
    """What an answer in a format of text is, with an example."""
    rendered = render(_DOCUMENT, output_format, original=b"")
    return {"schema": {"type": "string"}, "example": rendered.body.decode()}
