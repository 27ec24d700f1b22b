"""Appeals: once, to the unit above, against a refused request or an ended grant. Nobody decides about their own act."""

from __future__ import annotations

import datetime
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, grants
from access.actions.requests import deciding, steps
from access.actions.requests.keys import tell_key_holders
from access.enums import AppealState, GrantKind, RequestState, StepKind
from access.models import AccessRequest, Appeal, Grant, RequestStep, User
from access.queries import accesses, appeals
from access.queries import requests as queries
from access.queries.grants import RENEWED
from kit import clock
from kit.errors import Refused

# Those who decide an appeal are reminded this long after it was made, and then every day.
_FIRST_REMINDER = datetime.timedelta(hours=48)


@transaction.atomic
def appeal(*, request: AccessRequest, by: User, words: str) -> Appeal:
    """Ask the unit above the one that refused to look at it again. Once; raises Refused for a second time."""
    kept = steps.said(words, _("Say why this should be looked at again."))
    with scoping.units(request.unit.lineage()):
        wanted = steps.lock(request)
        steps.must_be_theirs(by, wanted)
        if wanted.state != RequestState.REFUSED:
            raise Refused(
                _("Only a refused request can be appealed. This one is: %(state)s.")
                % {"state": str(wanted.get_state_display()).lower()}
            )
        made = _make(
            Appeal(
                unit=wanted.unit,
                user=by,
                request=wanted,
                decided_at_unit=appeals.unit_above(wanted.unit, _refused_at(wanted)),
                words=kept,
                asked_at=timezone.now(),
            )
        )
        steps.add(wanted, StepKind.APPEALED, by=by, words=kept, to=made.decided_at_unit_id)
        audit.record("request.appealed", by=by, unit=wanted.unit, obj=made, number=wanted.number, user=by.pk)
        _tell_made(made)
    return made


def _refused_at(wanted: AccessRequest) -> int:
    """Return the unit by whose right it was refused."""
    step = RequestStep.objects.filter(request=wanted, kind=StepKind.REFUSED).order_by("-at").first()
    return step.detail.get("by_right_of", wanted.unit_id) if step else wanted.unit_id


@transaction.atomic
def appeal_ending(*, grant: Grant, by: User, words: str) -> Appeal:
    """Ask the unit above to look again at a grant of one's own that somebody ended, at once or with notice. Once.

    Raises Refused for other people's grants, and for one that ran out by itself or that one ended oneself.
    """
    kept = steps.said(words, _("Say why this should be looked at again."))
    with scoping.units(grant.unit.lineage()):
        ended = Grant.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=grant.pk)
        if by.pk != ended.user_id:
            raise Refused(_("Only the person who held it can appeal."))
        who = appeals.ended_by(ended)
        if who is None or who.pk == by.pk:
            raise Refused(_("Nobody ended this. It can be asked for again."))
        if ended.kind in {GrantKind.BREAK_GLASS, GrantKind.DEPUTY}:
            raise Refused(_("This stood in for a while and was never yours to keep, so its end can’t be appealed."))
        made = _make(
            Appeal(
                unit=ended.unit,
                user=by,
                ended_grant=ended,
                decided_at_unit=appeals.unit_above(ended.unit, appeals.level_of(who, ended)),
                words=kept,
                asked_at=timezone.now(),
            )
        )
        audit.record("grant.appealed", by=by, unit=ended.unit, obj=made, grant=ended.pk, user=by.pk)
        _tell_made(made)
    return made


def _make(wanted: Appeal) -> Appeal:
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("You have appealed already. An appeal is made once.")) from error
    return wanted


def _tell_made(made: Appeal) -> None:
    who = appeals.deciders(made)
    steps.tell("appealed", who, about=made, occasion=made.pk, appeal=made)
    steps.tell("appeal_received", [made.user], about=made, occasion=made.pk, appeal=made, deciders=who)


