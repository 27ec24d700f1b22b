from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access.models import AuditEvent
from canvass import tasks
from canvass.actions import coordinates
from canvass.models import CoordinatesFile, Household
from tests.cast import Cast
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass

URL = "/u/wexcombe/canvass/places/coordinates/"
PLACES = "postcode,lat,lon\nM41 5TP,53.4,-2.3\nM41 9BA,53.5,-2.4\n"


def _post(cast: Cast, text: str) -> str:
    file = SimpleUploadedFile("places.csv", text.encode())
    return cast.client(cast.marian).post(URL, {"file": file}, follow=True).content.decode()


def _page(cast: Cast) -> str:
    return " ".join(cast.client(cast.marian).get(URL).content.decode().split())


def _file() -> CoordinatesFile:
    with everywhere():
        return CoordinatesFile.objects.latest("uploaded_at")


def _work() -> CoordinatesFile:
    tasks.load_coordinates(file=str(_file().pk))
    return _file()


@pytest.fixture
def door(cast: Cast) -> Household:
    return canvass.household(canvass.street(cast.wexcombe), 1, postcode="M41 5TP")


def test_a_file_is_worked_by_a_job_and_the_page_says_how_far_it_is(cast: Cast, door: Household) -> None:
    assert reverse("canvass:coordinates", kwargs={"unit": "wexcombe"}) == URL
    page = _post(cast, PLACES)
    assert "Being read" in page
    assert 'hx-trigger="every 1s"' in page
    assert 'type="file"' not in page, "one file at a time"
    with everywhere():
        CoordinatesFile.objects.update(stage="reading", done=125_000)
    assert "125,000 rows read." in _page(cast)
    with everywhere():
        CoordinatesFile.objects.update(touched_at=timezone.now() - datetime.timedelta(minutes=2))
    assert "Nothing has been heard of this work for a while" in _page(cast)
    _work()
    asking = cast.client(cast.marian).get(URL, headers={"HX-Request": "true"})
    assert asking["HX-Refresh"] == "true", "the page is loaded anew once nothing is at work"
    page = _page(cast)
    assert "One door was placed. The file has 2 places, 1 of them postcodes of ours." in page
    assert "Marian Teale" in page
    assert "hx-trigger" not in page
    with everywhere():
        assert Household.objects.get().latitude == 53.4


def test_a_file_that_changes_nothing_says_so(cast: Cast, door: Household) -> None:
    for _each in range(2):
        _post(cast, PLACES)
        _work()
    assert "Every door that it knows was there already, or at a better place. Nothing was changed." in _page(cast)


def test_says_why_a_file_is_refused(cast: Cast, door: Household) -> None:
    _post(cast, "a,b\n1,2\n")
    _work()
    page = _page(cast)
    assert "No column of this file is called postcode or UPRN." in page
    assert "No coordinates of ours" in page
    assert "Take this file back" not in page


def test_the_last_file_is_taken_back(cast: Cast, door: Household) -> None:
    for text in (PLACES, "postcode,lat,lon\nM41 5TP,53.6,-2.3\n"):
        _post(cast, text)
        made = _work()
    page = _page(cast)
    assert page.count("Take this file back") == 1
    assert "csrfmiddlewaretoken" in page.split('aria-labelledby="files"')[1]
    assert "Possible until" in page
    url = reverse("canvass:coordinates_undo", kwargs={"unit": "wexcombe", "file": made.pk})
    page = cast.client(cast.marian).post(url, follow=True).content.decode()
    assert "places.csv was taken back. One door is where it was before." in page
    assert "Taken back" in page
    with everywhere():
        assert Household.objects.get().latitude == 53.4
    assert "Only the last file can be taken back" in cast.client(cast.marian).post(url, follow=True).content.decode()


def test_what_the_command_loaded_stands_in_the_list(cast: Cast, door: Household, tmp_path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(PLACES)
    with everywhere():
        coordinates.load(unit=cast.wexcombe, path=path, by=None)
    assert "on the server" in _page(cast)


def test_without_doors_the_page_says_so(cast: Cast) -> None:
    assert "There are no doors yet" in cast.client(cast.marian).get(URL).content.decode()


@pytest.mark.parametrize(("who", "status"), [("osei", 403), ("alun", 403), ("noor", 404), ("rival", 404)])
def test_who_may_not_take_a_file_back(cast: Cast, door: Household, who: str, status: int) -> None:
    _post(cast, PLACES)
    made = _work()
    url = reverse("canvass:coordinates_undo", kwargs={"unit": "wexcombe", "file": made.pk})
    assert cast.client(getattr(cast, who)).post(url).status_code == status
    assert _file().state == "applied"


def test_another_clp_s_file_is_not_there(cast: Cast, door: Household) -> None:
    _post(cast, PLACES)
    url = reverse("canvass:coordinates_undo", kwargs={"unit": "marsham", "file": _work().pk})
    assert cast.client(cast.rival).post(url).status_code == 404
    assert AuditEvent.objects.get(verb="access.forged_id").actor_id == cast.rival.pk


@pytest.mark.parametrize("count", [1, 5])
def test_the_queries_don_t_grow_with_the_files(
    cast: Cast, door: Household, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(count):
        _post(cast, PLACES)
        _work()
    client = cast.client(cast.marian)
    client.get(URL)
    # user, grants; files, the last one in use, counts, districts, sources
    with django_assert_num_queries(7 + SCOPE):
        client.get(URL)
