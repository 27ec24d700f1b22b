"""Letting the phone of whoever carries a round send for it."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, User
from canvass.queries.devices import PRACTICE
from gotv.actions import secrecy
from gotv.models import Round
from gotv.queries import phone_rounds
from kit.errors import Refused

# A phone that was out of signal may send what it holds for so long after the names went (reliability S5).
SENDS_ON_FOR = datetime.timedelta(days=14)


@transaction.atomic
def let_in(*, one: Round, device_id: uuid.UUID, by: User) -> tuple[DeviceGrant, str]:
    """Give this phone the right to send for the round. Returns the grant and its token, shown only once.

    Raises Refused when the round is not (any longer) theirs to read, and for a polling agent of that day.
    """
    secrecy.refuse_inside(by, one.election.polling_on)
    allowed = phone_rounds.readable(one)
    if one.ended_at or one.runner_id != by.pk or not allowed.hold(timezone.now()):
        raise Refused(_("This round is not out with you now. What this phone holds can still be sent."))
    token = secrets.token_urlsafe(32)
    grant = DeviceGrant.objects.create(
        unit_id=one.unit_id,
        kind=DeviceKind.DOORSTEP,
        user=by,
        token_sha256=hashlib.sha256(token.encode()).digest(),
        device_id=device_id,
        scope={"round": str(one.pk)} | ({PRACTICE: True} if one.election.is_rehearsal else {}),
        write_until=allowed.closes + SENDS_ON_FOR,
    )
    audit.record("round.phone_let_in", by=by, unit=one.unit_id, obj=grant, round=str(one.pk))
    return grant, token
