"""Appeals: where they are decided, and by whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from access.enums import AppealState
from access.models import AccessRequest, Appeal, Grant, Unit, User
from access.permissions import Permission as P
from access.queries import requests
from access.queries.accesses import Access


def permission(appeal: Appeal) -> P:
    """Return what somebody must hold, at the unit that decides it, to decide an appeal."""
    return requests.decided_with(appeal.subject.role, appeal.subject.tool_id)


def unit_above(unit: Unit, decided_at: int) -> Unit:
    """Return the unit above the one by whose right a decision about `unit` was made; the top for one made there."""
    lineage = unit.lineage()
    index = lineage.index(decided_at) if decided_at in lineage else len(lineage) - 1
    return Unit.objects.get(pk=lineage[max(index - 1, 0)])


def level_of(who: User, grant: Grant) -> int:
    """Return the unit by whose right somebody decides about a grant: the lowest in which they may; else its own."""
    found = requests.levels(grant.unit, requests.decided_with(grant.role, grant.tool_id))
    return next(
        (level.unit.pk for level in found if any(one.user.pk == who.pk for one in level.deciders)), grant.unit_id
    )


def ended_by(grant: Grant) -> User | None:
    """Return who ended a grant or gave notice of its end; None where it ran or will run out by itself."""
    return grant.ended_by if grant.ended_at is not None else grant.notice_by


def decided_before(appeal: Appeal) -> User | None:
    """Return who made the decision that an appeal is about."""
    against = appeal.subject
    return against.decided_by if isinstance(against, AccessRequest) else ended_by(against)


def deciders(appeal: Appeal) -> list[User]:
    """Return who can decide an appeal: at its unit, or at the next one above that has anybody.

    Neither the person nor who decided before. Needs a scope open on the lineage of the appeal's unit.
    """
    before = decided_before(appeal)
    not_they = {appeal.user_id, before.pk if before else None}
    for level in requests.levels(appeal.decided_at_unit, permission(appeal)):
        found = [one.user for one in level.deciders if one.user.pk not in not_they]
        if found:
            return found
    return []


def _with_all(found: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return found.select_related(
        "unit",
        "user",
        "decided_by",
        "decided_at_unit",
        "request__decided_by",
        "request__tool",
        "request__unit",
        "ended_grant__ended_by",
        "ended_grant__notice_by",
        "ended_grant__tool",
        "ended_grant__unit",
    )


def to_decide(units: Iterable[int], reader: User) -> list[Appeal]:
    """Return the open appeals that these units decide, the oldest first: but the reader's own, or about their act."""
    found = _with_all(Appeal.objects.filter(state=AppealState.OPEN, decided_at_unit__in=list(units)))
    return [
        appeal
        for appeal in found.exclude(user=reader).order_by("asked_at", "pk")
        if (before := decided_before(appeal)) is None or before.pk != reader.pk
    ]


def about(units: Iterable[int]) -> QuerySet[Appeal]:
    """Return the appeals about decisions of these units, with what a page about one needs."""
    return _with_all(Appeal.objects.filter(unit__in=list(units)))


def may_decide(access: Access, appeal: Appeal) -> bool:
    """Say whether somebody may decide an open appeal: above, and neither their own nor about their own act."""
    before = decided_before(appeal)
    theirs = {appeal.user_id, before.pk if before else None}
    return (
        appeal.state == AppealState.OPEN
        and access.user.pk not in theirs
        and access.may(permission(appeal), appeal.decided_at_unit)
    )
