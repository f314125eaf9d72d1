"""Tests of the searchable PDF."""
