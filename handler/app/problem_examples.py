"""One example of every problem, as the OpenAPI document shows it."""

from typing import Any

from handler.problem import ALL_PROBLEMS, Problem

REQUEST_ID = "3f7c0e0e-8f6a-4d0c-9a53-2f6b7c1d9e10"

_DETAILS = {
    "unreadable_image": "The upload is empty. Send an image or a PDF.",
    "unreadable_pdf": "The PDF is damaged, or protected in a way that is not supported. Print it "
    "to a new PDF and send that.",
    "pdf_without_pages": "The PDF has no pages. Send a PDF with at least one page.",
    "bad_request": "Compare the path, the query and the headers with /openapi.json.",
    "missing_token": "Send the header `Authorization: Bearer <token>`.",
    "invalid_token": "Unknown token. Ask the operator of the service for a valid one.",
    "invalid_signature": "The signature does not match. The access key id is the client's name, "
    "the secret access key its token.",
    "unknown_operation": "Operations that are served here: DetectDocumentText, AnalyzeDocument.",
    "invalid_s3_object": "The bucket has no object with this name. Check the key.",
    "unknown_job": "This client has not started a job with this id by the matching Start "
    "operation, or the job has expired.",
    "idempotency_mismatch": "The name was given to another request before. Take a new one "
    "for each request.",
    "forbidden": "A rule of the firewall refused this request. Tell the operator the request id.",
    "not_found": "Your token has no job with this id. Check the id that POST /jobs gave, and use "
    "the same token; jobs are deleted after some days.",
    "method_not_allowed": "This address does not support the method. See /docs for those that it "
    "does.",
    "format_not_made": "The job has results in json, text. Request one of them; the `formats` of "
    "POST /jobs select those of a new job.",
    "job_not_finished": "The job is running. Poll GET /jobs/0f8fad5bd9cb469fa16570867728950e "
    "until its status is succeeded.",
    "upload_expired": "No document was uploaded before the form expired, or it has been deleted "
    "since. Create a new job with POST /jobs.",
    "upload_too_large": "The upload is larger than the limit of 4,400,000 bytes. Send fewer pages "
    "at once, or compress the image (a greyscale JPEG is read just as well).",
    "image_too_large": "The image has 30000 × 30000 pixels; the limit is 100,000,000 pixels. "
    "Scale it down: 300 dpi is enough for OCR.",
    "too_many_pages": "More pages than the limit of 50 were requested. Select fewer, e.g. "
    "pages=1-50.",
    "response_too_large": "The response has 5,120,000 bytes; the limit is 4,400,000. Request fewer "
    "pages at once, or format=text.",
    "unreadable_form": "The multipart body is damaged or incomplete. Let your HTTP client build it "
    "and set the boundary in the Content-Type header.",
    "unsupported_encoding": "Content-Encoding is not supported. Send the body uncompressed, "
    "without that header.",
    "invalid_body": 'image: must be valid base64 or a data URI. Send {"image": '
    '"<base64 or data URI>"}, with the '
    "options of the address as further members.",
    "missing_file": "Send the image as the multipart field `file`, or as the body.",
    "password_required": "The PDF is encrypted. Give its password: in the header "
    "X-Document-Password, or as --password on the command line.",
    "wrong_password": "The password does not open the PDF. Check it.",
    "invalid_option": "None of the requested pages exists; the file has 3. Give pages as 1-3,7.",
    "unknown_language": "A requested language is not installed. Installed languages: eng.",
    "too_many_requests": "Wait for a second, send less at once, and try again.",
    "engine_failed": "Tesseract stopped without a result. Try another psm or image.",
    "processing_failed": "Every attempt to read the document was interrupted: it may need more "
    "memory than is available, or a service did not respond. The operator finds it in the "
    "dead-letter queue.",
    "internal_error": "Try again. If the error persists, tell the operator the request id.",
    "engine_missing": "The tesseract binary is not installed on the server. Its operator can "
    "install the package tesseract-ocr.",
    "service_busy": "Too many requests are waiting. Try again in a few seconds.",
    "authorization_unavailable": "Tokens cannot be checked at the moment. Try again in a few "
    "seconds.",
    "storage_unavailable": "The storage does not answer. Try again in a moment.",
    "service_unavailable": "Try again in a few seconds. If it goes on, tell the operator the "
    "request id.",
    "deadline_exceeded": "OCR did not finish within the time limit of one call. Send fewer or "
    "smaller pages.",
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
