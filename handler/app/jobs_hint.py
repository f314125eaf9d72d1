"""What the problems of ``POST /`` say about jobs."""

from fastapi import Request

from handler.app.state import services_of

# A job may have more bytes, more pages and more time, and its result is no response.
_CODES = {"upload_too_large", "too_many_pages", "response_too_large", "deadline_exceeded"}


def jobs_hint(request: Request, code: str) -> str:
    """What to add to the problem ``code``: where a job would do, and this service takes jobs."""
    services = services_of(request)
    if code not in _CODES or not services.has_jobs:
        return ""
    if getattr(request.scope.get("route"), "path", None) != "/":
        return ""
    # A job has nowhere to keep a password.
    if "x-document-password" in request.headers:
        return ""
    settings = services.settings
    return (
        f" Or make a job with POST /jobs: it takes up to {settings.max_object_bytes:,} bytes and "
        f"{settings.max_object_pages:,} pages."
    )
