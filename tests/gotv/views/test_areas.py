"""A role that is limited to one ward: whoever holds it sees nobody of another ward, on any page of any floor."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import hooks, scoping
from access.models import AuditEvent, Grant, Unit
from access.queries import accesses
from access.roles import RoleName
from canvass.actions import boards as board_actions
from canvass.models import Board, Elector, PollingDistrict, Ward
from canvass.queries import start
from gotv.actions import knocks, postal, sheets
from gotv.actions import lifts as lift_actions
from gotv.models import Driver, Election, Lift, PollingStation, Round, Sheet, VoteMark
from gotv.queries import knock_ups
from kit import clock
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, gotv, phones
from tests.factories.phones import Phone


@dataclass(frozen=True)
class Half:
    """One ward: its people are all called by one surname."""

    ward: Ward
    district: PollingDistrict
    elector: Elector
    board: Board
    phone: Phone
    waiting: str
    mark: VoteMark


@dataclass(frozen=True)
class World:
    cast: Cast
    election: Election
    ours: Half
    theirs: Half
    client: Client  # of Osei, who may only see to our ward

    def get(self, name: str, **kwargs: object) -> tuple[int, str]:
        answer = self.client.get(reverse(name, kwargs={"unit": "wexcombe", **kwargs}))
        return answer.status_code, answer.content.decode()

    def post(self, name: str, data: dict | None = None, **kwargs: object) -> int:
        return self.client.post(reverse(name, kwargs={"unit": "wexcombe", **kwargs}), data or {}).status_code


def _half(cast: Cast, election: Election, ward_name: str, code: str, surname: str) -> Half:
    ward = canvass.ward(cast.wexcombe, ward_name)
    district = canvass.district(cast.wexcombe, code, in_ward=ward)
    door = canvass.household(canvass.street(cast.wexcombe, f"{ward_name} Street"), 1, in_district=district)
    elector = canvass.elector(door, "Elsie", surname)
    promised = canvass.elector(door, "Graham", surname)
    gotv.promise(promised)
    board = canvass.board(cast.osei, door, name=f"{ward_name} board")
    canvass.hand(board, cast.alun, cast.osei)
    phone = phones.phone(board, cast.alun)
    waiting = phone.answer(elector, board_id=str(canvass.board(cast.osei, door, name=f"{ward_name} old").pk))
    phone.send(waiting | {"schema_v": 0})
    station = gotv.station(election, f"{ward_name} Hall", district)
    with scoping.units([cast.wexcombe.pk]):
        mark = gotv.mark(station, elector)
    return Half(ward, district, elector, board, phone, waiting["id"], mark)


@pytest.fixture
def world(cast: Cast) -> World:
    election = gotv.election(cast.wexcombe, rehearsal=True)
    ours = _half(cast, election, "Harrow Hill", "HH1", "Marchbank")
    theirs = _half(cast, election, "Castle", "CA1", "Okonkwo")
    with everywhere():
        Grant.objects.filter(user=cast.osei).update(area=[f"ward:{ours.ward.pk}"])
    return World(cast, election, ours, theirs, people.sign_in(cast.osei))


LISTS = (
    ("canvass:register", False),
    ("canvass:boards", False),
    ("canvass:board_new", False),
    ("canvass:devices", False),
    ("canvass:answers", False),
    ("gotv:knock_ups", True),
    ("gotv:left_map", True),
    ("gotv:marks", True),
)


@pytest.mark.parametrize(("name", "of_election"), LISTS, ids=[name for name, _ in LISTS])
def test_a_list_holds_what_lies_in_the_ward(world: World, name: str, of_election: bool) -> None:
    status, html = world.get(name, **({"election": world.election.pk} if of_election else {}))
    assert status == 200
    assert any(word in html for word in ("HH1", "Harrow Hill board", "Marchbank"))
    for word in ("Okonkwo", "CA1", "Castle board", "Castle Street"):
        assert word not in html


def test_whatever_is_about_another_ward_is_not_found(world: World) -> None:
    there, election = world.theirs, world.election.pk
    pages = [
        ("canvass:board", {"board": there.board.pk}),
        ("canvass:board_sheets", {"board": there.board.pk}),
        ("canvass:board_hand_out", {"board": there.board.pk}),
        ("canvass:lift", {"elector": there.elector.pk}),
        ("gotv:knock_up_list", {"election": election, "district": there.district.pk}),
        ("gotv:knock_up_sheets", {"election": election, "district": there.district.pk}),
        ("gotv:postal_list", {"election": election, "district": there.district.pk}),
        ("gotv:void_mark", {"election": election, "mark": there.mark.pk}),
    ]
    for name, kwargs in pages:
        assert world.get(name, **kwargs)[0] == 404, name
    deeds = [
        ("canvass:board_take_back", {}, {"board": there.board.pk}),
        ("canvass:board_close", {}, {"board": there.board.pk}),
        ("canvass:board_reopen", {}, {"board": there.board.pk}),
        ("canvass:device_lost", {}, {"phone": there.phone.grant.pk}),
        ("canvass:answers_accept", {"event": there.waiting}, {}),
        ("canvass:answers_set_aside", {"event": there.waiting, "reason": "not ours"}, {}),
        ("canvass:answer_undo", {}, {"event": there.waiting}),
        ("gotv:postal_sheets", {}, {"election": election, "district": there.district.pk}),
        ("canvass:put_back", {"mark": "moved"}, {"elector": there.elector.pk}),
        ("canvass:board_new", {"whole": there.district.pk, "key": "0190aabb-0000-4000-8000-000000000001"}, {}),
    ]
    for name, data, kwargs in deeds:
        query = f"?district={world.ours.district.pk}" if name == "canvass:board_new" else ""
        address = reverse(name, kwargs={"unit": "wexcombe", **kwargs}) + query
        assert world.client.post(address, data).status_code == 404, name
    assert world.client.get(f"/u/wexcombe/canvass/boards/new/?district={there.district.pk}").status_code == 404
    refused = AuditEvent.objects.filter(verb="access.out_of_area", actor_id=world.cast.osei.pk)
    assert refused.count() >= len(pages)
    there.board.refresh_from_db()
    assert there.board.closed_at is None


def test_the_same_pages_open_for_ones_own_ward(world: World) -> None:
    here, election = world.ours, world.election.pk
    for name, kwargs in [
        ("canvass:board", {"board": here.board.pk}),
        ("canvass:board_sheets", {"board": here.board.pk}),
        ("canvass:board_hand_out", {"board": here.board.pk}),
        ("canvass:lift", {"elector": here.elector.pk}),
        ("gotv:knock_up_list", {"election": election, "district": here.district.pk}),
        ("gotv:knock_up_sheets", {"election": election, "district": here.district.pk}),
        ("gotv:void_mark", {"election": election, "mark": here.mark.pk}),
    ]:
        status, html = world.get(name, **kwargs)
        assert status == 200, name
        assert "Okonkwo" not in html
    assert world.post("canvass:answers_set_aside", {"event": here.waiting, "reason": "made up"}) == 302
    assert world.post("canvass:device_lost", phone=here.phone.grant.pk) == 302


def test_the_dashboard_names_the_way_to_ones_own_lists_only(world: World) -> None:
    _status, html = world.get("gotv:districts", election=world.election.pk)
    assert f"knock-ups/{world.ours.district.pk}/" in html
    assert f"knock-ups/{world.theirs.district.pk}/" not in html
    assert "CA1" in html  # figures name nobody, and are everybody's who runs polling day


@dataclass(frozen=True)
class Busy:
    """A polling day in full swing in both wards, with one driver who has a lift in each."""

    driver: Driver
    lift: Lift
    round: Round
    sheet: Sheet


@pytest.fixture
def busy(world: World) -> Busy:
    poll, osei = world.election, world.cast.osei
    driver, lifts = gotv.driver(poll), []
    for half in (world.ours, world.theirs):
        gotv.absent(half.elector, poll)
        at = clock.at(poll.polling_on, 14)
        wants = gotv.lift(poll, half.elector, from_at=at, until_at=at + datetime.timedelta(hours=1))
        out = gotv.round(poll, half.district, osei)
        with scoping.units([poll.unit_id]):
            lifts.append(lift_actions.give(lift=wants, driver=driver, by=osei))
            said = knocks.Said(uuid.uuid4(), half.elector.household_id or 0, "wont", timezone.now(), half.elector.pk)
            knocks.record(one=out, said=[said], by=osei)
            facts = {"election": poll, "elector": half.elector, "by": osei}
            postal.note(said="means_to", key=uuid.uuid4(), **facts)
            (page, *_more) = sheets.lay_out(
                election=poll, district=half.district, streets=knock_ups.doors(poll, half.district), by=osei
            )
    gotv.frozen(poll, world.cast.marian)
    return Busy(driver, lifts[1], out, page.sheet)


_PAGES = (
    "absent", "box_totals", "checks", "counts", "dashboard", "day_report", "districts", "drivers", "figures",
    "franchise", "frozen", "frozen_add", "frozen_changes", "gaps", "hidden", "knock_ups", "left_map", "lifts", "marks",
    "numbers", "packs", "postal", "postal_answers", "readiness", "rota", "rounds", "rounds_history", "sheets",
    "teller_passes", "turnout", "wall", "wall_figures",
)  # fmt: skip


def test_no_page_of_polling_day_names_anybody_of_another_ward(world: World, busy: Busy) -> None:
    for name in _PAGES:
        status, html = world.get(f"gotv:{name}", election=world.election.pk)
        assert status == 200, name
        assert "Okonkwo" not in html, name
    for asked in ("?state=done", "?state=planned", "?room=0"):
        html = world.client.get(reverse("gotv:lifts", args=["wexcombe", world.election.pk]) + asked).content.decode()
        assert "Okonkwo" not in html, asked
    html = world.client.get(reverse("gotv:ask_lift", args=["wexcombe", world.election.pk]) + "?q=elsie").content
    assert b"Okonkwo" not in html


def test_what_is_under_way_in_another_ward_is_not_found(world: World, busy: Busy) -> None:
    poll = world.election.pk
    for name, which in [
        ("lift", {"lift": busy.lift.pk}),
        ("edit_lift", {"lift": busy.lift.pk}),
        ("round", {"round": busy.round.pk}),
        ("round_hand", {"round": busy.round.pk}),
        ("round_begin", {"district": world.theirs.district.pk}),
        ("sheet", {"code": busy.sheet.code}),
    ]:
        assert world.get(f"gotv:{name}", election=poll, **which)[0] == 404, name
    for name, which in [
        ("give_lift", {"lift": busy.lift.pk}),
        ("lift_done", {"lift": busy.lift.pk}),
        ("round_end", {"round": busy.round.pk}),
        ("round_sheets", {"round": busy.round.pk}),
        ("postal_answer", {"elector": world.theirs.elector.pk}),
    ]:
        assert world.post(f"gotv:{name}", election=poll, **which) == 404, name


def test_a_driver_who_drives_in_other_wards_too_is_not_shown_whole(world: World, busy: Busy) -> None:
    """Not the lifts of another ward, nor the link on which they stand, nor whose they are beside one's own."""
    where = {"election": world.election.pk, "driver": busy.driver.pk}
    _status, html = world.get("gotv:driver", **where)
    assert "Marchbank" in html
    assert "Okonkwo" not in html
    assert "1 lift of another ward" in html
    assert "/gotv/drive/" not in html
    assert "a lift of another ward, 14:00 to 15:00" in world.get("gotv:lifts", election=world.election.pk)[1]
    everybody = people.sign_in(world.cast.marian)
    html = everybody.get(reverse("gotv:driver", kwargs={"unit": "wexcombe", **where})).content.decode()
    assert "Okonkwo" in html
    assert "/gotv/drive/" in html


