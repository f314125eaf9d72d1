"""The body of an upload, as OpenAPI describes it; ``handler.app.upload`` reads it."""

from typing import Any

from handler.app.json_upload import FILE_MEMBERS
from handler.app.upload import FIELD
from ocr_core import MediaType

BINARY = {"type": "string", "format": "binary"}
UPLOAD_SCHEMA: dict[str, Any] = {
    "title": "Upload",
    "description": "A form with one file. Options may be further fields of it.",
    "type": "object",
    "required": [FIELD],
    "properties": {FIELD: {**BINARY, "description": "The image or PDF."}},
}
_JSON_FILE = FILE_MEMBERS[0]


def _reference(schema: dict[str, Any]) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{schema['title']}"}}


# The body is read by hand, as a stream: FastAPI would spool it to disk. This tells
# OpenAPI what it is; the application adds the schemas.
REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"The file, as the multipart field `{FIELD}`: `curl -F {FIELD}=@page.png`; "
        "as the body itself: `curl --data-binary @page.png -H 'Content-Type: image/png'`; or in "
        f'base64 in a JSON object: `{{"{_JSON_FILE}": "iVBORw0..."}}`. What it is, is told from '
        "its bytes, so a body that is the file may have any type but `multipart/...` and "
        "`application/json`. The options of the address may be fields of the form or members of "
        "the object, each in one place.",
        "content": {
            "multipart/form-data": {
                **_reference(UPLOAD_SCHEMA),
                "encoding": {FIELD: {"contentType": ", ".join(MediaType)}},
            },
            # Not application/json: openapi-generator's Python client would choose it for the file.
            "application/octet-stream": {
                "schema": {**BINARY, "description": "The image or PDF."},
            },
        },
    }
}
