"""The postal chase: who among the promises votes by post and has not said that it is sent, and what they said last.

And for the doorstep: who may be asked nothing but that, from the day on which the ballots go out.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Cast, Coalesce, FirstValue
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from canvass.enums import Channel
from canvass.hooks import OneQuestion
from canvass.models import DoorstepConsent, Elector, Household, PollingDistrict
from canvass.queries import areas
from canvass.queries import walking as orders
from gotv.enums import AbsentKind, PostalSaid
from gotv.models import AbsentVote, Election, PostalAnswer
from gotv.queries import promises, reasons
from gotv.rules import postal
from gotv.rules.numbers import RollNumber

# What the list can be narrowed to: everybody still to be asked; those whom nobody has reached; those who need another
# ballot paper; those who said that they will.
LEFT, UNASKED, STUCK, PROMISED = "", "unasked", "stuck", "promised"


@dataclass(frozen=True)
class Person:
    """Somebody to ask, and why. `last` says what they said, "" for nothing; `phone` is a number they gave us for it."""

    pk: int
    number: str
    name: str
    reason: str
    last: str = ""
    phone: str = ""


@dataclass
class Door:
    """A front door and whom to ask there."""

    label: str
    street: str
    people: list[Person]


@dataclass
class Street:
    """A stretch of a list that lies in one street."""

    name: str
    locality: str
    doors: list[Door]


@dataclass(frozen=True)
class District:
    """A polling district in the chase. `sent` counts those who are marked as voted too."""

    district: PollingDistrict
    voters: int
    left: int
    stuck: int

    @property
    def sent(self) -> int:
        """How many of its promises with a postal vote are off the list."""
        return self.voters - self.left


def _by_post(election: Election) -> QuerySet:
    rows = AbsentVote.objects.filter(election=election, kind=AbsentKind.POSTAL, ended_at=None)
    return rows.order_by().values("elector")


def _who(election: Election, said: Collection[str] | None = None) -> QuerySet:
    """Return the ids of those whose own last answer was one of these, or who gave any: as who they are by now."""
    rows = PostalAnswer.objects.filter(election=election, undone_at=None).order_by()
    rows = rows.annotate(who=Coalesce("elector__merged_into", "elector"))
    newest = [F("at").desc(), F("received_at").desc()]
    rows = rows.annotate(last=Window(FirstValue("said"), partition_by=[F("who")], order_by=newest))
    return (rows if said is None else rows.filter(last__in=list(said))).values("who")


def left(election: Election, show: str = LEFT) -> QuerySet[Elector]:
    """Return promises who vote by post and are still to be asked, or those of them that `show` narrows it to."""
    rows = promises.left(election).filter(pk__in=_by_post(election)).exclude(pk__in=_who(election, postal.DONE))
    if show == UNASKED:
        reached = set(PostalSaid.values) - {PostalSaid.NOT_IN.value}
        return rows.exclude(pk__in=_who(election, reached))
    wanted = {STUCK: postal.STUCK, PROMISED: postal.PROMISED}.get(show)
    return rows if wanted is None else rows.filter(pk__in=_who(election, wanted))


def districts(election: Election, area: areas.Keys = None) -> list[District]:
    """Return the districts with postal voters among the promises, those with the most to ask first."""
    all_of = _counts(Elector.objects.filter(promises.promised(election), pk__in=_by_post(election)))
    to_ask, stuck = _counts(left(election)), _counts(left(election, STUCK))
    rows = areas.districts(area).select_related("ward").filter(pk__in=all_of)
    found = [District(one, all_of[one.pk], to_ask.get(one.pk, 0), stuck.get(one.pk, 0)) for one in rows]
    return sorted(found, key=lambda row: (-row.left, row.district.code))


def _counts(rows: QuerySet[Elector]) -> dict[int, int]:
    return dict(rows.order_by().values_list("polling_district").annotate(count=Count("pk")))


def homes(election: Election, district: PollingDistrict, show: str = LEFT) -> QuerySet[Household]:
    """Return the doors of a district with somebody to ask, in no order: for counting and for cutting into pages."""
    here = left(election, show).filter(polling_district=district).order_by().values("household")
    return Household.objects.filter(pk__in=here)


def arranged(election: Election, district: PollingDistrict, show: str = LEFT) -> list[Household]:
    """Return these doors in walking order."""
    return list(orders.arranged(homes(election, district, show).prefetch_related("street")))


def doors(election: Election, of: Collection[Household], show: str = LEFT, *, phones: bool = False) -> list[Door]:
    """Return these doors with whom to ask behind them, and with `phones` the numbers that they gave us.

    A handful of queries, however many there are.
    """
    rows = left(election, show).filter(household__in=[home.pk for home in of]).order_by("surname", "forenames", "pk")
    columns = ("pk", "household_id", "number", "suffix", "forenames", "surname", "latest_contact__intention_at")
    listed = list(rows.values_list(*columns))
    why = reasons.of(election, [(pk, said_at) for pk, *_rest, said_at in listed])
    people = [row[0] for row in listed]
    said, numbers = last_said(election, people), _phones(people) if phones else {}
    behind: dict[int, list[Person]] = {}
    for pk, home, number, suffix, forenames, surname, _said_at in listed:
        reason = _("Votes by post. %(why)s") % {"why": why[pk].words}
        roll, name = str(RollNumber(number, suffix)), f"{forenames} {surname}".strip()
        person = Person(pk, roll, name, reason, said.get(pk, ""), numbers.get(pk, ""))
        behind.setdefault(home, []).append(person)
    return [
        Door(home.door, home.street.name if home.street else "", behind[home.pk]) for home in of if home.pk in behind
    ]


def streets(of: Iterable[Door]) -> list[Street]:
    """Return doors street by street, as they follow each other."""
    together = groupby(of, key=lambda door: door.street)
    return [Street(name, "", list(doors)) for name, doors in together]


def last_said(election: Election, electors: Collection[int]) -> Mapping[int, str]:
    """Return what each of these said last of their postal vote, in words with the day."""
    rows = PostalAnswer.objects.filter(election=election, undone_at=None)
    rows = rows.annotate(who=Coalesce("elector__merged_into", "elector")).filter(who__in=list(electors))
    columns = rows.order_by("at", "received_at").values_list("who", "said", "by_another", "at")
    return {who: _words(said, at, by_another=by_another) for who, said, by_another, at in columns}


def _words(said: str, at: datetime.datetime, *, by_another: bool) -> str:
    text = _("%(said)s, %(day)s, said by another") if by_another else _("%(said)s, %(day)s")
    return text % {"said": PostalSaid(said).label, "day": date_format(timezone.localtime(at), "j F, H:i")}


def _phones(electors: Collection[int]) -> Mapping[int, str]:
    """Return the telephone number that each of these gave us and has not taken back."""
    rows = DoorstepConsent.objects.filter(elector__in=list(electors), channel=Channel.PHONE)
    rows = rows.order_by("elector", "-taken_at", "pk").distinct("elector")
    return {one.elector_id: one.value for one in rows if one.value and one.withdrawn_at is None}


def answers(election: Election, area: areas.Keys = None) -> QuerySet[PostalAnswer]:
    """Return everything that was said, the latest first, for putting a slip right."""
    rows = PostalAnswer.objects.filter(election=election, undone_at=None)
    if area is not None:
        rows = rows.filter(elector__polling_district__in=areas.districts(area))
    return rows.select_related("elector__polling_district", "actor").order_by("-at", "pk")


# --- The doorstep ---------------------------------------------------------------------------------------------------
def since(today: datetime.date) -> Subquery:
    """Return an expression on electors: from which day on they may be asked about nothing but their postal vote.

    NULL for whoever votes by post in no real poll that is still to be held.
    """
    before = Cast(F("election__polling_on") - postal.EARLIEST, DateField())
    rows = AbsentVote.objects.filter(
        elector=OuterRef("pk"),
        kind=AbsentKind.POSTAL,
        ended_at=None,
        election__is_rehearsal=False,
        election__polling_on__gte=today,
    ).annotate(since=Coalesce("election__postal_dispatch_on", before))
    return Subquery(rows.order_by("since").values("since")[:1])


def spans(electors: Collection[int]) -> dict[int, list[tuple[datetime.date, datetime.date]]]:
    """Return, by elector, from which day until which nobody may ask them how they vote. One query."""
    rows = AbsentVote.objects.filter(
        elector__in=electors, kind=AbsentKind.POSTAL, ended_at=None, election__is_rehearsal=False
    )
    found: dict[int, list[tuple[datetime.date, datetime.date]]] = {}
    days = ("elector", "election__postal_dispatch_on", "election__polling_on")
    for elector, sent_on, polling_on in rows.values_list(*days):
        found.setdefault(elector, []).append((postal.begins_on(sent_on, polling_on), polling_on))
    return found


def election_of(elector: int, day: datetime.date) -> Election | None:
    """Return the poll whose ballots are out on a day and in which this elector votes by post; None where none is."""
    known = Q(election__postal_dispatch_on__lte=day)
    unknown = Q(election__postal_dispatch_on=None, election__polling_on__lte=day + postal.EARLIEST)
    votes = AbsentVote.objects.filter(
        known | unknown, elector=elector, kind=AbsentKind.POSTAL, ended_at=None, election__is_rehearsal=False
    ).filter(election__polling_on__gte=day)
    return Election.objects.filter(pk__in=votes.values("election")).order_by("polling_on", "pk").first()


def one_question() -> OneQuestion:
    """Return what the doorstep asks of postal voters once their ballots are out (canvass.hooks)."""
    return OneQuestion(postal.KIND, since=since, spans=spans, choices=postal.choices, script=postal.at_the_door)
