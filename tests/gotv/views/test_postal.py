"""Pages of the postal chase: what to say, whom to ask, noting what they say, and taking a slip back."""

from __future__ import annotations

import datetime
import io
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from access.models import AuditEvent
from gotv.enums import ElectionType
from gotv.models import PostalAnswer, Sheet, Voted
from gotv.rules import postal as rules
from gotv.rules.sheets import spaced
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture
def chase(day: Day) -> Day:
    """The day's rehearsal, whose ballots went out two weeks ago: Elsie, Imran and Graham vote by post."""
    for elector in (day.elsie, day.imran, day.graham):
        make.absent(elector, day.poll)
    return day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _get(day: Day, name: str, query: str = "", **kwargs: object) -> str:
    answer = day.cast.client(day.cast.osei).get(_url(day, name, **kwargs) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _note(day: Day, said: str, key: uuid.UUID | None = None, query: str = "") -> str:
    url = _url(day, "postal_answer", elector=day.elsie.pk) + query
    data = {"said": said, "key": str(key or uuid.uuid4()), "by_another": "on"}
    return day.cast.client(day.cast.osei).post(url, data, follow=True).content.decode()


def test_the_page_says_what_to_ask_until_when_and_of_whom(chase: Day) -> None:
    page = _get(chase, "postal")
    assert "2 of 2 promises with a postal vote have not said" in page
    assert "Never ask how they vote" in page
    assert "Never touch, take, post" in page
    assert "must be with the council by 22:00" in page
    assert "Nobody has said when postal votes are sent out" in page


def test_a_district_lists_postal_promises_alone_with_the_reason(chase: Day) -> None:
    page = _get(chase, "postal_list", district=chase.hh1.pk)
    assert "Elsie" in page
    assert "Votes by post. Said Labour" in page
    for name in ("Graham", "Zofia", "Imran"):
        assert name not in page


def test_a_sheet_of_the_chase_is_printed_with_a_code_and_typed_in_again(chase: Day) -> None:
    browser = chase.cast.client(chase.cast.osei)
    made = browser.post(_url(chase, "postal_sheets", district=chase.hh1.pk))
    assert made.headers["Content-Type"] == "application/pdf"
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    with everywhere():
        sheet = Sheet.objects.get()
        assert AuditEvent.objects.filter(verb="postal.printed").count() == 1
    assert (sheet.kind, sheet.lines) == ("postal", [chase.elsie.pk])
    assert spaced(sheet.code) in words
    assert "Elsie" in words
    assert "S has sent it" in words
    assert "has been sent" not in words
    here = _get(chase, "sheet", code=sheet.code)
    assert "10:30 1s 2n 4c" in here
    assert "Nothing could be read" in _type(chase, sheet, "1v")  # the letter of a knock-up sheet
    assert "Elsie Marchbank: Has sent it" in _type(chase, sheet, "1s*")
    assert "typed before, nothing changed" in _type(chase, sheet, "1s*")
    with everywhere():
        answer = PostalAnswer.objects.get()
        assert (answer.said, answer.by_another, answer.at) == ("sent", True, sheet.made_at)
        assert Voted.objects.count() == 1
    assert "Nobody is left to ask in" in (
        browser.post(_url(chase, "postal_sheets", district=chase.hh1.pk), follow=True).content.decode()
    )


def test_who_may_not_note_an_answer_types_no_sheet_of_the_chase(chase: Day) -> None:
    chase.cast.client(chase.cast.osei).post(_url(chase, "postal_sheets", district=chase.hh1.pk))
    with everywhere():
        code = Sheet.objects.get().code
    for who in (chase.cast.priya, chase.cast.alun, chase.cast.tess):
        assert chase.cast.client(who).get(_url(chase, "sheet", code=code)).status_code == 403


def _type(day: Day, sheet: Sheet, lines: str) -> str:
    url = _url(day, "sheet", code=sheet.code)
    return day.cast.client(day.cast.osei).post(url, {"lines": lines}).content.decode()


def test_an_answer_is_noted_once_and_can_be_taken_back(chase: Day) -> None:
    key = uuid.uuid4()
    assert "Has sent it" in _note(chase, "sent", key)
    _note(chase, "sent", key)
    with everywhere():
        answer = PostalAnswer.objects.get()
        assert (answer.by_another, answer.actor) == (True, chase.cast.osei)
        assert Voted.objects.count() == 1
    assert "Nobody to ask here" in _get(chase, "postal_list", district=chase.hh1.pk)
    said = _get(chase, "postal_answers")
    assert "Elsie" in said
    assert "(said by another)" in said
    url = _url(chase, "postal_take_back", answer=answer.pk)
    assert "Taken back" in chase.cast.client(chase.cast.osei).post(url, follow=True).content.decode()
    assert "Elsie" in _get(chase, "postal_list", district=chase.hh1.pk)
    assert "Nothing was said yet" in _get(chase, "postal_answers")


def test_what_cant_be_noted_says_why_and_keeps_the_place(chase: Day) -> None:
    assert "Choose what they said" in _note(chase, "")
    assert "Choose one of the answers" in _note(chase, "labour")
    assert "selected>It has not come" in _note(chase, "not_come", query="?show=stuck")
    with everywhere():
        assert PostalAnswer.objects.get().said == "not_come"


def test_the_list_can_be_narrowed(chase: Day) -> None:
    _note(chase, "lost")
    here = {"district": chase.hh1.pk}
    assert "Lost or spoilt it" in _get(chase, "postal_list", "?show=stuck", **here)
    for show in ("unasked", "promised"):
        assert "Nobody is, as you have narrowed the list" in _get(chase, "postal_list", f"?show={show}", **here)


def test_before_the_ballots_are_out_nothing_can_be_noted(chase: Day) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with everywhere():
        type(chase.poll).objects.filter(pk=chase.poll.pk).update(
            postal_dispatch_on=tomorrow, polling_on=tomorrow + datetime.timedelta(days=14)
        )
    page = _get(chase, "postal_list", district=chase.hh1.pk)
    assert "It is too early to ask" in page
    assert "Note it" not in page
    assert "nobody is asked about theirs before" in _note(chase, "sent")
    with everywhere():
        assert not PostalAnswer.objects.exists()


def test_who_may_only_look_can_note_nothing(chase: Day) -> None:
    for who in (chase.cast.priya, chase.cast.alun, chase.cast.tess):
        url = _url(chase, "postal_answer", elector=chase.elsie.pk)
        assert chase.cast.client(who).post(url, {"said": "sent", "key": str(uuid.uuid4())}).status_code == 403
    elsewhere = _url(chase, "postal_answer", elector=999_999_999)
    assert chase.cast.client(chase.cast.osei).post(elsewhere, {"said": "sent"}).status_code == 404


@pytest.mark.parametrize("homes", [1, 12])
def test_a_page_costs_the_same_however_many_there_are(
    chase: Day, homes: int, django_assert_max_num_queries: object
) -> None:
    row = canvass.street(chase.cast.wexcombe, "Kiln Row")
    for number in range(homes):
        one = canvass.elector(canvass.household(row, number + 1, in_district=chase.hh1), f"Voter{number}")
        make.promise(one)
        make.absent(one, chase.poll)
    browser = chase.cast.client(chase.cast.osei)
    url = _url(chase, "postal_list", district=chase.hh1.pk)
    browser.get(url)
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        browser.get(url)


@pytest.mark.parametrize(
    ("nation", "kind", "limited"),
    [
        ("england", ElectionType.LOCAL, True),
        ("scotland", ElectionType.PARLIAMENT, True),
        ("scotland", ElectionType.LOCAL, False),
        ("wales", ElectionType.SENEDD, False),
        ("wales", ElectionType.PCC, True),
    ],
)
def test_handing_in_is_said_by_nation_and_poll(nation: str, kind: str, limited: bool) -> None:
    assert ("at most five others" in rules.hand_in(nation, kind)) is limited
    assert "can’t be handed in" in rules.hand_in("northern_ireland", kind)
