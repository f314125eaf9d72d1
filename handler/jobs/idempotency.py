"""Requests that a client names, so that the same one twice does one thing."""

import hashlib
import json
from collections.abc import Callable, Hashable
from typing import TypeVar

from pydantic import BaseModel

from handler.adapters.object_store import ObjectChanged, ObjectStore
from handler.errors import IdempotencyMismatch, StorageUnavailable

R = TypeVar("R", bound=BaseModel)
_JSON = "application/json"
# Each round means that the same request came in between.
_ROUNDS = 10


def id_of(*names: object) -> str:
    """What a request is kept under: 64 hexadecimal digits, the same for the same names."""
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def remember(
    store: ObjectStore,
    bucket: str,
    key: str,
    record: R,
    *,
    identity: Callable[[R], Hashable],
    renew: Callable[[R], R] = lambda known: known,
) -> tuple[R, bool]:
    """Write down a request, unless it is known; of several at once, one is first.

    Args:
        store: where it is kept.
        bucket: of the record.
        key: of the record.
        record: what is to be kept.
        identity: what has to be the same in two records for the requests to be the same;
            ``None`` for one that does not count any more.
        renew: what is kept of a request that is known.

    Returns:
        What is kept, and whether the request was known.

    Raises:
        IdempotencyMismatch: another request has this name.
        StorageUnavailable: S3 fails.
    """
    for _ in range(_ROUNDS):
        seen = store.head(bucket, key)
        body = store.get(bucket, key, etag=seen.etag) if seen else None
        known = type(record).model_validate_json(body) if body is not None else None
        kept, is_known = record, False
        if known is not None and identity(known) is not None:
            if identity(known) != identity(record):
                raise IdempotencyMismatch(
                    "The name was given to another request before. Take a new one for each request."
                )
            kept, is_known = renew(known), True
        if kept == known:
            return kept, is_known
        try:
            store.replace(
                bucket,
                key,
                kept.model_dump_json().encode(),
                content_type=_JSON,
                metadata={},
                seen=seen,
            )
        except ObjectChanged:
            continue
        return kept, is_known
    raise StorageUnavailable("The same request came several times at once. Try again in a moment.")
