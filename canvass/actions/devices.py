"""Stopping phones: of somebody whose role has ended, or that was lost. They still send; then they wipe themselves."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import accounts, audit
from access.enums import PhoneStop
from access.models import DeviceGrant, Grant, User
from access.queries import accesses
from canvass.models import Handing
from canvass.queries import devices as queries
from canvass.rules.devices import RIGHT
from kit.errors import Refused


@transaction.atomic
def role_ended(grant: Grant) -> None:
    """Stop the phones that no role of this person in this unit allows any more (access.hooks.grant_ended).

    Called when a grant has ended. A role that waits for a lesson or a signature counts as held: it will open again.
    """
    held = accesses.of(grant.user)
    kinds = [kind for kind, right in RIGHT.items() if not queries.is_held(held, right, grant.unit)]
    with scoping.units([grant.unit_id]):
        count = _stop(DeviceGrant.objects.filter(user=grant.user_id, kind__in=kinds), PhoneStop.ROLE_ENDED)
        if count:
            audit.record("phones.stopped", by=None, unit=grant.unit_id, obj=grant, user=grant.user_id, phones=count)


@transaction.atomic
def lost(*, phone: DeviceGrant, by: User, session: str | None = None) -> None:
    """Stop a phone that was lost, everything it was used for in the units in scope, and sign its person out.

    The sign-in may be on the phone too, so every session ends; `session` is the key of one that goes on, for somebody
    who reports their own phone. Raises Refused when the phone was stopped already.
    """
    if not _stop(queries.same_phone(phone), PhoneStop.LOST):
        raise Refused(_("This phone was stopped already."))
    audit.record("phone.lost", by=by, unit=phone.unit_id, obj=phone, user=phone.user_id)
    if phone.user is not None:
        accounts.end_sessions(user=phone.user, by=by, why="phone lost", unit=phone.unit, but=session)


@dataclass(frozen=True)
class Earlier:
    """What is known of the phone on which the same person had a board open before this one.

    `heard_at` is None where nothing ever came from it; `unsent` is what it held when it was last heard of. `emptied`:
    it was this very browser, which has thrown everything away since.
    """

    heard_at: datetime.datetime | None
    unsent: int
    emptied: bool


@transaction.atomic
def replace(*, grant: DeviceGrant, handing: Handing, before: uuid.UUID | None = None) -> Earlier | None:
    """Note that this person goes on with their board on the phone of `grant`, and return what the one before held.

    None when this is their first, or the same one again. What the other one held is lost only if it is not heard of
    again: its browser may have thrown it away, or it lies in a drawer. `before` is the id that this browser had the
    last time, as its cookie says, if it has one.
    """
    found = list(queries.earlier(handing, grant))
    if not found:
        return None
    same = [one.pk for one in found if one.device_id == before]
    DeviceGrant.objects.filter(pk__in=[one.pk for one in found]).update(replaced_at=timezone.now())
    DeviceGrant.objects.filter(pk__in=same).update(emptied=True)
    said = Earlier(
        heard_at=max((one.last_seen_at for one in found if one.last_seen_at), default=None),
        unsent=sum(one.queue_depth for one in found),
        emptied=bool(same),
    )
    audit.record("phone.replaced", by=grant.user, unit=grant.unit_id, obj=grant, user=grant.user_id, unsent=said.unsent)
    return said


def second_seen(phone: DeviceGrant) -> None:
    """Note that another phone tried to send with this one's token. It was refused; whoever runs boards sees it."""
    with scoping.units([phone.unit_id]):
        DeviceGrant.objects.filter(pk=phone.pk).update(second_device_at=timezone.now())
        audit.record("phone.second_device", by=None, unit=phone.unit_id, obj=phone, user=phone.user_id)


def _stop(phones: QuerySet[DeviceGrant], why: PhoneStop) -> int:
    return phones.filter(revoked_at__isnull=True).update(revoked_at=timezone.now(), stopped_why=why)
