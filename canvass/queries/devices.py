"""The phones that may send: whose they are, what for, when they were last heard of, and whether they are stopped."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.enums import DeviceKind, PhoneStop
from access.models import DeviceGrant, Unit, User
from access.permissions import Permission
from access.queries.accesses import Access
from canvass import hooks
from canvass.models import Board, Handing
from canvass.queries import areas
from canvass.rules import sync
from canvass.rules.devices import RIGHT
from canvass.rules.phone_files import PhoneFile
from canvass.rules.sync import Batch

# In a grant's scope: the phone was handed out for practice, and what it sends is true of nobody.
PRACTICE = "practice"


@dataclass(frozen=True)
class Phone:
    """One phone of one person in one unit: all that it may send for, the newest first, and what that is called."""

    grants: tuple[DeviceGrant, ...]
    names: tuple[str, ...]

    @property
    def newest(self) -> DeviceGrant:
        return self.grants[0]

    @property
    def last_seen_at(self) -> datetime.datetime | None:
        return max((one.last_seen_at for one in self.grants if one.last_seen_at), default=None)

    @property
    def to_send(self) -> int:
        """How many records it held when it was last heard of."""
        return sum(one.queue_depth for one in self.grants)

    @property
    def may_lose(self) -> bool:
        """Whether its browser said that it may throw away by itself what isn't sent."""
        return self.newest.persists is False

    @property
    def lost_at(self) -> datetime.datetime | None:
        """When its person opened a board anew while it still held something, or after its browser had emptied it.

        None: nothing of it is missing, as far as anybody knows, or it was heard of since.
        """
        lost = (one.replaced_at for one in self.grants if one.queue_depth or one.emptied)
        return max(filter(None, lost), default=None)

    @property
    def is_emptied(self) -> bool:
        """Whether its browser threw away what was kept on it."""
        return any(one.emptied for one in self.grants)

    @property
    def minutes_slow(self) -> int:
        """By how many minutes its clock was slow when it last sent, fast less than 0; 0 where it isn't worth a word."""
        heard = [(one.last_seen_at, one.clock_slow_by) for one in self.grants if one.last_seen_at]
        return round(max(heard)[1] / 60) if heard else 0

    @property
    def minutes_fast(self) -> int:
        """The same the other way round."""
        return -self.minutes_slow

    @property
    def second_device_at(self) -> datetime.datetime | None:
        """When another phone last tried to send with a token of this one; None: never."""
        return max((one.second_device_at for one in self.grants if one.second_device_at), default=None)

    @property
    def is_teller(self) -> bool:
        return self.newest.kind == DeviceKind.TELLER

    @property
    def is_stopped(self) -> bool:
        return all(one.revoked_at for one in self.grants)

    @property
    def wiped_at(self) -> datetime.datetime | None:
        """When it said that it had forgotten the last of what it held; None while something is left."""
        times = [one.wiped_at for one in self.grants]
        return None if None in times else max(time for time in times if time)


def in_use(kinds: Collection[str], area: areas.Keys = None) -> list[Phone]:
    """Return the phones of an area that may still send, the one last heard of first.

    Phones that were stopped stay in the list until their time to send is over, so that one sees
    what became of them.
    """
    return _phones(in_area(area, DeviceGrant.objects.filter(kind__in=kinds, write_until__gt=timezone.now())))


def in_area(area: areas.Keys, rows: QuerySet[DeviceGrant]) -> QuerySet[DeviceGrant]:
    """Return those of these phones that are tellers', or whose board, or whatever else they hold, lies in an area."""
    if area is None:
        return rows
    held = {"board": areas.boards(area).values_list("pk", flat=True)}
    held |= {name: inside(area).values_list("pk", flat=True) for name, inside in hooks.inside.items()}
    found = Q(kind=DeviceKind.TELLER)
    for name, ids in held.items():
        found |= Q((f"scope__{name}__in", [str(pk) for pk in ids]))
    return rows.filter(found)


def of_user(user: User) -> list[Phone]:
    """Return this person's own phones in scope that may still send."""
    return _phones(DeviceGrant.objects.filter(user=user, write_until__gt=timezone.now()))


