"""The bodies of Textract's operations, as far as this service serves them.

Members are named as in the API reference. What a client may send and this service cannot do is
refused: nothing that was asked for is left out without a word.
"""

import base64
import binascii
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic.alias_generators import to_pascal

from handler.textract.features import Feature
from ocr_core.errors import InvalidOption

_Request = TypeVar("_Request", bound=BaseModel)
_KNOWN_FEATURES = ", ".join(Feature)
# Image formats begin with bytes that are no text: what is base64 once more was encoded twice, as
# the AWS CLI 1 does with `--document '{"Bytes":"<base64>"}'`.
_MAX_ENCODINGS = 2
# Amazon S3 User Guide, "Naming Amazon S3 objects"; S3 refuses longer ones as bad requests.
_MAX_KEY_BYTES = 1_024


class _Members(BaseModel):
    # What newer models of the API may add, and clients fill in by themselves, is no reason to fail.
    model_config = ConfigDict(
        extra="ignore", frozen=True, hide_input_in_errors=True, alias_generator=to_pascal
    )


class S3Object(_Members):
    """An object in the stack's bucket of uploads."""

    bucket: str = Field(min_length=3, max_length=255)
    name: str = Field(min_length=1, max_length=1024)
    version: str | None = Field(None, max_length=1024)

    @field_validator("name")
    @classmethod
    def _fits(cls, name: str) -> str:
        if len(name.encode()) > _MAX_KEY_BYTES:
            raise ValueError(f"a key has {_MAX_KEY_BYTES:,} bytes in UTF-8 at the most")
        return name


class DocumentMember(_Members):
    """The document itself, or where it is."""

    data_base64: Annotated[str | None, Field(alias="Bytes")] = None
    s3_object: S3Object | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "DocumentMember":
        if (self.data_base64 is None) == (self.s3_object is None):
            raise ValueError("give either Bytes or S3Object")
        return self

    def data(self) -> bytes:
        """The bytes that were sent, where no object is named.

        Raises:
            InvalidOption: they are not base64, or none.
        """
        return _decoded(self.data_base64 or "")


class DetectDocumentText(_Members):
    """The body of ``DetectDocumentText``."""

    document: DocumentMember


class AnalyzeDocument(_Members):
    """The body of ``AnalyzeDocument``."""

    document: DocumentMember
    feature_types: tuple[str, ...] = Field(min_length=1)
    human_loop_config: Any = None

    @model_validator(mode="after")
    def _can_be_served(self) -> "AnalyzeDocument":
        _check_features(self.feature_types)
        if self.human_loop_config is not None:
            raise ValueError("HumanLoopConfig is not supported: leave it out")
        return self

    @property
    def features(self) -> tuple[Feature, ...]:
        """What is asked for."""
        return tuple(map(Feature, self.feature_types))


class DocumentLocation(_Members):
    """Where the document of a job is."""

    s3_object: S3Object


class StartDocumentTextDetection(_Members):
    """The body of ``StartDocumentTextDetection``."""

    document_location: DocumentLocation
    client_request_token: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    job_tag: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.\-:]{1,64}$")] | None = None
    notification_channel: Any = None
    output_config: Any = None
    kms_key_id: Annotated[Any, Field(alias="KMSKeyId")] = None

    @model_validator(mode="after")
    def _can_be_started(self) -> "StartDocumentTextDetection":
        not_served = {
            "NotificationChannel": self.notification_channel,
            "OutputConfig": self.output_config,
            "KMSKeyId": self.kms_key_id,
        }
        for name, value in not_served.items():
            if value is not None:
                raise ValueError(
                    f"{name} is not supported: leave it out. The stack's own topic tells of "
                    "documents that are done, and its own key encrypts results"
                )
        return self

    @property
    def features(self) -> tuple[Feature, ...]:
        """None: the text alone."""
        return ()


class StartDocumentAnalysis(StartDocumentTextDetection):
    """The body of ``StartDocumentAnalysis``."""

    feature_types: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_features(self) -> "StartDocumentAnalysis":
        _check_features(self.feature_types)
        return self

    @property
    def features(self) -> tuple[Feature, ...]:
        """What is asked for."""
        return tuple(map(Feature, self.feature_types))


class GetJob(_Members):
    """The body of ``GetDocumentTextDetection`` and ``GetDocumentAnalysis``."""

    job_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    max_results: int = Field(1000, ge=1)
    next_token: Annotated[str, Field(pattern=r"^[0-9]{1,12}$")] | None = None

    @property
    def start(self) -> int:
        """The first block that is asked for, counted from 0."""
        return int(self.next_token or 0)


def parse(model: type[_Request], body: bytes) -> _Request:
    """The body of an operation.

    Raises:
        InvalidOption: it is not JSON, or not of this form; says which member is wrong.
    """
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in found["loc"])
        message = found["msg"].removeprefix("Value error, ")
        raise InvalidOption(f"{where}: {message}." if where else f"{message}.") from None


def _check_features(names: tuple[str, ...]) -> None:
    for name in names:
        if name not in set(Feature):
            raise ValueError(f"FeatureTypes may hold {_KNOWN_FEATURES} here, and nothing else")


def _decoded(text: str) -> bytes:
    data = text.encode()
    for number in range(_MAX_ENCODINGS):
        try:
            data = base64.b64decode(data, validate=True)
        except binascii.Error:
            if not number:
                raise InvalidOption(
                    "Document.Bytes: not base64. Let an AWS SDK encode it."
                ) from None
            break
    if not data:
        raise InvalidOption("Document.Bytes: empty. Send the bytes of the document.")
    return data
