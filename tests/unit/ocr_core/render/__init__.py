"""Tests of ``ocr_core.render``."""
