"""A driver, as their own phone finds them."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from access import scoping
from access.queries import units
from gotv.models import Driver
from gotv.rules import drivers as rules
from gotv.rules import hours


def token(driver: Driver) -> str:
    """Return the token of the link that is good now."""
    return rules.token(driver.pk, driver.link)


def by_token(typed: str) -> Driver | None:
    """Return whose link this is; None for none of ours, and for one that a newer link has replaced."""
    named = rules.read(typed)
    unit = units.of_row(Driver, named[0]) if named else None
    if named is None or unit is None:
        return None
    with scoping.units([unit]):
        rows = Driver.objects.select_related("election", "unit", "user", "room")
        return rows.filter(pk=named[0], link=named[1]).first()


def refusal(driver: Driver, now: datetime.datetime) -> str:
    """Return why a driver's link shows nothing any more, in words for the driver; "" when it does."""
    if driver.gone_at is not None:
        return _("You have gone home, so nothing is shown here. Ring the committee room if that is not so.")
    if now >= hours.whole_day(driver.election.polling_on).closes:
        return _("The day is over, so nothing is shown here. Thank you for driving.")
    return ""
