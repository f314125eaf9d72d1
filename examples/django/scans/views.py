"""The two pages of the site."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from scans import services
from scans.forms import DocumentForm
from scans.models import Scan
from scans.ocr import OcrError

_ASK_AGAIN_S = "2"


def upload(request: HttpRequest) -> HttpResponse:
    """Take a document, and lead to its text."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return redirect("scan", pk=services.read(form.cleaned_data["document"]).pk)
        except OcrError as error:
            form.add_error("document", str(error))
    return render(request, "scans/upload.html", {"form": form})


def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the text; while there is none, the page asks for itself again."""
    scan = get_object_or_404(Scan, pk=pk)
    progress = services.ask(scan) if scan.is_under_way else ""
    response = render(request, "scans/scan.html", {"scan": scan, "progress": progress})
    if scan.is_under_way:
        response["Refresh"] = _ASK_AGAIN_S
    return response
