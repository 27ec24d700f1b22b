"""Contact Creator's figures: in place of the last, beside a register and without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.models import Unit
from canvass.models import PollingDistrict
from gotv.actions import campaign_figures, station_files
from gotv.models import CampaignFigures, DistrictTally
from gotv.queries import dashboard, stations, tallies
from kit import clock
from tests.factories import canvass
from tests.factories import gotv as make
from tests.factories.stations import CONTACT_CREATOR, stats, sums, upload

_PRINCES = sums("PRINCES", "VBA", "1,800", "710", "74", "40")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stats.csv"


def _load(unit: Unit, path: Path, *rows: list[str]) -> int:
    path.write_text(stats(*rows))
    return campaign_figures.load(unit=unit, path=path, by=None)


def _held() -> list[tuple]:
    return list(CampaignFigures.objects.values_list("ward_name", "code", "district__code", "electors"))


def test_they_replace_those_before_and_find_their_district(scope: Unit, path: Path) -> None:
    place = canvass.district(scope, "VBA", in_ward=canvass.ward(scope, "Princes"))
    canvass.elector(canvass.household(canvass.street(scope), 1, in_district=place))
    oval = sums("OVAL", "AA", "684", "327", "117", "62")
    assert _load(scope, path, sums("PRINCES", "VBA", "1717", "710", "74", "40"), oval) == 2
    assert _load(scope, path, _PRINCES, oval) == 2
    # A register says which districts there are: the other one is somebody else's.
    assert _held() == [("OVAL", "AA", None, 684), ("PRINCES", "VBA", "VBA", 1800)]


def test_without_a_register_they_make_districts_and_wards(scope: Unit, path: Path) -> None:
    poll = make.election(scope, counts_only=True)
    _load(scope, path, _PRINCES, sums("ST ANNE'S", "VBB", "900", "300", "100", "40"))
    made = PollingDistrict.objects.values_list("code", "ward__name").order_by("code")
    assert list(made) == [("VBA", "Princes"), ("VBB", "St Anne's")]
    assert [one.code for one in stations.districts_in_use()] == ["VBA", "VBB"]
    assert dashboard.count(poll).whole.promises == 710 + 300 - 80
    _load(scope, path, _PRINCES, sums("ST ANNE'S", "VBB", "900", "200", "100", "40"))
    assert PollingDistrict.objects.count() == 2


def test_a_district_of_a_file_taken_in_by_mistake_is_in_use_no_more(scope: Unit, path: Path) -> None:
    _load(scope, path, _PRINCES, sums("OVAL", "ZZ", "900", "300", "100", "40"))
    assert _load(scope, path, sums("PRINCES", "VBA", "1800", "710", "74", "40"), sums("OVAL", "AA", "9", "3", "1", "0"))
    assert [one.code for one in stations.districts_in_use()] == ["AA", "VBA"]


def test_one_code_in_two_wards_waits_for_whoever_tells_them_apart(scope: Unit, path: Path) -> None:
    _load(scope, path, sums("OVAL", "AA", "684", "327", "117", "62"), sums("VASSALL", "AA", "500", "200", "90", "40"))
    assert _held() == [("OVAL", "AA", None, 684), ("VASSALL", "AA", None, 500)]
    assert not PollingDistrict.objects.exists()


def test_stations_that_come_later_give_figures_their_district(scope: Unit, path: Path, tmp_path: Path) -> None:
    poll = make.election(scope, counts_only=True)
    canvass.district(scope, "VBA")
    other = make.election(scope, "Another")
    _load(scope, path, _PRINCES, sums("OVAL", "AA", "684", "327", "117", "62"))
    CampaignFigures.objects.filter(code="AA").update(district=None)
    PollingDistrict.objects.filter(code="AA").delete()
    file = upload(poll, tmp_path, CONTACT_CREATOR, "1,Hall,,,0,0,OVAL,0,0,AA", "2,Club,,,0,0,PRINCES,0,0,VBA")
    station_files.approve(file=file, chosen={}, by=None)
    assert [held[2] for held in _held()] == ["AA", "VBA"]
    assert dashboard.count(poll).whole.electors == 684 + 1800
    assert dashboard.count(other).whole.electors == 0


def test_new_figures_are_on_the_screens_at_once(scope: Unit, path: Path) -> None:
    poll = make.election(scope, counts_only=True, on=clock.today())
    _load(scope, path, _PRINCES, sums("OVAL", "AA", "684", "327", "117", "62"))
    DistrictTally.objects.bulk_create(
        DistrictTally(
            unit=scope,
            election=poll,
            polling_district_id=one.pk,
            electors=one.electors,
            counted_at=one.counted_at,
            roll_at=one.roll_at,
        )
        for one in tallies.read(poll).districts
    )
    _load(scope, path, sums("PRINCES", "VBA", "1000", "100", "0", "0"), sums("OVAL", "AA", "500", "100", "0", "0"))
    assert dashboard.count(poll).whole.electors == 1500
