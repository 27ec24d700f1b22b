"""Bringing in Contact Creator's campaign stats: sums by ward and district, each time in place of the last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from access.actions import audit
from access.models import Unit, User
from canvass.models import PollingDistrict
from canvass.rules import tables
from gotv.actions import districts
from gotv.models import CampaignFigures
from gotv.queries import station_files
from gotv.rules import campaign_figures as rules


@transaction.atomic
def load(*, unit: Unit, path: Path, by: User | None) -> int:
    """Put the export's figures in place of those that are held; return of how many districts.

    Without a register, districts and wards that are new are made.

    Raises Refused, saying why, for what is no such export: those that are held stay then.
    """
    with tables.rows(path) as rows:
        found = rules.read(rows)
    ours = list(PollingDistrict.objects.filter(unit=unit).select_related("ward"))
    if not station_files.has_register(unit):
        ours += _made(unit, ours, found)
    CampaignFigures.objects.filter(unit=unit).delete()
    CampaignFigures.objects.bulk_create(
        CampaignFigures(
            unit=unit,
            ward_name=one.ward,
            code=one.code,
            district=station_files.find(ours, one.code, one.ward),
            electors=one.electors,
            promises=one.promises,
            postal_electors=one.postal_electors,
            postal_promises=one.postal_promises,
        )
        for one in found
    )
    districts.find_for_figures(unit=unit)
    audit.record("campaign_figures.loaded", by=by, unit=unit, districts=len(found))
    return len(found)


def _made(unit: Unit, ours: Iterable[PollingDistrict], found: Iterable[rules.DistrictSums]) -> list[PollingDistrict]:
    """Make the districts that nobody knows yet. A code of two wards can't be told apart among new ones: left out."""
    there = {one.code.casefold() for one in ours}
    times = Counter(one.code.casefold() for one in found)
    return [
        districts.make(unit=unit, code=one.code, ward=one.ward)
        for one in found
        if one.code.casefold() not in there and times[one.code.casefold()] == 1
    ]
