"""What each table holds about people: about whom, what for, on what ground, for how long, who reads it.

Every model of ours says so in its class attribute `privacy`: a Privacy, or NotAboutPeople with the reason. A test
fails for a model without one, and for one about people without a unit and a policy (docs/adr/0013).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BinaryField, Model, Q, QuerySet

from access.enums import Basis, Purpose
from access.permissions import Permission
from access.rules import mail

# Takes the model and a person (an account, a member or an elector) and returns the rows about that person.
Exporter = Callable[[type[Model], Model], list[dict[str, Any]]]


@dataclass(frozen=True)
class Privacy:
    """The privacy class of a table.

    `retention` is how long rows are kept, in words. `readers` are the rights under which rows are shown, besides the
    person's own; none: nobody but the person and the program. `exporter` gives the rows about one person, for a
    request under Article 15. `everywhere` is the reason for a table without a unit or without a policy; "" for one
    that has both.
    """

    about: str
    purpose: Purpose
    basis: Basis
    retention: str
    readers: frozenset[Permission]
    exporter: Exporter
    everywhere: str = ""


@dataclass(frozen=True)
class NotAboutPeople:
    """A table that holds nothing about anybody, and why that is so."""

    why: str


def rows(**paths: str | tuple[str, ...]) -> Exporter:
    """Return an exporter that follows lookups from each kind of person: rows(user=("user", "made_by"), elector="pk").

    A kind of person that isn't named has no rows here. Digests and sealed values are left out: they tell nobody
    anything. Wants an open scope, like every query about people.
    """
    known: Mapping[str, tuple[str, ...]] = {
        kind: (path,) if isinstance(path, str) else path for kind, path in paths.items()
    }

    def export(model: type[Model], person: Model) -> list[dict[str, Any]]:
        lookups = known.get(person._meta.model_name or "", ())
        if not lookups:
            return []
        wanted = Q()
        for lookup in lookups:
            wanted |= Q(**{lookup: person.pk})
        return _as_dicts(model._default_manager.filter(wanted).distinct())

    return export


def addressed() -> Exporter:
    """Return an exporter for rows that name a person by the digest of their address (`email_hash`)."""

    def export(model: type[Model], person: Model) -> list[dict[str, Any]]:
        address = getattr(person, "email", "")
        if not address:
            return []
        digest = mail.address_hash(mail.normal_address(address))
        return _as_dicts(model._default_manager.filter(email_hash=digest))

    return export


def _as_dicts(found: QuerySet) -> list[dict[str, Any]]:
    shown = [field.attname for field in found.model._meta.concrete_fields if not isinstance(field, BinaryField)]
    return [{name: _plain(value) for name, value in row.items()} for row in found.order_by("pk").values(*shown)]


def _plain(value: object) -> object:
    """Return a value as JSON can hold it."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
