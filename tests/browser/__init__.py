"""The page at ``GET /`` in a real browser, against the running service with real OCR."""
