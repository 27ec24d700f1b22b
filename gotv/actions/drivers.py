"""Drivers of the day: added, changed, gone home and back, and the link to their own page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from gotv.actions import elections
from gotv.enums import LiftState
from gotv.models import CommitteeRoom, Driver, Election, Lift
from kit.errors import Refused


@dataclass(frozen=True)
class Facts:
    """What is known of a driver. `takes` are LiftNeed values that the car can serve; None for the times: all day."""

    name: str
    phone: str = ""
    car: str = ""
    seats: int = 3
    takes: Sequence[str] = ()
    room: CommitteeRoom | None = None
    from_at: datetime.datetime | None = None
    until_at: datetime.datetime | None = None


@transaction.atomic
def add(*, election: Election, facts: Facts, by: User | None, user: User | None = None) -> Driver:
    """Note somebody with a car. Raises Refused without a name or a seat, and when the day is over."""
    election = elections.lock(election)
    driver = Driver(unit_id=election.unit_id, election=election, user=user)
    _set(driver, facts)
    audit.record("driver.added", by=by, unit=election.unit_id, obj=driver)
    return driver


@transaction.atomic
def change(*, driver: Driver, facts: Facts, by: User) -> Driver:
    """Change what is known of a driver. Lifts that they have stay theirs. Raises Refused as `add` does."""
    held = _held(driver)
    _set(held, facts)
    audit.record("driver.changed", by=by, unit=held.unit_id, obj=held)
    return held


@transaction.atomic
def go_home(*, driver: Driver, by: User | None) -> int:
    """Note that a driver has gone home. What they had not begun is wanted again. Returns how many lifts that were.

    A second time changes nothing. Raises Refused while somebody is in their car.
    """
    held = _held(driver)
    if held.gone_at is not None:
        return 0
    theirs = Lift.objects.filter(driver=held)
    if theirs.filter(state=LiftState.UNDER_WAY).exists():
        raise Refused(_("%(name)s has a lift under way. Say first how it ended.") % {"name": held.name})
    held.gone_at = timezone.now()
    held.save(update_fields=["gone_at"])
    free = theirs.filter(state=LiftState.PLANNED).update(state=LiftState.WANTED, driver=None)
    audit.record("driver.gone_home", by=by, unit=held.unit_id, obj=held, lifts=free)
    return free


@transaction.atomic
def come_back(*, driver: Driver, by: User) -> None:
    """Note that a driver is there again. Lifts that went to others stay theirs."""
    held = _held(driver)
    if held.gone_at is None:
        return
    held.gone_at = None
    held.save(update_fields=["gone_at"])
    audit.record("driver.came_back", by=by, unit=held.unit_id, obj=held)


@transaction.atomic
def new_link(*, driver: Driver, by: User) -> Driver:
    """Make a new link to the driver's own page. The one before opens nothing any more."""
    held = _held(driver)
    held.link += 1
    held.save(update_fields=["link"])
    audit.record("driver.link_made", by=by, unit=held.unit_id, obj=held)
    return held


def note_looked(*, driver: Driver, lifts: int) -> None:
    """Note that whoever has the driver's link saw so many lifts. They may have no account."""
    audit.record("driver.looked", by=driver.user, unit=driver.unit_id, obj=driver, lifts=lifts)


def _held(driver: Driver) -> Driver:
    elections.lock(driver.election)
    return Driver.objects.select_for_update(of=("self",)).get(pk=driver.pk)


def _set(driver: Driver, facts: Facts) -> None:
    if not facts.name.strip() or facts.seats < 1:
        raise Refused(_("A driver needs a name, and a car with a seat for somebody else. Nothing was changed."))
    # Not by asdict: it would copy the room, which is a row.
    given = {name: getattr(facts, name) for name in Facts.__dataclass_fields__} | {"takes": list(facts.takes)}
    for name, value in given.items():
        setattr(driver, name, value.strip() if isinstance(value, str) else value)
    driver.save()
