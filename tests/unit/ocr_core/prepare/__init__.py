"""Tests of ocr_core.prepare."""
