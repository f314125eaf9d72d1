"""The environment variables that lead this process's AWS clients to the embedded AWS."""

import os

_ANY = "local"


def lead_to(endpoint: str) -> None:
    """Have S3, SQS and SNS at ``endpoint``, whatever this machine has set for AWS.

    Only these three: tokens may be read from a Secrets Manager that is real
    (``TOKEN_SECRET_ID``), and then the credentials and the region that are set are left as they
    are. Otherwise nothing here needs them, and they are not used.
    """
    for service in ("S3", "SQS", "SNS"):
        os.environ[f"AWS_ENDPOINT_URL_{service}"] = endpoint
    os.environ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "false"
    direct = [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), "127.0.0.1"]
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, direct))
    if not os.environ.get("TOKEN_SECRET_ID"):
        for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
            os.environ.pop(name, None)
        os.environ["AWS_ACCESS_KEY_ID"] = os.environ["AWS_SECRET_ACCESS_KEY"] = _ANY
        os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
