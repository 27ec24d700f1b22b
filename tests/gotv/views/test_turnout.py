from __future__ import annotations

import datetime
import re
import time
import uuid
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from access import scoping
from canvass.models import Elector
from gotv.models import Election, MarkedRegister, TurnoutEntry, TurnoutRecord
from gotv.queries import turnout
from kit import clock
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.factories.workbooks import sheet, workbook


@dataclass(frozen=True)
class Past:
    """HH1 with the electors 1 to 40, and an election half a year ago."""

    cast: Cast
    poll: Election
    people: list[Elector]

    def url(self, name: str, **kwargs: object) -> str:
        return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": self.poll.pk} | kwargs)

    @property
    def paper(self) -> str:
        return self.url("turnout_district", district=self.people[0].polling_district_id)

    def states(self) -> dict[int, str]:
        with scoping.units([self.cast.wexcombe.pk]):
            return dict(TurnoutRecord.objects.values_list("elector__number", "state"))


@pytest.fixture
def past(cast: Cast) -> Past:
    road = canvass.street(cast.wexcombe)
    people = [
        canvass.elector(canvass.household(road, number, in_district=canvass.district(cast.wexcombe)), "Elsie")
        for number in range(1, 41)
    ]
    return Past(cast, make.election(cast.wexcombe, on=clock.today() - datetime.timedelta(days=180)), people)


def _type(past: Past, text: str, entry: str = "", **headers: str) -> str:
    form = {"numbers": text, "entry": entry or str(uuid.uuid4())}
    return past.cast.client(past.cast.osei).post(past.paper, form, headers=headers or None).content.decode()


@pytest.mark.parametrize(("days", "words"), [(0, "There is none yet"), (-1, "Recorded")])
def test_there_is_none_before_the_election_is_over(past: Past, days: int, words: str) -> None:
    poll = make.election(past.cast.wexcombe, "Other", on=clock.today() + datetime.timedelta(days=days))
    url = reverse("gotv:turnout", kwargs={"unit": "wexcombe", "election": poll.pk})
    assert words in past.cast.client(past.cast.marian).get(url).content.decode()


@pytest.mark.parametrize("districts", [1, 12])
def test_the_overview_costs_the_same_whatever_its_length(
    past: Past, districts: int, django_assert_num_queries: object
) -> None:
    for number in range(districts):
        place = canvass.district(past.cast.wexcombe, f"X{number}")
        make.turnout(canvass.elector(None, "Ada", kind="other", in_district=place), past.poll)
    browser = past.cast.client(past.cast.marian)
    browser.get(past.url("turnout"))
    with django_assert_num_queries(7 + 2 + SCOPE):  # type: ignore[operator] # the planner is told twice how to join
        browser.get(past.url("turnout"))


def test_from_a_file_to_records_and_back(past: Past) -> None:
    text = "Elector Number Prefix,Elector Number,Elector Number Suffix,Marked\nHH1,1,0,V\nHH1,2,0,\nHH1,99,0,VA\n"
    file = SimpleUploadedFile("marked.csv", text.encode(), "text/csv")
    browser = past.cast.client(past.cast.osei)
    answer = browser.post(past.url("marked_new"), {"file": file})
    with scoping.units([past.cast.wexcombe.pk]):
        made = MarkedRegister.objects.get()
    assert answer["Location"] == past.url("marked_file", marked=made.pk)
    page = browser.get(answer["Location"]).content.decode()
    assert "2 of 3 rows belong to somebody" in page
    assert "1 with a number that nobody has" in page
    row = re.sub(r"\s+", " ", page.split("<tbody>")[1].split("</tr>")[0])
    assert re.findall(r'data-label="([^"]*)">(\d+)<', row) == [
        ("Rows", "2"),
        ("Voted at the station", "1"),
        ("Voted by post", "0"),
        ("Postal vote not returned", "0"),
        ("Did not vote", "1"),
    ]
    assert past.states() == {}
    decide = past.url("marked_decide", marked=made.pk)
    assert "2 new, 0 changed, 0 as before" in browser.post(decide, {"approve": ""}, follow=True).content.decode()
    assert past.states() == {1: "voted", 2: "did_not_vote"}
    assert "is taken back" in browser.post(decide, {"undo": ""}, follow=True).content.decode()
    assert past.states() == {}


@pytest.mark.parametrize("letters", ["xlsx", "utf-16"])
def test_a_workbook_and_two_bytes_a_letter_come_in_too(past: Past, letters: str) -> None:
    rows: list[list[str | int | float]] = [["District", "Number", "Marked"], ["HH1", 1, "V"], ["HH1", 2, "A"]]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    content = workbook(sheet(rows)) if letters == "xlsx" else text.encode(letters)
    browser = past.cast.client(past.cast.osei)
    browser.post(past.url("marked_new"), {"file": SimpleUploadedFile(f"marked.{letters}", content)})
    with scoping.units([past.cast.wexcombe.pk]):
        made = MarkedRegister.objects.get()
    browser.post(past.url("marked_decide", marked=made.pk), {"approve": ""})
    assert past.states() == {1: "voted", 2: "not_returned"}


def test_another_file_is_refused_with_the_reason(past: Past) -> None:
    file = SimpleUploadedFile("marked.csv", b"%PDF-1.7", "text/csv")
    page = past.cast.client(past.cast.osei).post(past.url("marked_new"), {"file": file}).content.decode()
    assert "This is a PDF" in page
    file = SimpleUploadedFile("marked.csv", b"District,Number\nHH1,1\n", "text/csv")
    page = past.cast.client(past.cast.osei).post(past.url("marked_new"), {"file": file}).content.decode()
    assert "No line of this file names its columns" in page


