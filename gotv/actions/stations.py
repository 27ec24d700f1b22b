"""Setting up polling stations, and which districts vote where. A district votes at one station of an election."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.actions import audit
from access.models import User
from canvass.models import PollingDistrict
from gotv.actions import boxes, elections
from gotv.models import Election, PollingStation
from gotv.queries import stations
from kit.errors import Refused


@transaction.atomic
def add(
    *, election: Election, name: str, address: str, districts: Iterable[PollingDistrict], by: User | None
) -> PollingStation:
    """Make a station. Raises Refused when the name is taken or a district votes elsewhere in this election."""
    election = elections.lock(election)
    wanted = list(districts)
    _refuse_elsewhere(election, wanted, None)
    station = PollingStation(election=election, unit_id=election.unit_id, name=name.strip(), address=address.strip())
    _check(station)
    station.save()
    station.districts.set(wanted)
    audit.record("station.added", by=by, unit=election.unit_id, obj=station, districts=[d.pk for d in wanted])
    return station


@transaction.atomic
def change(
    *, station: PollingStation, name: str, address: str, districts: Iterable[PollingDistrict], by: User
) -> PollingStation:
    """Change a station. Raises Refused as `add` does. Marks stay where they were made."""
    election = elections.lock(station.election)
    wanted = list(districts)
    _refuse_elsewhere(election, wanted, station)
    station.name, station.address = name.strip(), address.strip()
    _check(station)
    station.save(update_fields=["name", "address"])
    station.districts.set(wanted)
    boxes.follow(election)
    audit.record("station.changed", by=by, unit=election.unit_id, obj=station, districts=[d.pk for d in wanted])
    return station


@transaction.atomic
def remove(*, station: PollingStation, by: User) -> dict:
    """Delete a station that was never used. Returns what `put_back` needs, districts as ids.

    Raises Refused once something of tellers hangs on it (gotv.queries.stations.used): nothing would bring that back.
    """
    election = elections.lock(station.election)
    if stations.used([station]):
        raise Refused(
            _(
                "A teller has worked at %(station)s, or has hours, a code or a pad there, so it stays. You can change"
                " its name and its districts."
            )
            % {"station": station.name}
        )
    boxes.refuse_counted([station])
    was = {
        "election": election.pk,
        "name": station.name,
        "address": station.address,
        "districts": list(station.districts.order_by("code").values_list("pk", flat=True)),
        "postcode": station.postcode,
        "at": [station.latitude, station.longitude],
        "boxes": boxes.written_down(station),
    }
    audit.record("station.removed", by=by, unit=election.unit_id, obj=station, districts=was["districts"])
    station.delete()
    return was


@transaction.atomic
def put_back(*, election: Election, was: Mapping[str, Any], by: User) -> PollingStation:
    """Bring a station back that `remove` deleted, with its boxes. Raises Refused as `add` does."""
    districts = PollingDistrict.objects.filter(pk__in=was["districts"])
    station = add(election=election, name=was["name"], address=was["address"], districts=districts, by=by)
    station.postcode, (station.latitude, station.longitude) = was["postcode"], was["at"]
    station.save(update_fields=["postcode", "latitude", "longitude"])
    boxes.make_again(station, was["boxes"])
    return station


@transaction.atomic
def arrange(*, election: Election, places: Mapping[PollingDistrict, str], by: User | None) -> int:
    """Set where each of these districts votes: the name of a polling place, or "" for nowhere yet.

    Places that are not there are made; districts that are not named keep theirs; a station left without districts
    stays. Returns how many districts moved. Names are compared without regard to capitals.
    """
    election = elections.lock(election)
    known = {station.name.casefold(): station for station in election.stations.all()}
    for name in dict.fromkeys(name.strip() for name in places.values()):
        if name and name.casefold() not in known:
            known[name.casefold()] = add(election=election, name=name, address="", districts=[], by=by)
    before = dict(_placed(election).values_list("pollingdistrict_id", "pollingstation_id"))
    after = {
        district.pk: known[name.strip().casefold()].pk if name.strip() else None for district, name in places.items()
    }
    moved = {pk: station for pk, station in after.items() if before.get(pk) != station}
    _placed(election).filter(pollingdistrict_id__in=moved).delete()
    through = PollingStation.districts.through
    through.objects.bulk_create(
        through(pollingdistrict_id=pk, pollingstation_id=station) for pk, station in moved.items() if station
    )
    if moved:
        boxes.follow(election)
        audit.record("stations.arranged", by=by, unit=election.unit_id, obj=election, districts=sorted(moved))
    return len(moved)


@transaction.atomic
def number_boxes(*, election: Election, boxes_of: Mapping[PollingStation, Iterable[str]], by: User) -> int:
    """Let these stations have the boxes of these numbers. Returns at how many stations that changed anything.

    Raises Refused where a box that would go was counted.
    """
    election = elections.lock(election)
    changed = [station.pk for station, numbers in boxes_of.items() if boxes.number(station=station, numbers=numbers)]
    if changed:
        audit.record("stations.boxes_numbered", by=by, unit=election.unit_id, obj=election, stations=changed)
    return len(changed)


def _placed(election: Election) -> QuerySet:
    """Return the rows that join a district to a station of this election."""
    return PollingStation.districts.through.objects.filter(pollingstation__election=election)


def _refuse_elsewhere(election: Election, districts: list[PollingDistrict], station: PollingStation | None) -> None:
    taken = _placed(election).filter(pollingdistrict__in=districts)
    if station is not None:
        taken = taken.exclude(pollingstation=station)
    found = sorted(taken.values_list("pollingdistrict__code", "pollingstation__name"))
    if found:
        named = ", ".join(f"{code} ({name})" for code, name in found)
        raise Refused(
            ngettext(
                "A district votes at one station. This one votes elsewhere: %(named)s. Take it off there first.",
                "A district votes at one station. These vote elsewhere: %(named)s. Take them off there first.",
                len(found),
            )
            % {"named": named}
        )


def _check(station: PollingStation) -> None:
    try:
        station.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
