"""Passes for boards: making one, and opening a board with it."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.models import BoardPass, Handing
from canvass.queries import passes as queries
from canvass.rules import passes as rules
from kit.errors import Refused


@transaction.atomic
def make(*, by: User | None, handing: Handing) -> tuple[BoardPass, str]:
    """Make a pass for the person who has a board, good while they may read it. Returns it and its token.

    A pass of the same handing that nobody has used is good no longer: one code at a time. Raises Refused when the
    board is no longer out with them.
    """
    now = timezone.now()
    if handing.returned_at is not None or handing.read_until <= now:
        raise Refused(_("This board is out with nobody. Hand it out first."))
    handing.passes.filter(used_at__isnull=True).update(expires_at=now)
    key = uuid.uuid4()
    token = rules.token("pass", key)
    made = BoardPass.objects.create(
        id=key,
        unit_id=handing.unit_id,
        handing=handing,
        token_sha256=rules.digest(token),
        made_by=by,
        expires_at=handing.read_until,
    )
    audit.record("pass.made", by=by, unit=handing.unit_id, obj=made, user=handing.user_id)
    return made, token


def address(token: str) -> str:
    """Return the link of a pass, on the installation's public address."""
    return f"{settings.BASE_URL}{reverse('canvass:pass', kwargs={'token': token})}"


@transaction.atomic
def use(*, found: BoardPass) -> datetime.datetime:
    """Let one phone open the board by this pass. Returns until when its sign-in is good.

    Raises Refused when the pass was used, replaced or has run out, and when the board came back.
    """
    locked = BoardPass.objects.select_for_update(of=("self",)).select_related("handing__user").get(pk=found.pk)
    refusal = queries.refusal(locked, timezone.now())
    if refusal:
        raise Refused(refusal)
    locked.used_at = timezone.now()
    locked.save(update_fields=["used_at"])
    audit.record("pass.used", by=locked.handing.user, unit=locked.unit_id, obj=locked)
    return locked.handing.read_until
