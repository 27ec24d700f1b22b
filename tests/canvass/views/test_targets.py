"""Target lists and their rules in the office: who may, the form without JavaScript, why each is listed, and boards."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from access import scoping
from access.models import AuditEvent
from access.roles import RoleName
from canvass.models import Board, Elector, TargetList, TargetRule, TargetRuleVersion
from canvass.rules.targets import Condition, Rule, read
from kit import clock
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass, gotv, targets
from tests.factories.targets import NEVER, UNDECIDED

READ = ("target_rules", "target_rule", "target_lists", "target_list", "target_list_doors")
CHANGE = ("target_rule_new", "target_list_new", "target_list_approaches")
DEEDS = ("target_rule_away", "target_rule_back", "target_list_away", "target_list_back", "target_list_anew")


@pytest.fixture
def made(doorstep: Doorstep) -> TargetList:
    """A list of the three people of Tanyard Row, by a rule of two lines."""
    targets.latest(doorstep.elsie, "undecided", days=300)
    version = targets.version(doorstep.cast.wexcombe, doorstep.cast.osei, UNDECIDED, NEVER, name="Unsure or unmet")
    return targets.target_list(doorstep.cast.osei, version, "June")


def url(name: str, made: TargetList | None = None, unit: str = "wexcombe", **kwargs: object) -> str:
    here: dict = {"unit": unit} | kwargs
    if made is not None and name.startswith("target_list") and name not in {"target_lists", "target_list_new"}:
        here["target_list"] = made.pk
    if made is not None and name in {"target_rule", "target_rule_away", "target_rule_back", "target_list_new"}:
        here["rule"] = made.version.rule_id
    if made is not None and name == "target_list_doors":
        with everywhere():
            here.setdefault("district", Elector.objects.order_by("pk")[0].polling_district_id)
    return reverse(f"canvass:{name}", kwargs=here)


def ask(cast: Cast, made: TargetList, name: str, who: str | None) -> int:
    client = cast.client(getattr(cast, who) if who else None)
    return (client.post if name in DEEDS else client.get)(url(name, made)).status_code


@pytest.mark.parametrize("name", [*READ, *CHANGE, *DEEDS])
class TestWhoMay:
    def test_the_organiser_may(self, doorstep: Doorstep, made: TargetList, name: str) -> None:
        assert ask(doorstep.cast, made, name, "osei") == (302 if name in DEEDS else 200)

    @pytest.mark.parametrize("who", ["alun", "tess"])
    def test_a_canvasser_and_a_teller_may_not(self, doorstep: Doorstep, made: TargetList, name: str, who: str) -> None:
        assert ask(doorstep.cast, made, name, who) == 403

    @pytest.mark.parametrize("who", ["rival", "noor"])
    def test_to_outsiders_it_does_not_exist(self, doorstep: Doorstep, made: TargetList, name: str, who: str) -> None:
        assert ask(doorstep.cast, made, name, who) == 404
        assert AuditEvent.objects.filter(verb="access.out_of_scope").exists()


@pytest.mark.parametrize("name", ["target_rule", "target_list", "target_list_doors"])
def test_another_clps_list_is_not_there(doorstep: Doorstep, made: TargetList, name: str) -> None:
    cast = doorstep.cast
    page = cast.client(cast.rival).get(url(name, made, unit="marsham"))
    assert page.status_code == 404


def line(place: str, name: str, **values: object) -> dict:
    return {"line": f"{place}:{name}"} | {f"{place}-{part}": value for part, value in values.items()}


def form(*lines: dict, **more: object) -> dict:
    """Return what the form of a rule sends."""
    sent: dict = {"name": "Unsure", "recontact_days": 60, "approaches": 3, "approach_days": 90} | more
    sent["line"] = [one["line"] for one in lines]
    for one in lines:
        sent |= {name: value for name, value in one.items() if name != "line"}
    return sent


UNSURE = line("any-0", "answer", op="more_than", codes=["undecided", "wont_say"], months=6)


def test_a_rule_is_written_line_by_line_by_sending_the_form(doorstep: Doorstep) -> None:
    browser, new = doorstep.cast.client(doorstep.cast.osei), url("target_rule_new")
    page = browser.get(new).content.decode()
    assert "No line yet" in page
    page = browser.post(new, form(name="", add_any="1", field_any="answer")).content.decode()
    assert 'value="any-0:answer"' in page
    assert "needs another look" not in page
    page = browser.post(new, form(UNSURE, add_not="1", field_not="issue")).content.decode()
    assert 'value="not-1:issue"' in page
    assert re.search(r'value="wont_say"[^>]*checked', page)
    issue = line("not-1", "issue", op="ever", codes=["buses"])
    page = browser.post(new, form(UNSURE, issue, do="count")).content.decode()
    assert "said Undecided or Won’t say more than 6 months ago" in page
    assert "raised Buses and trains" in page
    page = browser.post(new, form(UNSURE, issue, take_out="not-1")).content.decode()
    assert "not-1:issue" not in page
    page = browser.post(new, form(UNSURE, issue, do="save", key=uuid.uuid4()), follow=True).content.decode()
    assert "The rule is saved." in page
    with everywhere():
        rule = read(TargetRuleVersion.objects.get().body)
    assert rule == Rule(
        (Condition("answer", "more_than", codes=("undecided", "wont_say"), months=6),),
        (Condition("issue", "ever", codes=("buses",)),),
    )


def test_the_count_is_live_and_says_who_is_left_out(doorstep: Doorstep) -> None:
    targets.latest(doorstep.elsie, "undecided", days=10)
    targets.latest(doorstep.graham, "undecided", days=300)
    targets.latest(doorstep.zofia, "undecided", days=300, do_not_contact=True)
    sent = form(line("any-0", "answer", op="any_time", codes=["undecided"]), do="count")
    page = doorstep.cast.client(doorstep.cast.osei).post(url("target_rule_new"), sent).content.decode()
    found = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))
    assert "1 person at 1 door. 2 not listed: 1 do not contact, 1 spoken to in the last 60 days." in found


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((), "Add at least one line"),
        ((line("any-0", "answer", op="more_than", codes=["undecided"]),), "Write a number from 1 to 120."),
        ((line("any-0", "issue", op="ever"),), "Tick at least one."),
        ((line("any-0", "turnout", op="voted", times=4, of=3),), "more elections than you look at"),
        ((line("any-0", "surname", op="is"),), "Add at least one line"),
    ],
)
def test_what_is_wrong_is_said_and_kept(doorstep: Doorstep, lines: tuple[dict, ...], why: str) -> None:
    browser = doorstep.cast.client(doorstep.cast.osei)
    page = browser.post(url("target_rule_new"), form(*lines, do="save", name="Kept as typed")).content.decode()
    assert why in page
    assert "Kept as typed" in page
    with everywhere():
        assert not TargetRule.objects.exists()


def test_a_changed_rule_is_a_new_version(doorstep: Doorstep, made: TargetList) -> None:
    browser = doorstep.cast.client(doorstep.cast.osei)
    page = browser.post(url("target_rule", made), form(UNSURE, do="save"), follow=True).content.decode()
    assert "Version 2" in page
    assert "The rule says something else by now" in browser.get(url("target_list", made)).content.decode()


def test_putting_away_and_bringing_back(doorstep: Doorstep, made: TargetList) -> None:
    browser = doorstep.cast.client(doorstep.cast.osei)
    assert "The rule is put away" in browser.post(url("target_rule_away", made), follow=True).content.decode()
    assert "Unsure or unmet" in browser.get(url("target_rules") + "?show=away").content.decode()
    assert "The rule is back" in browser.post(url("target_rule_back", made), follow=True).content.decode()
    assert "The list is put away" in browser.post(url("target_list_away", made), follow=True).content.decode()
    assert "June" in browser.get(url("target_lists") + "?show=away").content.decode()
    assert "The list is back" in browser.post(url("target_list_back", made), follow=True).content.decode()


def test_a_list_is_made_somewhere(doorstep: Doorstep, made: TargetList) -> None:
    cast = doorstep.cast
    other = canvass.district(cast.wexcombe, "HH2")
    canvass.elector(canvass.household(canvass.street(cast.wexcombe, "Mill Lane"), 1, in_district=other), "Una")
    browser, new = cast.client(cast.osei), url("target_list_new", made)
    sent = {"key": uuid.uuid4(), "name": "Over there", "districts": [other.pk]}
    page = browser.post(new, sent | {"do": "count"}).content.decode()
    assert "1 person" in page
    page = browser.post(new, sent | {"do": "make"}, follow=True).content.decode()
    assert "The list is made." in page
    browser.post(new, sent | {"do": "make"})
    with everywhere():
        assert list(TargetList.objects.filter(name="Over there").values_list("electors", flat=True)) == [1]
    page = browser.post(url("target_list_anew", made), {"key": uuid.uuid4()}, follow=True).content.decode()
    assert "1 people more, 0 no longer" in page


def test_each_door_shows_who_is_there_and_why(doorstep: Doorstep, made: TargetList) -> None:
    cast = doorstep.cast
    page = cast.client(cast.osei).get(url("target_list_doors", made)).content.decode()
    assert page.count("Was never spoken to") == 2
    assert page.count("Said Undecided more than 6 months ago") == 1
    assert AuditEvent.objects.filter(verb="people.seen", detail__count=3).exists()


def test_the_doors_of_a_list_stand_in_walking_order(doorstep: Doorstep) -> None:
    cast = doorstep.cast
    early = canvass.street(cast.wexcombe, "Alder Walk")
    for number in (2, 9, 4, 1):
        canvass.elector(canvass.household(early, number), "Una", "Ottaway")
    made = targets.target_list(cast.osei, targets.version(cast.wexcombe, cast.osei, NEVER))
    page = cast.client(cast.osei).get(url("target_list_doors", made)).content.decode()
    assert re.findall(r'<h2 id="street-\d+">([^<]+)</h2>', page) == ["Alder Walk", "Tanyard Row"]
    assert re.findall(r'<th scope="row">(\d+)</th>', page) == ["1", "9", "4", "2", "23", "25"]


def test_letters_and_calls_are_noted_and_taken_back(doorstep: Doorstep, made: TargetList) -> None:
    cast = doorstep.cast
    browser, address = cast.client(cast.osei), url("target_list_approaches", made)
    today = clock.today().isoformat()
    assert "Say how" in browser.post(address, {"on": today}).content.decode()
    later = (clock.today() + datetime.timedelta(days=2)).isoformat()
    assert "still to come" in browser.post(address, {"channel": "post", "on": later}).content.decode()
    page = browser.post(address, {"channel": "post", "on": today}, follow=True).content.decode()
    assert "Noted for 2 homes." in page
    assert "By post" in page
    page = browser.post(address, {"channel": "post", "on": today}, follow=True).content.decode()
    assert "was noted already" in page
    assert "2 homes" in browser.get(url("target_list", made)).content.decode()
    elsie = reverse("canvass:elector", kwargs={"unit": "wexcombe", "elector": doorstep.elsie.pk})
    story = browser.get(elsie).content.decode()
    assert "On the list June" in story
    assert "by post" in story
    page = browser.post(address, {"take_back": f"post {today}"}, follow=True).content.decode()
    assert "Taken back" in page
    assert "Noted so far" not in page
    assert "that line is not there" in browser.post(address, {"take_back": "post x"}, follow=True).content.decode()


def test_each_version_and_the_list_say_what_the_rule_said(doorstep: Doorstep) -> None:
    cast = doorstep.cast
    version = targets.version(cast.wexcombe, cast.osei, UNDECIDED, name="Unsure", recontact_days=45)
    made = targets.target_list(cast.osei, targets.version(cast.wexcombe, cast.osei, NEVER, recontact_days=45))
    browser = cast.client(cast.osei)
    assert "anybody spoken to in the last 45 days" in browser.get(url("target_list", made)).content.decode()
    rule = reverse("canvass:target_rule", kwargs={"unit": "wexcombe", "rule": version.rule_id})
    browser.post(rule, form(line("any-0", "never_spoken"), name="Unsure", recontact_days=45, do="save"))
    versions = browser.get(rule).content.decode().partition('id="versions"')[2]
    assert "was never spoken to" in versions
    assert "said Undecided more than 6 months ago" in versions
    assert "anybody spoken to in the last 45 days" in versions


def test_whether_they_voted_is_for_those_who_may_see_it(doorstep: Doorstep) -> None:
    cast = doorstep.cast
    poll = gotv.election(cast.wexcombe, on=clock.today() - datetime.timedelta(days=200))
    gotv.turnout(doorstep.elsie, poll)
    line = Condition("turnout", "voted", times=1, of=1)
    made = targets.target_list(cast.osei, targets.version(cast.wexcombe, cast.osei, line, NEVER))
    page = cast.client(cast.osei).get(url("target_list_doors", made)).content.decode()
    assert "Voted in the last election that we know of" in page
    with everywhere():
        cast.osei.grants.update(role=RoleName.BOARD_RUNNER)
    browser = cast.client(cast.osei)
    for name in ("target_list", "target_list_doors", "target_rule", "target_rules"):
        assert "oted in the last election" not in browser.get(url(name, made)).content.decode()


def test_boards_are_made_of_a_list(doorstep: Doorstep, made: TargetList) -> None:
    cast = doorstep.cast
    canvass.elector(canvass.household(doorstep.door.street, 27), "Una", "Ottaway")
    browser = cast.client(cast.osei)
    start = f"{url('board_new')}?list={made.pk}"
    page = browser.get(start).content.decode()
    district = doorstep.door.polling_district_id
    assert f"?district={district}&amp;list={made.pk}" in page
    assert "Only people on the list “June” count here" in page
    there = f"{start}&district={district}"
    assert "Only people on the list “June” count here" in browser.get(there).content.decode()
    sent = {"key": uuid.uuid4(), "whole": [district], "name": "Of June"}
    page = browser.post(there, sent, follow=True).content.decode()
    assert "Was never spoken to" in page
    assert "Ottaway" not in page
    with everywhere():
        board = Board.objects.get(name="Of June")
        assert (board.target_list, board.doors.count()) == (made, 2)
    assert "Of June" in browser.get(url("target_list", made)).content.decode()


def test_a_role_for_one_ward_sees_and_makes_lists_of_that_ward(doorstep: Doorstep, made: TargetList) -> None:
    cast = doorstep.cast
    ward = canvass.ward(cast.wexcombe, "West")
    inside = canvass.district(cast.wexcombe, "W1", in_ward=ward)
    canvass.elector(canvass.household(canvass.street(cast.wexcombe, "West Road"), 1, in_district=inside), "Wes")
    with scoping.units([cast.wexcombe.pk]):
        cast.osei.grants.update(area=[f"ward:{ward.pk}"])
    browser = cast.client(cast.osei)
    assert "June" not in browser.get(url("target_lists")).content.decode()
    assert browser.get(url("target_list", made)).status_code == 404
    assert AuditEvent.objects.filter(verb="access.out_of_area").exists()
    sent = {"key": uuid.uuid4(), "name": "Ours", "do": "make"}
    page = browser.post(url("target_list_new", made), sent, follow=True).content.decode()
    assert "The list is made." in page
    with everywhere():
        assert TargetList.objects.get(name="Ours").electors == 1


@pytest.mark.parametrize("name", READ)
def test_queries_do_not_grow(
    doorstep: Doorstep, made: TargetList, name: str, django_assert_max_num_queries: Callable
) -> None:
    cast = doorstep.cast
    canvass.bulk(cast.wexcombe, districts=3, streets=2, doors=10)
    with everywhere():
        version = made.version
    big = targets.target_list(cast.osei, version, "Big")
    browser = cast.client(cast.osei)
    browser.get(url(name, big))
    with django_assert_max_num_queries(SCOPE + 16):
        browser.get(url(name, big))


def test_with_nothing_there_the_pages_say_why(cast: Cast) -> None:
    browser = cast.client(cast.osei)
    assert "no rule was written yet" in browser.get(url("target_lists")).content.decode()
    assert "There is no rule yet" in browser.get(url("target_rules")).content.decode()
    assert "No list is put away" in browser.get(url("target_lists") + "?show=away").content.decode()
    assert "No rule is put away" in browser.get(url("target_rules") + "?show=away").content.decode()