def test_a_number_and_enter_is_a_vote_at_the_station(past: Past) -> None:
    page = _type(past, "1")
    assert "1: Voted at the station." in page
    assert "1 of 40 recorded" in page
    assert "autofocus" in page
    assert past.states() == {1: "voted"}


@pytest.mark.parametrize(
    ("text", "words", "states"),
    [
        ("2 p", "2 p: Voted by post.", {2: "by_post"}),
        ("3-5 n", "Did not vote, 3 people", {3: "did_not_vote", 4: "did_not_vote", 5: "did_not_vote"}),
        ("77", "Nobody had this number on the day: 77.", {}),
        ("what", "this is no number", {}),
        ("", "Type a number first", {}),
    ],
)
def test_what_came_of_it_is_said(past: Past, text: str, words: str, states: dict[int, str]) -> None:
    assert words in _type(past, text)
    assert past.states() == states


def test_the_script_gets_the_changing_part_alone(past: Past) -> None:
    page = _type(past, "1", **{"HX-Request": "true"})
    assert 'id="typed"' in page
    assert "<html" not in page


def test_the_same_form_twice_is_one_entry(past: Past) -> None:
    entry = str(uuid.uuid4())
    _type(past, "1", entry)
    _type(past, "1", entry)
    with scoping.units([past.cast.wexcombe.pk]):
        assert TurnoutEntry.objects.count() == 1


def test_undo_from_the_list(past: Past) -> None:
    _type(past, "1-3")
    with scoping.units([past.cast.wexcombe.pk]):
        entry = TurnoutEntry.objects.get()
    url = past.url("turnout_undo", district=entry.polling_district_id, entry=entry.pk)
    assert url in past.cast.client(past.cast.osei).get(past.paper).content.decode()
    page = past.cast.client(past.cast.osei).post(url, follow=True).content.decode()
    assert "Taken back: 1-3." in page
    assert past.states() == {}


def test_closing_says_how_many_and_can_be_undone(past: Past) -> None:
    _type(past, "1-10")
    url = past.url("turnout_close", district=past.people[0].polling_district_id)
    browser = past.cast.client(past.cast.osei)
    assert (
        "Closed: 30 more did not vote." in browser.post(url, {"entry": str(uuid.uuid4())}, follow=True).content.decode()
    )
    assert len(past.states()) == 40
    with scoping.units([past.cast.wexcombe.pk]):
        entry = TurnoutEntry.objects.order_by("-typed_at")[0]
    browser.post(past.url("turnout_undo", district=entry.polling_district_id, entry=entry.pk))
    assert len(past.states()) == 10


def test_forty_numbers_take_no_more_than_a_second_each(past: Past) -> None:
    """Twenty a minute are three seconds each, for fingers and server together."""
    browser = past.cast.client(past.cast.osei)
    began = time.monotonic()
    for number in range(1, 41):
        browser.post(past.paper, {"numbers": str(number), "entry": str(uuid.uuid4())}, headers={"HX-Request": "true"})
    assert time.monotonic() - began < 40
    assert len(past.states()) == 40


def test_an_organiser_of_an_area_types_there_and_nowhere_else(past: Past) -> None:
    from access.models import Grant

    ward = canvass.ward(past.cast.wexcombe, "Elsewhere")
    inside = canvass.district(past.cast.wexcombe, "EW1", "", ward)
    canvass.elector(None, "Ada", kind="other", in_district=inside)
    Grant.objects.filter(user=past.cast.osei).update(area=[f"ward:{ward.pk}"])
    browser = past.cast.client(past.cast.osei)
    assert browser.get(past.paper).status_code == 404
    assert browser.get(past.url("turnout_district", district=inside.pk)).status_code == 200
    overview = browser.get(past.url("turnout")).content.decode()
    assert "EW1" in overview
    assert "HH1" not in overview


def test_a_section_on_the_elector_s_page_for_those_who_may(past: Past) -> None:
    from access.queries import accesses

    make.turnout(past.people[0], past.poll, "by_post")
    unit = past.cast.wexcombe
    with scoping.units([unit.pk]):
        mine = turnout.section(accesses.of(past.cast.marian), unit, past.people[0])
        nobody_s = turnout.section(accesses.of(past.cast.marian), unit, past.people[1])
        canvasser_s = turnout.section(accesses.of(past.cast.alun), unit, past.people[0])
    assert [row[2] for row in mine.rows] == ["Voted by post"]
    assert (nobody_s.rows, bool(nobody_s.instead)) == ([], True)
    assert (list(canvasser_s.rows), "doesn’t show this" in canvasser_s.instead) == ([], True)


def test_past_elections_are_added_for_their_marked_register(past: Past) -> None:
    browser = past.cast.client(past.cast.osei)
    url = reverse("gotv:past_election", kwargs={"unit": "wexcombe"})
    form = {"name": "Borough council 2022", "type": "local", "nation": "", "polling_on": "2022-05-05", "voting_age": ""}
    answer = browser.post(url, form)
    with scoping.units([past.cast.wexcombe.pk]):
        made = Election.objects.get(name="Borough council 2022")
    assert answer["Location"] == reverse("gotv:turnout", kwargs={"unit": "wexcombe", "election": made.pk})
    assert (made.voting_age, made.nation, made.is_rehearsal) == (18, "england", False)
    coming = (clock.today() + datetime.timedelta(days=9)).isoformat()
    assert "has not gone by yet" in browser.post(url, form | {"name": "X", "polling_on": coming}).content.decode()
