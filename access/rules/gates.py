"""Gates: the lessons, terms and second factors that stand before a role, and when they count as passed."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from access.enums import Factor
from access.roles import Role
from access.rules import training

PASSKEY, APP = "webauthn", "totp"  # as allauth stores them
_FACTORS = {Factor.NONE: None, Factor.ANY: {PASSKEY, APP}, Factor.PASSKEY: {PASSKEY}}


@dataclass(frozen=True)
class Versions:
    """The versions in force of each lesson and of each text of terms, by name."""

    lessons: Mapping[str, int]
    terms: Mapping[str, int]


@dataclass(frozen=True)
class Passed:
    """What somebody has behind them.

    `lessons`: the newest version passed of each; `terms`: the newest version signed of each, and the day on which;
    `factors`: the kinds of second factor they have set up ("webauthn", "totp").
    """

    lessons: Mapping[str, int] = field(default_factory=dict)
    terms: Mapping[str, tuple[int, datetime.date]] = field(default_factory=dict)
    factors: frozenset[str] = frozenset()


def missing(
    role: Role, passed: Passed, versions: Versions, today: datetime.date, *, factor_required: bool = True
) -> tuple[str, ...]:
    """Return what still keeps the role closed, in the order in which it is best done; () when it is open.

    Names of lessons and terms, as in access/roles.py, and last the value of a Factor ("any" or "passkey").
    """
    found = [name for name in role.lessons if not is_passed(passed.lessons.get(name), versions.lessons[name])]
    found += [name for name in role.terms if not is_signed(passed.terms.get(name), versions.terms[name], today)]
    if factor_required and not has_factor(role.factor, passed.factors):
        found.append(role.factor.value)
    return tuple(found)


def is_passed(passed: int | None, version: int) -> bool:
    """Say whether a lesson that was passed at this version (None: never) counts for the version in force."""
    return passed is not None and passed >= version


def is_signed(signature: tuple[int, datetime.date] | None, version: int, today: datetime.date) -> bool:
    """Say whether terms signed at a version, on a day (None: never), count for the version in force today."""
    return signature is not None and signature[0] >= version and today <= training.last_day(signature[1])


def has_factor(wanted: Factor, held: Collection[str]) -> bool:
    """Say whether one of the second factors that are set up is of the kind that is asked for."""
    suitable = _FACTORS[wanted]
    return suitable is None or not suitable.isdisjoint(held)
