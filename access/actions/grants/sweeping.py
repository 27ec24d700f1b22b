"""What happens to grants by themselves. Nothing here opens or shuts anything: dates do that, at every check."""

from __future__ import annotations

import datetime

from django.utils import timezone

from access import hooks, scoping
from access.actions.grants import telling
from access.enums import GrantKind
from access.models import Grant, Unit
from access.queries import grants as queries
from access.rules import grants as rules
from kit import clock

# Phones are told about a grant that ran out for so many days after it; a worker that was down so long missed more.
_SETTLED_AFTER = datetime.timedelta(days=14)
_UNWARNED = (GrantKind.DEPUTY, GrantKind.BREAK_GLASS, GrantKind.VOUCHED)


def sweep() -> None:
    """Warn of grants that end soon, and stop what is kept on phones for grants that ran out. Safe to run twice."""
    for pk in Unit.objects.order_by("pk").values_list("pk", flat=True):
        with scoping.units([pk]):
            _warn(pk)
        with scoping.units([pk]):
            _settle(pk)


def _warn(unit: int) -> None:
    """Mail everybody whose grant ends within a fortnight, once; not those who were given notice: they know."""
    today = clock.today()
    ending = (
        Grant.objects.current(today)
        .filter(unit=unit, ends_on__lte=today + rules.WARNING, warned_at=None, notice_at=None, user__is_active=True)
        .exclude(kind__in=_UNWARNED)
        .select_related("unit", "user", "tool", "term__office")
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
    )
    for grant in queries.really_ending(ending):
        if grant.ends_on is not None and rules.worth_warning(grant.starts_on, grant.ends_on):
            telling.ends_soon(grant)
            grant.warned_at = timezone.now()
            grant.save(update_fields=["warned_at"])


def _settle(unit: int) -> None:
    yesterday = clock.today() - datetime.timedelta(days=1)
    over = Grant.objects.of_roles().filter(
        unit=unit, ended_at=None, ends_on__range=(yesterday - _SETTLED_AFTER, yesterday)
    )
    for grant in over.select_related("unit", "user"):
        for stop in hooks.grant_ended:
            stop(grant)
