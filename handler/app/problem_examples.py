"""One example of every problem, as the OpenAPI document shows it."""

from typing import Any

from handler.problem import ALL_PROBLEMS, Problem

REQUEST_ID = "3f7c0e0e-8f6a-4d0c-9a53-2f6b7c1d9e10"

_DETAILS = {
    "unreadable_image": "The upload is empty. Send the bytes of an image.",
    "unreadable_pdf": "The PDF is damaged, or protected in a way that is not supported. Print it "
    "to a new PDF and send that.",
    "pdf_without_pages": "The PDF has no pages. Send one that has.",
    "bad_request": "Compare the path, the query and the headers with /openapi.json.",
    "missing_token": "Send the header `Authorization: Bearer <token>`.",
    "invalid_token": "The token is not known. Ask the operator of the service for one.",
    "invalid_signature": "The signature does not match. The access key id is the client's name, "
    "the secret access key its token.",
    "unknown_operation": "Operations that are served here: DetectDocumentText, AnalyzeDocument.",
    "invalid_s3_object": "There is no object of this name in the bucket. Check the key.",
    "unknown_job": "No job of this id was started by this client with the operation that belongs "
    "to this one, or it was started too long ago.",
    "idempotency_mismatch": "The name was given to another request before. Take a new one "
    "for each request.",
    "forbidden": "A rule of the firewall refused this request. Tell the operator the request id.",
    "not_found": "You have no job of this id. Compare it with the answer of POST /jobs, and use "
    "the same token; jobs are deleted after some days.",
    "method_not_allowed": "Use the method that /docs gives for this address.",
    "format_not_made": "The job made json, text. Ask for one of them; the `formats` of POST /jobs "
    "say what a new job makes.",
    "job_not_finished": "The job is running. Ask GET /jobs/0f8fad5bd9cb469fa16570867728950e until "
    "it is succeeded.",
    "upload_expired": "No document was uploaded while the form was good, or it has been deleted "
    "since. Make a new job with POST /jobs.",
    "upload_too_large": "The upload is larger than the limit of 4,400,000 bytes. Send fewer pages "
    "at once, or compress the image (a grey JPEG reads as well).",
    "image_too_large": "The image has 30000 × 30000 pixels; the limit is 100,000,000 pixels. "
    "Scale it down: 300 dpi is enough for reading.",
    "too_many_pages": "More than 50 pages are to be read; the limit is 50 at once. Ask for some "
    "of them, e.g. pages=1-50.",
    "response_too_large": "The answer has 5,120,000 bytes; the limit is 4,400,000. Ask for fewer "
    "pages at once, or for format=text.",
    "unreadable_form": "The multipart body is damaged or not complete. Let your HTTP client make "
    "it, with its boundary in the Content-Type header.",
    "unsupported_encoding": "The body has a Content-Encoding. Send it as it is, without "
    "compression and without that header.",
    "invalid_body": 'image: the text is not valid base64, and no data URI. Send {"image": '
    '"<base64 or data URI>"}, with the '
    "options of the address as further members.",
    "missing_file": "Send the image as the multipart field `file`, or as the body.",
    "password_required": "The PDF is encrypted. Give its password: in the header "
    "X-Document-Password, or as --password on the command line.",
    "wrong_password": "The password does not open the PDF. Check it.",
    "invalid_option": "None of the pages asked for exists; the file has 3. Give pages as 1-3,7.",
    "unknown_language": "A language that was asked for is not installed. Installed are: eng.",
    "too_many_requests": "Wait for a second, send less at once, and try again.",
    "engine_failed": "Tesseract stopped without a result. Try another psm or image.",
    "processing_failed": "The document was tried several times, and each try was stopped from "
    "outside: it may need more memory than there is, or a service did not answer. The operator "
    "finds it in the queue of dead letters.",
    "internal_error": "Try again; if it stays so, tell the operator the request id.",
    "engine_missing": "The tesseract binary is not installed on the server. Its operator can "
    "install the package tesseract-ocr.",
    "service_busy": "Too many requests are waiting. Try again in a few seconds.",
    "authorization_unavailable": "Tokens cannot be checked at the moment. Try again in a few "
    "seconds.",
    "storage_unavailable": "The storage does not answer. Try again in a moment.",
    "service_unavailable": "Try again in a few seconds. If it goes on, tell the operator the "
    "request id.",
    "deadline_exceeded": "The text could not be read in the time that one call has. Send fewer or "
    "smaller pages at once.",
}


def problem_example(code: str) -> Problem:
    """A problem of this kind, as a client gets it."""
    return Problem.of(code, _DETAILS[code], request_id=REQUEST_ID)


def problem_examples() -> dict[str, dict[str, Any]]:
    """The example of each code, as ``components`` of an OpenAPI document have it."""
    return {
        code: {"summary": title, "value": problem_example(code).model_dump()}
        for code, (_, title) in ALL_PROBLEMS.items()
    }
