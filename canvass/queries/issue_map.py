"""The map of issues: wards or polling districts with how many people raised a topic, in steps of the minimum."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.conf import settings

from access.models import Unit
from canvass.models import PollingDistrict, Ward
from canvass.queries import areas, boundaries, raised
from canvass.queries.issues import Topics
from canvass.rules import outlines
from canvass.rules import raised as rules
from canvass.rules.geography.outlines import Outline

WIDTH, HIGHEST = 640, 640


@dataclass(frozen=True)
class Area:
    """A ward or a district. At least `people` raised it, 0 where they are too few to show; `shade` is 1 to 5.

    `path`, `x` and `y` are of the drawing; "" and 0 where no outline is held.
    """

    key: int
    name: str
    people: int
    shade: int
    path: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class IssueMap:
    """The areas by name, and at least how many people raised it in all, and in `elsewhere` that is none of them.

    Every number is in steps. In `few` areas there are too few to show, or nobody. `most` is the largest of an area.
    """

    areas: tuple[Area, ...]
    people: int
    elsewhere: int
    few: int
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
    """Return who raised a topic ("": anything) in that time, on the map. Five queries at most.

    Reported answers are not among them: nobody on the map is there by somebody else's word.
    """
    everything = raised.in_all(unit, topics, since, until, raised.Within(area))
    wards = _names(unit, area, by_district=False)
    counts = [
        one if one.ward in wards else replace(one, ward=None) for one in everything if one.topic == topic and one.people
    ]
    shown = rules.shown(counts, settings.ISSUE_MAP_MINIMUM)
    names = _names(unit, area, by_district=True) if by_district else wards
    return _drawn(names, _outlines(unit, names, by_district=by_district), shown, by_district=by_district)


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


def _drawn(names: dict[int, str], drawn: dict[int, Outline], shown: rules.Shown, *, by_district: bool) -> IssueMap:
    people = shown.districts if by_district else shown.wards
    box = outlines.frame(drawn.values(), width=WIDTH, highest=HIGHEST)
    most = max((people.get(key, 0) for key in names), default=0)
    found = []
    for key, name in names.items():
        count = people.get(key, 0)
        path, (x, y) = "", (0, 0)
        if box is not None and key in drawn:
            path, (x, y) = outlines.path(drawn[key], box), outlines.middle(drawn[key], box)
        found.append(Area(key, name, count, rules.shade(count, most), path, x, y))
    return IssueMap(
        areas=tuple(found),
        people=shown.everywhere,
        elsewhere=0 if by_district else shown.wards.get(rules.NOWHERE, 0),
        few=sum(not area.people for area in found),
        most=most,
        width=box.width if box else 0,
        height=box.height if box else 0,
    )
