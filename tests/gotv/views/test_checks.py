"""Odd numbers in the office, and the page of gaps."""

from __future__ import annotations

from django.urls import reverse

from access import scoping
from gotv.models import DistrictCounter, MarkCheck, VoteMark
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _url(day: Day, name: str = "checks") -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk})


def _odd(day: Day) -> VoteMark:
    """Imran's number, of HH2, typed at the library of HH1."""
    return make.mark(day.hall, day.imran, by=day.cast.tess)


def test_odd_numbers_are_listed_with_the_reason(day: Day) -> None:
    _odd(day)
    make.mark(day.hall, day.elsie)
    page = day.cast.client(day.cast.osei).get(_url(day)).content.decode()
    assert f"HH2 {day.imran.number}" in page
    assert "of a district that votes at another station" in page
    assert f"HH1 {day.elsie.number}<" not in page
    assert "Imran" not in page
    assert "None of this kind" in day.cast.client(day.cast.osei).get(_url(day), {"reason": "burst"}).content.decode()


def test_ticked_ones_count(day: Day) -> None:
    mark = _odd(day)
    form = {"mark": [str(mark.pk)], "what": "counts", "note": "Rang Tess"}
    page = day.cast.client(day.cast.osei).post(_url(day), form, follow=True).content.decode()
    assert "1 number counts now" in page
    assert "No odd number waits" in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert MarkCheck.objects.get().note == "Rang Tess"
        assert DistrictCounter.objects.get(polling_district=day.hh2).voted == 1


def test_set_aside_they_never_do(day: Day) -> None:
    mark = _odd(day)
    form = {"mark": [str(mark.pk)], "what": "wrong"}
    page = day.cast.client(day.cast.osei).post(_url(day), form, follow=True).content.decode()
    assert "1 number is set aside" in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert DistrictCounter.objects.get(polling_district=day.hh2).voted == 0
    marks = day.cast.client(day.cast.osei).get(_url(day, "marks")).content.decode()
    assert "Looked at: set aside." in marks


def test_ticking_nothing_says_so(day: Day) -> None:
    _odd(day)
    page = day.cast.client(day.cast.osei).post(_url(day), {"what": "counts"}).content.decode()
    assert "Tick the numbers first" in page
    with scoping.units([day.cast.wexcombe.pk]):
        assert MarkCheck.objects.count() == 0


def test_a_decision_that_somebody_was_quicker_with_is_said(day: Day) -> None:
    mark = _odd(day)
    form = {"mark": [str(mark.pk)], "what": "counts"}
    office = day.cast.client(day.cast.osei)
    office.post(_url(day), form)
    assert "Somebody has decided about one of these" in office.post(_url(day), form).content.decode()


def test_a_sheet_says_what_is_odd(day: Day) -> None:
    make.absent(day.elsie, day.poll)
    form = {"district": day.hh1.pk, "numbers": str(day.elsie.number), "entry": "0190a0a0-0000-7000-8000-000000000001"}
    page = day.cast.client(day.cast.osei).post(_url(day, "numbers"), form).content.decode()
    assert "Odd, waits for a check" in page


def test_a_wrong_number_is_put_right_on_one_page(day: Day) -> None:
    mark = make.mark(day.hall, day.elsie)
    url = reverse("gotv:void_mark", kwargs={"unit": "wexcombe", "election": day.poll.pk, "mark": mark.pk})
    form = {"reason": "Misheard", "right": f"{day.graham.number}", "district": "HH1"}
    office = day.cast.client(day.cast.osei)
    bad = office.post(url, {**form, "right": "twelve"}).content.decode()
    assert "That is no number on a poll card" in bad
    page = office.post(url, form, follow=True).content.decode()
    assert f"HH1 {day.graham.number} in its place: Counted" in page


def test_marks_are_found_by_who_says_so(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    office = day.cast.client(day.cast.osei)
    assert f"HH1 {day.elsie.number}" in office.get(_url(day, "marks"), {"source": "teller"}).content.decode()
    assert "No mark fits" in office.get(_url(day, "marks"), {"source": "door"}).content.decode()


def test_the_gaps_say_what_is_odd_and_what_to_do(day: Day) -> None:
    _odd(day)
    page = day.cast.client(day.cast.osei).get(_url(day, "gaps")).content.decode()
    assert "Numbers of districts that do not vote here: HH2 (1)." in page
    assert "1 odd number waits" in page
    assert "Imran" not in page
