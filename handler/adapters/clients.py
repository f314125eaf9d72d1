"""How the AWS clients behave."""

from botocore.config import Config

# Two short tries beside the first: what is left over, the queue tries again later.
CONFIG = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"total_max_attempts": 3, "mode": "standard"},
    signature_version="s3v4",
    max_pool_connections=16,
)