def test_what_needs_somebody_is_what_they_may_open(world: World) -> None:
    access = accesses.of(world.cast.osei)
    with scoping.units([world.cast.wexcombe.pk]):
        titles = [need.title for need in start.needs(access, world.cast.wexcombe)]
    assert "Decide about one answer" in titles


def test_a_board_half_outside_the_ward_is_outside(world: World) -> None:
    both = canvass.board(world.cast.osei, world.ours.elector.household, world.theirs.elector.household, name="Both")
    assert world.get("canvass:board", board=both.pk)[0] == 404
    assert "Both" not in world.get("canvass:boards")[1]


def test_a_board_is_handed_only_to_somebody_whose_role_reaches_all_its_doors(world: World, clp: Unit) -> None:
    _status, html = world.get("canvass:board_hand_out", board=world.ours.board.pk)
    assert "Osei Mensah-Hart" in html
    cast, board = world.cast, world.theirs.board
    html = people.sign_in(cast.marian).get(f"/u/wexcombe/canvass/boards/{board.pk}/hand-out/").content.decode()
    assert "Osei Mensah-Hart" not in html.split("<form")[-1]
    with scoping.units([clp.pk]):
        out = board.handings.first()
        with pytest.raises(Refused, match="another area"):
            board_actions.hand_out(by=cast.marian, board=board, to=cast.osei, read_until=out.read_until, instead_of=out)


