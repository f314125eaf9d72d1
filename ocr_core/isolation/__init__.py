"""Reading in processes of their own, which can be stopped, and may break, without harm."""

from ocr_core.isolation.cancellation import Cancellation
from ocr_core.isolation.choice import create_readers
from ocr_core.isolation.fault import RemoteFault
from ocr_core.isolation.here import ReadingHere
from ocr_core.isolation.work import FindPages, Readers, ReadPages, RenderPdf, Work

__all__ = [
    "Cancellation",
    "FindPages",
    "ReadPages",
    "Readers",
    "ReadingHere",
    "RemoteFault",
    "RenderPdf",
    "Work",
    "create_readers",
]