def _phones(rows: QuerySet[DeviceGrant]) -> list[Phone]:
    together: dict[tuple, list[DeviceGrant]] = {}
    for one in rows.select_related("user", "unit").order_by("-created_at", "pk"):
        together.setdefault((one.unit_id, one.user_id, one.kind, one.device_id or one.pk), []).append(one)
    names = _names([one for grants in together.values() for one in grants])
    found = [
        Phone(tuple(grants), tuple(dict.fromkeys(name for one in grants for name in names.get(one.pk, ()))))
        for grants in together.values()
    ]
    return sorted(found, key=lambda phone: phone.last_seen_at or phone.newest.created_at, reverse=True)


def _names(grants: Collection[DeviceGrant]) -> dict[UUID, list[str]]:
    """Return what each of these grants is for, by its id: boards, and what the apps above know the names of."""
    found: dict[UUID, list[str]] = {}
    for what, named in ({"board": _boards} | hooks.named).items():
        ids = {one.pk: str(one.scope[what]) for one in grants if one.scope.get(what)}
        words = named(set(ids.values())) if ids else {}
        for grant, pk in ids.items():
            if pk in words:
                found.setdefault(grant, []).append(words[pk])
    return found


def _boards(ids: Collection[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in Board.objects.filter(pk__in=ids).values_list("pk", "name")}


def same_phone(phone: DeviceGrant) -> QuerySet[DeviceGrant]:
    """Return all the grants in scope of this person's same phone."""
    same = Q(pk=phone.pk)
    if phone.device_id is not None:
        same |= Q(device_id=phone.device_id, user=phone.user_id)
    return DeviceGrant.objects.filter(same)


def earlier(handing: Handing, grant: DeviceGrant) -> QuerySet[DeviceGrant]:
    """Return the grants with which this person sent for the same board from another phone, or from another browser.

    Those of this time that they have the board, and older ones that still held something; none that was stopped. A
    store that its browser threw away comes back as another phone: it makes itself a new id.
    """
    board = {"board": str(handing.board_id)}
    rows = DeviceGrant.objects.filter(kind=DeviceKind.DOORSTEP, user=handing.user_id, scope=board, wiped_at=None)
    rows = rows.filter(Q(created_at__gte=handing.handed_at) | Q(queue_depth__gt=0), replaced_at=None, revoked_at=None)
    return rows.exclude(device_id=None).exclude(device_id=grant.device_id)


def says(grant: DeviceGrant, batch: Batch, now: datetime.datetime) -> dict[str, object]:
    """Return what a phone says of itself with a batch that came now, as fields of its grant."""
    fields: dict[str, object] = {
        "heard_recall": max(grant.heard_recall, batch.heard),
        "replaced_at": None,
        "emptied": False,
        "clock_slow_by": sync.slow_by(batch, now),
    }
    return fields if batch.persists is None else {**fields, "persists": batch.persists}


def is_held(access: Access, right: Permission, unit: Unit) -> bool:
    """Say whether a role of theirs gives this right here, be it one that waits for a lesson or a signature."""
    return access.may(right, unit) or bool(access.closed_in(unit, right))


def stop(grant: DeviceGrant, access: Access | None) -> str:
    """Return why this phone is to send what it holds and then wipe itself (PhoneStop), or "".

    `access` is its user's; None for a phone without one. A role that ran out on its date stops the phone here too,
    whether anything swept up after it or not.
    """
    if grant.revoked_at is not None:
        return grant.stopped_why or PhoneStop.ROLE_ENDED
    if access is not None and not is_held(access, RIGHT[grant.kind], grant.unit):
        return PhoneStop.ROLE_ENDED
    return ""


def of_file(unit: Unit, file: PhoneFile) -> DeviceGrant | None:
    """Return the grant under which the phone that wrote a file would have sent it, with its user; None: not known.

    The phone's id and what it was for have to be those of one person, and of the one whom the file names, if any.
    """
    if file.device is None:
        return None
    what_for = {f"scope__{name}": value for name, value in file.what_for.items()}
    rows = DeviceGrant.objects.select_related("user", "unit").filter(unit=unit, kind=file.kind, device_id=file.device)
    found = [one for one in rows.filter(**what_for).order_by("-created_at") if file.user in (None, one.user_id)]
    return found[0] if len({one.user_id for one in found}) == 1 else None
