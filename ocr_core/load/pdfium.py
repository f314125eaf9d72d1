"""PDFium, which is not thread-safe: every call to it is made under this one lock."""

import threading

LOCK = threading.RLock()
