"""PDFium, which is not thread-safe: every call to it is made under this one lock.

It draws with the fonts that are in a file and with those that it brings (Helvetica, Times, Courier
and Symbol), and never with fonts of the machine: what a page says does not depend on where it is
read.
"""

import ctypes
import threading

import pypdfium2.raw as pdfium

LOCK = threading.RLock()


def _leave_out_fonts_of_the_machine() -> None:
    """Start the library anew, with no folder of fonts in the place of the usual ones."""
    folders = (ctypes.POINTER(ctypes.c_char) * 1)()
    config = pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=folders)
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(config)


_leave_out_fonts_of_the_machine()
