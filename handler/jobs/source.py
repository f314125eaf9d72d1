"""One version of a document in S3, and how it is told from every other."""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict

from handler.correlation import METADATA_NAME, correlation_id
from handler.events.uploads import Upload

if TYPE_CHECKING:
    from handler.adapters.object_store import ObjectHead, ObjectStore  # loads boto3

# What the metadata of an object is called that says how to read it.
OPTION_PREFIX = "ocr-"
_FINGERPRINT = "ocr-source"


class Source(BaseModel):
    """The bytes of an object and the options on it. Two are the same when both are."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    bucket: str
    key: str
    etag: str
    version_id: str | None = None
    options: dict[str, str] = {}
    """What stands on the object, by name without the prefix: not yet checked."""
    sequencer: str | None = None
    """Of the event that told of it; orders the events of one key. Kept, and decides nothing."""
    correlation_id: str | None = None
    """On every line of the log about it, whichever task the line is from. Decides nothing."""

    @classmethod
    def of(cls, upload: Upload, head: "ObjectHead") -> Self:
        """The version that ``head`` shows."""
        return cls(
            bucket=upload.bucket,
            key=upload.key,
            etag=head.etag,
            version_id=head.version_id,
            options={
                name.removeprefix(OPTION_PREFIX): value
                for name, value in sorted(head.metadata.items())
                if name.startswith(OPTION_PREFIX)
            },
            sequencer=upload.sequencer,
            correlation_id=correlation_id(head.metadata.get(METADATA_NAME)),
        )

    @property
    def upload(self) -> Upload:
        """What an event would tell of it."""
        return Upload(bucket=self.bucket, key=self.key, sequencer=self.sequencer)

    @property
    def fingerprint(self) -> str:
        """The same for the same source only: 32 hexadecimal digits."""
        identity = [self.bucket, self.key, self.etag, self.version_id, self.options]
        return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def metadata(self) -> dict[str, str]:
        """What is written on every result of this source."""
        known = {
            _FINGERPRINT: self.fingerprint,
            "ocr-source-etag": self.etag.strip('"'),
            "ocr-source-version": self.version_id,
            "ocr-source-sequencer": self.sequencer,
        }
        return {name: value for name, value in known.items() if value}

    def is_source_of(self, metadata: Mapping[str, str]) -> bool:
        """Whether a result with this metadata was made of this source."""
        return metadata.get(_FINGERPRINT) == self.fingerprint

    @staticmethod
    def made(metadata: Mapping[str, str]) -> bool:
        """Whether an object with this metadata is a result, of whatever source."""
        return _FINGERPRINT in metadata

    def is_current(self, store: "ObjectStore") -> bool:
        """Whether this still is what stands at its key."""
        head = store.head(self.bucket, self.key)
        if head is None:
            return False
        return Source.of(self.upload, head).fingerprint == self.fingerprint

    def read(self, store: "ObjectStore") -> bytes | None:
        """Its bytes; ``None`` when they are gone or others stand in their place."""
        return store.get(self.bucket, self.key, version_id=self.version_id, etag=self.etag)
