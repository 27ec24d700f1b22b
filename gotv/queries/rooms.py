"""Committee rooms of an election: their districts, who runs them, and what is nobody's yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Prefetch, Q, QuerySet

from access.models import Unit, User
from access.permissions import Permission as P
from access.queries import accesses
from canvass.models import PollingDistrict
from canvass.queries import areas
from gotv.models import CommitteeRoom, Election, RoomDistrict, RoomOfficer
from gotv.queries import stations

# Whoever holds one of these can do something in a committee room.
_DUTIES = (P.SEE_POLLING_DAY, P.RECORD_VOTED, P.RUN_ROUNDS, P.ENTER_COUNTS)


def listing(election: Election) -> QuerySet[CommitteeRoom]:
    """Return the rooms by name, with their districts and officers."""
    districts = RoomDistrict.objects.select_related("polling_district").order_by("polling_district__code")
    officers = RoomOfficer.objects.select_related("user").order_by("duty", "user__name")
    return election.rooms.prefetch_related(Prefetch("districts", districts), Prefetch("officers", officers)).order_by(
        "name", "pk"
    )


def in_area(election: Election, area: areas.Keys, also: int | None = None) -> QuerySet[CommitteeRoom]:
    """Return the rooms by name that look after a district of the area (or are `also`); for the whole unit all."""
    rows = CommitteeRoom.objects.filter(election=election).order_by("name", "pk")
    if area is None:
        return rows
    here = RoomDistrict.objects.filter(polling_district__in=areas.districts(area))
    return rows.filter(Q(pk__in=here.values("room")) | Q(pk=also))


def districts(election: Election) -> QuerySet[PollingDistrict]:
    """Return the districts that have electors and vote in this election, by code, with their wards."""
    return stations.districts_in_use(election)


def room_of_districts(election: Election) -> dict[int, int]:
    """Return the id of the room by district id, for the districts that are a room's."""
    return dict(RoomDistrict.objects.filter(election=election).values_list("polling_district_id", "room_id"))


def unassigned(election: Election) -> list[PollingDistrict]:
    """Return the districts that vote in this election and are no room's, by code."""
    taken = RoomDistrict.objects.filter(election=election).values("polling_district")
    return list(districts(election).exclude(pk__in=taken))


def may_be_officer(unit: Unit) -> list[User]:
    """Return who could have a duty in a room: whoever may do something here on polling day, by name."""
    return holding(unit, _DUTIES)


def holding(unit: Unit, permissions: Collection[P]) -> list[User]:
    """Return whose roles give any of these permissions in this unit, by name, also those that are not open yet.

    They can be planned with: what they have still to pass or sign before the day stands among what is not ready.
    """
    found = [
        access.user
        for access in accesses.holding(unit.lineage())
        if access.permissions_in(unit) & set(permissions) or any(access.closed_in(unit, one) for one in permissions)
    ]
    return sorted(found, key=lambda user: (user.name, user.pk))


def without_lead(rooms: Iterable[CommitteeRoom]) -> list[CommitteeRoom]:
    """Return those of these rooms, as `listing` gives them, that nobody runs."""
    return [room for room in rooms if not any(officer.duty == "lead" for officer in room.officers.all())]
