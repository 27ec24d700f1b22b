"""What those who decide can do: ask for more, approve the whole or less, refuse with a reason. Any one of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, grants
from access.actions.requests import steps
from access.actions.requests.keys import tell_key_holders
from access.enums import GrantKind, RefusalReason, RequestState, StepKind
from access.models import AccessRequest, Grant, User
from access.queries import requests as queries
from access.queries.grants import RENEWED
from access.rules import requests as rules
from kit import clock
from kit.errors import Refused


@transaction.atomic
def ask_back(*, request: AccessRequest, by: User, words: str) -> None:
    """Ask the person for more information. The clock goes on meanwhile, and they are told so."""
    kept = steps.said(words, _("Write what you need to know."))
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        steps.must_be_open(wanted)
        steps.must_decide(by, wanted)
        wanted.state = RequestState.ASKED_BACK
        wanted.save(update_fields=["state"])
        step = steps.add(wanted, StepKind.QUESTION, by=by, words=kept)
        audit.record(
            "request.asked_back", by=by, unit=wanted.unit, obj=wanted, number=wanted.number, user=wanted.user_id
        )
        steps.tell("question", [wanted.user], about=wanted, occasion=step.pk, words=kept, by=by)


@transaction.atomic
def approve(
    *,
    request: AccessRequest,
    by: User,
    words: str = "",
    area: Iterable[str] | None = None,
    ends_on: datetime.date | None = None,
) -> Grant:
    """Give what was asked for, or less of it: a smaller area, a shorter time. Returns the grant.

    `area` None is what was asked for. The grant opens once its lessons and terms are passed and signed. Raises
    Refused when somebody else was quicker, for one's own request, without the right, for more than was asked for,
    for less without a word why, and for all that grants.give refuses.
    """
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        steps.must_be_open(wanted)
        steps.must_decide(by, wanted)
        place = wanted.area if area is None else sorted(set(area))
        _refuse_more(wanted, place)
        usual = queries.usual_end(wanted)
        less = rules.is_less(asked_area=wanted.area, area=place, usual_end=usual, ends_on=ends_on)
        if less and not words.strip():
            raise Refused(_("Say why you approve less than was asked for. The person reads it."))
        grant = give(wanted, by=by, area=place, ends_on=ends_on or usual)
        wanted.state, wanted.grant, wanted.words = RequestState.APPROVED, grant, words.strip()[: steps.WORDS]
        _close(wanted, by)
        kind = StepKind.APPROVED_LESS if less else StepKind.APPROVED
        step = steps.add(wanted, kind, by=by, words=words.strip(), **_given(wanted, grant, by))
        told = {"number": wanted.number, "user": wanted.user_id, "grant": grant.pk}
        if less:
            audit.record("request.approved_less", by=by, unit=wanted.unit, obj=wanted, **told)
        else:
            audit.record("request.approved", by=by, unit=wanted.unit, obj=wanted, **told)
        _tell_decided(wanted, "approved", by, occasion=step.pk, grant=grant, less=less, words=words.strip())
        tell_key_holders(wanted, grant, occasion=step.pk)
        return grant


def give(wanted: AccessRequest, *, by: User, area: Iterable[str], ends_on: datetime.date | None) -> Grant:
    """Make the grant of a request, or let the one that it renews go on."""
    old, place = wanted.renews, list(area)
    running = old is not None and old.ended_at is None and old.ends_on is not None and old.ends_on >= clock.today()
    if old is not None and running and old.kind in RENEWED and old.area == place:
        return grants.renew(grant=old, by=by, ends_on=ends_on)
    return grants.give(
        user=wanted.user,
        unit=wanted.unit,
        role=wanted.role,
        tool=wanted.tool,
        reason=wanted.need,
        by=by,
        # For another place than before: from the day after the present one.
        starts_on=old.ends_on + datetime.timedelta(days=1) if old is not None and running and old.ends_on else None,
        ends_on=ends_on,
        area=place,
        kind=GrantKind.ASKED,
    )


def _refuse_more(wanted: AccessRequest, area: list[str]) -> None:
    if set(area) - set(wanted.area) and not set(area) <= {one.key for one in queries.areas(wanted.unit)}:
        raise Refused(_("That place is not in %(unit)s. Choose from the list.") % {"unit": wanted.unit.name})
    if rules.is_more(asked_area=wanted.area, area=area):
        raise Refused(_("That is more than was asked for. Choose among the places in the request."))


def _given(wanted: AccessRequest, grant: Grant, by: User) -> dict[str, Any]:
    """Return what the track says later about what was given: ids and dates."""
    return {
        "grant": grant.pk,
        "area": grant.area,
        "until": grant.ends_on.isoformat() if grant.ends_on else None,
        "by_right_of": deciding_level(wanted, by),
    }


def deciding_level(wanted: AccessRequest, by: User) -> int:
    """Return the unit by whose right somebody decides: the lowest one in which they may."""
    for level in steps.found_levels(wanted):
        if any(one.user.pk == by.pk for one in level.deciders):
            return level.unit.pk
    return wanted.unit_id


@transaction.atomic
def refuse(*, request: AccessRequest, by: User, reason: str, words: str) -> None:
    """Refuse, with a reason from the published list and in words. The person can appeal once.

    Raises Refused when somebody else was quicker, for one's own request, without the right, and unless both a
    reason and words are given.
    """
    if reason not in RefusalReason.values:
        raise Refused(_("Choose a reason from the list."))
    kept = steps.said(words, _("Say in your own words why. The person reads it, and so does an appeal."))
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        steps.must_be_open(wanted)
        steps.must_decide(by, wanted)
        wanted.state, wanted.reason, wanted.words = RequestState.REFUSED, reason, kept
        _close(wanted, by)
        right = deciding_level(wanted, by)
        step = steps.add(wanted, StepKind.REFUSED, by=by, words=kept, reason=reason, by_right_of=right)
        audit.record(
            "request.refused",
            by=by,
            unit=wanted.unit,
            obj=wanted,
            number=wanted.number,
            user=wanted.user_id,
            reason=reason,
        )
        _tell_decided(wanted, "refused", by, occasion=step.pk, words=kept)


def _close(wanted: AccessRequest, by: User) -> None:
    wanted.decided_at, wanted.decided_by, wanted.escalates_at = timezone.now(), by, None
    wanted.save(update_fields=["state", "reason", "words", "grant", "decided_at", "decided_by", "escalates_at"])


def _tell_decided(wanted: AccessRequest, event: str, by: User, **told: object) -> None:
    """Tell the person, and the others who had it before them that it is done."""
    steps.tell(event, [wanted.user], about=wanted, by=by, **told)
    levels = steps.found_levels(wanted)
    others = [
        one.user
        for level in levels[: queries.index_of(levels, wanted.rests_with_id) + 1]
        for one in level.deciders
        if one.user.pk != by.pk
    ]
    steps.tell("decided", others, about=wanted, by=by, **told)
