"""Lifts to the poll: asked for, given to a driver, under way, done or called off, and a step back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.models import Elector
from gotv.actions import elections, marks, secrecy, told
from gotv.enums import LiftState, MarkSource
from gotv.models import CommitteeRoom, Driver, Election, Lift, VoteMark
from gotv.queries import lifts as queries
from gotv.rules import lifts as rules
from kit.errors import Refused


@dataclass(frozen=True)
class Wish:
    """What somebody wants. `needs` are LiftNeed values; None for the times: at any time while polls are open.

    `name` and `address` are for somebody who is not on the knock-up list, or to be fetched from elsewhere.
    """

    name: str = ""
    address: str = ""
    phone: str = ""
    people: int = 1
    from_at: datetime.datetime | None = None
    until_at: datetime.datetime | None = None
    needs: Sequence[str] = ()


@transaction.atomic
def ask(
    *,
    election: Election,
    elector: Elector | None,
    by: User | None,
    lift_id: uuid.UUID | None = None,
    room: CommitteeRoom | None = None,
    people: int = 1,
    from_at: datetime.datetime | None = None,
    until_at: datetime.datetime | None = None,
    needs: Sequence[str] = (),
    name: str = "",
    address: str = "",
    phone: str = "",
) -> Lift:
    """Note that somebody wants to be fetched. The same with the id of one that is there already changes nothing.

    The facts are those of Wish. Without a room it is that of the elector's district. Raises Refused for a lift without
    an elector that has no name or no address, and for other facts under the id of one that is there: a page that
    somebody goes back to has the id of what was sent from it before.
    """
    if elector is None and not (name.strip() and address.strip()):
        raise Refused(_("Say who wants a lift, and from where. Nothing was noted."))
    where = room.pk if room else None
    if where is None and elector is not None:
        where = queries.room_of(election, elector.polling_district_id)
    wish = _facts(Wish(name, address, phone, people, from_at, until_at, needs))
    lift, is_new = Lift.objects.get_or_create(
        pk=lift_id or uuid.uuid4(),
        defaults={
            "unit_id": election.unit_id,
            "election": election,
            "elector": elector,
            "recorded_for": elector.pk if elector else None,
            "household_id": elector.household_id if elector else None,
            "room_id": where,
            "asked_by": by,
            **wish,
        },
    )
    if is_new:
        audit.record("lift.asked", by=by, unit=election.unit_id, obj=lift)
    else:
        _refuse_another(lift, {"election_id": election.pk, "recorded_for": elector.pk if elector else None, **wish})
    return lift


@transaction.atomic
def change(*, lift: Lift, wish: Wish, room: CommitteeRoom | None, by: User) -> Lift:
    """Change what is wanted, or which room sees to it. Raises Refused once it is done or called off."""
    held = _open(lift)
    if held.elector_id is None and not (wish.name.strip() and wish.address.strip()):
        raise Refused(_("Say who wants a lift, and from where. Nothing was changed."))
    for name, value in _facts(wish).items():
        setattr(held, name, value)
    held.room = room
    held.save()
    audit.record("lift.changed", by=by, unit=held.unit_id, obj=held)
    return held


@transaction.atomic
def give(*, lift: Lift, driver: Driver, by: User) -> Lift:
    """Give a lift to a driver, or to another one.

    Raises Refused for a car that can't take it, for a time at which they don't drive, and once it is done.
    """
    held = _open(lift)
    car = Driver.objects.select_for_update(no_key=True).get(pk=driver.pk)
    _refuse_car(held, car)
    _refuse_hours(held, car)
    held.driver, held.state = car, LiftState.PLANNED
    held.save(update_fields=["driver", "state"])
    audit.record("lift.given", by=by, unit=held.unit_id, obj=held, driver=car.pk)
    return held


@transaction.atomic
def set_off(*, lift: Lift, by: User | None) -> Lift:
    """Note that the driver is on the way. A second time changes nothing. Raises Refused without a driver."""
    held = _open(lift)
    if held.driver_id is None:
        raise Refused(_("No driver has this lift yet. Give it to one first."))
    if held.state != LiftState.UNDER_WAY:
        held.state = LiftState.UNDER_WAY
        held.save(update_fields=["state"])
        audit.record("lift.under_way", by=by, unit=held.unit_id, obj=held)
    return held


@transaction.atomic
def done(*, lift: Lift, by: User | None, has_voted: bool = False) -> Lift:
    """Note that a lift is done. `has_voted`: the elector said that they have, which makes a mark as at the door.

    A second time changes nothing. Raises Refused for a mark outside the hours of the committee room, by nobody, or by
    a polling agent of that day, and for a lift that was called off.
    """
    held = _held(lift)
    if held.state == LiftState.DONE:
        return held
    _refuse_settled(held)
    held.state, held.settled_by, held.settled_at = LiftState.DONE, by, timezone.now()
    held.save(update_fields=["state", "settled_by", "settled_at"])
    if has_voted and by is not None and held.elector is not None:
        _mark(held, held.elector, held.settled_at, by)
    audit.record("lift.done", by=by, unit=held.unit_id, obj=held)
    return held


@transaction.atomic
def call_off(*, lift: Lift, by: User | None, reason: str) -> None:
    """Note that a lift is not wanted any more. One that is done, or called off already, stays as it is."""
    rows = Lift.objects.filter(pk=lift.pk).exclude(state__in=[LiftState.DONE, LiftState.CALLED_OFF])
    changed = rows.update(state=LiftState.CALLED_OFF, settled_by=by, settled_at=timezone.now(), reason=reason[:200])
    if changed:
        audit.record("lift.called_off", by=by, unit=lift.unit_id, obj=lift)


@transaction.atomic
def step_back(*, lift: Lift, by: User | None) -> Lift:
    """Undo the last step: done or called off is planned again (or wanted), given is wanted again.

    A mark that came of it is taken back. Raises Refused when the day is over, and where there is no step to undo.
    """
    held = _held(lift)
    state = rules.before(held.state, has_driver=held.driver_id is not None)
    if state is None:
        raise Refused(_("Nothing has been done with this lift yet, so there is nothing to undo."))
    if held.state == LiftState.DONE and held.settled_at is not None:
        mark = VoteMark.objects.select_related("election").filter(pk=_mark_id(held, held.settled_at)).first()
        if mark is not None:
            marks.take_back(mark=mark, reason=_("The lift was not done after all"), by=by)
    was, held.state = held.state, state
    held.settled_by = held.settled_at = None
    held.reason = ""
    if state == LiftState.WANTED:
        held.driver = None
    held.save(update_fields=["state", "settled_by", "settled_at", "reason", "driver"])
    audit.record("lift.taken_back", by=by, unit=held.unit_id, obj=held, was=was)
    return held


def _refuse_another(lift: Lift, asked: dict) -> None:
    if any(getattr(lift, name) != value for name, value in asked.items()):
        raise Refused(
            _("This form was sent before, and said something else. Nothing was noted: begin anew, or change that lift.")
        )


def _facts(wish: Wish) -> dict:
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(wish).items()}
    return {**facts, "needs": list(wish.needs)}


def _held(lift: Lift) -> Lift:
    """Return the lift as it stands, locked. Raises Refused when the day is over."""
    elections.lock(lift.election)
    rows = Lift.objects.select_for_update(of=("self",)).select_related(
        "election", "elector__polling_district", "driver", "room"
    )
    return rows.get(pk=lift.pk)


def _open(lift: Lift) -> Lift:
    held = _held(lift)
    _refuse_settled(held)
    return held


def _refuse_settled(held: Lift) -> None:
    if held.state not in rules.OPEN:
        words = _("This lift is settled already: %(state)s. Undo that first.")
        raise Refused(words % {"state": held.get_state_display()})


def _refuse_car(lift: Lift, car: Driver) -> None:
    if car.gone_at is not None:
        raise Refused(_("%(name)s has gone home. Choose another driver.") % {"name": car.name})
    if lift.people > car.seats:
        words = _("%(name)s has %(seats)s seats, and %(people)s want to come. Choose another car, or make two lifts.")
        raise Refused(words % {"name": car.name, "seats": car.seats, "people": lift.people})
    lacking = rules.lacking(lift.needs, car.takes)
    if lacking:
        words = _("%(name)s’s car can’t take this: %(needs)s. Choose another driver.")
        raise Refused(words % {"name": car.name, "needs": ", ".join(str(need.label) for need in lacking)})


def _refuse_hours(lift: Lift, car: Driver) -> None:
    if rules.outside(lift, car):
        words = _(
            "%(name)s drives %(drives)s, and this lift is wanted %(wanted)s. Choose another driver, or change the time"
            " that one of them gave."
        )
        said = {"name": car.name, "drives": queries.hours_words(car), "wanted": queries.hours_words(lift)}
        raise Refused(words % said)


def _mark(lift: Lift, elector: Elector, at: datetime.datetime, by: User) -> None:
    marks.refuse_outside(lift.election, at)
    secrecy.refuse_inside(by, lift.election.polling_on)
    told.record(lift.election, told.entry(_mark_id(lift, at), elector, at), source=MarkSource.DOOR, by=by)


def _mark_id(lift: Lift, settled_at: datetime.datetime) -> uuid.UUID:
    """Return the id of the mark that came of a lift: of this time that it was done, since marks are never changed."""
    return uuid.uuid5(lift.pk, settled_at.isoformat())
