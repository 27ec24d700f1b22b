"""Who holds what in a unit, now and before; and what one person holds everywhere."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from access import hooks
from access.enums import GrantKind, RequestState
from access.models import AccessRequest, Appeal, Grant, Unit, User

# Kinds that go on when somebody decides so. The others end with an office, an absence or an emergency.
RENEWED = (GrantKind.GIVEN, GrantKind.ASKED)


def held(unit: Unit, today: datetime.date) -> QuerySet[Grant]:
    """Return the grants of this unit that are in force or still to come, by name. Not what ended by the minute."""
    return (
        Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), unit=unit, ended_at=None)
        .exclude(kind=GrantKind.BREAK_GLASS)
        .select_related("user", "granted_by", "notice_by", "tool", "term__office")
        .order_by("user__name", "user_id", "starts_on", "role", "pk")
    )


def ended(unit: Unit, today: datetime.date) -> QuerySet[Grant]:
    """Return the grants of this unit that were ended or ran out, the latest first, with `over_on`, their last day."""
    return (
        Grant.objects.filter(Q(ended_at__isnull=False) | Q(ends_on__lt=today), unit=unit)
        .select_related("user", "granted_by", "ended_by", "notice_by", "tool")
        .annotate(over_on=Coalesce(TruncDate("ended_at"), F("ends_on")))
        .order_by("-over_on", "user__name", "pk")
    )


def really_ending(ending: QuerySet[Grant]) -> QuerySet[Grant]:
    """Leave out those that go on by another grant without a day between, and those that somebody was asked to renew."""
    follows = Grant.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")),
        Q(tool=OuterRef("tool")) | Q(tool=None, role__gt=""),
        user=OuterRef("user"),
        unit=OuterRef("unit"),
        role=OuterRef("role"),
        ended_at=None,
        starts_on__lte=OuterRef("ends_on") + datetime.timedelta(days=1),
    ).exclude(pk=OuterRef("pk"))
    asked = AccessRequest.objects.filter(renews=OuterRef("pk"), state__in=[RequestState.OPEN, RequestState.ASKED_BACK])
    return ending.filter(~Exists(follows), ~Exists(asked))


@dataclass(frozen=True)
class Mine:
    """One grant of one's own: what is said of it, and what its holder can do about it.

    `may_ask` to keep it; `is_asked` already; `may_appeal` against its ending; `appeal` made already, or None.
    """

    grant: Grant
    may_ask: bool
    is_asked: bool
    may_appeal: bool
    appeal: Appeal | None


def mine(user: User, today: datetime.date, ask_from: datetime.timedelta) -> tuple[list[Mine], list[Mine]]:
    """Return what this person holds or will hold, and what ended in the last ninety days. Needs their own scope."""
    since = today - datetime.timedelta(days=90)
    found = (
        Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since), user=user)
        .exclude(ended_at__date__lt=since)
        .select_related("unit", "tool", "granted_by", "ended_by", "notice_by")
        .order_by("unit__name", "starts_on", "pk")
    )
    asked = set(
        AccessRequest.objects.filter(
            user=user, renews__isnull=False, state__in=[RequestState.OPEN, RequestState.ASKED_BACK]
        ).values_list("renews", flat=True)
    )
    appeals = {appeal.ended_grant_id: appeal for appeal in Appeal.objects.filter(user=user, request=None)}
    now: list[Mine] = []
    over: list[Mine] = []
    for grant in found:
        is_over = grant.ended_at is not None or (grant.ends_on is not None and grant.ends_on < today)
        soon = grant.ends_on is not None and grant.ends_on <= today + ask_from
        ender = grant.ended_by_id if grant.ended_at is not None else grant.notice_by_id
        one = Mine(
            grant=grant,
            may_ask=not is_over and soon and grant.kind in RENEWED and grant.notice_at is None,
            is_asked=grant.pk in asked,
            may_appeal=ender is not None and ender != user.pk and grant.kind in (*RENEWED, GrantKind.OFFICE),
            appeal=appeals.get(grant.pk),
        )
        (over if is_over else now).append(one)
    return now, over


def areas(unit: Unit) -> dict[str, str]:
    """Return the places inside a unit to which a grant can be limited, by key, in the order of the hooks."""
    return {area.key: area.label for ask in hooks.areas for area in ask(unit)}
