"""Where the documents of jobs are."""

import pytest

from handler.jobs.addresses import is_job, job_id_of, job_key

_ID = "0f8fad5bd9cb469fa16570867728950e"


def test_a_jobs_key_has_its_id_and_not_its_clients_name() -> None:
    """The id is found again in the key; who made the job is not."""
    key = job_key("django", _ID)
    assert is_job(key)
    assert job_id_of(key) == _ID
    assert "django" not in key


@pytest.mark.parametrize("key", [_ID, f"scans/{_ID}", "jobs/private name.pdf", "jobs/"])
def test_other_keys_have_no_id(key: str) -> None:
    """A name that somebody gave a file is never taken for one: it would be logged."""
    assert job_id_of(key) is None
