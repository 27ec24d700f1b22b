"""What polling day puts on the start page."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from access import scoping
from access.models import User
from access.queries import accesses
from access.roles import RoleName
from gotv.actions import rooms
from gotv.enums import RoomDuty
from gotv.queries import start
from tests import cast as people
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_POLL = datetime.date(2031, 5, 1)


def _at(moment: str) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False)


def _ask(what: str, cast: Cast, who: User) -> list:
    with scoping.units([cast.wexcombe.pk]):
        return getattr(start, what)(accesses.of(who), cast.wexcombe)


@pytest.fixture
def town(cast: Cast) -> Cast:
    for number, code in enumerate(("HH1", "HH2"), start=1):
        place = canvass.district(cast.wexcombe, code)
        canvass.elector(canvass.household(canvass.street(cast.wexcombe), number, in_district=place))
    return cast


def test_the_countdown_has_the_deadlines_of_the_next_poll(town: Cast) -> None:
    make.election(town.wexcombe, "Borough council", on=_POLL)
    make.election(town.wexcombe, "Later", on=datetime.date(2032, 5, 6))
    with _at("2031-04-01T12:00+00:00"):
        found = _ask("countdowns", town, town.marian)
    assert [one.label for one in found] == ["Borough council"]
    assert [(label, f"{timezone.localtime(at):%m-%d %H:%M}") for label, at in found[0].deadlines] == [
        ("Register to vote", "04-15 23:59"),
        ("Ask for a postal vote", "04-16 17:00"),
        ("Ask for a proxy vote", "04-23 17:00"),
        ("Ask for a free voter ID, where photo ID is asked for", "04-23 17:00"),
        ("Polls open", "05-01 07:00"),
    ]
    assert found[0].url.endswith(f"/gotv/{_election_id(found[0].url)}/")


def _election_id(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def test_a_rehearsal_has_no_deadlines_and_hides_no_poll(town: Cast) -> None:
    make.election(town.wexcombe, "Rehearsal", on=datetime.date(2031, 4, 2), rehearsal=True)
    make.election(town.wexcombe, "Borough council", on=_POLL)
    with _at("2031-04-01T12:00+00:00"):
        found = {one.label: one.deadlines for one in _ask("countdowns", town, town.marian)}
    assert found["Rehearsal"] == ()
    assert len(found["Borough council"]) == 5


@pytest.mark.parametrize(("kind", "dates"), [("holyrood", 1), ("senedd", 4), ("parliament", 5)])
def test_what_binds_where(town: Cast, kind: str, dates: int) -> None:
    make.election(town.wexcombe, on=_POLL, type=kind)
    with _at("2031-04-01T12:00+00:00"):
        assert len(_ask("countdowns", town, town.marian)[0].deadlines) == dates


def test_who_may_not_open_polling_day_gets_the_date_without_a_way_in(town: Cast) -> None:
    make.election(town.wexcombe, on=_POLL)
    with _at("2031-04-01T12:00+00:00"):
        assert _ask("countdowns", town, town.alun)[0].url == ""


def test_a_poll_that_is_over_is_counted_down_to_no_more(town: Cast) -> None:
    make.election(town.wexcombe, on=_POLL)
    with _at("2031-05-01T22:30+00:00"):
        assert len(_ask("countdowns", town, town.marian)) == 1
    with _at("2031-05-01T23:00+00:00"):
        assert _ask("countdowns", town, town.marian) == []


def test_an_election_within_a_week_without_stations_needs_somebody(town: Cast) -> None:
    make.election(town.wexcombe, on=_POLL)
    with _at("2031-04-23T12:00+00:00"):
        assert _ask("needs", town, town.osei) == []
    with _at("2031-04-24T12:00+00:00"):
        need = _ask("needs", town, town.osei)[0]
        assert "no polling stations yet" in need.what
        assert need.due_at == datetime.datetime(2031, 5, 1, 6, tzinfo=datetime.UTC)
        assert _ask("needs", town, town.tess) == []
        assert _ask("needs", town, town.priya) == []


def test_districts_that_vote_nowhere_need_somebody(town: Cast) -> None:
    poll = make.election(town.wexcombe, on=_POLL)
    hall = make.station(poll, "Hall", canvass.district(town.wexcombe, "HH1"))
    with _at("2031-05-01T06:00+00:00"):
        assert "one district votes nowhere yet" in _ask("needs", town, town.osei)[0].what
        with scoping.units([town.wexcombe.pk]):
            hall.districts.add(canvass.district(town.wexcombe, "HH2"))
        assert _ask("needs", town, town.osei) == []


def test_a_silent_station_needs_somebody(town: Cast) -> None:
    poll = make.election(town.wexcombe, on=_POLL)
    make.station(poll, "Hall", *(canvass.district(town.wexcombe, code) for code in ("HH1", "HH2")))
    with _at("2031-05-01T06:44+00:00"):
        assert _ask("needs", town, town.priya) == []
    with _at("2031-05-01T07:30+00:00"):
        need = _ask("needs", town, town.priya)[0]
        assert need.title == "One station is silent"
        assert need.what == "Nothing from Hall for 1 h 30 min."
        assert need.since == datetime.datetime(2031, 5, 1, 6, tzinfo=datetime.UTC)
        assert [one.title for one in _ask("needs", town, town.tess)] == ["Tell at a polling station"]
    with _at("2031-05-01T21:00+00:00"):
        assert _ask("needs", town, town.priya) == []


def test_empty_hours_of_the_rota_are_for_whoever_could_tell(town: Cast) -> None:
    hall = make.station(make.election(town.wexcombe, on=_POLL), "Hall", canvass.district(town.wexcombe, "HH1"))
    with _at("2031-04-26T12:00+00:00"):
        assert _ask("needs", town, town.alun) == []
        need = _ask("needs", town, town.tess)[0]
        assert "15 hours are empty" in need.what
        assert need.url == "/gotv/teller/hours/"
        make.shift(hall, 7, 22, town.tess)
        assert _ask("needs", town, town.tess) == []


def test_whoever_has_a_duty_in_a_room_goes_to_its_screen_and_is_not_asked_to_tell(town: Cast) -> None:
    poll = make.election(town.wexcombe, on=_POLL)
    make.station(poll, "Hall", canvass.district(town.wexcombe, "HH1"))
    castle = make.room(poll, "Castle")
    people.grant(town.noor, town.wexcombe, RoleName.COMMITTEE_ROOM)
    with _at("2031-05-01T05:30+00:00"):
        assert [one.title for one in _ask("needs", town, town.noor)] == ["Tell at a polling station"]
        with scoping.units([town.wexcombe.pk]):
            rooms.add_officer(room=castle, user=town.noor, duty=RoomDuty.LEAD, by=town.osei)
        assert [(one.title, one.url) for one in _ask("needs", town, town.noor)] == [
            ("Your committee room: Castle", f"/u/wexcombe/gotv/{poll.pk}/screens/{castle.pk}/")
        ]
    with _at("2031-04-28T12:00+00:00"):
        assert _ask("needs", town, town.noor) == []


def test_on_the_day_a_teller_goes_to_the_keypad_and_a_polling_agent_to_the_counts(town: Cast) -> None:
    poll = make.election(town.wexcombe, on=_POLL)
    hall = make.station(poll, "Hall", canvass.district(town.wexcombe, "HH1"))
    make.shift(hall, 9, 22, town.tess)
    make.shift(hall, 7, 9, town.alun)
    people.grant(town.noor, town.wexcombe, RoleName.POLLING_AGENT)
    with _at("2031-05-01T05:30+00:00"):
        [need] = _ask("needs", town, town.tess)
        assert (need.title, need.url) == ("You tell at Hall", f"/gotv/teller/{hall.pk}/")
        assert "09:00 to 22:00" in need.what
        [need] = _ask("needs", town, town.noor)
        assert (need.title, need.url) == ("Send counts from the ballot box", f"/u/wexcombe/gotv/{poll.pk}/counts/")
    with _at("2031-04-30T12:00+00:00"):
        assert _ask("needs", town, town.tess) == _ask("needs", town, town.noor) == []


def test_the_start_page_shows_them(town: Cast) -> None:
    make.election(town.wexcombe, "Borough council", on=_POLL)
    with _at("2031-04-28T12:00+00:00"):
        page = town.client(town.marian).get("/u/wexcombe/").content.decode()
    assert "Set up the polling stations" in page
    assert "Borough council" in page
