"""Tests of handler.textract."""
