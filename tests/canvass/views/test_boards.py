"""Boards in the office: who may, what is made, and what a second tab finds."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent
from canvass.actions import boards as actions
from canvass.models import Board, BoardDoor, Elector, Handing
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass, targets


def office(name: str, board: Board | None = None, unit: str = "wexcombe") -> str:
    kwargs = {"unit": unit} | ({"board": board.pk} if board else {})
    return reverse(f"canvass:{name}", kwargs=kwargs)


def boards(cast: Cast) -> list[Board]:
    with scoping.units([cast.wexcombe.pk]):
        return list(Board.objects.order_by("made_at", "name"))


def until(hours: float = 8) -> str:
    return (timezone.localtime() + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


PAGES = ("boards", "board_new", "board", "board_sheets", "board_hand_out")
DEEDS = ("board_take_back", "board_close", "board_reopen")


@pytest.mark.parametrize("name", [*PAGES, *DEEDS])
class TestWhoMay:
    def ask(self, doorstep: Doorstep, name: str, who: str | None) -> int:
        user = getattr(doorstep.cast, who) if who else None
        board = None if name in {"boards", "board_new"} else doorstep.board
        client = doorstep.cast.client(user)
        return (client.post if name in DEEDS else client.get)(office(name, board)).status_code

    def test_the_organiser_may(self, doorstep: Doorstep, name: str) -> None:
        assert self.ask(doorstep, name, "osei") == (302 if name in DEEDS else 200)

    @pytest.mark.parametrize("who", ["alun", "tess"])
    def test_a_canvasser_and_a_teller_may_not(self, doorstep: Doorstep, name: str, who: str) -> None:
        assert self.ask(doorstep, name, who) == 403
        assert AuditEvent.objects.filter(verb="access.refused").exists()

    @pytest.mark.parametrize("who", ["rival", "noor", "lewis"])
    def test_to_outsiders_it_does_not_exist(self, doorstep: Doorstep, name: str, who: str) -> None:
        assert self.ask(doorstep, name, who) == 404
        row = AuditEvent.objects.get(verb="access.out_of_scope")
        assert (row.unit_id, row.actor_id) == (doorstep.cast.wexcombe.pk, getattr(doorstep.cast, who).pk)

    def test_without_signing_in_one_is_asked_to(self, doorstep: Doorstep, name: str) -> None:
        assert self.ask(doorstep, name, None) == 302

    def test_another_clps_board_is_not_found_by_its_id(self, doorstep: Doorstep, name: str) -> None:
        client = doorstep.cast.client(doorstep.cast.rival)
        if name in {"boards", "board_new"}:  # these name no board: there the streets are what could be forged
            assert "Tanyard" not in client.get(office(name, unit="marsham")).content.decode()
            return
        address = office(name, doorstep.board, unit="marsham")
        assert (client.post if name in DEEDS else client.get)(address).status_code == 404
        row = AuditEvent.objects.get(verb="access.forged_id")
        assert (row.unit_id, row.object_id) == (doorstep.cast.wexcombe.pk, str(doorstep.board.pk))


@pytest.mark.parametrize("name", DEEDS)
def test_deeds_are_not_done_by_looking(doorstep: Doorstep, name: str) -> None:
    assert doorstep.cast.client(doorstep.cast.osei).get(office(name, doorstep.board)).status_code == 405


# --- The list ----------------------------------------------------------------------------------------------


def test_the_list_says_who_has_what_and_how_far_it_is(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))
    page = doorstep.cast.client(doorstep.cast.osei).get(office("boards")).content.decode()
    assert "HH1: Tanyard Row" in page
    assert "Alun Prosser" in page
    assert "1 of 2" in page
    assert "1 of 3" in page


def test_an_empty_list_says_why(cast: Cast) -> None:
    client = cast.client(cast.osei)
    assert "No board is in use" in client.get(office("boards")).content.decode()
    assert "No board is put away" in client.get(office("boards") + "?show=away").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    doorstep: Doorstep, django_assert_num_queries, count: int
) -> None:
    for number in range(count - 1):
        canvass.hand(
            canvass.board(doorstep.cast.osei, doorstep.door, name=f"Board {number}"),
            doorstep.cast.alun,
            doorstep.cast.osei,
        )
    client = doorstep.cast.client(doorstep.cast.osei)
    with django_assert_num_queries(6 + SCOPE):
        client.get(office("boards"))


def test_a_board_put_away_is_on_the_other_list(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    client.post(office("board_close", doorstep.board))
    assert "Tanyard Row" not in client.get(office("boards")).content.decode()
    assert "Tanyard Row" in client.get(office("boards") + "?show=away").content.decode()


# --- Making one --------------------------------------------------------------------------------------------


def making(cast: Cast, *districts: int) -> tuple[Client, str]:
    query = "&".join(f"district={pk}" for pk in districts)
    return cast.client(cast.osei), f"{office('board_new')}?{query}"


def test_first_the_districts_then_the_streets(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie))
    client = doorstep.cast.client(doorstep.cast.osei)
    district = doorstep.door.polling_district
    first = client.get(office("board_new")).content.decode()
    assert f"?district={district.pk}" in first
    assert "33%" in first
    second = client.get(f"{office('board_new')}?district={district.pk}").content.decode()
    assert f'value="{district.pk}-{doorstep.door.street_id}"' in second
    assert "2 doors, 3 people" in second


def test_where_the_fewest_were_spoken_to_may_come_first(cast: Cast) -> None:
    town = canvass.bulk(cast.wexcombe, districts=3, streets=1, doors=2, per_door=1)
    for district, people in zip(town.districts, (2, 0, 1), strict=True):
        with everywhere():
            there = list(Elector.objects.filter(polling_district=district))[:people]
        for elector in there:
            targets.latest(elector, days=30)
    browser, address = cast.client(cast.osei), office("board_new")

    def codes(query: str) -> list[str]:
        return re.findall(r'<th scope="row"><a[^>]*>(\w+)', browser.get(address + query).content.decode())

    assert codes("") == ["B01", "B02", "B03"]
    assert codes("?order=fewest") == ["B02", "B03", "B01"]


def test_without_a_register_it_says_what_to_do(cast: Cast) -> None:
    assert "There is no register yet" in cast.client(cast.osei).get(office("board_new")).content.decode()


def test_a_district_with_nobody_in_it(cast: Cast) -> None:
    client, address = making(cast, canvass.district(cast.wexcombe, "EMPTY").pk)
    assert "Nobody is registered at a door" in client.get(address).content.decode()
    page = client.post(address, {"key": str(uuid.uuid4())}).content.decode()
    assert "No street is ticked" in page


def test_a_board_is_made_and_named(doorstep: Doorstep) -> None:
    district, street = doorstep.door.polling_district, doorstep.door.street
    client, address = making(doorstep.cast, district.pk)
    mill = canvass.street(doorstep.cast.wexcombe, "Mill Lane")
    canvass.elector(canvass.household(mill, 2))
    response = client.post(address, {"key": str(uuid.uuid4()), "streets": f"{district.pk}-{street.pk}"}, follow=True)
    assert "The board is made." in response.content.decode()
    made = boards(doorstep.cast)[-1]
    assert made.name == "HH1: Tanyard Row"
    with scoping.units([doorstep.cast.wexcombe.pk]):
        there = list(made.doors.values_list("position", "household"))
    assert there == [(1, doorstep.door.pk), (2, doorstep.next_door.pk)]
    row = AuditEvent.objects.get(verb="board.made")
    assert row.detail == {"doors": 2, "electors": 3, "left_out": 0}


def test_the_whole_district(doorstep: Doorstep) -> None:
    district = doorstep.door.polling_district
    client, address = making(doorstep.cast, district.pk)
    client.post(address, {"key": str(uuid.uuid4()), "whole": str(district.pk)})
    assert boards(doorstep.cast)[-1].name == "HH1, the whole district"


def test_a_name_may_be_given(doorstep: Doorstep) -> None:
    district = doorstep.door.polling_district
    client, address = making(doorstep.cast, district.pk)
    client.post(address, {"key": str(uuid.uuid4()), "whole": str(district.pk), "name": "  Sunday morning  "})
    assert boards(doorstep.cast)[-1].name == "Sunday morning"


def test_the_same_form_twice_makes_one_board(doorstep: Doorstep) -> None:
    district = doorstep.door.polling_district
    client, address = making(doorstep.cast, district.pk)
    form = {"key": str(uuid.uuid4()), "whole": str(district.pk)}
    first, second = client.post(address, form), client.post(address, form, follow=True)
    assert len(boards(doorstep.cast)) == 2
    assert second.redirect_chain[-1][0] == first.url
    assert "was made already" in second.content.decode()


def test_doors_that_must_not_be_knocked_are_left_out_and_counted(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(
        phone.outcome("do_not_contact", elector=doorstep.zofia),
        phone.outcome("moved", elector=doorstep.elsie),
    )
    district = doorstep.door.polling_district
    client, address = making(doorstep.cast, district.pk)
    form = {"key": str(uuid.uuid4()), "whole": str(district.pk)}
    page = client.post(address, form, follow=True).content.decode()
    assert "One door was left out: 1 where everybody asked not to be contacted." in page
    with scoping.units([doorstep.cast.wexcombe.pk]):
        assert BoardDoor.objects.filter(board=form["key"]).count() == 1
    phone.send(phone.outcome("deceased", elector=doorstep.graham))
    refused = client.post(address, form | {"key": str(uuid.uuid4())}).content.decode()
    assert "No board was made: at every door there people asked not to be contacted" in refused
    assert len(boards(doorstep.cast)) == 2


def test_what_is_too_big_for_one_outing_is_asked_about_and_then_cut(cast: Cast) -> None:
    town = canvass.bulk(cast.wexcombe, streets=10, doors=50, per_door=2)
    district = town.districts[0]
    client, address = making(cast, district.pk)
    form = {"key": str(uuid.uuid4()), "whole": str(district.pk)}
    page = client.post(address, form).content.decode()
    assert "That is 1,000 people. Nothing was made yet." in page
    assert "3 boards of about one effort" in page
    assert "One board of 1000 people" in page
    assert not boards(cast)
    client.post(address, form | {"how": "several"})
    made = boards(cast)
    assert [board.name for board in made] == [f"B01, the whole district ({n} of 3)" for n in (1, 2, 3)]
    with scoping.units([cast.wexcombe.pk]):
        assert BoardDoor.objects.filter(board__in=made).count() == 500
        assert BoardDoor.objects.filter(board=made[0]).order_by("position").first().position == 1
    again = client.post(address, form | {"how": "several"}, follow=True)
    assert "made already" in again.content.decode()
    assert len(boards(cast)) == 3
    with scoping.units([cast.wexcombe.pk]):
        for board in made:  # whose doors no other board can have meanwhile
            actions.close(by=cast.osei, board=board)
    client.post(address, form | {"key": str(uuid.uuid4()), "how": "one"})
    assert len(boards(cast)) == 4


def test_one_looks_first_at_what_would_be_made(cast: Cast) -> None:
    town = canvass.bulk(cast.wexcombe, streets=4, doors=10, per_door=2)
    client, address = making(cast, town.districts[0].pk)
    form = {"key": str(uuid.uuid4()), "whole": str(town.districts[0].pk)}
    page = client.post(address, form | {"look": "1", "teams": "2", "people": "3"}).content.decode()
    assert "What would be made" in page
    assert "Minutes for a team of 3" in page
    assert re.findall(r'data-label="Doors">(\d+)<', page.partition("What would be made")[2]) == ["20", "20"]
    assert not boards(cast)
    client.post(address, form | {"teams": "2", "people": "3"})
    assert [board.name for board in boards(cast)] == [f"B01, the whole district ({n} of 2)" for n in (1, 2)]


def test_a_team_of_two_with_an_hour_gets_what_it_can_walk(cast: Cast) -> None:
    town = canvass.bulk(cast.wexcombe, streets=6, doors=25, per_door=2)
    client, address = making(cast, town.districts[0].pk)
    form = {"key": str(uuid.uuid4()), "whole": str(town.districts[0].pk), "people": "2", "minutes": "60"}
    client.post(address, form)
    assert len(boards(cast)) == 3


def test_a_long_street_and_what_is_left_out_are_said_before(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(phone.outcome("deceased", elector=doorstep.zofia))
    with scoping.units([doorstep.cast.wexcombe.pk]):
        actions.close(by=doorstep.cast.osei, board=doorstep.board)
    client, address = making(doorstep.cast, doorstep.door.polling_district_id)
    for number in range(31, 71):
        canvass.elector(canvass.household(canvass.street(doorstep.cast.wexcombe), number))
    form = {"key": str(uuid.uuid4()), "whole": str(doorstep.door.polling_district_id), "look": "1"}
    page = client.post(address, form | {"people": "1", "minutes": "15"}).content.decode()
    assert "one long street" in page
    assert "One board takes longer than wished for" in page
    assert "Doors left out: 1 where everybody has moved or died." in page


def test_nobody_gets_a_board_of_more_than_two_thousand(cast: Cast) -> None:
    town = canvass.bulk(cast.wexcombe, streets=11, doors=100, per_door=2)
    district = town.districts[0]
    client, address = making(cast, district.pk)
    form = {"key": str(uuid.uuid4()), "whole": str(district.pk)}
    page = client.post(address, form).content.decode()
    assert "6 boards of about one effort" in page
    assert "One board of" not in page
    page = client.post(address, form | {"how": "one"}).content.decode()
    assert "one board holds 2000 people at most" in page
    assert not boards(cast)


def test_half_a_constituency_is_refused(cast: Cast) -> None:
    town = canvass.bulk(cast.wexcombe, districts=2, streets=26, doors=100, per_door=2)
    client, address = making(cast, *[district.pk for district in town.districts])
    form = {"key": str(uuid.uuid4()), "whole": [district.pk for district in town.districts]}
    assert "that is 10400 people" in client.post(address, form).content.decode()
    assert not boards(cast)


@pytest.mark.parametrize(
    "wrong",
    [{"streets": "1-2-3"}, {"streets": "x"}, {"key": "x"}, {"key": ""}, {"how": "sideways"}, {"name": "n" * 121}],
)
def test_a_wrong_form_makes_nothing_and_keeps_the_ticks(doorstep: Doorstep, wrong: dict) -> None:
    district, street = doorstep.door.polling_district, doorstep.door.street
    client, address = making(doorstep.cast, district.pk)
    good = {"key": str(uuid.uuid4()), "streets": f"{district.pk}-{street.pk}"}
    response = client.post(address, good | wrong)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    if "streets" not in wrong:
        assert re.search(rf'value="{district.pk}-{street.pk}"\s+checked', response.content.decode())
    assert len(boards(doorstep.cast)) == 1


def test_another_clps_street_or_district_is_not_found(doorstep: Doorstep) -> None:
    marsham = doorstep.cast.marsham
    theirs = canvass.household(canvass.street(marsham), 1, in_district=canvass.district(marsham, "MV1"))
    canvass.elector(theirs)
    ours = doorstep.door.polling_district
    client, address = making(doorstep.cast, ours.pk)
    key = {"key": str(uuid.uuid4())}
    assert client.get(f"{office('board_new')}?district={theirs.polling_district_id}").status_code == 404
    assert client.post(address, key | {"whole": theirs.polling_district_id}).status_code == 404
    assert client.post(address, key | {"streets": f"{ours.pk}-{theirs.street_id}"}).status_code == 404
    assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=marsham.pk).count() == 3
    assert client.get(f"{office('board_new')}?district=nonsense").status_code == 404
    assert len(boards(doorstep.cast)) == 1


# --- One board ---------------------------------------------------------------------------------------------


def test_a_board_shows_doors_people_and_what_came_of_it(doorstep: Doorstep) -> None:
    phone = doorstep.phone
    phone.send(
        phone.answer(doorstep.elsie, "labour", scale=8),
        phone.outcome("do_not_contact", elector=doorstep.zofia),
    )
    page = doorstep.cast.client(doorstep.cast.osei).get(office("board", doorstep.board)).content.decode()
    assert page.index("Elsie Marchbank") < page.index("Graham Marchbank") < page.index("Zofia Haddad")
    assert "8 of 10" in page
    assert "Do not contact" in page
    assert reverse("canvass:lift", kwargs={"unit": "wexcombe", "elector": doorstep.zofia.pk}) in page
    assert f"http://testserver/canvass/board/{doorstep.board.pk}/" in page
    assert "<svg" in page[page.index('class="qr"') :][:200]
    assert "style=" not in page


def test_a_board_of_four_hundred_takes_at_most_eight_queries(doorstep: Doorstep, django_assert_max_num_queries) -> None:
    town = canvass.bulk(doorstep.cast.wexcombe, streets=4, doors=50, per_door=2)
    with scoping.units([doorstep.cast.wexcombe.pk]):
        board = canvass.board(doorstep.cast.osei, *town.districts[0].households.order_by("pk"))
    canvass.hand(board, doorstep.cast.alun, doorstep.cast.osei)
    client = doorstep.cast.client(doorstep.cast.osei)
    with django_assert_max_num_queries(7 + SCOPE):  # a scope is one query outside the suite
        response = client.get(office("board", board))
    assert response.content.count(b"Never spoken to") == 400


def test_someone_who_sees_boards_sees_no_answers(doorstep: Doorstep) -> None:
    """A data officer sees how far boards are and who is registered, not what anybody said."""
    from access.roles import RoleName
    from tests import cast as people

    people.grant(doorstep.cast.noor, doorstep.cast.wexcombe, RoleName.DATA_OFFICER)
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, "green", scale=3))
    page = doorstep.cast.client(doorstep.cast.noor).get(office("board", doorstep.board)).content.decode()
    assert "Elsie Marchbank" in page
    assert "Green" not in page
    assert "3 of 10" not in page
    assert "Hand to somebody else" not in page


def test_doors_whose_people_have_gone_stay_and_say_so(doorstep: Doorstep) -> None:
    type(doorstep.zofia)._base_manager.filter(pk=doorstep.zofia.pk).update(left_on=datetime.date(2026, 1, 1))
    page = doorstep.cast.client(doorstep.cast.osei).get(office("board", doorstep.board)).content.decode()
    assert "Nobody is listed here any more" in page
    assert "One door is skipped." in page


def test_sheets_for_paper_carry_an_imprint_and_leave_a_mark_in_the_record(doorstep: Doorstep) -> None:
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie))
    page = doorstep.cast.client(doorstep.cast.osei).get(office("board_sheets", doorstep.board)).content.decode()
    assert "Graham Marchbank" in page
    assert "Elsie" not in page
    assert "Promoted by" in page
    assert AuditEvent.objects.get(verb="board.printed").detail == {"electors": 2}


# --- Handing out and taking back --------------------------------------------------------------------------------


def test_hand_out_take_back_put_away_open_again(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    board = doorstep.board
    assert "no longer has the board" in client.post(office("board_take_back", board), follow=True).content.decode()
    page = client.get(office("board_hand_out", board)).content.decode()
    assert "Alun Prosser" in page
    assert "Tess" not in page
    response = client.post(
        office("board_hand_out", board), {"to": doorstep.cast.alun.pk, "read_until": until()}, follow=True
    )
    assert "Alun Prosser has the board now" in response.content.decode()
    assert "put away" in client.post(office("board_close", board), follow=True).content.decode()
    assert client.get(reverse("canvass:phone_board", kwargs={"board": board.pk})).status_code == 404
    assert "open again" in client.post(office("board_reopen", board), follow=True).content.decode()
    verbs = list(AuditEvent.objects.order_by("at").filter(object_id=str(board.pk)).values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("board.") and verb != "board.not_theirs"] == [
        "board.returned",
        "board.handed_out",
        "board.returned",
        "board.closed",
        "board.reopened",
    ]


def test_where_there_is_no_signal_for_days_it_may_be_out_for_three(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    client.post(office("board_take_back", doorstep.board))
    form = {"to": doorstep.cast.alun.pk, "read_until": until(70), "far": "on"}
    assert client.post(office("board_hand_out", doorstep.board), form).status_code == 302
    assert AuditEvent.objects.filter(verb="board.handed_out").order_by("-at")[0].detail["far"] is True


def test_the_form_proposes_an_end(doorstep: Doorstep) -> None:
    page = doorstep.cast.client(doorstep.cast.osei).get(office("board_hand_out", doorstep.board)).content.decode()
    proposed = re.search(r'value="(\d{4}-\d\d-\d\dT\d\d:\d\d)"', page)
    assert proposed
    found = datetime.datetime.fromisoformat(proposed[1]).replace(tzinfo=timezone.get_default_timezone())
    assert timezone.now() < found <= timezone.now() + datetime.timedelta(hours=24)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"read_until": until(-1)}, "over already"),
        ({"read_until": until(25)}, "24 hours at most"),
        ({"read_until": until(73), "far": "on"}, "three days at most"),
        ({"read_until": "soon"}, "Write a day and a time"),
        ({"to": ""}, "required"),
        ({"to": "999999"}, "may not record answers here"),
        ({"to": "tess"}, "may not record answers here"),
    ],
)
def test_a_board_goes_only_to_a_canvasser_and_only_for_a_day(doorstep: Doorstep, wrong: dict, words: str) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    client.post(office("board_take_back", doorstep.board))
    if wrong.get("to") == "tess":
        wrong = {"to": doorstep.cast.tess.pk}
    form = {"to": doorstep.cast.alun.pk, "read_until": until()} | wrong
    assert words in client.post(office("board_hand_out", doorstep.board), form).content.decode()
    with scoping.units([doorstep.cast.wexcombe.pk]):
        assert not Handing.objects.filter(returned_at=None).exists()


def test_handing_on_ends_the_first_handing(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    form = {"to": doorstep.cast.marian.pk, "read_until": until(), "seen": doorstep.handing.pk}
    client.post(office("board_hand_out", doorstep.board), form)
    with scoping.units([doorstep.cast.wexcombe.pk]):
        assert Handing.objects.get(returned_at=None).user == doorstep.cast.marian
        assert Handing.objects.count() == 2


def test_two_tabs_do_not_hand_one_board_to_two(doorstep: Doorstep) -> None:
    """The second tab was opened before the first one handed the board on."""
    client = doorstep.cast.client(doorstep.cast.osei)
    form = {"read_until": until(), "seen": doorstep.handing.pk}
    client.post(office("board_hand_out", doorstep.board), form | {"to": doorstep.cast.marian.pk})
    page = client.post(office("board_hand_out", doorstep.board), form | {"to": doorstep.cast.osei.pk}).content.decode()
    assert "Marian Teale has this board already" in page


def test_a_board_put_away_is_not_handed_out(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    client.post(office("board_close", doorstep.board))
    page = client.post(office("board_hand_out", doorstep.board), {"to": doorstep.cast.alun.pk, "read_until": until()})
    assert "This board is put away" in page.content.decode()


def test_doing_it_twice_does_no_harm(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    for name in ("board_take_back", "board_take_back", "board_close", "board_close", "board_reopen", "board_reopen"):
        assert client.post(office(name, doorstep.board)).status_code == 302
    for verb in ("board.returned", "board.closed", "board.reopened"):
        assert AuditEvent.objects.filter(verb=verb).count() == 1
