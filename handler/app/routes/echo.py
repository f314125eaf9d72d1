"""``POST /img-echo/``: the same image back, once it has been proved to be one."""

from fastapi import APIRouter, Request, Response

from handler.app.problems import problem_responses
from handler.app.reading import Verify
from handler.app.request_body import BINARY, REQUEST_BODY
from handler.app.security import Client
from handler.app.state import deadline_of, hang_up_of, services_of
from handler.app.upload import read_upload
from ocr_core import MediaType

router = APIRouter()

# A file may be an image and a script at once: whoever shows this runs nothing of it.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
}


# Both spellings: FastAPI's redirect from one to the other loses API Gateway's stage.
@router.post("/img-echo", include_in_schema=False)
@router.post(
    "/img-echo/",
    operation_id="echoImage",
    summary="Get the same image back",
    response_class=Response,
    responses={
        200: {
            "description": "The uploaded bytes, with the type that they really are.",
            "content": {kind.value: {"schema": BINARY} for kind in MediaType if kind.is_image},
        },
        **problem_responses(
            "unreadable_image",
            "missing_token",
            "invalid_token",
            "upload_too_large",
            "image_too_large",
            "too_many_pages",
            "unreadable_form",
            "unsupported_encoding",
            "invalid_body",
            "missing_file",
            "service_busy",
            "authorization_unavailable",
        ),
    },
    openapi_extra=REQUEST_BODY,
    tags=["OCR"],
)
async def echo_image(request: Request, client: Client) -> Response:
    """Check that an upload arrives as it was sent: the first page is decoded, nothing is read."""
    services = services_of(request)
    deadline = deadline_of(request)
    limits = services.reader.limits
    data = (await read_upload(request, limits, deadline=deadline)).data
    media_type = await services.runner.run(
        Verify(limits=limits), data, deadline=deadline, hang_up=hang_up_of(request)
    )
    return Response(data, media_type=media_type.value, headers=_HEADERS)
