"""How the AWS clients behave."""

from botocore.config import Config

# Two short tries beside the first: what is left over, the queue tries again later.
CONFIG = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"total_max_attempts": 3, "mode": "standard"},
    max_pool_connections=16,
    signature_version="s3v4",
    # Presigned addresses name the bucket's own region. botocore's default names none, and S3
    # then redirects for a day after a bucket was made, to where the signature does not hold.
    s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
)
