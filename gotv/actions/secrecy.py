"""Keeping those who are inside a station from telling outside it, and the other way round, also in the same moment."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.models import Grant, User
from access.roles import RoleName
from gotv.queries import secrecy as queries
from gotv.rules import secrecy as rules
from kit.errors import Refused


def refuse_inside(user: User, day: datetime.date) -> None:
    """Raise Refused when somebody is a polling agent on that day. Holds their account until the transaction ends."""
    _hold(user)
    if queries.is_polling_agent(user, day):
        raise Refused(
            _(
                "%(name)s is a polling agent on %(day)s. Who may be inside a polling station must not pass on"
                " who has voted before the polls close (Representation of the People Act 1983, section 66)."
                " Nothing was recorded."
            )
            % {"name": user.name, "day": date_format(day, "l j F")}
        )


def refusal(grant: Grant) -> str:
    """Return why this role can't be had beside what its holder is or was already (access.hooks.grant_refusals)."""
    if grant.role not in rules.OTHER:
        return ""
    _hold(grant.user)
    wanted = rules.Held(grant.role, grant.starts_on, grant.ends_on)
    day = rules.clash(wanted, queries.held(grant.user, but=grant.pk))
    if day is not None:
        other = RoleName(rules.OTHER[grant.role]).label
        words = _(
            "%(name)s is %(role)s from %(day)s. The same person can’t be inside a polling station and tell outside"
            " one on one day: end that role first, or choose days that do not overlap."
        )
        return words % {"name": grant.user.name, "role": other, "day": date_format(day, "j F Y")}
    told = rules.told_on(wanted, queries.days_told(grant.user))
    if told is not None:
        words = _("%(name)s tells on %(day)s, so they can’t be inside a polling station that day. Choose other days.")
        return words % {"name": grant.user.name, "day": date_format(told, "j F Y")}
    return ""


def _hold(user: User) -> None:
    """Let whatever else decides about this person's two roles wait until this transaction has ended."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
