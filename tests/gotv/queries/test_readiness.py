from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from access import scoping
from access.models import Absence
from access.roles import RoleName
from gotv.actions import rooms, shifts
from gotv.enums import AbsentKind, RoomDuty
from gotv.models import Election, PaperPack, TellerPass
from gotv.queries import readiness
from gotv.rules.hours import Hours
from kit import clock
from tests import cast as people
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _lines(day: Day, election: Election | None = None) -> list[readiness.Line]:
    with scoping.units(day.cast.wexcombe.lineage()):
        return readiness.lines(election or day.poll)


def _missing(day: Day) -> str:
    return " ".join(line.what for line in _lines(day) if line.missing)


def test_what_is_missing_is_said_with_what_to_do_and_where(day: Day) -> None:
    lines = _lines(day)
    said = _missing(day)
    for words in (
        "One district votes nowhere yet: HH2.",
        "There is no committee room yet.",
        "One station has no teller: Library.",
        "No room has a paper pack",
        "The knock-up list is not frozen.",
        "There is no list of postal voters yet.",
    ):
        assert words in said
    assert all(line.do and line.page and line.button for line in lines if line.missing)
    assert not any(line.do for line in lines if not line.missing)


def test_a_rehearsal_needs_no_dispatch_date_and_a_poll_does(day: Day) -> None:
    assert "postal votes are sent out" not in " ".join(line.what for line in _lines(day))
    poll = make.election(day.cast.wexcombe, "Borough", on=clock.today() + datetime.timedelta(days=30))
    assert any("Nobody has said when postal votes" in line.what for line in _lines(day, poll))


def test_tellers_are_asked_for_once_there_are_stations(day: Day) -> None:
    bare = make.election(day.cast.wexcombe, "Bare", rehearsal=True)
    said = " ".join(line.what for line in _lines(day, bare))
    assert "There are no polling stations yet." in said
    assert "teller" not in said


def test_without_a_register_nothing_of_it_is_asked(day: Day) -> None:
    day.poll.counts_only = True
    said = _missing(day)
    assert "frozen" not in said
    assert "postal" not in said
    assert "pack" not in said
    assert "There are no figures of Contact Creator yet." in said
    assert "No ballot box is known at one station: Library." in said


def test_rooms_need_somebody_who_runs_them_and_all_districts(day: Day) -> None:
    room = make.room(day.poll, "Castle", day.hh1)
    said = _missing(day)
    assert "One district is no room’s: HH2." in said
    assert "Nobody runs one room: Castle." in said
    assert "One room has not fetched a paper pack: Castle." in said
    with scoping.units([day.cast.wexcombe.pk]):
        rooms.add_officer(room=room, user=day.cast.osei, duty=RoomDuty.LEAD, by=None)
        rooms.arrange(election=day.poll, places={day.hh2: room}, by=None)
        PaperPack.objects.create(
            unit=day.cast.wexcombe,
            election=day.poll,
            room=room,
            built_at=timezone.now(),
            fetched_at=timezone.now(),
            fetched_by=day.cast.osei,
        )
    said = _missing(day)
    assert "room" not in said


def test_a_code_that_was_never_tried_is_not_ready(day: Day) -> None:
    with scoping.units([day.cast.wexcombe.pk]):
        hours = Hours(clock.at(day.poll.polling_on, 7), clock.at(day.poll.polling_on, 9))
        shifts.add(station=day.hall, hours=hours, name="Kitty", by=None)
    assert "One teller on the rota has neither an account nor a code." in _missing(day)
    with scoping.units([day.cast.wexcombe.pk]):
        code = TellerPass.objects.create(
            unit=day.cast.wexcombe,
            election=day.poll,
            station=day.hall,
            name="Kitty",
            token_sha256=b"x" * 32,
            expires_at=timezone.now() + datetime.timedelta(days=1),
        )
    assert "One teller’s code has not been tried." in _missing(day)
    assert "no teller" not in _missing(day)
    assert "neither" not in _missing(day)
    with scoping.units([day.cast.wexcombe.pk]):
        TellerPass.objects.filter(pk=code.pk).update(checked_at=timezone.now())
    assert "code" not in _missing(day)


def test_a_teller_with_an_account_needs_no_code(day: Day) -> None:
    make.shift(day.hall, 7, 9, day.cast.tess)
    assert "code" not in _missing(day)


def test_the_list_of_postal_voters(day: Day) -> None:
    make.absent_list(day.poll, f"HH1,{day.graham.number}\n", AbsentKind.POSTAL, approved=True)
    assert "postal voters" not in _missing(day)


def _away(day: Day, name: str, **facts: object) -> None:
    with scoping.units(day.cast.wexcombe.lineage()):
        on = day.poll.polling_on
        user = getattr(day.cast, name)
        Absence.objects.create(unit=day.cast.wexcombe, user=user, from_on=on, until_on=on, **facts)


def test_deciders_who_are_away_that_day_are_named(day: Day) -> None:
    assert "away" not in _missing(day)
    _away(day, "osei")
    assert f"{day.cast.osei.name}, who decides about access, is away." in _missing(day)
    _away(day, "marian")
    assert "Nobody who decides about access is there on the day." in _missing(day)


def test_an_absence_that_was_called_off_is_none(day: Day) -> None:
    _away(day, "osei", called_off_at=timezone.now())
    assert "away" not in _missing(day)


def test_roles_that_are_not_open_yet_are_named(day: Day) -> None:
    newcomer = people.newcomer()
    people.grant(newcomer, day.cast.wexcombe, RoleName.TELLER)
    assert f"{newcomer.name} has a role that is not open yet." in _missing(day)


@pytest.mark.parametrize("size", [1, 5])
def test_its_size_adds_no_queries(day: Day, size: int, django_assert_max_num_queries: Callable) -> None:
    for n in range(size):
        district = canvass.district(day.cast.wexcombe, f"ZZ{n}")
        canvass.elector(canvass.household(canvass.street(day.cast.wexcombe), n + 1, in_district=district))
        make.station(day.poll, f"Hall {n}", district)
        make.room(day.poll, f"Room {n}")
    with scoping.units(day.cast.wexcombe.lineage()), django_assert_max_num_queries(30):
        readiness.lines(day.poll)
