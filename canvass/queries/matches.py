"""Entries that may be one person: the next question, side by side, with what hangs on either side."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import UnitKind
from access.hooks import Need
from access.models import Unit
from access.permissions import Permission as P
from access.queries.accesses import Access
from canvass.enums import Intention, MatchDecision
from canvass.models import DoubtfulMatch, Elector, RegisterImport
from canvass.queries import answers, areas
from canvass.queries import contacts as log
from canvass.rules import contacts, matches, people
from kit.templatetags.rosette import number

# So many decisions of each page of "decided lately", and for so long they are shown.
_MOST = 20
# By these it is told whether an entry still stands as it was given.
SAME_PERSON = ("surname", "forenames", "household_id")
_SIDE = (
    "household__street", "household__lines", "polling_district__council", "latest_contact", "added_by",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the comparison: what it is about, on either side, and whether the two differ."""

    label: str
    was: str
    now: str
    differs: bool


@dataclass(frozen=True)
class Kept:
    """What hangs on one entry: how many answers and visits, the marks that stand, the current answer if it may be seen.

    `marks` are (Outcome code, words).
    """

    answers: int = 0
    others: int = 0
    marks: list[tuple[str, str]] = field(default_factory=list)
    current: str = ""

    @property
    def is_nothing(self) -> bool:
        return not (self.answers or self.others or self.marks)


@dataclass(frozen=True)
class Question:
    """A doubtful match with all that a person needs to decide. `reasons` are in words."""

    match: DoubtfulMatch
    rows: list[Row]
    reasons: list[str]
    was: Kept
    now: Kept


@dataclass(frozen=True)
class Decision:
    """A question that was decided, and the name that the older entry had then."""

    match: DoubtfulMatch
    was: str


