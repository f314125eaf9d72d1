"""Tests of ocr_core."""
