"""The context that Lambda gives a function."""


class FakeContext:
    """As much of Lambda's context as the handlers read."""

    function_name = "ocr"
    memory_limit_in_mb = 3008
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:ocr"
    aws_request_id = "2f1f8c0a-0000-0000-0000-000000000000"
    tenant_id = None

    def __init__(self, remaining_ms: int = 29_000) -> None:
        self._remaining_ms = remaining_ms

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda kills the function."""
        return self._remaining_ms
