from __future__ import annotations

import io
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.urls import reverse
from pypdf import PdfReader

from access import scoping
from access.models import AuditEvent
from gotv.actions import sheets
from gotv.models import Knock, PollingStation, Sheet, Voted
from gotv.queries import knock_ups, printing
from gotv.rules.sheets import spaced
from tests import cast as people
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _make(day: Day, **data: object) -> PdfReader:
    browser = day.cast.client(day.cast.osei)
    answer = browser.post(_url(day, "make_sheets"), {"district": day.hh1.pk, **data})
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def _only_sheet() -> Sheet:
    with everywhere():
        return Sheet.objects.get()


@pytest.mark.parametrize("data", [{}, {"large": "on"}])
def test_a_tagged_pdf_with_the_code_the_reason_and_the_imprint(day: Day, data: dict) -> None:
    pdf = _make(day, **data)
    assert len(pdf.pages) == 1
    text = " ".join(pdf.pages[0].extract_text().split())
    assert spaced(_only_sheet().code) in text
    assert "Elsie Marchbank" in text
    assert "Graham" not in text
    assert "Said Labour" in text
    assert "Promoted by M. Teale" in text
    assert "Never take a postal vote" in text
    assert "They vote at: Library. Bring photo ID" in text
    assert "Polls close at 22:00" in text
    root = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index] # a dictionary, which the library leaves open
    assert str(root["/Lang"]) == "en"
    assert pdf.metadata
    assert str(pdf.metadata.title).startswith("Knock-up sheets")
    assert AuditEvent.objects.get(verb="knock_ups.printed").detail == {"district": day.hh1.pk, "people": 2}


@pytest.mark.parametrize("data", [{}, {"large": "on"}])
def test_a_page_for_each_code_however_long_the_names(day: Day, data: dict) -> None:
    for number in range(40):
        street = canvass.street(day.cast.wexcombe, f"Upper Saint Bartholomew’s Crescent {number // 20}")
        door = canvass.household(street, number + 1, in_district=day.hh1, building="Featherstonehaugh Court, flat 1234")
        make.promise(canvass.elector(door, "Bartholomew Maximilian", "Featherstonehaugh-Cholmondeley"))
    with everywhere():
        long = f"Saint Bartholomew’s Church Hall and Community Centre, temporary cabin {'x' * 80}"[:120]
        PollingStation.objects.filter(pk=day.hall.pk).update(name=long, address="Upper Saint Bartholomew’s Crescent")
        make.station(day.poll, f"{long[:110]} two", day.hh1)
    pdf = _make(day, **data)
    with everywhere():
        codes = {spaced(code) for code in Sheet.objects.values_list("code", flat=True)}
    assert len(pdf.pages) == len(codes) > 1
    assert {code for code in codes for page in pdf.pages if code in page.extract_text()} == codes


def test_what_a_name_holds_is_never_markup(day: Day) -> None:
    door = canvass.household(canvass.street(day.cast.wexcombe, "Tanyard Row"), 99, in_district=day.hh1)
    make.promise(canvass.elector(door, "#panic()", "*Bold* $x$ [a]"))
    text = " ".join(_make(day).pages[0].extract_text().split())
    assert "#panic() *Bold* $x$ [a]" in text


def test_forty_pages_are_made_in_a_moment(day: Day) -> None:
    with scoping.units([day.poll.unit_id]):
        (page,) = sheets.lay_out(
            election=day.poll, district=day.hh1, streets=knock_ups.doors(day.poll, day.hh1), by=day.cast.osei
        )
        begun = time.perf_counter()
        made = printing.warp(day.poll, [page] * 40, large=False)
    assert len(PdfReader(io.BytesIO(made)).pages) == 40
    assert time.perf_counter() - begun < 20  # a second on a quiet machine; a browser would take a quarter of a minute


