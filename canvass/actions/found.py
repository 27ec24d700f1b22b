"""Deciding about doors and residents that no register names. What was decided can be undone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from canvass.enums import FoundState
from canvass.models import Found
from kit.errors import Refused


@transaction.atomic
def decide(*, by: User, found: Found, state: FoundState) -> None:
    """Keep it for the next round, say that it was on the register, or drop it. Raises Refused if it was decided."""
    waiting = Found.objects.filter(pk=found.pk, state=FoundState.OPEN)
    if not waiting.update(state=state, decided_by=by, decided_at=timezone.now()):
        raise Refused(_("Nothing was changed: somebody has decided about this already."))
    audit.record("found.decided", by=by, unit=found.unit_id, obj=found, state=state.value)


@transaction.atomic
def undo(*, by: User, found: Found) -> None:
    """Let it wait again. Raises Refused when nothing was decided."""
    decided = Found.objects.filter(pk=found.pk).exclude(state=FoundState.OPEN)
    if not decided.update(state=FoundState.OPEN, decided_by=None, decided_at=None):
        raise Refused(_("Nothing was changed: this waits already."))
    audit.record("found.undone", by=by, unit=found.unit_id, obj=found)
