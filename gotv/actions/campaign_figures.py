"""Bringing in Contact Creator's campaign stats: sums by ward and district, each time in place of the last."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from access.actions import audit
from access.models import Unit, User
from canvass.models import PollingDistrict
from canvass.rules import tables
from gotv.models import CampaignFigures
from gotv.queries import station_files
from gotv.rules import campaign_figures as rules


@transaction.atomic
def load(*, unit: Unit, path: Path, by: User | None) -> int:
    """Put the export's figures in place of those that are held; return of how many districts.

    Raises Refused, saying why, for what is no such export: those that are held stay then.
    """
    with tables.rows(path) as rows:
        found = rules.read(rows)
    ours = list(PollingDistrict.objects.filter(unit=unit).select_related("ward"))
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
    audit.record("campaign_figures.loaded", by=by, unit=unit, districts=len(found))
    return len(found)
