from __future__ import annotations

import datetime
import re
import uuid

import pytest
import time_machine
from django.urls import reverse

from access import scoping
from gotv.models import DistrictCounter, MarkVoid, VoteMark
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _send(day: Day, numbers: str, *, entry: str = "", district: object = None) -> str:
    form = {
        "district": district or day.hh1.pk,
        "numbers": numbers,
        "entry": entry or str(uuid.uuid4()),
    }
    return day.cast.client(day.cast.osei).post(_url(day, "numbers"), form).content.decode()


def _marks(day: Day) -> dict[str, str]:
    with scoping.units([day.cast.wexcombe.pk]):
        return dict(VoteMark.objects.values_list("typed", "verdict"))


def _results(page: str) -> list[tuple[str, str]]:
    log = page.split('<ul class="log"')[1].split("</ul>", maxsplit=1)[0]
    return re.findall(r"<b>([^<]*)</b><span>([^<]*)</span>", log)


def test_types_a_sheet_of_numbers_at_once(day: Day) -> None:
    make.mark(day.hall, day.graham)
    page = _send(day, f"{day.elsie.number} {day.graham.number},4410\nwhat")
    assert _results(page) == [
        ("1", "Counted"),
        ("2", "Already in, not added"),
        ("4410", "Not in HH1, check it"),
        ("what", "Not a number, left in the box"),
    ]
    assert re.search(r"<textarea[^>]*>\s*what</textarea>", page)
    with scoping.units([day.cast.wexcombe.pk]):
        kept = VoteMark.objects.filter(actor=day.cast.osei).values_list("typed", "verdict")
        assert dict(kept) == {"HH1 1": "counted", "HH1 2": "already_in", "HH1 4410": "not_here"}


def test_the_marks_name_the_station_of_the_district(day: Day) -> None:
    _send(day, "1")
    _send(day, "1", district=day.hh2.pk)
    with scoping.units([day.cast.wexcombe.pk]):
        assert dict(VoteMark.objects.values_list("typed", "station__name")) == {"HH1 1": "Library", "HH2 1": None}


def test_the_same_sheet_sent_twice_is_recorded_once(day: Day) -> None:
    entry = str(uuid.uuid4())
    first, second = _send(day, "1 2 2", entry=entry), _send(day, "1 2 2", entry=entry)
    assert _results(first) == _results(second) == [("1", "Counted"), ("2", "Counted"), ("2", "Counted")]
    assert len(_marks(day)) == 2
    with scoping.units([day.cast.wexcombe.pk]):
        assert DistrictCounter.objects.get().voted == 2


def test_a_number_that_was_taken_back_is_not_said_to_count_when_its_form_is_sent_again(day: Day) -> None:
    entry = str(uuid.uuid4())
    _send(day, "1", entry=entry)
    with scoping.units([day.cast.wexcombe.pk]):
        mark = VoteMark.objects.get()
    day.cast.client(day.cast.osei).post(_url(day, "void_mark", mark=mark.pk), {"reason": "misheard"})
    words = "Typed before and taken back since: it does not count"
    assert _results(_send(day, "1 2", entry=entry)) == [("1", words), ("2", "Counted")]


def test_a_sheet_of_many_is_refused_whole(day: Day) -> None:
    page = _send(day, " ".join(str(n) for n in range(1, 502)))
    assert "501 numbers" in page
    assert _marks(day) == {}


@pytest.mark.parametrize("numbers", ["", "   "])
def test_nothing_typed_is_said(day: Day, numbers: str) -> None:
    assert "required" in _send(day, numbers)


def test_a_district_of_another_clp_is_no_choice(day: Day) -> None:
    stranger = canvass.district(day.cast.marsham, "MV1")
    assert "Select a valid choice" in _send(day, "1", district=stranger.pk)
    assert _marks(day) == {}


def test_names_never_stand_among_the_results(day: Day) -> None:
    page = _send(day, "1 2 3")
    assert "Elsie" not in page
    assert "Marchbank" not in page


