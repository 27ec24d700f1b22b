"""Losing the second step: asking for a reset, calling it off, and carrying it out."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import accounts, audit, mail
from access.enums import MailKind
from access.models import FactorReset, Unit, User
from access.permissions import Permission
from access.queries import accesses, resets
from kit.errors import Refused

# A day for the person to see the notice and call it off, then a week to use it.
WAIT = datetime.timedelta(hours=24)
OPEN = datetime.timedelta(days=7)


@transaction.atomic
def ask(*, user: User, unit: Unit, reason: str, by: User) -> FactorReset:
    """Vouch that `user` has lost their second step. They are told at every address, and so is who else decides here.

    Raises Refused for oneself, without a reason, without the right, for somebody who has no second step, and while
    another reset runs.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = accesses.of(by)
    if by.pk == user.pk:
        raise Refused(_("Nobody vouches for themselves. Ask somebody else who gives roles here."))
    if not mine.may(Permission.GIVE_ACCESS, unit) or not resets.may_vouch(mine, accesses.of(user)):
        raise Refused(
            _("%(name)s holds roles that are decided about further up. Ask the unit above to do this.")
            % {"name": user.name}
        )
    if not reason.strip():
        raise Refused(_("Say how you made sure that it is them."))
    if not Authenticator.objects.filter(user_id=user.pk).exists():
        raise Refused(_("%(name)s has no second step, so there is nothing to take off.") % {"name": user.name})
    now = timezone.now()
    if FactorReset.objects.running(now).filter(user=user).exists():
        raise Refused(_("This is under way already."))
    made = FactorReset.objects.create(
        unit=unit,
        user=user,
        asked_by=by,
        reason=reason.strip()[:300],
        asked_at=now,
        opens_at=now + WAIT,
        lapses_at=now + WAIT + OPEN,
    )
    audit.record("reset.asked", by=by, unit=unit, obj=made, user=user.pk)
    _tell_person(made, "reset_asked")
    _tell_deciders(made)
    return made


@transaction.atomic
def call_off(*, reset: FactorReset, by: User) -> None:
    """Stop a reset: the person themselves, or anybody who decides here. Raises Refused when it is over already."""
    locked = FactorReset.objects.select_for_update(of=("self",), no_key=True).get(pk=reset.pk)
    if by.pk != locked.user_id and not accesses.of(by).may(Permission.GIVE_ACCESS, reset.unit):
        raise Refused(_("You may not decide about access here."))
    if locked.done_at or locked.called_off_at:
        raise Refused(_("This is over already."))
    locked.called_off_at, locked.called_off_by = timezone.now(), by
    locked.save(update_fields=["called_off_at", "called_off_by"])
    audit.record("reset.called_off", by=by, unit=locked.unit_id, obj=locked, user=locked.user_id)
    _tell_person(locked, "reset_called_off")


@transaction.atomic
def carry_out(*, user: User) -> None:
    """Take the second step off the account of somebody whose reset is open, and sign them out everywhere.

    Called once they have given their password. Raises Refused before its time, after it, and without a reset.
    """
    now = timezone.now()
    reset = FactorReset.objects.running(now).select_for_update(no_key=True).filter(user=user).first()
    if reset is None or reset.opens_at > now:
        raise Refused(_("The second step can’t be taken off now."))
    reset.done_at = now
    reset.save(update_fields=["done_at"])
    _take_off(user)
    audit.record("reset.done", by=user, unit=reset.unit_id, obj=reset, user=user.pk)
    _tell_person(reset, "reset_done")


@transaction.atomic
def forget(*, user: User) -> int:
    """Take the second step off at once, for whoever runs the machine. Returns how many there were; all are told."""
    taken = _take_off(user)
    audit.record("reset.forced", by=None, obj=user, user=user.pk, factors=taken)
    for address in _addresses(user):
        _queue(address, "reset_forced", {"person": user}, None)
    return taken


def _take_off(user: User) -> int:
    _all, by_model = Authenticator.objects.filter(user_id=user.pk).delete()
    accounts.end_sessions(user=user, by=None, why="second step taken off")
    return by_model.get("mfa.Authenticator", 0)


def _tell_person(reset: FactorReset, name: str) -> None:
    for address in _addresses(reset.user):
        _queue(address, name, {"reset": reset, "person": reset.user}, reset.unit)


def _tell_deciders(reset: FactorReset) -> None:
    for other in accesses.holders(reset.unit, {Permission.GIVE_ACCESS}):
        if other.pk not in {reset.user_id, reset.asked_by_id}:
            _queue(other.email, "reset_for_deciders", {"reset": reset, "person": other}, reset.unit)


def _addresses(user: User) -> list[str]:
    """Return every confirmed address of an account, and the one it was invited by."""
    confirmed = EmailAddress.objects.filter(user_id=user.pk, verified=True).values_list("email", flat=True)
    return sorted({user.email, *confirmed})


def _queue(address: str, name: str, context: dict, unit: Unit | None) -> None:
    links = {
        "account_url": settings.BASE_URL + reverse("mfa_index"),
        "desk_url": settings.BASE_URL + reverse("access:resets", kwargs={"unit": unit.code}) if unit else "",
    }
    mail.queue(
        to=address,
        kind=MailKind.SERVICE,
        purpose=name,
        subject=render_to_string(f"access/emails/{name}.subject.txt", context),
        text=render_to_string(f"access/emails/{name}.txt", context | links),
        unit=unit,
    )
