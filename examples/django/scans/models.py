"""What is kept."""

import uuid

from django.db import models


class Scan(models.Model):
    """A document that somebody sent: its text, or the job that reads it."""

    class Status(models.TextChoices):
        """How far it is."""

        READING = "reading"
        DONE = "done"
        FAILED = "failed"

    # Whoever knows the address may see the text, so nobody can count up to it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=255)
    status = models.CharField(max_length=10, choices=Status, default=Status.READING)
    job_id = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        """Whether there is a reason to ask again."""
        return self.status == self.Status.READING