def test_nothing_can_be_typed_in_after_the_day(day: Day) -> None:
    past = make.election(day.cast.wexcombe, "Past", on=datetime.date(2020, 5, 7))
    url = reverse("gotv:numbers", kwargs={"unit": "wexcombe", "election": past.pk})
    form = {"district": day.hh1.pk, "numbers": "1", "entry": str(uuid.uuid4())}
    page = day.cast.client(day.cast.osei).post(url, form).content.decode()
    assert "is over" in page
    assert _marks(day) == {}


def test_before_the_day_the_page_says_when(day: Day) -> None:
    coming = make.election(day.cast.wexcombe, "Coming", on=datetime.date(2090, 5, 4))
    url = reverse("gotv:numbers", kwargs={"unit": "wexcombe", "election": coming.pk})
    form = {"district": day.hh1.pk, "numbers": "1", "entry": str(uuid.uuid4())}
    page = day.cast.client(day.cast.osei).post(url, form).content.decode()
    assert "has not begun" in page
    assert ">1</textarea>" in page.replace("\n", "").replace("\r", "")
    assert _marks(day) == {}


def test_takes_a_mark_back_with_a_reason(day: Day) -> None:
    mark = make.mark(day.hall, day.elsie, by=day.cast.tess)
    browser = day.cast.client(day.cast.osei)
    url = _url(day, "void_mark", mark=mark.pk)
    assert "required" in browser.post(url, {"reason": ""}).content.decode()
    page = browser.post(url, {"reason": "typed 1 for 7"}, follow=True).content.decode()
    assert "HH1 1 is taken back" in page
    assert "typed 1 for 7" in page
    again = browser.post(url, {"reason": "again"}, follow=True)
    assert again.status_code == 200
    with scoping.units([day.cast.wexcombe.pk]):
        assert MarkVoid.objects.get().reason == "typed 1 for 7"
        assert DistrictCounter.objects.get().voted == 0
    assert "taken back already" in browser.get(url).content.decode()


def test_looks_for_marks(day: Day) -> None:
    for elector in (day.elsie, day.graham, day.zofia):
        make.mark(day.hall, elector)
    make.mark(day.hall, day.elsie)
    _send(day, "4410")

    def found(query: str) -> list[str]:
        page = day.cast.client(day.cast.marian).get(_url(day, "marks") + query).content.decode()
        return sorted(re.findall(r'<th scope="row"[^>]*>(HH\d [^<]*)</th>', page))

    assert len(found("")) == 5
    assert found("?district=hh1&number=1") == ["HH1 1", "HH1 1"]
    assert found("?number=4410") == ["HH1 4410"]
    assert found("?verdict=already_in") == ["HH1 1"]
    assert found("?verdict=nonsense") == found("")
    assert found("?number=what") == []
    assert found("?district=HH9") == []
    assert found("?page=99") == found("")


def test_the_list_says_why_it_is_empty(day: Day) -> None:
    browser = day.cast.client(day.cast.marian)
    assert "No marks yet" in browser.get(_url(day, "marks")).content.decode()
    assert "No mark fits" in browser.get(_url(day, "marks") + "?number=7").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(day: Day, rows: int, django_assert_num_queries: object) -> None:
    for elector in (day.elsie, day.graham, day.zofia)[:rows]:
        make.mark(day.hall, elector, by=day.cast.tess)
    browser = day.cast.client(day.cast.marian)
    browser.get(_url(day, "marks"))
    with django_assert_num_queries(6 + SCOPE):  # type: ignore[operator] # the last: that somebody looked
        browser.get(_url(day, "marks"))


def test_a_mark_of_yesterday_can_not_be_taken_back(day: Day) -> None:
    mark = make.mark(day.hall, day.elsie)
    url = _url(day, "void_mark", mark=mark.pk)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)):
        page = day.cast.client(day.cast.osei).post(url, {"reason": "too late"}).content.decode()
    assert "is over" in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert not MarkVoid.objects.exists()
