"""Names leaving the screen: what is noted when a knock-up list is printed."""

from __future__ import annotations

from access.actions import audit
from access.models import User
from canvass.models import PollingDistrict
from gotv.models import Election


def note_printed(*, election: Election, district: PollingDistrict, people: int, by: User) -> None:
    """Note that the sheets of a district were made, and with how many people on them (reliability L2)."""
    audit.record("knock_ups.printed", by=by, unit=election.unit_id, obj=election, district=district.pk, people=people)
