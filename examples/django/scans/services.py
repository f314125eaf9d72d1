"""From a document to its text, at once or by a job."""

from django.core.files.uploadedfile import UploadedFile

from scans import ocr
from scans.models import Scan


def read(document: UploadedFile) -> Scan:
    """The document with its text or, if it is too much for one call, with the job that reads it.

    Raises:
        OcrError: it cannot be read.
    """
    if document.size <= ocr.MAX_CALL_BYTES:
        try:
            text = ocr.read_text(document)
            return Scan.objects.create(name=document.name, status=Scan.Status.DONE, text=text)
        except ocr.OcrError as error:
            if not error.is_for_a_job:
                raise
    return Scan.objects.create(name=document.name, job_id=ocr.start_job(document))


def ask(scan: Scan) -> str:
    """Ask how far the job of a scan is, and keep its end; what to tell whoever waits."""
    try:
        state = ocr.job_state(scan.job_id)
    except ocr.OcrError as error:
        if error.is_temporary:
            return str(error)
        scan.status, scan.problem = Scan.Status.FAILED, str(error)
        scan.save()
        return ""
    if state.text is not None:
        scan.status, scan.text = Scan.Status.DONE, state.text
        scan.save()
    return f"{state.pages_done} of {state.pages} pages" if state.pages else ""
