from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.fixtures import Settings

from access import scoping
from access.models import AuditEvent
from canvass.queries.boards import doors
from gotv.models import AbsentList, AbsentVote
from kit import clock
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.factories.workbooks import cell, sheet, workbook
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _upload(day: Day, text: str, **fields: object) -> object:
    file = SimpleUploadedFile("postal.csv", text.encode(), "text/csv")
    form = {"file": file, "kinds": ["postal"], "dated_on": clock.today().isoformat()}
    return day.cast.client(day.cast.marian).post(_url(day, "absent_new"), form | fields)


def _held(day: Day) -> dict[str, str]:
    with scoping.units([day.cast.wexcombe.pk]):
        rows = AbsentVote.objects.filter(ended_at=None)
        return dict(rows.values_list("elector__forenames", "kind"))


def test_an_empty_page_says_what_to_ask_for(day: Day) -> None:
    page = day.cast.client(day.cast.marian).get(_url(day, "absent")).content.decode()
    assert "No list is in yet" in page
    assert _url(day, "absent_new") in page
    figures_only = day.cast.client(day.cast.priya).get(_url(day, "absent")).content.decode()
    assert _url(day, "absent_new") not in figures_only


def test_from_the_file_to_the_list_in_use_and_back(day: Day, settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES = tmp_path
    answer = _upload(day, "District,Number,Surname\nHH1,1,Marchbank\nHH1,99,Nobody\n")
    with scoping.units([day.cast.wexcombe.pk]):
        made = AbsentList.objects.get()
    assert answer["Location"] == _url(day, "absent_list", absent_list=made.pk)
    browser = day.cast.client(day.cast.marian)
    page = browser.get(answer["Location"]).content.decode()
    assert "Nothing has been changed yet" in page
    assert "1 with a number that nobody has" in page
    assert "Nobody" not in page.replace("nobody", "")
    assert _held(day) == {}
    decide = _url(day, "absent_decide", absent_list=made.pk)
    said = browser.post(decide, {"approve": ""}, follow=True).content.decode()
    assert "1 added, 0 taken off, 0 as before" in said
    assert _held(day) == {"Elsie": "postal"}
    assert "The list is taken back" in browser.post(decide, {"undo": ""}, follow=True).content.decode()
    assert _held(day) == {}
    assert not [path for path in tmp_path.rglob("*") if path.is_file()], "the file itself is not kept"


def test_a_workbook_comes_in_as_the_council_sent_it(day: Day) -> None:
    heading = ["Postal voters", "", ""], ["Polling district", "Elector no", "Expires"]
    rows = [*heading, ["HH1", 1, datetime.date(2029, 1, 31)], ["HH1", 99, ""]]
    file = SimpleUploadedFile("postal.xlsx", workbook(sheet(rows)))
    form = {"file": file, "kinds": ["postal"], "dated_on": clock.today().isoformat()}
    browser = day.cast.client(day.cast.marian)
    page = browser.post(_url(day, "absent_new"), form, follow=True).content.decode()
    assert "1 with a number that nobody has" in page
    with scoping.units([day.cast.wexcombe.pk]):
        made = AbsentList.objects.get()
    browser.post(_url(day, "absent_decide", absent_list=made.pk), {"approve": ""})
    with scoping.units([day.cast.wexcombe.pk]):
        assert AbsentVote.objects.get().expires_on == datetime.date(2029, 1, 31)


def test_a_workbook_with_formulas_is_refused_beside_the_field(day: Day) -> None:
    spoilt = sheet([["District", "Number"]], more=f'<row r="2">{cell("A2", "HH1", "1+1")}</row>')
    form = {"file": SimpleUploadedFile("x.xlsx", workbook(spoilt)), "kinds": ["postal"], "dated_on": clock.today()}
    page = day.cast.client(day.cast.marian).post(_url(day, "absent_new"), form).content.decode()
    assert "This workbook holds formulas" in page


def test_a_list_can_be_thrown_away(day: Day) -> None:
    made = make.absent_list(day.poll, "HH1,1\n")
    browser = day.cast.client(day.cast.marian)
    decide = _url(day, "absent_decide", absent_list=made.pk)
    assert "thrown away" in browser.post(decide, {"discard": ""}, follow=True).content.decode()
    assert "does not wait" in browser.post(decide, {"approve": ""}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("text", "fields", "words"),
    [
        ("a,b\n", {}, "No line of this file names its columns"),
        ("District,Number\nHH1,1\n", {"kinds": []}, "Tick what the list holds"),
        ("District,Number\nHH1,1\n", {"dated_on": "2999-01-01"}, "has not come yet"),
        ("District,Number\nHH1,1\n", {"dated_on": "soon"}, "Write the day"),
    ],
)
def test_what_is_wrong_is_said(day: Day, text: str, fields: dict, words: str) -> None:
    assert words in _upload(day, text, **fields).content.decode()  # type: ignore[attr-defined]
    with scoping.units([day.cast.wexcombe.pk]):
        assert not AbsentList.objects.exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_the_same_whatever_its_length(day: Day, rows: int, django_assert_num_queries: object) -> None:
    made = make.absent_list(day.poll, "".join(f"HH1,{number}\n" for number in range(500, 500 + rows)))
    browser = day.cast.client(day.cast.marian)
    url = _url(day, "absent_list", absent_list=made.pk)
    browser.get(url)
    with django_assert_num_queries(7 + SCOPE):  # type: ignore[operator] # the last: that somebody looked
        browser.get(url)


def test_by_hand_added_ended_and_back(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    url = _url(day, "absent_by_hand")
    form = {"district": day.hh1.pk, "number": "HH1-1", "kind": "proxy"}
    assert "HH1 1 is added." in browser.post(url, form, follow=True).content.decode()
    assert _held(day) == {"Elsie": "proxy"}
    with scoping.units([day.cast.wexcombe.pk]):
        vote = AbsentVote.objects.get()
    change = _url(day, "absent_change", vote=vote.pk)
    assert "Ended" in browser.post(change, follow=True).content.decode()
    assert _held(day) == {}
    assert "stands again" in browser.post(change, follow=True).content.decode()
    assert _held(day) == {"Elsie": "proxy"}
    assert "Elsie" not in browser.get(url).content.decode()


@pytest.mark.parametrize(
    ("number", "words"), [("4410", "Nobody on the register has the number 4410 in HH1"), ("x", "no elector number")]
)
def test_by_hand_what_is_wrong_is_said(day: Day, number: str, words: str) -> None:
    form = {"district": day.hh1.pk, "number": number, "kind": "proxy"}
    assert words in day.cast.client(day.cast.osei).post(_url(day, "absent_by_hand"), form).content.decode()


def test_a_vote_that_a_list_gave_is_not_ended_by_hand(day: Day) -> None:
    make.absent_list(day.poll, "HH1,1\n", approved=True)
    with scoping.units([day.cast.wexcombe.pk]):
        vote = AbsentVote.objects.get()
    assert day.cast.client(day.cast.osei).post(_url(day, "absent_change", vote=vote.pk)).status_code == 404
    assert _held(day) == {"Elsie": "postal"}


def test_knock_ups_say_who_votes_by_post(day: Day) -> None:
    make.absent(day.elsie, day.poll)
    browser = day.cast.client(day.cast.marian)
    for name in ("knock_up_list", "knock_up_sheets"):
        page = browser.get(_url(day, name, district=day.hh1.pk)).content.decode()
        assert page.count("Postal vote") == 1


def test_boards_and_packs_say_it_of_the_next_poll(day: Day) -> None:
    make.absent(day.elsie, day.poll)
    make.absent(day.graham, make.election(day.cast.wexcombe, "Old", on=clock.today().replace(year=2020)))
    with scoping.units([day.cast.wexcombe.pk]):
        board = canvass.board(day.cast.osei, day.elsie.household)
        found = {one.elector.forenames: one.badges for door in doors.doors(board) for one in door.people}
    assert found == {"Elsie": ("Postal vote: ask only if it has been sent",), "Graham": ()}


def test_looking_at_rows_is_on_record(day: Day) -> None:
    made = make.absent_list(day.poll, "HH1,99\n")
    day.cast.client(day.cast.marian).get(_url(day, "absent_list", absent_list=made.pk))
    seen = AuditEvent.objects.filter(verb="people.seen", actor_id=day.cast.marian.pk)
    assert [row.detail["count"] for row in seen] == [1]
