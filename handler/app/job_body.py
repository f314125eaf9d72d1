"""The body of ``POST /jobs``: a small JSON object, read by hand so that it stays small."""

import asyncio
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import ValidationError

from handler.app.security import Client
from handler.app.state import deadline_of
from handler.complaints import complaints
from handler.jobs.job import JobRequest
from ocr_core import MediaType
from ocr_core.errors import InvalidOption, UploadTooLarge

_MAX_BYTES = 8_192
_NEEDED = (
    f"Send a JSON object with content_type, one of {', '.join(MediaType)}; /docs has the other "
    "options."
)

# FastAPI would read a body of any size, and before it knows who sends it. This tells OpenAPI
# what it is; the application adds the schema.
REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "What the document is, and what to do with it. The document itself goes "
        "to S3, with the form of the answer.",
        "content": {
            "application/json": {
                "schema": {"$ref": f"#/components/schemas/{JobRequest.__name__}"},
                "examples": {
                    "smallest": {
                        "summary": "Nothing but the type",
                        "value": {"content_type": "image/tiff"},
                    },
                    "with options": {
                        "summary": "Two languages, some pages, a searchable PDF",
                        "value": {
                            "content_type": "application/pdf",
                            "languages": "eng+deu",
                            "pages": "1-200",
                            "formats": ["pdf"],
                        },
                    },
                },
            }
        },
    }
}


async def read_job_request(request: Request, _: Client) -> JobRequest:
    """What the client wants of a job; the client is known before anything is read.

    Raises:
        UploadTooLarge: the body is larger than any request for a job.
        InvalidOption: it is not one; the message says what is needed.
        DeadlineExceeded: it did not come in time.
    """
    deadline = deadline_of(request)
    try:
        async with asyncio.timeout(deadline.remaining_s):
            body = await _read(request)
    except TimeoutError:
        raise deadline.exceeded() from None
    try:
        return JobRequest.model_validate_json(body or b"{}")
    except ValidationError as error:
        found = complaints(error.errors(), JobRequest.model_fields)
        raise InvalidOption(f"{found}. {_NEEDED}") from error


async def _read(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise UploadTooLarge(
                f"The body has more than {_MAX_BYTES:,} bytes. Upload the document with the form "
                f"in the response instead. {_NEEDED}"
            )
    return body


JobBody = Annotated[JobRequest, Depends(read_job_request)]
