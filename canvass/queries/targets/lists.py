"""Rules and the lists that were frozen: rows for pages, how a list spreads over districts, and who is on it why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from access.models import Unit
from canvass import hooks
from canvass.models import (
    Board,
    Elector,
    Household,
    Listed,
    PollingDistrict,
    RoadGroup,
    TargetList,
    TargetRule,
    TargetRuleVersion,
)
from canvass.queries import areas, matches, walking
from canvass.queries.boards.doors import Person
from canvass.queries.targets import finding
from canvass.queries.targets.fields import Reader
from canvass.rules import targets
from canvass.rules.boards import Pace, Stop, reckoned

_DISTRICTS = """
SELECT h.polling_district_id, count(DISTINCT l.household_id), count(*), count(DISTINCT h.street_id),
       count(DISTINCT l.household_id) FILTER (WHERE h.flat <> '')
FROM canvass_listed l JOIN canvass_household h ON h.id = l.household_id
WHERE l.target_list_id = %s GROUP BY 1
"""
_WALK = f"""
SELECT h.id, h.street_id FROM canvass_household h LEFT JOIN canvass_street s ON s.id = h.street_id
WHERE h.polling_district_id = %s AND h.id IN (SELECT l.household_id FROM canvass_listed l WHERE l.target_list_id = %s)
ORDER BY {walking.ORDER}
"""  # noqa: S608 - a constant of ours
_DIFFERENCE = """
SELECT count(*) FILTER (WHERE b.elector_id IS NULL), count(*) FILTER (WHERE a.elector_id IS NULL)
FROM (SELECT elector_id FROM canvass_listed WHERE target_list_id = %s) a
FULL JOIN (SELECT elector_id FROM canvass_listed WHERE target_list_id = %s) b USING (elector_id)
"""


@dataclass(frozen=True)
class InDistrict:
    """How much of a list lies in one district."""

    district: PollingDistrict
    doors: int
    people: int
    streets: int
    flats: int


@dataclass(frozen=True)
class Difference:
    """What a list has that an earlier one had not, and the other way round, in people."""

    before: TargetList
    added: int
    gone: int


@dataclass(frozen=True)
class Why:
    """Somebody on a list, with why in words; `person` as on a board, None once they have left the register."""

    person: Person | None
    reasons: tuple[str, ...]


@dataclass
class Door:
    """A door of a list, with who is listed there."""

    household: Household
    people: list[Why] = field(default_factory=list)


def rules(unit: Unit, *, archived: bool = False) -> QuerySet[TargetRule]:
    """Return the rules of a unit, by name, each knowing its versions, the newest first, and how many lists it made."""
    rows = TargetRule.objects.filter(unit=unit, archived_at__isnull=not archived).order_by("name", "made_at", "pk")
    newest = TargetRuleVersion.objects.order_by("-number").select_related("made_by")
    return rows.prefetch_related(Prefetch("versions", queryset=newest)).annotate(
        list_count=Subquery(
            TargetList.objects.filter(version__rule=OuterRef("pk"))
            .order_by()
            .values("version__rule")
            .annotate(count=Count("pk"))
            .values("count")
        )
    )


def versions(rule: TargetRule) -> QuerySet[TargetRuleVersion]:
    """Return what the rule said, the newest first."""
    return rule.versions.select_related("made_by").order_by("-number")


def newest(rule: TargetRule) -> TargetRuleVersion:
    """Return what the rule says now."""
    return versions(rule)[0]


def listing(unit: Unit, area: areas.Keys, *, closed: bool = False) -> QuerySet[TargetList]:
    """Return the lists of an area, the newest first: for a role that is limited, those that lie wholly inside."""
    rows = TargetList.objects.filter(unit=unit, closed_at__isnull=not closed)
    return in_area(area, rows.select_related("version__rule", "made_by").order_by("-made_at", "pk"))


def in_area(area: areas.Keys, rows: QuerySet[TargetList]) -> QuerySet[TargetList]:
    """Return those of these lists of which no district lies outside the area."""
    if area is None:
        return rows
    ours = set(areas.districts(area).values_list("pk", flat=True))
    return rows.filter(pk__in=[pk for pk, place in rows.values_list("pk", "area") if _inside(place, ours)])


def _inside(area: dict, ours: Collection[int]) -> bool:
    where = finding.place_of(area)
    return where is not None and bool(where.all_districts) and where.all_districts <= set(ours)


def places(found: TargetList) -> tuple[list[PollingDistrict], list[RoadGroup]]:
    """Return the whole districts and the road groups in which a list was looked for; none of either: everywhere."""
    where = finding.place_of(found.area)
    if where is None:
        return [], []
    districts = PollingDistrict.objects.filter(pk__in=where.districts).order_by("code")
    return list(districts), list(RoadGroup.objects.filter(pk__in=where.road_groups).order_by("name"))


def by_district(found: TargetList) -> list[InDistrict]:
    """Return the districts of a list, by code. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_DISTRICTS, [found.pk])
        sizes = {row[0]: row[1:] for row in cursor.fetchall()}
    districts = PollingDistrict.objects.filter(pk__in=sizes).select_related("ward").order_by("code", "pk")
    return [InDistrict(one, *sizes[one.pk]) for one in districts]


