"""Paper packs of committee rooms: the newest of each, and whether anybody has fetched it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from access.models import User
from canvass.queries import areas
from gotv.models import CommitteeRoom, Election, PaperPack, RoomDistrict, RoomOfficer
from gotv.queries import rooms


@dataclass(frozen=True)
class OfRoom:
    """A room, its packs that can still be fetched (the newest first), and whether this person may open them."""

    room: CommitteeRoom
    packs: list[PaperPack]
    may_open: bool

    @property
    def newest(self) -> PaperPack | None:
        return self.packs[0] if self.packs else None

    @property
    def is_fetched(self) -> bool:
        """Say whether somebody has any of them on a machine of their own."""
        return any(pack.fetched_at for pack in self.packs)


def listing(election: Election, area: areas.Keys, by: User, *, opens_all: bool) -> list[OfRoom]:
    """Return the rooms of an election, or those that lie in an area, each with its packs. A handful of queries."""
    found = list(in_area(area, rooms.listing(election)))
    held: dict[int, list[PaperPack]] = {}
    for pack in PaperPack.objects.filter(room__in=found).exclude(files=[]).select_related("fetched_by"):
        held.setdefault(pack.room_id, []).append(pack)
    mine = set(RoomOfficer.objects.filter(room__in=found, user=by).values_list("room_id", flat=True))
    return [OfRoom(room, held.get(room.pk, []), opens_all or room.pk in mine) for room in found]


def in_area(area: areas.Keys, rows: QuerySet[CommitteeRoom]) -> QuerySet[CommitteeRoom]:
    """Return those of these rooms that look after no district outside the area."""
    if area is None:
        return rows
    outside = RoomDistrict.objects.filter(room=OuterRef("pk")).exclude(polling_district__in=areas.districts(area))
    return rows.exclude(Exists(outside)).filter(Exists(RoomDistrict.objects.filter(room=OuterRef("pk"))))


def not_fetched(election: Election) -> list[CommitteeRoom]:
    """Return the rooms with districts of which nobody has ever fetched a pack, by name."""
    fetched = PaperPack.objects.filter(room=OuterRef("pk"), fetched_at__isnull=False)
    has_districts = RoomDistrict.objects.filter(room=OuterRef("pk"))
    return list(election.rooms.filter(Exists(has_districts)).exclude(Exists(fetched)).order_by("name"))


def newest(room: CommitteeRoom) -> PaperPack | None:
    """Return the newest pack of a room, its files still there or not; None before the first."""
    return PaperPack.objects.filter(room=room).order_by("-built_at").first()