@dataclass(frozen=True)
class Progress:
    """How far the questions are, of those files that still ask any: `done` of `total`."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class DistrictChoice:
    """A district with open questions, for the filter."""

    pk: int
    code: str
    waiting: int


def may_object() -> Exists:
    """Return the expression, on electors, that says whether an open question leads to somebody who objects."""
    asked = DoubtfulMatch.objects.filter(now=OuterRef("pk"), decision=MatchDecision.OPEN)
    return Exists(asked.filter(was__latest_contact__do_not_contact=True))


def hands_over(match: DoubtfulMatch) -> bool:
    """Say whether the older elector of a merged pair stands as the newer entry, so that undoing gives it back.

    Not so once a file that was taken back has given the older one the entry from before. Of a match that was merged.
    """
    stood = match.before or {}
    who, newer = ([getattr(one, name) for name in SAME_PERSON] for one in (match.was, match.now))
    return who == newer or who != [stood[name] for name in SAME_PERSON]


def listed_as(electors: Collection[int]) -> dict[int, Elector]:
    """Return, for those of these electors who stand as a newer entry, that entry: the one that undoing parts."""
    rows = DoubtfulMatch.objects.filter(was__in=electors, now__merged_into=F("was"), decision=MatchDecision.SAME)
    last = {match.was_id: match for match in rows.select_related("was", "now").order_by("decided_at", "pk")}
    return {pk: match.now for pk, match in last.items() if hands_over(match)}


def everything(unit: Unit, area: areas.Keys = None, district: int | None = None) -> QuerySet[DoubtfulMatch]:
    """Return all questions, decided or not, about entries that stand in an area of the unit, or in one district."""
    rows = areas.matches(area, DoubtfulMatch.objects.filter(unit=unit))
    return rows.filter(now__polling_district=district) if district is not None else rows


def waiting(unit: Unit, area: areas.Keys = None, district: int | None = None) -> QuerySet[DoubtfulMatch]:
    """Return the questions that wait, the likeliest first. Where the register has moved on there is none any more."""
    rows = everything(unit, area, district).filter(decision=MatchDecision.OPEN)
    stands = Q(was__left_on__isnull=False, now__left_on=None, was__merged_into=None, now__merged_into=None)
    return rows.filter(stands, was__forgotten_on=None).order_by("-score", "now", "pk")


def of_file(register_import: RegisterImport) -> int:
    """Return how many questions a file has left open."""
    return waiting(register_import.unit).filter(register_import=register_import).count()


def after(rows: QuerySet[DoubtfulMatch], match: DoubtfulMatch | None) -> QuerySet[DoubtfulMatch]:
    """Return those of the questions, in the order of waiting(), that come after this one; all of them for None."""
    if match is None:
        return rows
    here = Q(score=match.score, now__gt=match.now_id) | Q(score=match.score, now=match.now_id, pk__gt=match.pk)
    return rows.filter(Q(score__lt=match.score) | here)


def progress(unit: Unit, area: areas.Keys = None, district: int | None = None) -> Progress:
    """Return how far the questions of the files that still ask any are. One query."""
    open_now = waiting(unit, area, district)
    rows = everything(unit, area, district).filter(register_import__in=open_now.order_by().values("register_import"))
    counted = rows.aggregate(
        done=Count("pk", filter=~Q(decision=MatchDecision.OPEN)),
        left=Count("pk", filter=Q(pk__in=open_now.order_by().values("pk"))),
    )
    return Progress(counted["done"], counted["done"] + counted["left"])


def districts(unit: Unit, area: areas.Keys = None) -> list[DistrictChoice]:
    """Return the districts with open questions, by code."""
    here = waiting(unit, area).order_by("now__polling_district__code", "now__polling_district")
    counted = here.values_list("now__polling_district", "now__polling_district__code").annotate(n=Count("pk"))
    return [DistrictChoice(*row) for row in counted]


def question(match: DoubtfulMatch, *, may_answers: bool) -> Question:
    """Return a question with both sides. `may_answers`: what was said is shown, and not only counted."""
    both = Elector.objects.select_related(*_SIDE).in_bulk([match.was_id, match.now_id])
    was, now = both[match.was_id], both[match.now_id]
    return Question(
        match=match,
        rows=_compared(was, now),
        reasons=[str(matches.WORDS[code]) for code in match.reasons if code in matches.WORDS],
        was=_kept(was, may_answers),
        now=_kept(now, may_answers),
    )


def _compared(was: Elector, now: Elector) -> list[Row]:
    sides = [
        (_("Surname"), was.surname, now.surname),
        (_("Forenames"), was.forenames, now.forenames),
        (_("Address"), _address(was), _address(now)),
        (_("Postcode"), *(one.household.postcode if one.household else "" for one in (was, now))),
        (_("Comes of age"), _day(was.date_of_attainment), _day(now.date_of_attainment)),
        (_("Letters"), *(", ".join(letter for letter, _who in people.markers(one.franchise)) for one in (was, now))),
    ]
    rows = [Row(label, a, b, a != b) for label, a, b in sides if a or b]
    if _council(was) != _council(now):
        rows.append(Row(_("Council"), _council(was), _council(now), True))
    # Every December renumbers: another number says nothing about who somebody is.
    a, b = (f"{one.polling_district.code} {one.short_number}" for one in (was, now))
    return [*rows, Row(_("Number"), a, b, differs=False)]


def _address(elector: Elector) -> str:
    door = elector.household
    if door is None:
        return _("no address")
    place = door.street.locality if door.street else ""
    return ", ".join(part for part in (answers.where(door), place) if part)


def _council(elector: Elector) -> str:
    council = elector.polling_district.council
    return council.name if council else ""


def _day(day: datetime.date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _kept(elector: Elector, may_answers: bool) -> Kept:
    standing = contacts.standing(log.said(electors=[elector.pk]))
    counted = Counter(event.kind for event in standing if event.elector == elector.pk)
    current = getattr(elector, "latest_contact", None)
    said = ""
    if may_answers and current is not None and current.intention:
        day = date_format(current.intention_at, "j F Y") if current.intention_at else ""
        said = ", ".join(part for part in (str(Intention(current.intention).label), day) if part)
    return Kept(counted[contacts.ANSWER], counted[contacts.OUTCOME], answers.marks(elector), said)


def decided(unit: Unit, since: datetime.datetime, area: areas.Keys = None) -> list[Decision]:
    """Return the last decisions since then, the latest first; not those that another decision answered."""
    rows = everything(unit, area).exclude(decision=MatchDecision.OPEN).filter(decided_at__gte=since)
    found = list(rows.select_related("was", "now", "decided_by").order_by("-decided_at", "-pk")[: 3 * _MOST])
    answered = {pk for match in found if match.before for pk in match.before["also"]}
    return [Decision(match, _name_then(match)) for match in found if match.pk not in answered][:_MOST]


def _name_then(match: DoubtfulMatch) -> str:
    """Return the name under which the older entry stood when the question was asked."""
    stood = match.before
    return f"{stood['forenames']} {stood['surname']}".strip() if stood else match.was.name


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return what the start page asks of those who say who is who."""
    if unit.kind != UnitKind.CLP or not access.may(P.IMPORT_REGISTER, unit):
        return []
    rows = waiting(unit, access.area(P.IMPORT_REGISTER, unit)).order_by()
    found = rows.aggregate(count=Count("pk"), since=Min("register_import__finished_at"))
    if not found["count"]:
        return []
    title = ngettext("Say who is who: one person", "Say who is who: %(count)s questions", found["count"])
    return [
        Need(
            title=title % {"count": number(found["count"])},
            what=_("A register has names that may be people who were listed before, under another name or address."),
            why=_("Until somebody says so, their answers stay with the old entry."),
            url=reverse("canvass:matches", kwargs={"unit": unit.code}),
            button=_("Look at them"),
            since=found["since"],
        )
    ]
