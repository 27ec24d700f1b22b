"""The phones that may send: whose they are, what for, when they were last heard of, and whether they are stopped."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.enums import DeviceKind, PhoneStop
from access.models import DeviceGrant, Unit, User
from access.permissions import Permission
from access.queries.accesses import Access
from canvass.models import Board
from canvass.rules.devices import RIGHT
from canvass.rules.sync import Batch


@dataclass(frozen=True)
class Phone:
    """One phone of one person in one unit: all the boards or stations that it may send for, the newest first."""

    grants: tuple[DeviceGrant, ...]
    boards: tuple[str, ...]

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


def in_use(kinds: Collection[str], *, boards: Collection[UUID] | None = None) -> list[Phone]:
    """Return the phones in scope that may still send, the one last heard of first: tellers', and those of `boards`.

    None: of all boards. Phones that were stopped stay in the list until their time to send is over, so that one sees
    what became of them.
    """
    rows = DeviceGrant.objects.filter(kind__in=kinds, write_until__gt=timezone.now())
    if boards is not None:
        rows = rows.filter(Q(kind=DeviceKind.TELLER) | Q(scope__board__in=[str(pk) for pk in boards]))
    return _phones(rows)


def of_user(user: User) -> list[Phone]:
    """Return this person's own phones in scope that may still send."""
    return _phones(DeviceGrant.objects.filter(user=user, write_until__gt=timezone.now()))


def _phones(rows: QuerySet[DeviceGrant]) -> list[Phone]:
    together: dict[tuple, list[DeviceGrant]] = {}
    for one in rows.select_related("user", "unit").order_by("-created_at", "pk"):
        together.setdefault((one.unit_id, one.user_id, one.kind, one.device_id or one.pk), []).append(one)
    names = _names(one for grants in together.values() for one in grants)
    found = [
        Phone(tuple(grants), tuple(dict.fromkeys(filter(None, (names.get(_board(one)) for one in grants)))))
        for grants in together.values()
    ]
    return sorted(found, key=lambda phone: phone.last_seen_at or phone.newest.created_at, reverse=True)


def _board(grant: DeviceGrant) -> str:
    return str(grant.scope.get("board", ""))


def _names(grants: Iterable[DeviceGrant]) -> dict[str, str]:
    ids = {_board(grant) for grant in grants} - {""}
    return {str(pk): name for pk, name in Board.objects.filter(pk__in=ids).values_list("pk", "name")}


def same_phone(phone: DeviceGrant) -> QuerySet[DeviceGrant]:
    """Return all the grants in scope of this person's same phone."""
    same = Q(pk=phone.pk)
    if phone.device_id is not None:
        same |= Q(device_id=phone.device_id, user=phone.user_id)
    return DeviceGrant.objects.filter(same)


def says(grant: DeviceGrant, batch: Batch) -> dict[str, object]:
    """Return what a phone says of itself with a batch, as fields of its grant."""
    fields: dict[str, object] = {"heard_recall": max(grant.heard_recall, batch.heard)}
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
