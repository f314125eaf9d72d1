"""The context that Lambda gives a function."""

from aws_lambda_powertools.utilities.typing import LambdaContext


class FakeContext(LambdaContext):
    """As much of Lambda's context as the handlers read."""

    def __init__(self, remaining_ms: int = 29_000) -> None:
        self._function_name = "ocr"
        self._memory_limit_in_mb = 3008
        self._invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:ocr"
        self._aws_request_id = "2f1f8c0a-0000-0000-0000-000000000000"
        self._remaining_ms = remaining_ms

    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # static in Powertools
        """Milliseconds until Lambda kills the function."""
        return self._remaining_ms
