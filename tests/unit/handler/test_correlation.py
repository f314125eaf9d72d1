"""Which ids of a caller's are taken over into the log."""

import pytest

from handler.correlation import correlation_id


@pytest.mark.parametrize(
    "text", ["upload-42", "Root=1-5759e988-bd862e3fe1be46a994272793", "a" * 128]
)
def test_an_id_is_kept_as_it_is(text: str) -> None:
    """What callers and X-Ray send is taken over."""
    assert correlation_id(text) == text


@pytest.mark.parametrize("text", [None, "", "a b", 'a"', "a\n", "é", "a" * 129])
def test_what_could_forge_a_line_is_no_id(text: str | None) -> None:
    """Nothing is left of an id with other characters, or of one that is too long."""
    assert correlation_id(text) is None
