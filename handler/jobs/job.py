"""A job: a document that is uploaded to S3, read there, and fetched when it is done.

What is here is what goes in and out. It loads no AWS library.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    HttpUrl,
    UrlConstraints,
)

from handler.problem import Problem
from ocr_core import MediaType, OcrOptions, OutputFormat

EXAMPLE_ID = "0f8fad5bd9cb469fa16570867728950e"


def _plain(url: HttpUrl) -> HttpUrl:
    if url.username or url.password or url.fragment:
        raise ValueError("a URL here has no user name, no password and no fragment")
    return url


_Callback: TypeAlias = Annotated[
    HttpUrl, UrlConstraints(allowed_schemes=["https"], max_length=2_048), AfterValidator(_plain)
]


def _split(value: object) -> object:
    return [name.strip() for name in value.split(",")] if isinstance(value, str) else value


class JobRequest(OcrOptions):
    """What a job is to do."""

    content_type: MediaType = Field(
        description="Of the file. The form takes a file of this type only.",
        examples=["application/pdf"],
    )
    formats: Annotated[tuple[OutputFormat, ...], BeforeValidator(_split)] = Field(
        (),
        description="What to make beside `json` and `text`: `hocr`, `alto`, `tsv`, `pdf`, "
        "`markdown`, `csv`, `xlsx`; a list, or joined by commas.",
        examples=[["pdf"]],
    )

    callback: _Callback | None = Field(
        None,
        description="Where to POST to once the job has ended: an `https` URL on a public address. "
        "The message says which job and how it ended, and is signed as Standard Webhooks says.",
        examples=["https://example.com/ocr-callbacks"],
    )

    def options(self, default_languages: str) -> OcrOptions:
        """The options for the reader, with the service's languages where none are named."""
        return OcrOptions.model_validate({"languages": default_languages} | self._given())

    def texts(self) -> Mapping[str, str]:
        """The options that were given, as text: what the uploaded object says of itself."""
        formats = ",".join(dict.fromkeys(self.formats))
        given = {"formats": formats or None, **self._given()}
        return {name: str(value) for name, value in given.items() if value is not None}

    def given(self) -> dict[str, Any]:
        """What was asked for, and nothing that is a default."""
        return self.model_dump(mode="json", exclude_unset=True)

    def _given(self) -> dict[str, object]:
        names = self.model_fields_set - {"content_type", "formats", "callback"}
        return self.model_dump(mode="json", include=names)


class JobStatus(StrEnum):
    """How far a job is."""

    AWAITING_UPLOAD = "awaiting_upload"
    """The form has not been used yet."""
    QUEUED = "queued"
    """The document is there, and nobody has begun with it."""
    RUNNING = "running"
    """Pages are being read."""
    SUCCEEDED = "succeeded"
    """The results can be fetched."""
    FAILED = "failed"
    """There will be no result; the problem says why."""

    @property
    def is_final(self) -> bool:
        """Whether asking again is of no use."""
        return self in (JobStatus.SUCCEEDED, JobStatus.FAILED)


class UploadForm(BaseModel):
    """A form of S3's: sent as `multipart/form-data`, it uploads the document."""

    url: str = Field(description="Where to send the form, with POST and without the token.")
    fields: dict[str, str] = Field(
        description="Fields to send as they are, before the file, which is the field `file`. They "
        "are signed: S3 refuses any other value."
    )
    expires_at: datetime = Field(description="S3 takes the form until then.")
    max_bytes: int = Field(description="What the file may have at the most.")


class NewJob(BaseModel):
    """A job that has been made."""

    id: str = Field(description="Names the job.", examples=[EXAMPLE_ID])
    status: JobStatus
    created_at: datetime = Field(description="When it was made.")
    upload: UploadForm


class PageProgress(BaseModel):
    """How many pages have been read."""

    done: int = Field(description="Pages read so far.")
    total: int = Field(description="Pages to be read.")


class Job(BaseModel):
    """How far a job is."""

    id: str = Field(description="Names the job.", examples=[EXAMPLE_ID])
    status: JobStatus
    created_at: datetime = Field(description="When it was made.")
    pages: PageProgress | None = Field(None, description="While it is `running`.")
    formats: tuple[OutputFormat, ...] | None = Field(
        None, description="What can be fetched, once it has `succeeded`."
    )
    problem: Problem | None = Field(None, description="Why it `failed`.")


class JobRecord(BaseModel):
    """What is kept of a job beside its document and its results."""

    created_at: datetime
    upload_expires_at: datetime
    request: dict[str, Any] | None = None
    """What was asked for, where the client named its request."""
    client: str | None = None
    """Whose it is, where it has a callback: whose secret signs."""
    callback: str | None = None
    """Whom to tell that it has ended."""
    deleted: bool = False
    """Whether nothing is left of it but this."""
