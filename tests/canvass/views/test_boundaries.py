from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from access import scoping
from canvass.enums import BoundaryKind, PlaceFileState, WardSplit
from canvass.models import Boundary, BoundaryFile, PollingDistrict, Ward
from canvass.rules import boundaries as rules
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, places


def _count(model: type[Boundary | BoundaryFile]) -> int:
    with everywhere():
        return model.objects.count()


def _url(name: str, **kwargs: object) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": "wexcombe"} | kwargs)


def _upload(cast: Cast, data: bytes, name: str = "map.geojson") -> object:
    return cast.client(cast.marian).post(_url("boundaries"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def _file() -> BoundaryFile:
    with everywhere():
        return BoundaryFile.objects.get()


def test_a_file_is_read_described_approved_and_taken_back(cast: Cast) -> None:
    for code in "ABC":
        canvass.district(cast.wexcombe, code)
    page = _upload(cast, places.collection(*places.DISTRICTS)).content.decode()  # type: ignore[attr-defined]
    file, browser = _file(), cast.client(cast.marian)
    assert "What approving it does" in page
    assert _count(Boundary) == 0
    said = {"kind": "district", "code_property": "code", "name_property": "name", "starts_on": "", "source": "Council"}
    page = browser.post(_url("boundary_file", file=file.pk), said, follow=True).content.decode()
    assert "Approve 3 boundaries" in page
    page = browser.post(_url("boundary_approve", file=file.pk), follow=True).content.decode()
    assert "The boundaries are in use." in page
    assert _count(Boundary) == 3
    page = browser.post(_url("boundary_undo", file=file.pk), follow=True).content.decode()
    assert "map.geojson was taken back" in page
    assert _count(Boundary) == 0


def test_new_wards_lead_to_what_they_cut(cast: Cast) -> None:
    with scoping.units([cast.wexcombe.pk]):
        for code in "ABC":
            canvass.district(cast.wexcombe, code)
        places.bring_in(cast.wexcombe, *places.DISTRICTS, kind=BoundaryKind.DISTRICT)
        places.bring_in(cast.wexcombe, *places.OLD_WARDS, kind=BoundaryKind.WARD)
        day = datetime.date(2027, 5, 6)
        file = places.waiting(cast.wexcombe, *places.NEW_WARDS, kind=BoundaryKind.WARD, starts_on=day)
        old = list(Ward.objects.values_list("pk", flat=True))
    browser = cast.client(cast.marian)
    page = browser.get(_url("boundary_file", file=file.pk)).content.decode()
    assert "These wards end on that day" in page
    assert page.count("checked") >= 2  # both old wards are proposed
    answer = browser.post(_url("boundary_approve", file=file.pk), {"ends": old})
    assert answer["Location"] == _url("ward_questions")
    with everywhere():
        assert PollingDistrict.objects.get(code="B").ward_split == WardSplit.QUESTION
        assert Ward.objects.filter(ends_on=day).count() == 2


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "This is not GeoJSON, or it was cut short on its way. Nothing was changed."),
        (b"", "This file is empty."),
    ],
)
def test_what_is_no_boundaries_is_refused_with_words(cast: Cast, data: bytes, says: str) -> None:
    assert says in _upload(cast, data).content.decode()  # type: ignore[attr-defined]
    assert _count(BoundaryFile) == 0


def test_a_huge_file_is_not_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_BYTES", 10)
    page = _upload(cast, places.collection(*places.DISTRICTS)).content.decode()  # type: ignore[attr-defined]
    assert "Nothing was kept." in page


def test_a_file_can_be_thrown_away(cast: Cast) -> None:
    _upload(cast, places.collection(*places.DISTRICTS))
    page = cast.client(cast.marian).post(_url("boundary_discard", file=_file().pk), follow=True).content.decode()
    assert "map.geojson was thrown away" in page
    assert _file().state == PlaceFileState.DISCARDED


def test_a_column_that_names_places_twice_is_refused_with_words(cast: Cast) -> None:
    _upload(cast, places.collection(places.strip(-2.2, -2.1, code="A"), places.strip(-2.1, -2.0, code="A")))
    said = {"kind": "district", "code_property": "code", "name_property": ""}
    page = cast.client(cast.marian).post(_url("boundary_file", file=_file().pk), said).content.decode()
    assert "The column code names two places alike." in page


def test_a_file_of_another_clp_is_not_there(cast: Cast) -> None:
    _upload(cast, places.collection(*places.DISTRICTS))
    url = reverse("canvass:boundary_file", kwargs={"unit": "marsham", "file": _file().pk})
    assert cast.client(cast.rival).get(url).status_code == 404
