"""Readings are kept as long as nothing that they depend on has changed."""

from pathlib import Path

import pytest

from bench.cache import Cache
from bench.reading import Reading
from bench.system import System
from tests.unit.bench.samples import sample

_SAMPLE = sample("a_set/file.name.png")


def test_a_reading_is_kept(tmp_path: Path) -> None:
    """What was put comes back; other languages, files and options are others."""
    cache, system = Cache(tmp_path), System("ours:psm=6")
    reading = Reading(text="é", pages=2, confidence=90.5, details={"a": [1]}, cpu_s=0.5)
    cache.put(system, _SAMPLE, "eng", reading)
    assert cache.get(system, _SAMPLE, "eng") == reading
    assert cache.get(system, _SAMPLE, "deu") is None
    assert cache.get(system, sample("a_set/other.png"), "eng") is None
    assert cache.get(System("ours:psm=7"), _SAMPLE, "eng") is None


def test_failures_are_forgotten_on_request(tmp_path: Path) -> None:
    """A failure is kept too, unless it is to be tried again."""
    system = System("ours")
    Cache(tmp_path).put(system, _SAMPLE, "eng", Reading(error="not read in 60 s"))
    assert Cache(tmp_path).get(system, _SAMPLE, "eng")
    assert Cache(tmp_path, forgets_failures=True).get(system, _SAMPLE, "eng") is None


def test_an_unknown_system_is_refused() -> None:
    """The message names those that there are."""
    with pytest.raises(ValueError, match="rapidocr"):
        System("theirs")
