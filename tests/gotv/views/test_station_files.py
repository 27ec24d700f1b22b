from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from access import scoping
from canvass.enums import PlaceFileState
from gotv.models import CampaignFigures, PollingStation, StationFile
from tests.everywhere import everywhere
from tests.factories import gotv as make
from tests.factories.stations import ADDRESSES, STATIONS, stats, sums, xpress
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _sent(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("stations.csv", "\n".join(lines).encode())


def _upload(day: Day, *lines: str) -> str:
    browser = day.cast.client(day.cast.osei)
    return browser.post(_url(day, "station_file_new"), {"file": _sent(*lines)}, follow=True).content.decode()


def _file() -> StationFile:
    with everywhere():
        return StationFile.objects.get()


def _votes_at(day: Day) -> dict[str, str]:
    with scoping.units([day.cast.wexcombe.pk]):
        return dict(PollingStation.objects.filter(districts__isnull=False).values_list("districts__code", "name"))


def test_a_file_is_looked_at_approved_and_taken_back(day: Day) -> None:
    page = _upload(day, *xpress(("HH1", "Hall", "WX1 9ZZ"), ("HH2", "Club", ""), ("ZZ9", "Far hall", "")))
    assert "3 polling places in stations.csv (Xpress (Democracy Club))." in page
    assert "One district is not on your register" in page
    assert _votes_at(day) == {"HH1": "Library"}
    file, browser = _file(), day.cast.client(day.cast.osei)
    page = browser.post(_url(day, "station_file_approve", file=file.pk), follow=True).content.decode()
    assert "The stations are in use." in page
    assert _votes_at(day) == {"HH1": "Hall", "HH2": "Club"}
    page = browser.post(_url(day, "station_file_undo", file=file.pk), follow=True).content.decode()
    assert "stations.csv was taken back" in page
    assert _votes_at(day) == {"HH1": "Library"}


def test_a_district_in_doubt_is_asked_about(day: Day) -> None:
    page = _upload(day, *xpress(("HH1", "Hall", ""), ("HH1", "Club", ""), ("HH2", "Club", "")))
    assert "In doubt" in page
    assert "HH1 Tanyard votes at" in page
    file, browser = _file(), day.cast.client(day.cast.osei)
    page = browser.post(_url(day, "station_file_approve", file=file.pk), {"district_0": "7"}, follow=True)
    assert "Choose one of the places of this file." in page.content.decode()
    browser.post(_url(day, "station_file_approve", file=file.pk), {"district_0": "1"})
    assert _votes_at(day) == {"HH1": "Club", "HH2": "Club"}


def test_two_files_go_together(day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    sent = {
        "file": _sent(STATIONS, "Way,WX1 9ZZ,B1,0,0,Hall"),
        "second": _sent(ADDRESSES, "23 Tanyard Row,WX1 2AB,B1,,,"),
    }
    page = browser.post(_url(day, "station_file_new"), sent, follow=True).content.decode()
    assert "Districts come from your doors" in page


def test_why_a_file_is_refused_is_said_beside_it(day: Day) -> None:
    assert "its columns begin with name, email." in _upload(day, "name,email", "Elsie,e@example.org")
    with everywhere():
        assert not StationFile.objects.exists()


def test_a_file_can_be_thrown_away(day: Day) -> None:
    _upload(day, *xpress(("HH1", "Hall", "")))
    browser = day.cast.client(day.cast.osei)
    page = browser.post(_url(day, "station_file_discard", file=_file().pk), follow=True).content.decode()
    assert "stations.csv was thrown away" in page
    assert _file().state == PlaceFileState.DISCARDED


def test_a_file_of_another_election_or_clp_is_not_there(day: Day) -> None:
    _upload(day, *xpress(("HH1", "Hall", "")))
    other = make.election(day.cast.wexcombe, "Another")
    kwargs = {"unit": "wexcombe", "election": other.pk, "file": _file().pk}
    assert day.cast.client(day.cast.osei).get(reverse("gotv:station_file", kwargs=kwargs)).status_code == 404
    kwargs["unit"] = "marsham"
    assert day.cast.client(day.cast.rival).get(reverse("gotv:station_file", kwargs=kwargs)).status_code == 404


def test_a_canvasser_may_not(day: Day) -> None:
    assert day.cast.client(day.cast.alun).get(_url(day, "station_file_new")).status_code == 403


def test_campaign_figures_are_shown_with_their_sums(day: Day) -> None:
    url = reverse("gotv:campaign_figures", kwargs={"unit": "wexcombe"})
    browser = day.cast.client(day.cast.osei)
    assert "No figures are held yet" in browser.get(url).content.decode()
    rows = sums("OVAL", "AA", "1,684", "327", "117", "62"), sums("PRINCES", "AA", "716", "300", "100", "50")
    file = SimpleUploadedFile("stats.csv", stats(*rows).encode())
    page = browser.post(url, {"file": file}, follow=True).content.decode()
    assert "Figures of 2 districts are in." in page
    assert "2,400" in page
    file = SimpleUploadedFile("stats.csv", b"a,b\n1,2\n")
    assert "These are not Contact Creator’s campaign stats" in browser.post(url, {"file": file}).content.decode()
    with everywhere():
        assert CampaignFigures.objects.count() == 2
