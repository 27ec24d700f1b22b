"""What is noted of each batch that a phone sends: when it was heard of, what it still holds, and counts."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

import structlog
from django.utils import timezone

from access import scoping
from access.actions import audit
from access.enums import UnitKind
from access.models import DeviceGrant, Unit
from canvass.models import SyncBatch
from canvass.queries import devices
from canvass.rules import sync
from canvass.rules.sync import DUPLICATE, QUARANTINED, REJECTED, STORED, Batch, Result
from kit import prepared

_COUNTS_KEPT = datetime.timedelta(days=90)
# An empty batch, by which a phone asks whether it is still wanted, is not counted.
_NOTE = """
WITH heard AS (
    UPDATE access_devicegrant SET last_seen_at = %(now)s, heard_recall = %(heard_recall)s::bigint,
           replaced_at = %(replaced_at)s::timestamptz, emptied = %(emptied)s,
           clock_slow_by = %(clock_slow_by)s::bigint, persists = COALESCE(%(persists)s::bool, persists),
           queue_depth = %(queue_depth)s::int, app_version = %(app_version)s
    WHERE id = %(grant)s AND unit_id = %(unit)s::bigint)
INSERT INTO canvass_syncbatch (id, unit_id, device_id, received_at, events, stored, duplicates, quarantined, rejected)
SELECT %(batch)s::uuid, %(unit)s::bigint, %(grant)s::uuid, %(now)s::timestamptz, %(events)s::smallint,
       %(stored)s::smallint, %(duplicates)s::smallint, %(quarantined)s::smallint, %(rejected)s::smallint
WHERE %(events)s::smallint > 0
ON CONFLICT DO NOTHING
"""
logger = structlog.get_logger(__name__)


def note(*, grant: DeviceGrant, batch: Batch, stop: str, results: Sequence[Result], now: datetime.datetime) -> None:
    """Keep when this phone was heard of and what it still holds, whether it is wiped, and the counts.

    In the transaction that takes the batch in. `stop` is why the phone is to stop, or "".
    """
    counts: Counter[str] = Counter()
    for result in results:  # Counter(results) looks first whether they are a mapping, which takes longer than to count
        counts[result.status] += 1
    says = devices.says(grant, batch, now)
    prepared.run(
        _NOTE,
        {
            "persists": None,
            **says,
            "grant": grant.pk,
            "unit": grant.unit_id,
            "now": now,
            "queue_depth": max(batch.queue_depth - len(results) + counts[REJECTED], 0),
            "app_version": batch.app_version,
            "batch": batch.id,
            "events": counts.total(),
            "stored": counts[STORED],
            "duplicates": counts[DUPLICATE],
            "quarantined": counts[QUARANTINED],
            "rejected": counts[REJECTED],
        },
    )
    if batch.wiped and stop:
        _wiped(grant, stop, now)
    if results:
        logger.info(
            "sync_batch",
            unit=grant.unit_id,
            device=str(grant.pk),
            events=counts.total(),
            skew_seconds=sync.slow_by(batch, now),
            **dict(counts),
        )


def _wiped(grant: DeviceGrant, stop: str, now: datetime.datetime) -> None:
    stopped = {"revoked_at": grant.revoked_at or now, "stopped_why": stop}
    if DeviceGrant.objects.filter(pk=grant.pk, wiped_at=None).update(wiped_at=now, **stopped):
        audit.record("phone.wiped", by=grant.user, unit=grant.unit_id, obj=grant)


def forget() -> int:
    """Forget the counts of batches after 90 days: they only ever told how a phone was doing. Returns how many."""
    forgotten = 0
    for unit in Unit.objects.filter(kind=UnitKind.CLP).values_list("pk", flat=True):
        with scoping.units([unit]):
            forgotten += SyncBatch.objects.filter(received_at__lt=timezone.now() - _COUNTS_KEPT).delete()[0]
    return forgotten
