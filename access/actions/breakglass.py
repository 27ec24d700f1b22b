"""Break-glass: one CLP's names for an hour, in an emergency, in sight of everybody who runs it (reliability 2.4)."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import grants, mail
from access.actions.grants import telling
from access.enums import GrantKind, MailKind
from access.models import Grant, Unit, User
from access.permissions import Permission
from access.queries import accesses, breakglass, units
from access.roles import ROLES, RoleName
from access.rules import grants as rules
from kit import clock
from kit.errors import Refused

# A list that no worker could send in time is made up for, so many weeks back.
_WEEKS = 4


@transaction.atomic
def begin(*, unit: Unit, reason: str, reference: str, by: User) -> Grant:
    """Let somebody above a CLP read its names for an hour. Everybody who runs the CLP is told at once.

    `reference` is the number or name of what it is about: a ticket, a call. Raises Refused without the right,
    without a reason or a reference, outside a CLP, while it is open already, and when the lessons, the terms or the
    passkey that it asks for are missing: it would open nothing.
    """
    if not reason.strip() or not reference.strip():
        raise Refused(_("Say what has happened, and give the number or name under which it is kept."))
    ends = timezone.now() + rules.BREAK_GLASS
    grant = grants.give(
        user=by,
        unit=unit,
        role=RoleName.EMERGENCY_READER,
        reason=f"{reference.strip()}: {reason.strip()}",
        by=by,
        kind=GrantKind.BREAK_GLASS,
        ends_on=timezone.localdate(ends),
        expires_at=ends,
    )
    if grant.pk not in {one.pk for one in accesses.of(by).grants}:
        raise Refused(_("Nothing was opened: first pass what the role asks for. It is listed on this page."))
    _tell(grant)
    return grant


@transaction.atomic
def close(*, grant: Grant, by: User) -> Grant:
    """Close it before its time. Whoever opened it can, and anybody who decides about access in the CLP."""
    if grant.kind != GrantKind.BREAK_GLASS:
        raise Refused(_("This is no emergency access."))
    return grants.end(grant=grant, reason=_("Closed before the hour was over."), by=by)


def _tell(grant: Grant) -> None:
    """Mail everybody who decides here or above, the data officers, and the CLP's own address."""
    holding = accesses.holding(grant.unit.lineage())
    people = [access.user for access in holding if access.user.pk != grant.user_id and _runs(access, grant.unit)]
    telling.tell("break_glass", people, unit=grant.unit, occasion=grant.pk, grant=grant, list=_link(grant.unit))
    if grant.unit.contact_email:
        context = {"unit": grant.unit, "grant": grant, "list": _link(grant.unit)}
        mail.queue(
            to=grant.unit.contact_email,
            kind=MailKind.SERVICE,
            purpose="break_glass",
            subject=render_to_string("access/emails/break_glass.subject.txt", context),
            text=render_to_string("access/emails/break_glass.txt", context),
            unit=grant.unit,
            dedupe_key=f"break_glass:{grant.pk}:unit",
        )


def _runs(access: accesses.Access, unit: Unit) -> bool:
    """Say whether somebody decides here or is data officer; also one whose role is not open yet must know."""
    for grant in access.held:
        if grant.unit_id == unit.pk and grant.role == RoleName.DATA_OFFICER:
            return True
        if Permission.GIVE_ACCESS in ROLES[grant.role].permissions and grant.unit.contains(unit):
            return True
    return False


def _link(unit: Unit) -> str:
    return f"{settings.BASE_URL}{reverse('access:break_glass', kwargs={'unit': unit.code})}"


def sweep() -> None:
    """Mail those who decide in a unit what was opened below it in each of the last weeks. Safe to run twice.

    Each unit below is read in a transaction of its own.
    """
    this_monday = clock.today() - datetime.timedelta(days=clock.today().weekday())
    mondays = [this_monday - datetime.timedelta(weeks=back) for back in range(_WEEKS, 0, -1)]
    for unit in Unit.objects.filter(children__isnull=False).distinct().order_by("pk"):
        below = list(units.below(unit).values_list("pk", flat=True))
        found = {monday: [one for pk in below for one in _opened(pk, monday)] for monday in mondays}
        with scoping.units([unit.pk]):
            for monday in mondays:
                _report(unit, found[monday], monday)


def _opened(unit: int, monday: datetime.date) -> list[breakglass.Opening]:
    with scoping.units([unit]):
        return breakglass.openings([unit], first=monday, last=_sunday(monday))


def _sunday(monday: datetime.date) -> datetime.date:
    return monday + datetime.timedelta(days=6)


def _report(unit: Unit, found: list[breakglass.Opening], monday: datetime.date) -> None:
    if not found:
        return
    people = [access.user for access in accesses.holding([unit.pk]) if access.may(Permission.BREAK_GLASS, unit)]
    about = {"openings": found, "first": monday, "last": _sunday(monday), "list": _link(unit)}
    telling.tell("break_glass_week", people, unit=unit, occasion=f"{unit.pk}:{monday}", **about)