def test_a_board_that_left_the_area_is_not_read_on_the_phone(world: World) -> None:
    canvass.hand(canvass.board(world.cast.marian, world.theirs.elector.household), world.cast.osei, world.cast.marian)
    handed = Board._base_manager.latest("made_at")
    answer = world.client.get(f"/canvass/board/{handed.pk}/")
    assert answer.status_code == 404
    assert "Okonkwo" not in answer.content.decode()


def test_only_what_lies_in_the_ward_can_be_chosen(world: World) -> None:
    """Stations, districts and committee rooms in forms: also where nobody of the register is named."""
    room = gotv.room(world.election, "Room Harrow Hill", world.ours.district)
    gotv.room(world.election, "Room Castle", world.theirs.district)
    pk = world.election.pk
    pages: list[tuple[str, dict]] = [("sheets", {}), ("numbers", {}), ("ask_lift", {}), ("lifts", {})]
    for name, kwargs in [*pages, ("void_mark", {"mark": world.ours.mark.pk})]:
        status, page = world.get(f"gotv:{name}", election=pk, **kwargs)
        assert status == 200, name
        ours, theirs = ("Room Harrow Hill", "Room Castle") if "lift" in name else ("HH1", "CA1")
        assert ours in page, name
        assert theirs not in page, name
    assert "Castle Hall" not in world.get("gotv:sheets", election=pk)[1]
    with everywhere():
        their_station = PollingStation.objects.get(districts=world.theirs.district).pk
    answer = world.client.post(
        reverse("gotv:make_pad", kwargs={"unit": "wexcombe", "election": pk}), {"pad-station": their_station}
    )
    assert "Select a valid choice" in answer.content.decode()
    ask = reverse("gotv:ask_lift", kwargs={"unit": "wexcombe", "election": pk})
    wish = {"key": str(uuid.uuid4()), "name": "Wilf", "address": "2 Castle Street", "people": 1}
    assert "Choose a committee room of your wards" in world.client.post(ask, wish).content.decode()
    noted = world.client.post(ask, wish | {"room": room.pk}, follow=True)
    assert "The lift is noted" in noted.content.decode()  # and the page of it opens


