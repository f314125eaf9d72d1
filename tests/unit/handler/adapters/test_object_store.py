"""Addresses that the object store signs; what it does over the wire is in the integration tests."""

from urllib.parse import urlsplit

import boto3
import pytest

from handler.adapters.clients import CONFIG
from handler.adapters.object_store import ObjectStore


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
def test_signed_addresses_name_the_region(region: str) -> None:
    """A bucket that is new is known in its own region only."""
    client = boto3.client(
        "s3",
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=CONFIG,
    )
    store = ObjectStore(client)

    post, _ = store.presigned_post("bucket", "key", fields={}, max_bytes=1, expires_s=60)
    get = store.presigned_get(
        "bucket", "key", expires_s=60, content_type="text/plain", file_name="a.txt"
    )

    expected = f"bucket.s3.{region}.amazonaws.com"
    assert urlsplit(post).hostname == urlsplit(get).hostname == expected
