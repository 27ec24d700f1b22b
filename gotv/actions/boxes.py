"""The ballot boxes of a station: numbered by hand, kept beside their districts, written down for undoing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from canvass.models import PollingDistrict
from gotv.models import BallotBox, BoxDistrict, Count, Election, PollingStation
from kit.errors import Refused

_COLUMNS = ("district_id", "lowest", "highest", "electors", "postal_electors")


def written_down(station: PollingStation) -> list[dict[str, Any]]:
    """Return the boxes of a station with their districts, as JSON can hold them."""
    return [
        {"number": box.number, "uses": [{name: getattr(use, name) for name in _COLUMNS} for use in box.districts.all()]}
        for box in station.boxes.all()
    ]


def refuse_counted(stations: Iterable[PollingStation]) -> None:
    """Raise Refused once a box of these stations was counted: its counts are of that box, so it stays."""
    counted = Count.objects.filter(box__station__in=list(stations)).select_related("box__station").first()
    if counted is not None and counted.box is not None:
        raise Refused(
            _("Box %(box)s at %(station)s was counted already, so the boxes stay. Nothing was changed.")
            % {"box": counted.box.number, "station": counted.box.station.name}
        )


def number(*, station: PollingStation, numbers: Iterable[str]) -> bool:
    """Let a station have the boxes of these numbers, each for all its districts; return whether that changed anything.

    A box that is there keeps what is known of it. In the caller's transaction. Raises Refused where one that would go
    was counted.
    """
    wanted = dict.fromkeys(numbers)
    there = {box.number: box for box in station.boxes.all()}
    gone = [box for number, box in there.items() if number not in wanted]
    counted = Count.objects.filter(box__in=gone).select_related("box").first()
    if counted is not None and counted.box is not None:
        raise Refused(
            _("Box %(box)s at %(station)s was counted already, so it stays. Nothing was changed.")
            % {"box": counted.box.number, "station": station.name}
        )
    BallotBox.objects.filter(pk__in=[box.pk for box in gone]).delete()
    new = [number for number in wanted if number not in there]
    for number in new:
        made = BallotBox.objects.create(unit_id=station.unit_id, station=station, number=number)
        _use(made, station.districts.values_list("pk", flat=True))
    return bool(gone or new)


def follow(election: Election) -> None:
    """After districts have moved: boxes forget those that vote elsewhere now.

    A district that no box of its station knows uses all of them. In the caller's transaction.
    """
    for station in election.stations.prefetch_related("districts", "boxes__districts"):
        here = {district.pk for district in station.districts.all()}
        boxes = list(station.boxes.all())
        BoxDistrict.objects.filter(box__in=boxes).exclude(district__in=here).delete()
        known = {use.district_id for box in boxes for use in box.districts.all()}
        for box in boxes:
            _use(box, sorted(here - known))


def _use(box: BallotBox, districts: Iterable[int]) -> None:
    BoxDistrict.objects.bulk_create(BoxDistrict(unit_id=box.unit_id, box=box, district_id=pk) for pk in districts)


def make_again(station: PollingStation, boxes: Iterable[Mapping[str, Any]]) -> None:
    """Put the boxes of a station back as they were written down; districts that are gone since are left out.

    In the caller's transaction.
    """
    station.boxes.all().delete()
    there = set(PollingDistrict.objects.values_list("pk", flat=True))
    for box in boxes:
        made = BallotBox.objects.create(unit_id=station.unit_id, station=station, number=box["number"])
        BoxDistrict.objects.bulk_create(
            BoxDistrict(unit_id=station.unit_id, box=made, **use) for use in box["uses"] if use["district_id"] in there
        )
