"""Tests of ``ocr_core.cli``."""
