"""How well the service reads, beside its peers: ``make bench-accuracy``.

Nothing here ships. The corpus is found through ``OCR_CORPUS`` and never copied.
"""
