"""Signs of life of the processes that have no page to ask."""

from __future__ import annotations

from django.db import models

from access.privacy import NotAboutPeople


class Heartbeat(models.Model):
    """When a process ("worker", "beat") last said that it lives."""

    privacy = NotAboutPeople("signs of life of processes")

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
