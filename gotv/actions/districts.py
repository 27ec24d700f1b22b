"""Polling districts that no register knows: made from what Contact Creator calls them."""

from __future__ import annotations

import string

from access.models import Unit
from canvass.models import PollingDistrict, Ward
from gotv.models import CampaignFigures, DistrictTally
from gotv.queries import station_files


def make(*, unit: Unit, code: str, ward: str) -> PollingDistrict:
    """Make a district, and its ward where there is none of this name. In the caller's transaction, without a register.

    Whoever calls has looked that there is no district of this code without a council: a second can't be made.
    """
    here = None
    if ward:
        wards = Ward.objects.filter(unit=unit, ends_on=None, name__iexact=ward)
        here = wards.first() or Ward.objects.create(unit=unit, name=string.capwords(ward)[:100])
    return PollingDistrict.objects.create(unit=unit, code=code, ward=here)


def find_for_figures(*, unit: Unit) -> int:
    """Give Contact Creator's figures that have no district theirs, once it is there. Returns how many found one.

    Elections that live on these figures are counted afresh.
    """
    ours = list(PollingDistrict.objects.filter(unit=unit).select_related("ward"))
    found = []
    for row in CampaignFigures.objects.filter(unit=unit, district=None):
        row.district = station_files.find(ours, row.code, row.ward_name)
        if row.district is not None:
            found.append(row)
    CampaignFigures.objects.bulk_update(found, ["district"])
    DistrictTally.objects.filter(unit=unit, election__counts_only=True).delete()
    return len(found)
