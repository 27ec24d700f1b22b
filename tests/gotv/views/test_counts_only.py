"""An election without a register, set up step by step."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gotv.models import BallotBox, CommitteeRoom, Election, StationFile
from kit import clock
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.factories.stations import CONTACT_CREATOR, stats, sums

_FIGURES = stats(sums("BISHOPS", "VAA", "1,717", "710", "74", "40"), sums("OVAL", "VBA", "900", "300", "100", "40"))
_STATIONS = "\n".join((CONTACT_CREATOR, "51,Hall,,,0,0,BISHOPS,0,0,VAA", "52,Club,,,0,0,OVAL,0,0,VBA"))


@pytest.fixture
def office(cast: Cast) -> Client:
    return cast.client(cast.osei)


def _url(name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", **kwargs})


def _post(client: Client, name: str, data: dict, **kwargs: object) -> str:
    return client.post(_url(name, **kwargs), data, follow=True).content.decode()


def _file(text: str) -> dict:
    return {"file": SimpleUploadedFile("export.csv", text.encode())}


def _made(client: Client) -> int:
    day = clock.today() + datetime.timedelta(days=9)
    page = _post(client, "new_counts_only", {"name": "Borough council", "type": "local", "polling_on": day.isoformat()})
    assert "Borough council is made." in page
    with everywhere():
        poll = Election.objects.get()
        assert poll.counts_only
        return poll.pk


def test_from_nothing_to_the_figures(office: Client) -> None:
    poll = _made(office)
    page = _post(office, "counts_only_figures", _file(_FIGURES), election=poll)
    assert "Figures of 2 districts, with 1,010 promises" in page
    page = _post(office, "counts_only_stations", _file(_STATIONS), election=poll)
    assert "Approve 2 stations" in page
    assert "waits for you to approve it" in office.get(_url("counts_only", election=poll)).content.decode()
    with everywhere():
        file = StationFile.objects.get()
    page = _post(office, "station_file_approve", {"x": "1"}, election=poll, file=file.pk)
    assert "Go on setting up" in page
    page = _post(office, "counts_only_room", {"name": "Castle"}, election=poll)
    assert "The figures are ready for the day" in page
    with everywhere():
        assert CommitteeRoom.objects.get().districts.count() == 2
        assert BallotBox.objects.count() == 2
    figures = office.get(_url("dashboard", election=poll)).content.decode()
    assert "930" in figures  # the promises who vote at a station
    assert "See who to knock up" not in figures
    assert office.get(_url("wall", election=poll)).status_code == 200


def test_a_wrong_file_is_told_in_its_step(office: Client) -> None:
    poll = _made(office)
    assert "no line begins with Ward_Value" in _post(office, "counts_only_figures", _file(_STATIONS), election=poll)
    assert "Choose a file first." in _post(office, "counts_only_stations", {"x": "1"}, election=poll)


def test_boxes_are_numbered_where_no_file_has_them(office: Client, cast: Cast) -> None:
    poll = _made(office)
    _post(office, "counts_only_figures", _file(_FIGURES), election=poll)
    with everywhere():
        election = Election.objects.get()
    halls = [make.station(election, name, canvass.district(cast.wexcombe, code)) for name, code in
             (("Hall", "VAA"), ("Club", "VBA"))]  # fmt: skip
    assert "At 2 stations no box is known" in office.get(_url("counts_only", election=poll)).content.decode()
    long = {f"boxes_{halls[0].pk}": "1 2 3 4 5 6 7 8 9 10 11 12"}
    assert "Put a comma between two numbers" in _post(office, "boxes", long, election=poll)
    page = _post(office, "boxes", {f"boxes_{halls[0].pk}": "51, 52", f"boxes_{halls[1].pk}": "53"}, election=poll)
    assert "3 ballot boxes" in page


def test_its_pages_know_nothing_of_electors(office: Client) -> None:
    page = office.get(_url("counts_only", election=_made(office))).content.decode()
    assert "/knock-ups/" not in page
    assert "/counts/" in page


def test_an_election_with_a_register_has_no_guide(office: Client, cast: Cast) -> None:
    with everywhere():
        poll = make.election(cast.wexcombe)
    assert office.get(_url("counts_only", election=poll.pk)).status_code == 404


def test_a_register_that_comes_later_is_taken_up(office: Client, cast: Cast) -> None:
    poll = _made(office)
    refused = _post(office, "counts_only_use_register", {"x": "1"}, election=poll)
    assert "There is no register yet." in refused
    canvass.elector(canvass.household(canvass.street(cast.wexcombe), 1))
    assert "There is a register now" in office.get(_url("counts_only", election=poll)).content.decode()
    assert "uses the register now" in _post(office, "counts_only_use_register", {"x": "1"}, election=poll)
    with everywhere():
        assert not Election.objects.get().counts_only