@transaction.atomic
def decide_appeal(*, appeal: Appeal, by: User, uphold: bool, words: str) -> Appeal:
    """Uphold an appeal, which gives what was refused or ended, or dismiss it. Final.

    Raises Refused when somebody else was quicker, for one's own appeal or one against one's own decision, without
    the right at the unit that decides it, and without words.
    """
    kept = steps.said(words, _("Say why. The person reads it."))
    with scoping.units(appeal.unit.lineage()):
        made = _lock(appeal)
        _must_decide(made, by)
        made.state = AppealState.UPHELD if uphold else AppealState.DISMISSED
        made.decided_at, made.decided_by, made.answer = timezone.now(), by, kept
        made.save(update_fields=["state", "decided_at", "decided_by", "answer"])
        grant = _give(made, by) if uphold else None
        told = {"user": made.user_id, "grant": grant.pk if grant else None}
        if uphold:
            audit.record("appeal.upheld", by=by, unit=made.unit, obj=made, **told)
        else:
            audit.record("appeal.dismissed", by=by, unit=made.unit, obj=made, **told)
        if made.request is not None:
            steps.add(made.request, StepKind.UPHELD if uphold else StepKind.DISMISSED, by=by, words=kept)
        first = [one for one in [appeals.decided_before(made)] if one is not None]
        steps.tell("appeal_decided", [made.user, *first], about=made, occasion=made.pk, appeal=made, by=by, grant=grant)
    return made


def _lock(appeal: Appeal) -> Appeal:
    Appeal.objects.select_for_update(no_key=True).only("pk").get(pk=appeal.pk)
    made = Appeal.objects.select_related("unit", "user", "decided_by", "decided_at_unit").get(pk=appeal.pk)
    if made.request is not None:
        made.request = steps.lock(made.request)
    if made.state != AppealState.OPEN:
        raise Refused(
            _("%(name)s decided a moment ago: %(state)s. Nothing was changed.")
            % {"name": made.decided_by.name if made.decided_by else "", "state": str(made.get_state_display())}
        )
    return made


def _must_decide(made: Appeal, by: User) -> None:
    if by.pk == made.user_id:
        raise Refused(_("Nobody decides their own appeal."))
    before = appeals.decided_before(made)
    if before is not None and before.pk == by.pk:
        raise Refused(_("You made the decision that this is about. Somebody else decides the appeal."))
    if not accesses.of(by).may(appeals.permission(made), made.decided_at_unit):
        raise Refused(_("You may not decide this appeal. %(unit)s does.") % {"unit": made.decided_at_unit.name})


def _give(made: Appeal, by: User) -> Grant:
    """Give what was refused, as it was asked for, or what was ended, for the time that was left of it."""
    if made.request is not None:
        wanted = made.request
        grant = deciding.give(wanted, by=by, area=wanted.area, ends_on=queries.usual_end(wanted))
        wanted.state, wanted.grant = RequestState.APPROVED, grant
        wanted.save(update_fields=["state", "grant"])
        tell_key_holders(wanted, grant, occasion=made.pk)
        return grant
    return _give_again(cast(Grant, made.ended_grant), by)


def _give_again(ended: Grant, by: User) -> Grant:
    """Let it go on where notice still runs; otherwise give it anew, with its term of office if that goes on."""
    today = clock.today()
    last = ended.ends_on if ended.ends_on is not None and ended.ends_on >= today else None
    on_notice = ended.ended_at is None and last is not None
    if on_notice and ended.kind in RENEWED:
        return grants.renew(grant=ended, by=by)
    term = ended.term if ended.term is not None and ended.term.ends_on >= today else None
    return grants.give(
        user=ended.user,
        unit=ended.unit,
        role=ended.role,
        tool=ended.tool,
        reason=ended.reason,
        by=by,
        starts_on=last + datetime.timedelta(days=1) if on_notice and last else None,
        ends_on=None if on_notice else last,
        area=ended.area,
        kind=GrantKind.OFFICE if term else GrantKind.ASKED,
        term=term,
    )


def remind_of_appeal(*, appeal: Appeal) -> bool:
    """Remind those who decide an appeal: after two days, then every day. Once a day, however often it is called."""
    now = timezone.now()
    if appeal.state != AppealState.OPEN or now < appeal.asked_at + _FIRST_REMINDER:
        return False
    occasion = f"{appeal.pk}:{(now - appeal.asked_at - _FIRST_REMINDER).days}"
    steps.tell("appeal_reminder", appeals.deciders(appeal), about=appeal, occasion=occasion, appeal=appeal)
    return True
