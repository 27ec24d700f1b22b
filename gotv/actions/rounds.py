"""Rounds of knocking up: sending a team out, handing a round on, ending it. None of these hides a door."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.models import PollingDistrict, RoadGroup
from gotv.actions import elections, secrecy
from gotv.models import Election, RoomDistrict, Round
from gotv.queries import rounds
from gotv.rules import hours
from kit.errors import Refused


@transaction.atomic
def begin(
    *,
    election: Election,
    district: PollingDistrict,
    road_group: RoadGroup | None,
    team: str,
    runner: User | None,
    by: User | None,
    key: uuid.UUID | None = None,
) -> Round:
    """Send a team out to a road group of a district, or (None) to its streets that are in no group.

    `key` becomes the round's id, so that the same form sent twice begins one. Raises Refused while a team is out
    there, outside the day, without a team and a runner, or for a runner who may not call at those doors or is a polling
    agent that day.
    """
    # Whoever begins a round of this election waits here, so that numbers follow each other and the words are right.
    Election.objects.select_for_update(no_key=True).get(pk=election.pk)
    there = Round.objects.filter(election=election, pk=key).first() if key else None
    if there is not None:
        return there
    _refuse_outside(election)
    team = team.strip()
    if not team and runner is None:
        raise Refused(_("Nobody was sent out. Say who goes: a name for the team, or who carries the round."))
    _refuse_runner(election, district, runner)
    before = Round.objects.filter(election=election, polling_district=district, road_group=road_group)
    _refuse_second(before.filter(ended_at=None).first())
    room = RoomDistrict.objects.filter(election=election, polling_district=district).values_list("room", flat=True)
    made = Round.objects.create(
        pk=key or uuid.uuid4(),
        unit_id=election.unit_id,
        election=election,
        polling_district=district,
        road_group=road_group,
        room_id=room.first(),
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        team=team,
        runner=runner,
        begun_by=by,
    )
    audit.record("round.begun", by=by, unit=election.unit_id, obj=made, number=made.number)
    return made


@transaction.atomic
def hand(*, round: Round, team: str, runner: User | None, by: User) -> Round:  # noqa: A002 - the noun
    """Hand a round on to another team or runner. What was said so far stays; the old runner's phone loses the round.

    Raises Refused for a round that has ended, or a runner who may not call at those doors.
    """
    held = _held(round)
    if held.ended_at is not None:
        raise Refused(_("This round has ended. Begin the next one, and nothing that was said is lost."))
    team = team.strip()
    if not team and runner is None:
        raise Refused(_("Nothing was changed. Say who goes: a name for the team, or who carries the round."))
    _refuse_runner(held.election, held.polling_district, runner)
    if (held.team, held.runner_id) == (team, runner.pk if runner else None):
        return held
    held.team, held.runner = team, runner
    held.save(update_fields=["team", "runner"])
    audit.record("round.handed", by=by, unit=held.unit_id, obj=held, to=runner.pk if runner else None)
    return held


@transaction.atomic
def end(*, round: Round, by: User | None) -> Round:  # noqa: A002 - the noun
    """Note that the team has come home. It hides nobody and brings nobody back. Harmless when repeated."""
    held = _held(round)
    if held.ended_at is None:
        held.ended_at, held.ended_by = timezone.now(), by
        held.save(update_fields=["ended_at", "ended_by"])
        audit.record("round.ended", by=by, unit=held.unit_id, obj=held, number=held.number)
    return held


@transaction.atomic
def go_on(*, round: Round, by: User) -> Round:  # noqa: A002 - the noun
    """Undo the end of a round: its team is out again. Harmless when repeated.

    Raises Refused while another team is out there, or outside the day.
    """
    held = _held(round)
    if held.ended_at is None:
        return held
    _refuse_outside(held.election)
    same = Round.objects.filter(
        election=held.election_id, polling_district=held.polling_district_id, road_group=held.road_group_id
    )
    _refuse_second(same.filter(ended_at=None).first())
    held.ended_at = held.ended_by = None
    held.save(update_fields=["ended_at", "ended_by"])
    audit.record("round.went_on", by=by, unit=held.unit_id, obj=held, number=held.number)
    return held


def _held(one: Round) -> Round:
    """Return the round as it stands, holding its election so that no other team begins there meanwhile."""
    Election.objects.select_for_update(no_key=True).get(pk=one.election_id)
    rows = Round.objects.select_related("election__unit", "polling_district", "road_group", "runner")
    return rows.get(pk=one.pk)


def _refuse_second(out: Round | None) -> None:
    if out is None:
        return
    text = _("Nobody was sent out: %(who)s is out there already, since %(time)s. End that round first.")
    since = timezone.localtime(out.begun_at)
    raise Refused(text % {"who": rounds.who(out), "time": f"{since:%H:%M}"})


def _refuse_runner(election: Election, district: PollingDistrict, runner: User | None) -> None:
    if runner is not None and runner not in rounds.runners(election, district):
        raise Refused(_("%(name)s may not call at these doors. Choose somebody else.") % {"name": runner.name})
    if runner is not None:
        secrecy.refuse_inside(runner, election.polling_on)


def _refuse_outside(election: Election) -> None:
    day = hours.committee_room(election.polling_on, rehearsal=election.is_rehearsal)
    now = timezone.now()
    if now < day.opens:
        text = _("%(election)s has not begun. Teams are sent out on the day.")
        raise Refused(text % {"election": election})
    if not day.hold(now):
        raise Refused(elections.over(election))
