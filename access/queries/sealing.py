"""The key under which phones seal finished answers, to be read along with something else."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from access.models import SealingKey


def newest() -> QuerySet:
    """Return the newest key as {key, spki}, for a subquery: its id, and its public half. No row while there is none."""
    return SealingKey.objects.order_by("-created_at").values(json=JSONObject(key="pk", spki="public"))[:1]
