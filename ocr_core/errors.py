"""Everything that can go wrong when a document is read.

    OcrError
    ├── InputError              the bytes can never be read: do not try again
    │   ├── UnreadableImage
    │   ├── UnreadablePdf
    │   ├── EmptyPdf
    │   ├── PasswordRequired
    │   ├── WrongPassword
    │   ├── UploadTooLarge
    │   ├── ImageTooLarge
    │   └── TooManyPages
    ├── OptionError             the request asks for what does not exist
    │   ├── InvalidOption
    │   └── UnknownLanguage
    ├── EngineError             the machine cannot do it now
    │   ├── EngineMissing
    │   └── EngineFailed
    │       ├── EngineCrashed
    │       └── DamagedLanguage
    └── DeadlineExceeded        there was not enough time

``code`` is stable and part of the HTTP contract; ``docs/errors.md`` lists every
one with its remedy. ``exit_code`` is what the command line ends with, from
``sysexits.h``: 65 bad data, 64 bad usage, 69 unavailable, 70 internal, 75 try
again. ``str(error)`` is meant for the person who sent the request: it says what
to do next and never carries a path, a token or file content.
"""

from typing import ClassVar


class OcrError(Exception):
    """The root: catch it to catch everything that this library raises on purpose."""

    code: ClassVar[str] = "ocr_error"
    exit_code: ClassVar[int] = 70


class InputError(OcrError):
    """The bytes can never be read, however often they are sent."""

    code = "unreadable_input"
    exit_code = 65


class UnreadableImage(InputError):
    """Not an image, of a kind that is not supported, damaged, or empty."""

    code = "unreadable_image"


class UnreadablePdf(InputError):
    """A PDF that is damaged, or protected in a way that is not supported."""

    code = "unreadable_pdf"


class EmptyPdf(InputError):
    """A PDF without pages."""

    code = "pdf_without_pages"


class PasswordRequired(InputError):
    """An encrypted PDF, and no password."""

    code = "password_required"


class WrongPassword(InputError):
    """A password that does not open the PDF."""

    code = "wrong_password"


class UploadTooLarge(InputError):
    """More bytes than the limit."""

    code = "upload_too_large"


class ImageTooLarge(InputError):
    """More pixels than the limit, told from the header before any is decoded."""

    code = "image_too_large"


class TooManyPages(InputError):
    """More pages asked for than the limit."""

    code = "too_many_pages"


class OptionError(OcrError):
    """The request asks for what does not exist."""

    code = "invalid_options"
    exit_code = 64


class InvalidOption(OptionError):
    """An option that is not known, or a value that it does not take."""

    code = "invalid_option"


class UnknownLanguage(OptionError):
    """A language whose data is not installed."""

    code = "unknown_language"


class EngineError(OcrError):
    """The recognition engine did not do its work."""

    code = "engine_error"


class EngineMissing(EngineError):
    """No engine, or no language data, on this machine."""

    code = "engine_missing"
    exit_code = 69


class EngineFailed(EngineError):
    """The engine stopped without a result."""

    code = "engine_failed"


class EngineCrashed(EngineFailed):
    """The process in which the document was read ended before its work did."""


class DamagedLanguage(EngineFailed):
    """Language data that is installed and cannot be loaded."""


class DeadlineExceeded(OcrError):
    """The time ran out before the text was read."""

    code = "deadline_exceeded"
    exit_code = 75
