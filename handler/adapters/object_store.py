"""Objects in S3."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError

from handler.adapters.clients import CONFIG
from handler.adapters.failures import FAILURES, error_code
from handler.errors import StorageUnavailable
from handler.logs import logger

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NO_ANSWER = "The storage does not answer. Try again in a moment."
_GONE = {"404", "NoSuchKey", "NoSuchVersion", "NotFound", "MethodNotAllowed", "405"}
# 409 is what S3 says when two conditional writes meet; the loser looks again.
_CHANGED = {"412", "PreconditionFailed", "409", "ConditionalRequestConflict"}

MOST_PER_REQUEST = 1_000
"""Keys that one DeleteObjects or ListObjectsV2 has (API reference)."""


class ObjectChanged(Exception):
    """A conditional write found another object than the one it was meant for."""


@dataclass(frozen=True, slots=True)
class ObjectHead:
    """What S3 tells of an object without its body."""

    etag: str
    version_id: str | None
    size_bytes: int
    content_type: str
    metadata: Mapping[str, str]
    modified_at: datetime


class ObjectStore:
    """Reads and writes objects. Every method raises ``StorageUnavailable`` when S3 fails."""

    def __init__(self, client: "S3Client | None" = None) -> None:
        """Use ``client``, or one for this process's region and credentials."""
        self._given = client

    @cached_property
    def _s3(self) -> "S3Client":
        return self._given or boto3.Session().client("s3", config=CONFIG)

    def head(self, bucket: str, key: str) -> ObjectHead | None:
        """The newest version of an object; ``None`` when there is none."""
        with _failures("head"):
            try:
                answer = self._s3.head_object(Bucket=bucket, Key=key)
            except ClientError as error:
                if error_code(error) in _GONE:
                    return None
                raise
        return ObjectHead(
            etag=answer["ETag"],
            version_id=_version(answer.get("VersionId")),
            size_bytes=answer["ContentLength"],
            content_type=answer.get("ContentType", ""),
            metadata=answer["Metadata"],
            modified_at=answer["LastModified"],
        )

    def get(
        self, bucket: str, key: str, *, version_id: str | None = None, etag: str | None = None
    ) -> bytes | None:
        """The body of an object.

        Args:
            bucket: where it is.
            key: its name.
            version_id: of a versioned bucket; the newest when left out.
            etag: what it must still be.

        Returns:
            ``None`` when it is gone, or is not what ``etag`` says.
        """
        which: dict[str, Any] = {"Bucket": bucket, "Key": key}
        if version_id:
            which["VersionId"] = version_id
        if etag:
            which["IfMatch"] = etag
        with _failures("get"):
            try:
                return self._get(which)
            except ClientError as error:
                if error_code(error) in _GONE | _CHANGED:
                    return None
                raise

    def _get(self, which: Mapping[str, Any]) -> bytes:
        """Once more when the connection ends within the body: botocore's own tries do not."""
        try:
            return self._s3.get_object(**which)["Body"].read()
        except (HTTPClientError, IncompleteReadError):
            return self._s3.get_object(**which)["Body"].read()

    def put(
        self,
        bucket: str,
        key: str,
        body: bytes,
        *,
        content_type: str,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        """Write an object, whatever is there."""
        with _failures("put"):
            self._s3.put_object(
                Bucket=bucket,
                Key=key,
                Body=body,
                ContentType=content_type,
                Metadata=dict(metadata or {}),
            )

    def replace(
        self,
        bucket: str,
        key: str,
        body: bytes,
        *,
        content_type: str,
        metadata: Mapping[str, str],
        seen: ObjectHead | None,
    ) -> None:
        """Write an object in the place of the one that was ``seen``, or of none.

        Raises:
            ObjectChanged: something else is there by now.
        """
        condition: dict[str, Any] = {"IfMatch": seen.etag} if seen else {"IfNoneMatch": "*"}
        with _failures("replace"):
            try:
                self._s3.put_object(
                    Bucket=bucket,
                    Key=key,
                    Body=body,
                    ContentType=content_type,
                    Metadata=dict(metadata),
                    **condition,
                )
            except ClientError as error:
                # With If-Match, an object that is gone is answered with 404.
                if error_code(error) in _CHANGED | _GONE:
                    raise ObjectChanged from error
                raise

    def delete(self, bucket: str, key: str, *, seen: ObjectHead | None = None) -> None:
        """Delete an object, if it still is the one that was ``seen``; gone already is well.

        Raises:
            ObjectChanged: something else is there by now.
        """
        which: dict[str, Any] = {"Bucket": bucket, "Key": key}
        if seen:
            which["IfMatch"] = seen.etag
        with _failures("delete"):
            try:
                self._s3.delete_object(**which)
            except ClientError as error:
                if error_code(error) in _CHANGED:
                    raise ObjectChanged from error
                if error_code(error) not in _GONE:
                    raise

    def delete_all(self, bucket: str, keys: Iterable[str]) -> None:
        """Delete objects, whatever they are, 1,000 a request; those that are gone are well.

        Raises:
            StorageUnavailable: S3 fails, or one of them was not deleted; the others were.
        """
        left = list(keys)
        errors: Counter[str] = Counter()
        for start in range(0, len(left), MOST_PER_REQUEST):
            some = left[start : start + MOST_PER_REQUEST]
            with _failures("delete"):
                answer = self._s3.delete_objects(
                    Bucket=bucket, Delete={"Objects": [{"Key": key} for key in some], "Quiet": True}
                )
            # The answer is 200, whatever became of each of them.
            errors.update(error.get("Code", "") for error in answer.get("Errors", []))
        if errors:
            [(code, _)] = errors.most_common(1)
            logger.warning("S3 failed", extra={"operation": "delete", "error_code": code})
            raise StorageUnavailable(_NO_ANSWER)

    def first_keys(self, bucket: str, prefix: str) -> frozenset[str] | None:
        """The names of all objects that begin with ``prefix``; ``None`` when over 1,000 do.

        One request, however many there are.
        """
        with _failures("list"):
            answer = self._s3.list_objects_v2(
                Bucket=bucket, Prefix=prefix, MaxKeys=MOST_PER_REQUEST
            )
        if answer["IsTruncated"]:
            return None
        return frozenset(item["Key"] for item in answer.get("Contents", []))

    def keys(self, bucket: str, prefix: str) -> Iterator[str]:
        """The names of all objects that begin with ``prefix``."""
        with _failures("list"):
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
            for page in pages:
                yield from (item["Key"] for item in page.get("Contents", []))

    def presigned_post(
        self, bucket: str, key: str, *, fields: Mapping[str, str], max_bytes: int, expires_s: int
    ) -> tuple[str, Mapping[str, str]]:
        """An address, and the fields of a form that uploads one object there.

        Args:
            bucket: where to.
            key: the object's name, which the form cannot change.
            fields: further fields, each signed as it is.
            max_bytes: of the file; it has one at least.
            expires_s: seconds for which the form is good.
        """
        conditions: list[Any] = [{name: value} for name, value in fields.items()]
        with _failures("sign"):
            form = self._s3.generate_presigned_post(
                bucket,
                key,
                Fields=dict(fields),
                Conditions=[*conditions, ["content-length-range", 1, max_bytes]],
                ExpiresIn=expires_s,
            )
        return form["url"], form["fields"]

    def presigned_get(
        self, bucket: str, key: str, *, expires_s: int, content_type: str, file_name: str
    ) -> str:
        """An address from which an object can be fetched for ``expires_s`` seconds."""
        with _failures("sign"):
            address: str = self._s3.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": bucket,
                    "Key": key,
                    "ResponseContentType": content_type,
                    "ResponseContentDisposition": f'attachment; filename="{file_name}"',
                    "ResponseCacheControl": "no-store",
                },
                ExpiresIn=expires_s,
            )
        return address


def _version(version_id: str | None) -> str | None:
    # What an object has that was there before its bucket got versions.
    return None if version_id in (None, "null") else version_id


@contextmanager
def _failures(operation: str) -> Iterator[None]:
    """Turn whatever botocore raises into ``StorageUnavailable``, logging its kind alone."""
    try:
        yield
    except FAILURES as error:
        logger.warning("S3 failed", extra={"operation": operation, "error_code": error_code(error)})
        raise StorageUnavailable(_NO_ANSWER) from error
