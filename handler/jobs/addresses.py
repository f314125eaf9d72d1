"""Where the document of a job is: below its client's own folder.

The client's name is part of the address, so nobody finds a job but who made it.
"""

import hashlib
import re

PREFIX = "jobs/"
# 32 hexadecimal digits: 128 random bits, from `secrets`, or the digest of what a client calls its
# request. Ids are no secret: the key has the client's folder.
_ID = re.compile(r"[0-9a-f]{32}")


def is_job_id(text: str) -> bool:
    """Whether ``text`` has the form of a job's id."""
    return _ID.fullmatch(text) is not None


def job_key(client: str, job_id: str) -> str:
    """The key of a job's document; names of clients may hold what no key should."""
    folder = hashlib.sha256(client.encode()).hexdigest()[:32]
    return f"{PREFIX}{folder}/{job_id}"


def is_job(key: str) -> bool:
    """Whether a document came by a job."""
    return key.startswith(PREFIX)


def job_id_of(key: str) -> str | None:
    """The id of the job that a document came by; ``None`` when the key has none."""
    job_id = key.rpartition("/")[2]
    return job_id if is_job(key) and is_job_id(job_id) else None
