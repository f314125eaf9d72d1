"""S3's event notifications: an object was written.

Their form is AWS's "Event message structure", versions 2.0 to 2.x; what is not read here
is left alone, so that a newer one does no harm.
"""

from typing import Annotated, Literal
from urllib.parse import unquote_plus

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

_CREATED = "ObjectCreated:"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Bucket(_Part):
    name: str


class _Object(_Part):
    # Encoded as a form is: a plus sign for a space, %2B for a plus sign.
    key: Annotated[str, AfterValidator(unquote_plus)]
    sequencer: str | None = None


class _S3(_Part):
    bucket: _Bucket
    object: _Object


class _Record(_Part):
    event_name: str = Field(alias="eventName")
    s3: _S3


class _Notification(_Part):
    records: list[_Record] = Field(alias="Records")


class _TestEvent(_Part):
    """What S3 sends once, when a bucket is told to notify."""

    event: Literal["s3:TestEvent"] = Field(alias="Event")


_MESSAGE: TypeAdapter[_Notification | _TestEvent] = TypeAdapter(_Notification | _TestEvent)


class Upload(_Part):
    """An object that was written."""

    bucket: str
    key: str
    sequencer: str | None = None


def parse_uploads(body: str) -> list[Upload]:
    """The uploads that a message tells of: none in S3's test event, or in news of other kinds.

    Raises:
        pydantic.ValidationError: it is no message of S3's.
    """
    message = _MESSAGE.validate_json(body)
    if isinstance(message, _TestEvent):
        return []
    return [
        Upload(
            bucket=record.s3.bucket.name,
            key=record.s3.object.key,
            sequencer=record.s3.object.sequencer,
        )
        for record in message.records
        if record.event_name.startswith(_CREATED)
    ]
