"""The map of issues: wards or polling districts with how many people raised a topic, and none that is too few."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from access.models import Unit
from canvass.models import PollingDistrict, Ward
from canvass.queries import areas, boundaries, raised
from canvass.queries.issues import Topics
from canvass.rules import outlines
from canvass.rules import raised as rules
from canvass.rules.geography.outlines import Outline
from canvass.rules.raised import NOWHERE, Counted

WIDTH, HIGHEST = 640, 640


@dataclass(frozen=True)
class Area:
    """A ward or a district. `people` is None where they are too few to show; `step` is of the ramp, 1 to 5.

    `path`, `x` and `y` are of the drawing; "" and 0 where no outline is held.
    """

    key: int
    name: str
    people: int | None
    step: int
    path: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class IssueMap:
    """The areas by name, and what is true of them together.

    `hidden` areas have too few to show. `together` is how many people those have, and `people` how many there are in
    all; each None where that alone would be too few. `elsewhere` have no area.
    """

    areas: tuple[Area, ...]
    people: int | None
    hidden: int
    together: int | None
    elsewhere: int
    most: int
    width: int
    height: int

    @property
    def is_drawn(self) -> bool:
        return any(area.path for area in self.areas)


def of(
    unit: Unit,
    topics: Topics,
    topic: str,
    since: datetime.date,
    until: datetime.date,
    *,
    by_district: bool,
    area: areas.Keys = None,
) -> IssueMap:
    """Return who raised a topic ("": anything) in that time, on the map. Four queries at most.

    Reported answers are not among them: nobody on the map is there by somebody else's word.
    """
    everything = raised.in_all(unit, topics, since, until, raised.Within(area))
    counts = [one for one in everything if one.topic == topic and one.people]
    names = _names(unit, area, by_district=by_district)
    drawn = _outlines(unit, names, by_district=by_district)
    people = _people(counts, by_district=by_district)
    hidden = _hidden(counts, by_district=by_district)
    return _drawn(names, drawn, people, hidden)


def _names(unit: Unit, area: areas.Keys, *, by_district: bool) -> dict[int, str]:
    if by_district:
        rows = areas.districts(area, PollingDistrict.objects.filter(unit=unit)).order_by("code", "pk")
        return {row.pk: str(row) for row in rows}
    wards = Ward.objects.filter(unit=unit).order_by("name", "pk")
    inside = areas.wards(area)
    return {row.pk: row.name for row in (wards if inside is None else wards.filter(pk__in=inside)) if not row.ends_on}


def _outlines(unit: Unit, names: dict[int, str], *, by_district: bool) -> dict[int, Outline]:
    if not by_district:
        return {key: one for key, one in boundaries.ward_outlines(unit).items() if key in names}
    by_code = boundaries.district_outlines(unit)
    codes = PollingDistrict.objects.filter(pk__in=names).values_list("pk", "code")
    return {key: by_code[code] for key, code in codes if code in by_code}


def _people(counts: Iterable[Counted], *, by_district: bool) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for one in counts:
        found[one.district if by_district else one.ward or NOWHERE] += one.people
    return found


def _hidden(counts: Iterable[Counted], *, by_district: bool) -> frozenset[int]:
    """Return the areas with too few. Of districts: so that the map of wards beside it gives none of them away."""
    minimum = settings.ISSUE_MAP_MINIMUM
    if not by_district:
        return rules.too_few(_people(counts, by_district=False), minimum)
    wards: dict[int, set[int]] = defaultdict(set)
    for one in counts:
        wards[one.district].add(one.ward or NOWHERE)
    groups: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in counts:
        # A district that is cut by address lies in no ward as a whole: it is a group of its own.
        [group] = wards[one.district] if len(wards[one.district]) == 1 else [-one.district]
        groups[group][one.district] += one.people
    return rules.too_few_within(groups, minimum)


def _drawn(
    names: dict[int, str], drawn: dict[int, Outline], people: dict[int, int], hidden: frozenset[int]
) -> IssueMap:
    box = outlines.frame(drawn.values(), width=WIDTH, highest=HIGHEST)
    most = max((count for key, count in people.items() if key not in hidden), default=0)
    found = []
    for key, name in names.items():
        count = None if key in hidden else people.get(key, 0)
        path, (x, y) = "", (0, 0)
        if box is not None and key in drawn:
            path, (x, y) = outlines.path(drawn[key], box), outlines.middle(drawn[key], box)
        found.append(Area(key, name, count, rules.step(count or 0, most), path, x, y))
    total, together = sum(people.values()), sum(people[key] for key in hidden)
    minimum = settings.ISSUE_MAP_MINIMUM
    return IssueMap(
        areas=tuple(found),
        people=total if total == 0 or total >= minimum else None,
        hidden=len(hidden),
        together=together if together >= minimum else None,
        elsewhere=sum(count for key, count in people.items() if key not in names and key not in hidden),
        most=most,
        width=box.width if box else 0,
        height=box.height if box else 0,
    )
