from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from canvass.models import Household
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass

URL = "/u/wexcombe/canvass/places/coordinates/"


def _post(cast: Cast, text: str) -> str:
    file = SimpleUploadedFile("places.csv", text.encode())
    return cast.client(cast.marian).post(URL, {"file": file}, follow=True).content.decode()


def test_loads_a_file_and_says_what_came_of_it(cast: Cast) -> None:
    assert reverse("canvass:coordinates", kwargs={"unit": "wexcombe"}) == URL
    canvass.household(canvass.street(cast.wexcombe), 1, postcode="M41 5TP")
    page = _post(cast, "postcode,lat,lon\nM41 5TP,53.4,-2.3\nM41 9BA,53.5,-2.4\n")
    assert "One door was placed. The file has 2 places, 1 of them postcodes of ours." in page
    assert "the postcode" in page
    page = _post(cast, "postcode,lat,lon\nM41 5TP,53.4,-2.3\n")
    assert "Nothing was changed." in page
    with everywhere():
        assert Household.objects.get().latitude == 53.4


def test_says_why_a_file_is_refused(cast: Cast) -> None:
    canvass.household(canvass.street(cast.wexcombe), 1)
    assert "No column of this file is called postcode or UPRN." in _post(cast, "a,b\n1,2\n")


def test_without_doors_the_page_says_so(cast: Cast) -> None:
    assert "There are no doors yet" in cast.client(cast.marian).get(URL).content.decode()