def test_two_wards_are_both_seen_and_a_second_role_for_all_opens_all(world: World) -> None:
    with everywhere():
        grant = Grant.objects.get(user=world.cast.osei)
        grant.area = [f"ward:{world.ours.ward.pk}", f"ward:{world.theirs.ward.pk}"]
        grant.save()
    assert world.get("canvass:board", board=world.theirs.board.pk)[0] == 200
    with everywhere():
        grant.area = ["ward:0"]
        grant.save()
    assert world.get("canvass:board", board=world.theirs.board.pk)[0] == 404
    people.grant(world.cast.osei, world.cast.wexcombe, RoleName.DATA_OFFICER)
    assert world.get("canvass:board", board=world.theirs.board.pk)[0] == 200  # read, as a data officer
    assert world.get("canvass:board_sheets", board=world.theirs.board.pk)[0] == 404  # make, as an organiser of no ward


def test_the_wards_of_a_unit_can_be_asked_for(world: World) -> None:
    unit = world.cast.wexcombe
    with scoping.units([unit.pk]):
        found = [area for ask in hooks.areas for area in ask(unit)]
    assert [(area.key, area.label) for area in found] == [
        (f"ward:{world.theirs.ward.pk}", "Castle"),
        (f"ward:{world.ours.ward.pk}", "Harrow Hill"),
    ]