def minutes(of: Sequence[InDistrict], pace: Pace) -> int:
    """Return how long one person would take to knock at all doors of these districts."""
    return sum(
        reckoned(doors=one.doors, flats=one.flats, electors=one.people, streets=one.streets, pace=pace) for one in of
    )


def before(found: TargetList) -> TargetList | None:
    """Return the last earlier list of the same rule in the same place; None for the first."""
    rows = TargetList.objects.filter(version__rule=found.version.rule_id, area=found.area, made_at__lt=found.made_at)
    return rows.order_by("-made_at").first()


def difference(found: TargetList) -> Difference | None:
    """Return what changed since the list before; None where there is none. Two queries."""
    earlier = before(found)
    if earlier is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCE, [found.pk, earlier.pk])
        return Difference(earlier, *cursor.fetchone())


def boards(found: TargetList) -> QuerySet[Board]:
    """Return the boards that were made from a list, the newest first."""
    return found.boards.order_by("-made_at", "name")


def households(found: TargetList, district: PollingDistrict) -> list[int]:
    """Return the ids of the doors of a list in one district, in the order in which a board of it is walked."""
    with connection.cursor() as cursor:
        cursor.execute(_WALK, [district.pk, found.pk])
        stops = [Stop(door, street, 0, district_id=district.pk) for door, street in cursor.fetchall()]
    return [stop.household_id for stop in walking.ordered(found.unit, stops)]


def doors(found: TargetList, page: Sequence[int], reader: Reader) -> list[Door]:
    """Return these doors, in the order given, with everybody who is listed there, and why. Three queries."""
    rule = targets.read(found.version.body)
    homes = Household.objects.select_related("street", "polling_district").in_bulk(page)
    by_door = {pk: Door(homes[pk]) for pk in page}
    rows = Listed.objects.filter(target_list=found, household__in=list(by_door)).order_by("household", "elector")
    listed = list(rows.values_list("household_id", "elector_id", "reasons"))
    people = _people([elector for _door, elector, _reasons in listed])
    for door, elector, reasons in listed:
        by_door[door].people.append(Why(people.get(elector), _in_words(rule, reasons, reader)))
    return list(by_door.values())


def _people(pks: Sequence[int]) -> dict[int, Person]:
    beside = {f"badge_{name}": badge.value() for name, badge in hooks.badges.items()}
    rows = Elector.objects.at_a_door().filter(pk__in=pks).annotate(may_object=matches.may_object(), **beside)
    return {
        one.pk: Person(
            one,
            getattr(one, "latest_contact", None),
            tuple(
                badge.words(value)
                for name, badge in hooks.badges.items()
                if (value := getattr(one, f"badge_{name}")) is not None
            ),
            one.may_object,
        )
        for one in rows.select_related("latest_contact")
    }


def _in_words(rule: targets.Rule, places: Sequence[int], reader: Reader) -> tuple[str, ...]:
    words = [reader.who(rule.conditions[place]) for place in places if place < len(rule.conditions)]
    return tuple(dict.fromkeys(f"{text[:1].upper()}{text[1:]}" for text in words))


def why_on(board: Board, reader: Reader) -> dict[int, tuple[str, ...]]:
    """Return, by elector, why each person on a board's list is on it, in words; {} for a board without a list."""
    if board.target_list is None:
        return {}
    rule = targets.read(board.target_list.version.body)
    return {elector: _in_words(rule, reasons, reader) for elector, reasons in _reasons(board).items()}


def coarse(board: Board) -> dict[int, str]:
    """Return, by elector, the code for a phone of why each person of a board is listed (reliability S1).

    "new", "undecided", "asked_before", "never_asked" or "postal": never what somebody said. Of several reasons the
    first line of the rule that has a code speaks. {} for a board without a list.
    """
    if board.target_list is None:
        return {}
    rule = targets.read(board.target_list.version.body)
    codes = [coarse_of(one) for one in rule.conditions]
    found: dict[int, str] = defaultdict(str)
    for elector, reasons in _reasons(board).items():
        found[elector] = next((codes[place] for place in reasons if place < len(codes) and codes[place]), "")
    return dict(found)


def coarse_of(one: targets.Condition) -> str:
    """Return the code for a phone of one line of a rule, "" for none."""
    known = hooks.target_fields.get(one.field)
    return known.shape.coarse(one) if known else ""


def _reasons(board: Board) -> dict[int, list[int]]:
    rows = Listed.objects.filter(target_list=board.target_list_id, household__board_doors__board=board)
    return dict(rows.values_list("elector_id", "reasons"))


def made_before(unit: Unit, key: UUID) -> TargetList | None:
    """Return the list that this form made already, None where it didn't."""
    return TargetList.objects.filter(unit=unit, pk=key).first()
