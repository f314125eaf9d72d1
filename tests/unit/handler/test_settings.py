"""Environment to settings."""

import json

import pytest
from pydantic import ValidationError

from handler.settings import Settings
from ocr_core import EngineChoice


def test_without_variables_the_defaults_hold() -> None:
    """An empty environment gives working settings, without any token."""
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert settings.ocr_api_token is None
    assert settings.ocr_engine is EngineChoice.AUTO


def test_an_empty_variable_is_unset() -> None:
    """CloudFormation can only set a variable to nothing, not leave it out."""
    assert Settings.from_environment({"OCR_API_TOKEN": "", "DEADLINE_S": ""}) == Settings()


def test_variables_are_read_by_the_name_of_the_field() -> None:
    """Numbers, choices and JSON are read from text."""
    settings = Settings.from_environment(
        {
            "DEADLINE_S": "12.5",
            "OCR_ENGINE": "pytesseract",
            "OCR_API_TOKENS": '{"django": "secret-token"}',
            "PATH": "/bin",
        }
    )
    assert settings.deadline_s == 12.5
    assert settings.ocr_engine is EngineChoice.PYTESSERACT
    assert settings.ocr_api_tokens["django"].get_secret_value() == "secret-token"


def test_tokens_do_not_show() -> None:
    """Neither the text form nor the dump of the settings has a token in it."""
    settings = Settings.from_environment(
        {"OCR_API_TOKEN": "secret-token", "OCR_API_TOKENS": '{"django": "secret-token"}'}
    )
    assert "secret-token" not in repr(settings) + str(settings.model_dump())


@pytest.mark.parametrize(
    "environment",
    [
        {"DEADLINE_S": "0"},
        {"OCR_ENGINE": "magic"},
        {"OCR_API_TOKENS": "no json"},
        {"MAX_PAGES": "x"},
        {"DEFAULT_LANGUAGES": "chi-sim"},
        {"CORS_ORIGINS": "app.example.com"},
        {"CORS_ORIGINS": "https://app.example.com/"},
        {"CORS_ORIGINS": "https://App.example.com"},
        {"CORS_ORIGINS": "https://a.example.com,https://b.example.com"},
    ],
)
def test_a_bad_variable_is_an_error_at_the_start(environment: dict[str, str]) -> None:
    """A typing error shows when the service starts, not at a request."""
    with pytest.raises(ValidationError):
        Settings.from_environment(environment)


@pytest.mark.parametrize(
    "tokens", ['{"django": "secret-token"', '["secret-token"]', '"secret-token"']
)
def test_a_bad_variable_is_not_quoted(tokens: str) -> None:
    """The error about a variable that may hold tokens does not hold them."""
    with pytest.raises(ValidationError) as caught:
        Settings.from_environment({"OCR_API_TOKENS": tokens})
    assert "secret-token" not in str(caught.value)


@pytest.mark.parametrize("token", ["my token!", "tökén", " x", "=x"])
def test_a_token_that_nobody_can_send_is_an_error(token: str) -> None:
    """What RFC 6750 does not allow in a token is refused at the start, and not quoted."""
    for variables in ({"OCR_API_TOKEN": token}, {"OCR_API_TOKENS": json.dumps({"django": token})}):
        with pytest.raises(ValidationError, match="a token has letters") as caught:
            Settings.from_environment(variables)
        assert token not in str(caught.value)


def test_settings_cannot_be_changed() -> None:
    """Settings are frozen."""
    with pytest.raises(ValidationError):
        Settings().deadline_s = 1  # type: ignore[misc]
