"""Taking a list of electors out as a file: made whole, marked as somebody's copy, and noted."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from access.actions import audit
from access.models import Unit, User
from canvass.enums import ElectorKind, ExportPurpose
from canvass.models import Household
from canvass.queries import areas
from canvass.queries import exports as queries
from canvass.rules import exports as rules
from kit import csvsafe


@dataclass(frozen=True)
class Taken:
    """A file of electors: its text, how many stand in it, and the code that every line of it carries."""

    text: str
    people: int
    copy: str


@transaction.atomic
def take_out(
    *,
    unit: Unit,
    area: areas.Keys,
    districts: Collection[int],
    others: Collection[ElectorKind],
    purpose: ExportPurpose,
    by: User,
) -> Taken:
    """Return the file, which is kept nowhere, and note in the record who took what out for what.

    `districts` are ids, none for all of the area; `others` the kinds without an address that are wanted too.
    """
    copy = secrets.token_hex(4)
    lines: list[list[object]] = []
    missing: Counter[rules.WhyNot] = Counter()
    found = queries.electors(unit, area, chosen=districts, others=others)
    for row in queries.rows(found):
        why = rules.left_out(row, purpose)
        if why is not None:
            missing[why] += 1
            continue
        lines.append(rules.line(row, purpose, copy, _door(row)))
    first = rules.watermark(
        who=by.name, at=timezone.localtime(), purpose=purpose, copy=copy, people=len(lines), missing=missing
    )
    audit.record(
        "register.exported",
        by=by,
        unit=unit,
        electors=len(lines),
        left_out={why.value: count for why, count in missing.items()},
        purpose=purpose.value,
        districts=sorted(districts),
        kinds=[kind.value for kind in others],
        copy=copy,
    )
    text = "".join(csvsafe.lines([[first], rules.heading(purpose), *lines]))
    return Taken(text, len(lines), copy)


def _door(row: dict) -> str:
    if row["household__street__name"] is None and row["household__postcode"] is None:
        return ""
    return Household(
        number=row["household__number"],
        number_suffix=row["household__number_suffix"],
        building=row["household__building"],
        flat=row["household__flat"],
    ).door
