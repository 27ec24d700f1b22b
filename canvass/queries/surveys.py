"""Surveys, and what was answered to each version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from access.models import Unit
from canvass.models import Survey, SurveyAnswer, SurveyVersion
from canvass.queries import areas
from canvass.rules import surveys as rules

# By what results are told apart, as (code in the address, what a query groups by).
WARD, DISTRICT = "ward", "district"
_BY = {WARD: "elector__polling_district__ward__name", DISTRICT: "elector__polling_district__code"}


@dataclass
class Line:
    """One answer that could be given: by how many in all, and by place; `counts` in the order of Results.places."""

    label: str
    total: int = 0
    counts: list[int] = field(default_factory=list)
    by_place: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class Result:
    """What was answered to one question. `asked` is by how many people; text has no lines."""

    question: Mapping[str, Any]
    number: int
    branch: str
    asked: Line
    lines: list[Line]


@dataclass(frozen=True)
class Results:
    """What was answered to a version. `places` are wards or districts, by name."""

    places: list[str]
    questions: list[Result]


def surveys(unit: Unit, *, away: bool = False) -> QuerySet[Survey]:
    """Return the surveys of a unit that are in use, or those put away, with `number` and `changed_at` of the newest."""
    rows = Survey.objects.filter(unit=unit, archived_at__isnull=not away)
    return rows.annotate(number=Max("versions__number"), changed_at=Max("versions__made_at")).order_by("name", "pk")


def newest(survey: Survey) -> SurveyVersion:
    """Return the version that holds."""
    return survey.versions.select_related("made_by").order_by("-number")[0]


def keys(survey: Survey | None) -> set[str]:
    """Return every key that a question of this survey ever had."""
    bodies = survey.versions.values_list("body", flat=True) if survey else []
    return {question["key"] for body in bodies for question in body["questions"]}


def people(version: SurveyVersion, area: areas.Keys = None) -> int:
    """Return how many people answered any question of a version."""
    return _answers(version, area).aggregate(n=Count("elector", distinct=True))["n"]


def results(version: SurveyVersion, area: areas.Keys = None, *, by: str = WARD) -> Results:
    """Count the answers to a version in an area, by ward or by district. One query."""
    rows = _answers(version, area).exclude(value=None).order_by().values_list("question", "value", _BY[by])
    counted: dict[str, list[tuple[Any, str, int]]] = defaultdict(list)
    places = set()
    for key, value, name, count in rows.annotate(people=Count("pk")):
        place = name or _("No ward")
        places.add(place)
        counted[key].append((value, place, count))
    questions = version.body["questions"]
    found = [
        _result(number, question, questions, counted[question["key"]])
        for number, question in enumerate(questions, start=1)
    ]
    in_order = sorted(places)
    for result in found:
        for line in (result.asked, *result.lines):
            line.counts = [line.by_place.get(place, 0) for place in in_order]
    return Results(in_order, found)


def texts(version: SurveyVersion, area: areas.Keys = None) -> QuerySet[SurveyAnswer]:
    """Return what people said in their own words, the latest first, with who they are."""
    keys = [question["key"] for question in version.body["questions"] if question["kind"] == rules.TEXT]
    rows = _answers(version, area).filter(question__in=keys)
    return rows.select_related("elector__polling_district").order_by("-at", "pk")


def lines(found: Results) -> Iterator[list[object]]:
    """Yield the results as rows of a file: one for each answer, and one for how many answered."""
    yield [_("Number"), _("Question"), _("Answer"), _("People"), *found.places]
    for result in found.questions:
        for line in (result.asked, *result.lines):
            yield [result.number, result.question["text"], line.label, line.total, *line.counts]


def _answers(version: SurveyVersion, area: areas.Keys) -> QuerySet[SurveyAnswer]:
    rows = SurveyAnswer.objects.filter(version=version)
    inside = areas.wards(area)
    return rows if inside is None else rows.filter(elector__polling_district__ward__in=inside)


def _result(
    number: int, question: Mapping[str, Any], questions: list[Mapping], counted: list[tuple[Any, str, int]]
) -> Result:
    asked = Line(_("Answered"))
    offered = question["options"] if question["kind"] in rules.WITH_OPTIONS else []
    known: dict[object, Line] = {option["code"]: Line(option["label"]) for option in offered}
    if question["kind"] == rules.SCALE:
        known = {score: Line(str(score)) for score in range(1, 11)}
    other = Line(_("Something else"))
    for value, place, count in counted:
        said = [] if question["kind"] == rules.TEXT else value if isinstance(value, list) else [value]
        for line in (asked, *(known.get(one, other) for one in said)):
            line.total += count
            line.by_place[place] += count
    found = [*known.values(), *([other] if other.total else [])]
    return Result(question, number, rules.branch_in_words(question, questions), asked, found)
