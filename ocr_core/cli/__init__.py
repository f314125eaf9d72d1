"""`ocr` on the command line: files in, text and searchable PDF out.

The only part of the library that needs click, rich and httpx; nothing else in it
imports this package.
"""
