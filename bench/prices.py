"""What AWS asks, in US dollars: list prices of us-east-1, without free tiers and discounts."""

AS_OF = "2026-11"
"""When they were looked up on AWS's pricing pages."""

LAMBDA_GB_S = {"x86_64": 0.0000166667, "arm64": 0.0000133334}
"""A second of a function with 1 GB of memory, by architecture."""
LAMBDA_REQUEST = 0.20 / 1e6
GATEWAY_REQUEST = 3.50 / 1e6
"""REST API; whatever its size."""
S3_PUT = 0.005 / 1e3
S3_GET = 0.0004 / 1e3
SQS_REQUEST = 0.40 / 1e6
SNS_PUBLISH = 0.50 / 1e6
LOGS_GB = 0.50
"""A gigabyte taken in by CloudWatch Logs."""
OUT_GB = 0.09
"""A gigabyte sent to the internet."""
ALARM_METRIC = 0.10
"""A metric that an alarm looks at, a month; so for all that follow."""
METRIC = 0.30
"""A metric of one's own that is written all the time; in hours without it costs nothing."""
DASHBOARD = 3.00
SECRET = 0.40
ECR_GB = 0.10
TEXTRACT_PAGE = 1.50 / 1e3
"""DetectDocumentText, the first million pages of a month; 0.60 a thousand after them."""
