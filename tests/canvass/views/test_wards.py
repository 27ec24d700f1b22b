from __future__ import annotations

import pytest
from django.urls import reverse

from access import scoping
from canvass.enums import BoundaryKind, WardSplit
from canvass.models import Household, PollingDistrict, Ward
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, places


def _url(name: str, **kwargs: object) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": "wexcombe"} | kwargs)


@pytest.fixture
def cut(cast: Cast) -> PollingDistrict:
    district = canvass.district(cast.wexcombe, "B")
    door = canvass.household(canvass.street(cast.wexcombe), 1, in_district=district)
    canvass.elector(door)
    with scoping.units([cast.wexcombe.pk]):
        Household.objects.update(latitude=53.05, longitude=-2.19, located_by="postcode")
        canvass.household(canvass.street(cast.wexcombe), 2, in_district=district)
        places.bring_in(cast.wexcombe, places.DISTRICTS[1], kind=BoundaryKind.DISTRICT)
        places.bring_in(cast.wexcombe, *places.NEW_WARDS, kind=BoundaryKind.WARD)
    return district


def _now(district: PollingDistrict) -> PollingDistrict:
    with everywhere():
        return PollingDistrict.objects.select_related("ward").get(pk=district.pk)


def test_shows_both_sides_and_takes_the_decision_with_undo(cast: Cast, cut: PollingDistrict) -> None:
    browser = cast.client(cast.marian)
    page = browser.get(_url("ward_question", district=cut.pk)).content.decode()
    assert "West" in page
    assert "Harbour" in page
    assert "50%" in page
    assert "1 of 2 doors has no coordinates" in page
    with everywhere():
        harbour = Ward.objects.get(name="Harbour")
    page = browser.post(_url("ward_question", district=cut.pk), {"where": harbour.pk}, follow=True).content.decode()
    assert "B is decided." in page
    assert _now(cut).ward == harbour
    page = browser.post(_url("ward_ask_again", district=cut.pk), follow=True).content.decode()
    assert "B is a question again." in page
    assert _now(cut).ward_split == WardSplit.QUESTION


def test_by_address(cast: Cast, cut: PollingDistrict) -> None:
    cast.client(cast.marian).post(_url("ward_question", district=cut.pk), {"where": "by_address"})
    assert _now(cut).ward_split == WardSplit.BY_ADDRESS
    assert "each address in its own" in cast.client(cast.marian).get(_url("places")).content.decode()


@pytest.mark.parametrize(
    ("where", "says"),
    [("", "Choose where the district belongs."), ("999999", "The district does not lie there any more.")],
)
def test_no_decision_is_none(cast: Cast, cut: PollingDistrict, where: str, says: str) -> None:
    page = cast.client(cast.marian).post(_url("ward_question", district=cut.pk), {"where": where}).content.decode()
    assert says in page
    assert _now(cut).ward_split == WardSplit.QUESTION


def test_a_district_without_a_ward_can_be_put(cast: Cast) -> None:
    district, ward = canvass.district(cast.wexcombe, "Z"), canvass.ward(cast.wexcombe, "West")
    browser = cast.client(cast.marian)
    assert "No ward known" in browser.get(_url("ward_questions")).content.decode()
    page = browser.post(_url("ward_put"), {"district": district.pk, "ward": ward.pk}, follow=True).content.decode()
    assert "Z is in West now." in page
    page = browser.post(_url("ward_put"), {"district": district.pk, "ward": ""}, follow=True).content.decode()
    assert "Choose a ward for the district." in page


def test_the_wards_of_another_clp_are_not_there(cast: Cast) -> None:
    district, theirs = canvass.district(cast.wexcombe, "Z"), canvass.ward(cast.marsham, "Marsham")
    answer = cast.client(cast.marian).post(_url("ward_put"), {"district": district.pk, "ward": theirs.pk})
    assert answer.status_code == 404
    assert _now(district).ward is None
    far = canvass.district(cast.marsham, "MV1")
    assert cast.client(cast.marian).get(_url("ward_question", district=far.pk)).status_code == 404