def test_a_pad_has_numbers_and_rules_and_nobody(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    answer = browser.post(_url(day, "make_pad"), {"pad-station": day.hall.pk, "pad-pages": 2})
    pdf = PdfReader(io.BytesIO(answer.content))
    assert len(pdf.pages) == 2
    text = pdf.pages[0].extract_text()
    assert "HH1" in text
    assert "section 66" in text
    assert "Elsie" not in text
    assert "A page for each district" not in text
    both = make.station(day.poll, "Church Hall", day.hh1, day.hh2)
    for large in ({}, {"pad-large": "on"}):
        answer = browser.post(_url(day, "make_pad"), {"pad-station": both.pk, "pad-pages": 3, **large})
        pdf = PdfReader(io.BytesIO(answer.content))
        assert len(pdf.pages) == 3
        text = " ".join(pdf.pages[0].extract_text().split())
        assert "A page for each district. This page is for: HH1 HH2" in text


def test_typing_a_sheet_in_by_its_code(day: Day) -> None:
    _make(day)
    browser = day.cast.client(day.cast.osei)
    sheet = _only_sheet()
    answer = browser.get(_url(day, "sheets"), {"code": spaced(sheet.code).lower()})
    assert answer["Location"] == _url(day, "sheet", code=sheet.code)
    page = browser.get(answer["Location"]).content.decode()
    assert "Elsie Marchbank" in page
    page = browser.post(answer["Location"], {"lines": "1n 2v 77v"}).content.decode()
    assert "Zofia Haddad: Has voted" in page
    assert "77v" in page
    with everywhere():
        assert Voted.objects.get().elector_id == day.zofia.pk
        assert Knock.objects.count() == 2
    assert "typed before" in browser.post(answer["Location"], {"lines": "1n"}).content.decode()
    assert "Nothing could be read" in browser.post(answer["Location"], {"lines": "x"}).content.decode()


def test_a_code_that_is_wrong_or_of_another_election_is_refused(day: Day) -> None:
    _make(day)
    browser = day.cast.client(day.cast.osei)
    code = _only_sheet().code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert "one of its characters is another" in browser.get(_url(day, "sheets"), {"code": wrong}).content.decode()
    other = make.election(day.cast.wexcombe, "By-election", rehearsal=True)
    there = reverse("gotv:sheets", kwargs={"unit": "wexcombe", "election": other.pk})
    assert "of another election: Borough council" in browser.get(there, {"code": code}).content.decode()
    with everywhere():
        Sheet.objects.update(unit=day.cast.marsham, election=make.election(day.cast.marsham))
    page = browser.get(_url(day, "sheets"), {"code": code}).content.decode()
    assert "No sheet of this election has this code" in page
    assert browser.get(_url(day, "sheet", code=code)).status_code == 302


def test_a_teller_types_pads_and_sees_no_names(day: Day) -> None:
    _make(day)
    with scoping.units([day.poll.unit_id]):
        (pad,) = sheets.make_pads(election=day.poll, station=day.hall, pages=1, by=day.cast.osei)
    tess = people.sign_in(day.cast.tess)
    with everywhere():
        warp = Sheet.objects.get(kind="warp")
    assert tess.get(_url(day, "sheet", code=warp.code)).status_code == 403
    page = tess.post(_url(day, "sheet", code=pad.code), {"district": day.hh1.pk, "numbers": str(day.elsie.number)})
    assert "Counted" in page.content.decode()
    assert "Elsie" not in page.content.decode()
    assert tess.get(_url(day, "sheets")).status_code == 403


def test_the_page_of_paper(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    assert "No sheet has been made as a PDF yet" in browser.get(_url(day, "sheets")).content.decode()
    _make(day)
    page = browser.get(_url(day, "sheets")).content.decode()
    assert spaced(_only_sheet().code) in page
    assert "not typed in" in page
    make.mark(day.hall, day.elsie)
    make.mark(day.hall, day.zofia)
    page = browser.post(_url(day, "make_sheets"), {"district": day.hh1.pk}).content.decode()
    assert "nothing to print" in page


def test_whoever_is_asked_who_they_are_before_a_pdf_is_told_that_the_page_stays_and_finds_back(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    session = browser.session
    for proof in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        proof["at"] = time.time() - 3600
    session.save()
    paper = _url(day, "sheets")
    for came_from, way in ((f"http://testserver{paper}?page=2", f"{paper}?page=2"), ("https://else.example/x", "/")):
        asked = browser.post(
            _url(day, "make_sheets"), {"district": day.hh1.pk}, headers={"referer": came_from}, follow=True
        )
        page = asked.content.decode()
        assert "the file is saved and this page stays as it is" in page
        assert f'href="{way}">Go back</a>' in page
    with everywhere():
        assert not Sheet.objects.exists()
