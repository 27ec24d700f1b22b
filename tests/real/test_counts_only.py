"""A real constituency's two exports of Contact Creator are enough for the screens of the day."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.models import Unit
from gotv.actions import campaign_figures, station_files
from gotv.queries import counts_only, dashboard
from tests.factories import gotv as make

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "contact_creator"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the exports of Contact Creator are not on this machine")


@pytest.mark.parametrize("figures_first", [True, False])
def test_two_exports_in_either_order_make_the_districts(scope: Unit, figures_first: bool) -> None:
    poll = make.election(scope, counts_only=True)
    if figures_first:
        campaign_figures.load(unit=scope, path=DATA / "campaign_stats.csv", by=None)
    file = station_files.upload(election=poll, file_name="stations", path=DATA / "polling_stations.csv", by=None)
    station_files.approve(file=file, chosen={}, by=None)
    if not figures_first:
        campaign_figures.load(unit=scope, path=DATA / "campaign_stats.csv", by=None)
    guide = counts_only.guide(poll)
    assert (guide.districts, guide.figures, guide.stations, guide.boxes) == (36, 36, 33, 51)
    assert (guide.without_figures, guide.without_district, guide.unplaced, guide.without_box) == ([], [], [], [])
    assert dashboard.count(poll).whole.electors == 64_296
