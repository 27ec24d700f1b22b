"""A register that is replaced while phones are out (F9): events are attached or wait for a person; none is dropped."""

from __future__ import annotations

import datetime
import random
import threading
from pathlib import Path

import pytest
from django.conf import LazySettings

from access import scoping
from canvass.actions import imports
from canvass.models import ContactEvent, Elector, Household, LatestContact
from tests import cast as people
from tests.everywhere import everywhere
from tests.factories import canvass, registers
from tests.faults import dice, phones
from tests.faults.phones import Street, check, together
from tests.faults.proxy import Proxy
from tests.journeys.servers import Server

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

PHONES, EVENTS = (16, 250) if dice.FULL else (4, 40)
_SECONDS = 600 if dice.FULL else 120
HOUSES = 12
DAY = datetime.date(2025, 12, 1)


@pytest.fixture
def street(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Street:
    """Tanyard Row as the register has it, on a board."""
    settings.PRIVATE_FILES = tmp_path / "files"
    cast = people.make()
    path = registers.xpress(tmp_path / "old.csv", registers.street(houses=HOUSES))
    imports.bring_in_file(path=path, unit=cast.wexcombe, dated_on=DAY)
    with scoping.units([cast.wexcombe.pk]):
        doors = list(Household.objects.order_by("pk"))
        electors = list(Elector.objects.select_related("polling_district").order_by("number"))
    return Street(cast, canvass.board(cast.osei, *doors), doors, electors)


def next_month(tmp_path: Path) -> Path:
    """Write the register in which everybody has another number, two houses are empty, and some people are new."""
    stayed = [one for one in registers.street(houses=HOUSES, start=101) if not one.address.startswith(("1 ", "2 "))]
    new = registers.Person("HH1", 500, "Newcombe", "Nia", "3 Tanyard Row|Wexcombe")
    return registers.xpress(tmp_path / "new.csv", [*stayed, new])


def test_no_event_is_dropped_when_the_register_is_replaced(
    street: Street, server: Server, chance: random.Random, tmp_path: Path
) -> None:
    unit = street.cast.wexcombe
    callers = [phones.caller(street, server.port, EVENTS, chance) for _ in range(PHONES)]
    made = {event["id"]: event for one in callers for event in one.queue}
    replaced = threading.Event()

    def replace_it() -> None:
        if not replaced.is_set() and sum(len(one.told) for one in callers) > len(made) // 4:
            imports.bring_in_file(
                path=next_month(tmp_path),
                unit=unit,
                dated_on=DAY + datetime.timedelta(days=31),
                by=street.cast.osei,
                confirmed_by=street.cast.marian,  # so many deletions need a second person
            )
            replaced.set()

    with Proxy(to=server.port, seed=chance.randrange(10**6)) as proxy:
        for one in callers:
            one.port = proxy.port
        together(callers, _SECONDS, replace_it)
    assert replaced.is_set()
    waiting = check(callers, list(made))
    assert set(waiting.values()) <= {"ELECTOR_GONE"}

    with everywhere():
        gone = set(Elector.objects.exclude(left_on=None).values_list("pk", flat=True))
        assert gone == {one.pk for one in street.electors[:4]}
        answered = {pk for pk, event in made.items() if event["elector"]}
        about_gone = {pk for pk in answered if made[pk]["elector"] in gone}
        assert waiting.keys() <= about_gone, "who stayed is attached, though everybody has another number"
        late = [pk for one in callers for pk in one.told if pk in waiting]
        assert len(late) == len(waiting)
        for row in ContactEvent.objects.filter(pk__in=answered):
            sent = made[str(row.pk)]
            named = (row.elector_id, row.household_id, row.district_code, row.number)
            assert named == (sent["elector"], sent["household"], sent["district"], sent["number"])
        counted = {made[pk]["elector"] for pk in answered - waiting.keys()}
        assert set(LatestContact.objects.values_list("pk", flat=True)) <= counted
