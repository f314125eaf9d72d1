"""How the command line writes what the library's types say."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import click

from ocr_core.choices import OutputFormat

# RFC 6750 2.1, as the service reads it.
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class FormatList(click.ParamType[tuple[OutputFormat, ...]]):
    """Output formats, joined by commas."""

    name = "formats"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[OutputFormat, ...]:
        """The formats in ``value``."""
        if isinstance(value, tuple):
            return value
        try:
            return tuple(OutputFormat(name.strip().lower()) for name in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not among {', '.join(OutputFormat)}.", param, ctx)


def joined_formats(
    _context: click.Context, _parameter: click.Parameter, value: Sequence[Sequence[OutputFormat]]
) -> tuple[OutputFormat, ...]:
    """The formats of all --format options, each once."""
    return tuple(dict.fromkeys(form for formats in value for form in formats))


def checked_url(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    """The address of a service; ``None`` for an empty one, which takes OCR_URL back."""
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter("Give the whole address, e.g. https://ocr.example.com/prod.")
    if parts.query or parts.fragment or parts.username or parts.password:
        raise click.BadParameter("Give the address alone, without a query or a user name.")
    return value


def checked_token(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    """A bearer token without what an environment file may have around it; never echoed."""
    token = (value or "").strip()
    if token and not _TOKEN.fullmatch(token):
        raise click.BadParameter("The token has characters that no bearer token has.")
    return token or None


def is_open_to_all(url: str) -> bool:
    """Whether anybody on the way could read what is sent to ``url``."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname not in _LOOPBACK
