"""PINs for a day: choosing one, and signing in with it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import DayPin, User
from access.rules import pins as rules
from kit.errors import Refused


@transaction.atomic
def choose(*, user: User, pin: str, until: datetime.datetime, paths: Sequence[str]) -> DayPin:
    """Let this account be signed in with a PIN, for pages under these paths, until a time. Replaces an earlier one.

    Raises Refused for what is no six digits, or easily guessed.
    """
    if not rules.is_pin(pin):
        raise Refused(_("A PIN is six digits."))
    if rules.is_easy(pin):
        raise Refused(_("Anybody would try that one first. Choose six other digits."))
    values = {"pin": make_password(pin), "until": until, "paths": list(paths), "tries": 0}
    kept, _new = DayPin.objects.update_or_create(user=user, defaults=values)
    audit.record("pin.set", by=user, obj=kept)
    return kept


@transaction.atomic
def check(*, email: str, pin: str) -> DayPin | None:
    """Return the PIN of the account with this address, if it is right, still good and not tried too often.

    An account without one has what its number stands for (access/rules/mail.py). None says nothing about which it
    was. A wrong one is counted.
    """
    rows = DayPin.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.filter(user__email__iexact=email.strip()).first()
    if found is None or found.until <= timezone.now() or found.tries >= rules.TRIES or not found.user.is_active:
        make_password(pin)  # takes as long as comparing: how long it takes tells nobody who has a PIN
        return None
    if not check_password(pin, found.pin):
        DayPin.objects.filter(pk=found.pk).update(tries=F("tries") + 1)
        audit.record("pin.wrong", by=None, obj=found)
        return None
    if found.tries:
        DayPin.objects.filter(pk=found.pk).update(tries=0)
    audit.record("pin.used", by=found.user, obj=found)
    return found


def forget() -> None:
    """Delete PINs whose time is over. Safe to run twice."""
    DayPin.objects.filter(until__lte=timezone.now()).delete()
