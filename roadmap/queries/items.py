"""Roadmap items with how many people need them, and their history from the record."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from access import scoping
from access.models import AuditEvent, User
from roadmap.enums import ItemState
from roadmap.models import Item, Support
from roadmap.rules import items as rules

SHOWN = 10


@dataclass(frozen=True)
class Column:
    """One state of the board: its items, most needed first, at most SHOWN of them, and how many there are in all."""

    state: ItemState
    items: list[Item]
    count: int


@dataclass(frozen=True)
class Step:
    """One line of an item's history: when it came into a state."""

    at: datetime.datetime
    state: ItemState


def needed(user: User) -> QuerySet[Item]:
    """Return all items with `needed_by` (a count) and `is_mine` (whether this user needs it too), most needed first."""
    mine = Support.objects.filter(item=OuterRef("pk"), user=user)
    return Item.objects.annotate(needed_by=Count("supports"), is_mine=Exists(mine)).order_by(
        "-needed_by", "-asked_at", "pk"
    )


def board(user: User) -> list[Column]:
    """Return every state with its first items. A query for the counts and one for each state, however many items."""
    counted = dict(Item.objects.order_by().values_list("state").annotate(Count("pk")))
    rows = needed(user)
    return [Column(state, list(rows.filter(state=state)[:SHOWN]), counted.get(state.value, 0)) for state in rules.ORDER]


def history(item: Item) -> list[Step]:
    """Return when the item came into each of its states, oldest first, from the record."""
    # unit_id is None for what belongs to the whole installation; with it the record's index serves this.
    events = AuditEvent.objects.filter(
        unit_id__isnull=True,
        verb="idea.moved",
        object_type=Item._meta.label_lower,
        object_id=str(item.pk),
    ).order_by("at", "pk")
    with scoping.units([scoping.WHOLE]):
        moves = [Step(one.at, ItemState(one.detail["state"])) for one in events]
    return [Step(item.asked_at, ItemState.ASKED), *moves]


def waiting() -> QuerySet[Item]:
    """Return the items that nobody has answered yet, oldest first."""
    return Item.objects.filter(state=ItemState.ASKED, answer="").order_by("asked_at", "pk")


def answered_since(user: User, since: datetime.datetime) -> int:
    """Return how many items that this user needs have been answered since then."""
    return Item.objects.filter(supports__user=user, answered_at__gt=since).count()


def asked_lately(user: User, since: datetime.datetime) -> QuerySet[Item]:
    """Return what this user has asked for since then."""
    return Item.objects.filter(asked_by=user, asked_at__gt=since)
