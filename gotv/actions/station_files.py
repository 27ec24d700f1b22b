"""Bringing in a file of polling stations: read, approved, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.actions import audit
from access.models import User
from canvass.enums import PlaceFileState
from canvass.models import PollingDistrict
from canvass.rules import tables
from gotv.actions import boxes, districts, elections
from gotv.models import BallotBox, BoxDistrict, Election, PollingStation, StationFile
from gotv.queries import station_files, stations
from gotv.rules import station_files as rules
from kit.errors import Refused


@transaction.atomic
def upload(
    *, election: Election, file_name: str, path: Path, second: Path | None = None, by: User | None
) -> StationFile:
    """Read a file, and `second` with it where addresses come apart from stations; keep what it says until approved.

    Raises Refused, saying why, for what is no list of stations.
    """
    with tables.rows(path) as rows:
        if second is None:
            found = rules.read(rows)
        else:
            with tables.rows(second) as others:
                found = rules.read(rows, others)
    made = StationFile.objects.create(
        unit_id=election.unit_id,
        election=election,
        file_name=file_name[:200],
        found=station_files.matched(election.unit, found),
        uploaded_by=by,
    )
    audit.record(
        "stations.file_uploaded", by=by, unit=election.unit_id, obj=made, layout=found.layout, places=len(found.places)
    )
    return made


@transaction.atomic
def approve(*, file: StationFile, chosen: Mapping[int, int], by: User | None) -> StationFile:
    """Put the file's stations in place of the election's.

    `chosen` says where the districts in doubt vote, by their positions in the file; those not named vote nowhere yet.
    Stations that the file doesn't have go, but for those on which something of tellers hangs: they stay without the
    districts that vote elsewhere now. Marks stay where they were made.
    """
    found = _waiting(file)
    election = elections.lock(found.election)
    boxes.refuse_counted(election.stations.all())
    before = _snapshot(election)
    used = stations.used(election.stations.all())
    there = {station.name.casefold(): station for station in election.stations.all()}
    made = 0
    ours: list[PollingStation] = []
    for place in found.found["places"]:
        station = there.pop(place["name"].casefold(), None)
        made += station is None
        station = station or PollingStation(election=election, unit_id=election.unit_id)
        for name in ("name", "address", "postcode", "latitude", "longitude"):
            setattr(station, name, place[name])
        station.save()
        ours.append(station)
    gone = [station for station in there.values() if station.pk not in used]
    PollingStation.objects.filter(pk__in=[station.pk for station in gone]).delete()
    here = _districts(found)
    placed = _place(found, ours, here, chosen)
    _replace_boxes(found, ours, here)
    districts.find_for_figures(unit=found.unit)
    found.report = {
        "made": made,
        "kept": len(ours) - made,
        "gone": len(gone),
        "in_use": len(there) - len(gone),
        "districts": placed,
    }
    found.before, found.state = before, PlaceFileState.APPLIED
    found.settled_by, found.settled_at = by, timezone.now()
    found.save()
    audit.record("stations.file_approved", by=by, unit=found.unit_id, obj=found, **found.report)
    return found


@transaction.atomic
def undo(*, file: StationFile, by: User | None) -> StationFile:
    """Put the stations back as they were before a file was approved.

    Raises Refused for any but the last file, and once something of tellers hangs on a station that the file brought.
    """
    found = StationFile.objects.select_for_update(of=("self",)).select_related("election").get(pk=file.pk)
    election = elections.lock(found.election)
    last = station_files.last_applied(election)
    if last is None or last.pk != found.pk:
        raise Refused(_("Only the file that was approved last can be taken back. Take back the later ones first."))
    boxes.refuse_counted(election.stations.all())
    before = {one["pk"]: one for one in found.before["stations"]}
    came = {station.pk for station in election.stations.all()} - set(before)
    worked = election.stations.filter(pk__in=came & stations.used(election.stations.all())).order_by("name")
    if worked:
        raise Refused(
            ngettext(
                "A teller has worked at %(names)s, which this file brought, or has hours, a code or a pad there, so it"
                " can’t be taken back any more.",
                "Tellers have worked at %(names)s, which this file brought, or have hours, codes or pads there, so it"
                " can’t be taken back any more.",
                len(worked),
            )
            % {"names": ", ".join(station.name for station in worked)}
        )
    election.stations.filter(pk__in=came).delete()
    # Names may have moved from one station to another: none stands in the way of the next.
    for station in election.stations.all():
        PollingStation.objects.filter(pk=station.pk).update(name=f"~{station.pk}")
    for one in before.values():
        _restore(election, one)
    found.state, found.before = PlaceFileState.UNDONE, {}
    found.settled_by, found.settled_at = by, timezone.now()
    found.save()
    audit.record("stations.file_undone", by=by, unit=found.unit_id, obj=found)
    return found


@transaction.atomic
def discard(*, file: StationFile, by: User | None) -> StationFile:
    """Throw a waiting file away; nothing else changes."""
    found = _waiting(file)
    found.state, found.found = PlaceFileState.DISCARDED, {}
    found.settled_by, found.settled_at = by, timezone.now()
    found.save()
    audit.record("stations.file_discarded", by=by, unit=found.unit_id, obj=found)
    return found


def _waiting(file: StationFile) -> StationFile:
    found: StationFile = (
        StationFile.objects.select_for_update(of=("self",)).select_related("election", "unit").get(pk=file.pk)
    )
    if found.state != PlaceFileState.WAITING:
        raise Refused(_("This file has been dealt with already. Nothing was changed."))
    return found


def _snapshot(election: Election) -> dict[str, Any]:
    """Return the stations with their districts and boxes, as undoing needs them."""
    rows = election.stations.prefetch_related("districts", "boxes__districts").order_by("pk")
    return {
        "stations": [
            {
                "pk": one.pk,
                "name": one.name,
                "address": one.address,
                "postcode": one.postcode,
                "latitude": one.latitude,
                "longitude": one.longitude,
                "districts": [district.pk for district in one.districts.all()],
                "boxes": boxes.written_down(one),
            }
            for one in rows
        ]
    }


def _restore(election: Election, was: Mapping[str, Any]) -> None:
    fields = {name: was[name] for name in ("name", "address", "postcode", "latitude", "longitude")}
    station, _made = PollingStation.objects.update_or_create(
        pk=was["pk"], defaults=fields | {"election": election, "unit_id": election.unit_id}
    )
    station.districts.set(PollingDistrict.objects.filter(pk__in=was["districts"]))
    boxes.make_again(station, was["boxes"])


def _districts(file: StationFile) -> dict[int, PollingDistrict]:
    """Return the districts of the file by position; where there is no register, those that are new are made."""
    there = PollingDistrict.objects.in_bulk([row["pk"] for row in file.found["districts"] if row["pk"]])
    ours = list(PollingDistrict.objects.filter(unit=file.unit).select_related("ward"))
    found: dict[int, PollingDistrict] = {}
    for at, row in enumerate(file.found["districts"]):
        if row["pk"] in there:
            found[at] = there[row["pk"]]
        elif row["pk"] is None and not file.found["has_register"] and not row["twice"]:
            known = station_files.find(ours, row["code"], row["ward"])
            found[at] = known or districts.make(unit=file.unit, code=row["code"], ward=row["ward"])
    return found


def _place(
    file: StationFile,
    stations: list[PollingStation],
    here: Mapping[int, PollingDistrict],
    chosen: Mapping[int, int],
) -> int:
    """Let each district vote where the file surely says or a person chose. Returns how many vote somewhere."""
    options = {at: {place for place, _count in row["places"]} for at, row in enumerate(file.found["districts"])}
    where = {
        at: place for at, place in (station_files.settled(file) | dict(chosen)).items() if place in options.get(at, ())
    }
    through = PollingStation.districts.through
    named = [district.pk for district in here.values()]
    through.objects.filter(pollingstation__election=file.election, pollingdistrict__in=named).delete()
    through.objects.filter(pollingstation__in=stations).delete()
    through.objects.bulk_create(
        through(pollingstation=stations[place], pollingdistrict=here[at]) for at, place in where.items() if at in here
    )
    return sum(at in here for at in where)


def _replace_boxes(file: StationFile, stations: list[PollingStation], here: Mapping[int, PollingDistrict]) -> None:
    by_name = {(row["ward"], row["code"]): here[at] for at, row in enumerate(file.found["districts"]) if at in here}
    BallotBox.objects.filter(station__in=stations).delete()
    for station, place in zip(stations, file.found["places"], strict=True):
        for box in place["boxes"]:
            made = BallotBox.objects.create(unit_id=file.unit_id, station=station, number=box["number"])
            BoxDistrict.objects.bulk_create(
                BoxDistrict(
                    unit_id=file.unit_id,
                    box=made,
                    district=by_name[use["ward"], use["code"]],
                    lowest=use["lowest"],
                    highest=use["highest"],
                    electors=use["electors"],
                    postal_electors=use["postal_electors"],
                )
                for use in box["uses"]
                if (use["ward"], use["code"]) in by_name
            )
