"""What is said of an error in the log."""

from handler.logs import error_fields


def test_an_error_is_logged_by_kind_and_place_and_without_its_message() -> None:
    """Messages may quote what a client sent: only the kinds and places are kept."""
    try:
        try:
            raise ValueError("content of the file")
        except ValueError as error:
            raise RuntimeError("name-of-the-file.png") from error
    except RuntimeError as error:
        fields = error_fields(error)
    assert fields["error_type"] == ["RuntimeError", "ValueError"]
    assert "test_logs.py" in fields["error_at"][-1]
    assert "content" not in str(fields)
    assert "name-of" not in str(fields)
