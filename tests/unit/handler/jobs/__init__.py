"""Documents in S3."""
