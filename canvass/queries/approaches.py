"""That homes were turned to by post, telephone or email: what was noted of a list, and of one door."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from canvass.enums import Channel
from canvass.models import Approach, TargetList


@dataclass(frozen=True)
class Noted:
    """All homes of a list that were turned to on one day, on one channel."""

    channel: Channel
    on: datetime.date
    homes: int


def of_list(found: TargetList) -> list[Noted]:
    """Return what was noted of a list, the latest first. One query."""
    rows = Approach.objects.filter(unit=found.unit_id, source=str(found.pk)).exclude(channel=Channel.DOOR)
    counted = rows.values("channel", "at").annotate(homes=Count("pk")).order_by("-at", "channel")
    return [Noted(Channel(row["channel"]), timezone.localdate(row["at"]), row["homes"]) for row in counted]


def at_doors(households: Collection[int]) -> list[tuple[Approach, str]]:
    """Return what was noted of these homes, each with the name of the list it was for. Two queries, one for nothing."""
    rows = list(Approach.objects.filter(household__in=households).exclude(channel=Channel.DOOR))
    lists = {str(one.pk): one.name for one in TargetList.objects.filter(pk__in={row.source for row in rows})}
    return [(row, lists.get(row.source, "")) for row in rows]
