"""The environment, read once into one frozen object."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from handler.token_settings import TokenSettings, from_json
from ocr_core import EngineChoice, OcrOptions, OutputFormat


def _normal_languages(value: str) -> str:
    return OcrOptions(languages=value).languages


def _normal_formats(value: str) -> str:
    names = [name.strip() for name in value.split(",") if name.strip()]
    return ",".join(OutputFormat(name).value for name in names)


class Settings(TokenSettings):
    """All settings of the service."""

    ocr_engine: EngineChoice = Field(
        EngineChoice.AUTO,
        description="How Tesseract is called: `tesserocr` (in process), `pytesseract` (the binary, "
        "one process a page), or `auto`: the first of them that the machine has.",
    )
    tessdata_prefix: Path | None = Field(
        None, description="Directory of the `*.traineddata` files; searched for when unset."
    )
    default_languages: Annotated[str, AfterValidator(_normal_languages)] = Field(
        "eng", description="Languages of a request that names none, and what is loaded first."
    )
    ocr_workers: int | None = Field(
        None,
        ge=1,
        le=64,
        description="Pages read at the same time; the machine's cores when unset.",
    )
    ocr_line_threads: int | None = Field(
        None,
        ge=1,
        le=64,
        description="Threads that read the lines of one page, by RapidOCR and in the image; "
        "`OCR_WORKERS` when unset.",
    )
    max_queue: int = Field(
        64, ge=1, description="Requests that may wait or be read; the next one is told to retry."
    )
    deadline_s: float = Field(
        27,
        gt=0,
        le=900,
        description="Seconds in which a call is answered. API Gateway gives up after 29.",
    )
    max_upload_bytes: int = Field(
        4_400_000,
        ge=1,
        description="Bytes of one upload. Lambda takes 6 MB a request, in base64: "
        "4.5 MB of which the form around the file needs some.",
    )
    max_response_bytes: int = Field(
        4_400_000, ge=1, description="Bytes of one answer, for the same reason."
    )
    max_pixels: int = Field(100_000_000, ge=1, description="Pixels of one page.")
    max_pages: int = Field(50, ge=1, description="Pages read in one call.")
    metrics_namespace: str | None = Field(
        None,
        max_length=255,
        pattern=r"^[A-Za-z0-9._/#:-]+$",
        description="Namespace in CloudWatch of the metrics, which are written among the lines of "
        "the log; none are when unset.",
    )

    uploads_bucket: str | None = Field(
        None, description="Bucket that documents are dropped into, and that `/jobs` uploads to."
    )
    results_bucket: str | None = Field(
        None, description="Bucket of the results, and of what is kept of a document under way."
    )
    task_queue_url: str | None = Field(
        None, description="Address of the SQS queue that brings the worker its tasks."
    )
    topic_arn: str | None = Field(
        None, description="SNS topic that is told of every document that is done; none when unset."
    )
    output_formats: Annotated[str, AfterValidator(_normal_formats)] = Field(
        "",
        description="Formats of every result beside `json` and `text`: "
        "`hocr`, `alto`, `tsv`, `pdf`, `markdown`, `csv`, `xlsx`, joined by commas.",
    )
    max_object_bytes: int = Field(
        100_000_000, ge=1, description="Bytes of a document in the uploads bucket."
    )
    max_object_pages: int = Field(
        2_000, ge=1, description="Pages of a document in the uploads bucket."
    )
    pages_per_task: int = Field(
        8,
        ge=1,
        le=100,
        description="Pages that a worker reads at a time; a longer document is split into tasks.",
    )
    max_receives: int = Field(
        5,
        ge=1,
        le=1_000,
        description="Times that the queue gives out a task before it goes to the dead letters.",
    )
    retry_s: int = Field(
        30,
        ge=0,
        le=900,
        description="Seconds until a task that failed is tried again; twice as long each time.",
    )
    callback_secrets: Annotated[dict[str, SecretStr], BeforeValidator(from_json)] = Field(
        {},
        description="Secrets that callbacks of jobs are signed with: a JSON object of client name "
        "to `whsec_` and base64 of 24 to 64 bytes. Without any, jobs take no `callback`.",
    )
    callback_secret_id: str | None = Field(
        None,
        description="ARN or name of the Secrets Manager secret that holds such an object.",
    )
    cors_origins: str = Field(
        "",
        # As browsers write them: in lower case, without a path.
        pattern=r"^(\*|https?://[a-z0-9.:-]+( https?://[a-z0-9.:-]+)*)?$",
        description="Sites whose scripts may call the service from a browser (CORS): their "
        "origins, with a space between them, or `*` for every site. None when unset.",
    )
    storage_origins: str = Field(
        "",
        pattern=r"^(https?://[A-Za-z0-9.:-]+( https?://[A-Za-z0-9.:-]+)*)?$",
        description="Where the page `/` may send documents to and fetch results from, beside the "
        "service itself: the origins of the two buckets, with a space between them.",
    )
    job_upload_s: int = Field(
        900, ge=1, le=43_200, description="Seconds for which the upload form of a job is good."
    )
    job_result_s: int = Field(
        300, ge=1, le=43_200, description="Seconds for which the address of a result is good."
    )
