"""The page of gaps: whom to ring about a station, for those who work in a committee room and nobody else."""

from __future__ import annotations

import datetime

import time_machine
from django.test import Client
from django.urls import reverse

from access import scoping
from access.roles import RoleName
from gotv.actions import passes, shifts
from gotv.queries import passes as codes
from gotv.rules.hours import Hours
from kit import clock
from tests import cast as people
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def test_a_silent_station_says_whom_to_ring(day: Day) -> None:
    on = datetime.date(2031, 5, 1)
    poll = make.election(day.cast.wexcombe, on=on)
    hall = make.station(poll, "Town Hall", day.hh1)
    make.station(poll, "Chapel", canvass.district(day.cast.wexcombe, "HH9"))
    people.grant(day.cast.noor, day.cast.wexcombe, RoleName.COMMITTEE_ROOM)
    url = reverse("gotv:gaps", kwargs={"unit": "wexcombe", "election": poll.pk})

    def hours(begins: int, ends: int) -> Hours:
        return Hours(clock.at(on, begins), clock.at(on, ends))

    with scoping.units([day.cast.wexcombe.pk]):
        shifts.add(station=hall, hours=hours(7, 10), name="Edna Marsh", phone="01632 960001", by=day.cast.osei)
        shifts.add(station=hall, hours=hours(10, 12), name="Bert Late", phone="01632 960002", by=day.cast.osei)
        with time_machine.travel(clock.at(on, 6, 40), tick=False):
            code = passes.make(station=hall, by=day.cast.osei)
    with time_machine.travel(clock.at(on, 6, 45), tick=False):
        teller = {"name": "Kitty Vale", "phone": "01632 960003", "outside": "on"}
        Client().post(reverse("gotv:teller_use", kwargs={"token": codes.token(code)}), teller)
    with time_machine.travel(clock.at(on, 8), tick=False):
        room = day.cast.client(day.cast.noor).get(url).content.decode()
        region = day.cast.client(day.cast.priya).get(url).content.decode()
    for words in ("No number yet.", "Edna Marsh", "tel:01632960001", "Kitty Vale", "tel:01632960003"):
        assert words in room
    assert "Bert Late" not in room  # comes at ten
    assert "nobody is there by the rota" in room  # the chapel
    assert "Town Hall" in region
    assert "Edna" not in region
    assert "01632" not in region
