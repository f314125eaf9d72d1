"""How Hypothesis draws here: the same examples every time, and nothing kept between two runs."""

from hypothesis import HealthCheck, settings

EVERY_TIME_THE_SAME = settings(
    max_examples=200,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
