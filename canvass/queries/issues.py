"""Topics: the common list with what a CLP changed about it and added, and how often each was raised."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _

from access.models import Unit
from canvass.enums import Issue
from canvass.models import IssueRaised, IssueTopic, Ward
from canvass.rules import issues as rules


@dataclass(frozen=True)
class Topic:
    """One topic. `ward` is set where it is offered there alone; `merged_into` is a code, "" when it counts itself."""

    code: str
    label: str
    is_common: bool
    ward: Ward | None = None
    archived: bool = False
    merged_into: str = ""

    @property
    def is_offered(self) -> bool:
        return not self.archived and not self.merged_into


@dataclass(frozen=True)
class Topics:
    """All topics of a unit by code: the common ones in their own order, then those of the CLP by label."""

    by_code: Mapping[str, Topic]

    @cached_property
    def merged(self) -> dict[str, str]:
        """What was merged into what, step by step."""
        return {code: topic.merged_into for code, topic in self.by_code.items() if topic.merged_into}

    @cached_property
    def counting(self) -> dict[str, str]:
        """Each known code with the one that it counts as."""
        return {code: rules.resolve(code, self.merged, self.by_code) for code in self.by_code}

    def resolve(self, code: str) -> str:
        """Return the code that any code counts as, an unknown one too."""
        return self.counting.get(code, rules.UNKNOWN)

    def label(self, code: str) -> str:
        """Return the words for any code that was ever sent; of a merged one those of what it counts as."""
        return self.by_code[self.resolve(code)].label


def topics(unit: Unit) -> Topics:
    """Return the topics of a unit. One query."""
    rows = {row.code: row for row in IssueTopic.objects.filter(unit=unit).select_related("ward").order_by("label")}
    found = {}
    for issue in Issue:
        row = rows.pop(issue.value, None)
        found[issue.value] = (
            _topic(row, str(issue.label), is_common=True)
            if row
            else Topic(issue.value, str(issue.label), is_common=True)
        )
    found |= {code: _topic(row, row.label, is_common=False) for code, row in rows.items()}
    return Topics(found)


def _topic(row: IssueTopic, label: str, *, is_common: bool) -> Topic:
    return Topic(row.code, label, is_common, row.ward, row.archived, row.merged_into)


def offered(unit: Unit, wards: Collection[int] | None = None) -> list[dict[str, str]]:
    """Return [{"code", "label"}] of the topics that a phone offers at doors in these wards; None: in any. One query.

    The common ones come first, then the CLP's own by label, and "Something else" last.
    """
    found = [
        topic
        for topic in topics(unit).by_code.values()
        if topic.is_offered and (wards is None or topic.ward is None or topic.ward.pk in wards)
    ]
    found.sort(key=lambda topic: topic.code == rules.UNKNOWN)
    return [{"code": topic.code, "label": topic.label} for topic in found]


def labels(unit: Unit, codes: Collection[str]) -> dict[str, str]:
    """Return the words for these codes, whatever they are: an unknown one is "Something else". One query."""
    known = topics(unit)
    return {code: known.label(code) for code in codes}


def uses(unit: Unit) -> dict[str, int]:
    """Return by how many people each code was raised, as it was sent. One query."""
    rows = IssueRaised.objects.filter(unit=unit).order_by().values_list("topic")
    return dict(rows.annotate(people=Count("elector", distinct=True)))


def chain(known: Topics, code: str) -> str:
    """Return in words where a merged topic went: "Bins, then Fly-tipping and bins"."""
    steps, step = [], known.merged.get(code)
    while step is not None and step not in steps:
        steps.append(step)
        step = known.merged.get(step)
    return _(", then ").join(known.by_code[one].label for one in steps if one in known.by_code)
