"""Setting up committee rooms: where they are, which districts are theirs, what they have, and who runs them.

A district is one room's in an election. Who has a duty in a room gets no right by it: rights are grants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.actions import audit
from access.models import User
from canvass.models import PollingDistrict
from gotv.actions import elections
from gotv.enums import RoomDuty
from gotv.models import (
    CommitteeRoom,
    Count,
    Driver,
    Election,
    Lift,
    PaperPack,
    RoomDistrict,
    RoomOfficer,
    Round,
)
from gotv.queries import rooms
from kit.errors import Refused


@dataclass(frozen=True)
class Facts:
    """What is known of a room. Planned numbers are None where nobody has said."""

    name: str
    address: str = ""
    postcode: str = ""
    phone: str = ""
    planned_canvassers: int | None = None
    planned_cars: int | None = None
    planned_lifts: int | None = None


@transaction.atomic
def add(*, election: Election, facts: Facts, districts: Iterable[PollingDistrict], by: User | None) -> CommitteeRoom:
    """Make a room. Raises Refused when the name is taken, or a district is another room's."""
    election = elections.lock(election)
    wanted = list(districts)
    _refuse_elsewhere(election, wanted, None)
    room = CommitteeRoom(election=election, unit_id=election.unit_id)
    _set(room, facts)
    _give(room, wanted)
    audit.record("room.added", by=by, unit=election.unit_id, obj=room, districts=[d.pk for d in wanted])
    return room


@transaction.atomic
def change(*, room: CommitteeRoom, facts: Facts, districts: Iterable[PollingDistrict], by: User) -> CommitteeRoom:
    """Change a room. Raises Refused as `add` does. What was counted there stays."""
    election = elections.lock(room.election)
    wanted = list(districts)
    _refuse_elsewhere(election, wanted, room)
    _set(room, facts)
    RoomDistrict.objects.filter(room=room).exclude(polling_district__in=wanted).delete()
    held = set(RoomDistrict.objects.filter(room=room).values_list("polling_district_id", flat=True))
    _give(room, [district for district in wanted if district.pk not in held])
    audit.record("room.changed", by=by, unit=election.unit_id, obj=room, districts=[d.pk for d in wanted])
    return room


@transaction.atomic
def arrange(*, election: Election, places: Mapping[PollingDistrict, CommitteeRoom | None], by: User | None) -> int:
    """Set whose each of these districts is, None: nobody's yet. Others keep theirs. Returns how many moved.

    Raises Refused when one of the rooms has been removed meanwhile.
    """
    election = elections.lock(election)
    if {room.pk for room in places.values() if room} - set(election.rooms.values_list("pk", flat=True)):
        raise Refused(_("One of these rooms was removed meanwhile. Nothing was changed: choose again."))
    before = rooms.room_of_districts(election)
    moved = {
        district.pk: room for district, room in places.items() if before.get(district.pk) != (room.pk if room else None)
    }
    RoomDistrict.objects.filter(election=election, polling_district__in=moved).delete()
    RoomDistrict.objects.bulk_create(
        RoomDistrict(unit_id=election.unit_id, election=election, room=room, polling_district_id=pk)
        for pk, room in moved.items()
        if room is not None
    )
    if moved:
        audit.record("rooms.arranged", by=by, unit=election.unit_id, obj=election, districts=sorted(moved))
    return len(moved)


@transaction.atomic
def remove(*, room: CommitteeRoom, by: User) -> dict:
    """Delete a room that was never used. Returns what `put_back` needs.

    Raises Refused once something was counted there, a team sent out, a lift or a driver noted, or a pack fetched: what
    is written on its sheets could never be typed in.
    """
    election = elections.lock(room.election)
    if any(model._default_manager.filter(room=room).exists() for model in (Count, Round, Lift, Driver)) or (
        PaperPack.objects.filter(room=room, fetched_at__isnull=False).exists()
    ):
        raise Refused(
            _("%(room)s has been at work, so it stays. You can change its name and its districts.") % {"room": room}
        )
    was = {
        "election": election.pk,
        "facts": asdict(_facts(room)),
        "districts": list(room.districts.values_list("polling_district_id", flat=True)),
        "officers": [[officer.user_id, officer.duty] for officer in room.officers.all()],
    }
    audit.record("room.removed", by=by, unit=election.unit_id, obj=room, districts=was["districts"])
    room.delete()
    return was


@transaction.atomic
def put_back(*, election: Election, was: Mapping[str, Any], by: User) -> CommitteeRoom:
    """Bring a room back that `remove` deleted, with its officers. Raises Refused as `add` does."""
    districts = PollingDistrict.objects.filter(pk__in=was["districts"])
    room = add(election=election, facts=Facts(**was["facts"]), districts=districts, by=by)
    RoomOfficer.objects.bulk_create(
        RoomOfficer(unit_id=election.unit_id, room=room, user_id=user, duty=duty) for user, duty in was["officers"]
    )
    return room


@transaction.atomic
def add_officer(*, room: CommitteeRoom, user: User, duty: str, by: User | None) -> RoomOfficer:
    """Give somebody a duty in a room; the same duty twice is one.

    Raises Refused for somebody whom nothing here lets see polling day: they could not do it.
    """
    elections.lock(room.election)
    if user not in rooms.may_be_officer(room.election.unit):
        raise Refused(
            _("%(name)s has no role here that opens polling day. Give them the role “Committee room” first.")
            % {"name": user.name}
        )
    officer, is_new = RoomOfficer.objects.get_or_create(
        room=room, user=user, duty=RoomDuty(duty), defaults={"unit_id": room.unit_id}
    )
    if is_new:
        audit.record("room.officer_added", by=by, unit=room.unit_id, obj=room, user=user.pk, duty=duty)
    return officer


@transaction.atomic
def remove_officer(*, officer: RoomOfficer, by: User) -> None:
    """Take a duty from somebody."""
    room = officer.room
    elections.lock(room.election)
    audit.record("room.officer_removed", by=by, unit=room.unit_id, obj=room, user=officer.user_id, duty=officer.duty)
    officer.delete()


def _facts(room: CommitteeRoom) -> Facts:
    return Facts(**{name: getattr(room, name) for name in Facts.__dataclass_fields__})


def _set(room: CommitteeRoom, facts: Facts) -> None:
    for name, value in asdict(facts).items():
        setattr(room, name, value.strip() if isinstance(value, str) else value)
    try:
        room.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    room.save()


def _give(room: CommitteeRoom, districts: list[PollingDistrict]) -> None:
    RoomDistrict.objects.bulk_create(
        RoomDistrict(unit_id=room.unit_id, election_id=room.election_id, room=room, polling_district=district)
        for district in districts
    )


def _refuse_elsewhere(election: Election, districts: list[PollingDistrict], room: CommitteeRoom | None) -> None:
    taken = RoomDistrict.objects.filter(election=election, polling_district__in=districts)
    if room is not None:
        taken = taken.exclude(room=room)
    found = sorted(taken.values_list("polling_district__code", "room__name"))
    if found:
        named = ", ".join(f"{code} ({name})" for code, name in found)
        raise Refused(
            ngettext(
                "A district is one room’s. This one is another’s: %(named)s. Take it off there first.",
                "A district is one room’s. These are others’: %(named)s. Take them off there first.",
                len(found),
            )
            % {"named": named}
        )
