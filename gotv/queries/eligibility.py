"""Who may vote in an election, for each elector of the register, as SQL that any query can use.

Each function takes the election and `to`, the path from the queried model to the elector ("elector__"). Which
letters may vote is read from the election's own rows by the same statement, so that there is no query beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, Count, Exists, F, Func, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from canvass.enums import ElectorKind
from canvass.models import Elector, PollingDistrict
from gotv.enums import Admission, ElectionType, Reason
from gotv.models import Election, FranchiseRule
from gotv.rules import franchise

ADMISSIONS = {
    Reason.LISTED: Admission.YES,
    Reason.COMES_OF_AGE: Admission.YES,
    Reason.ANONYMOUS: Admission.YES,
    Reason.UNKNOWN_LETTER: Admission.CHECK,
    Reason.SEALED_AGE: Admission.CHECK,
    Reason.TOO_YOUNG: Admission.NO,
    Reason.LETTER: Admission.NO,
    Reason.OVERSEAS: Admission.NO,
    Reason.OTHER_WARD: Admission.NO,
    Reason.LEFT: Admission.NO,
}


def may_vote(election: Election, to: str = "") -> Q:
    """Return the condition on electors on the register who may vote in this election, those to look up among them.

    They live in a ward that votes in it; where no wards are named, in any.
    """
    return Q(**{f"{to}left_on": None}) & _in_its_wards(election, to) & on_the_day(election, to)


def on_the_day(election: Election, to: str = "") -> Q:
    """Return the same, whether or not they have left the register since: old enough, and not kept out by a letter."""
    last = franchise.last_attainment(election.polling_on, election.voting_age)
    old_enough = Q(**{f"{to}date_of_attainment": None}) | Q(**{f"{to}date_of_attainment__lte": last})
    return old_enough & ~_kept_out_by_kind(election, to) & _free_of(_letters(election, Admission.NO), to)


def reason(election: Election, to: str = "") -> Case:
    """Return an expression: the Reason value of each elector, the first that applies."""
    last = franchise.last_attainment(election.polling_on, election.voting_age)
    known = _letters(election, Admission.NO, Admission.YES)
    rows = (
        (~Q(**{f"{to}left_on": None}), Reason.LEFT),
        (~_in_its_wards(election, to), Reason.OTHER_WARD),
        (_too_young_by_kind(election, to), Reason.TOO_YOUNG),
        (_kept_out_by_kind(election, to), Reason.OVERSEAS),
        (~_free_of(_letters(election, Admission.NO), to), Reason.LETTER),
        (Q(**{f"{to}date_of_attainment__gt": last}), Reason.TOO_YOUNG),
        (Q(**{f"{to}kind": ElectorKind.UNDER_16}), Reason.SEALED_AGE),
        (~Q(Exact(_without(known, to), Value(""))), Reason.UNKNOWN_LETTER),
        (Q(**{f"{to}kind": ElectorKind.ANONYMOUS}), Reason.ANONYMOUS),
        (Q(**{f"{to}date_of_attainment__isnull": False}), Reason.COMES_OF_AGE),
    )
    whens = [When(condition, then=Value(found.value)) for condition, found in rows]
    return Case(*whens, default=Value(Reason.LISTED.value), output_field=CharField())


def districts(election: Election) -> Q:
    """Return the condition on polling districts in which an election is held: those of its wards, or all of them."""
    named = Election.wards.through.objects.filter(election=election)
    return ~Exists(named) | Q(ward__in=named.values("ward"))


def _in_its_wards(election: Election, to: str) -> Q:
    named = Election.wards.through.objects.filter(election=election)
    # Two conditions that are worked out once a statement, not once a row; a district without a ward is in none.
    here = PollingDistrict.objects.filter(ward__in=named.values("ward")).values("pk")
    return ~Exists(named) | Q(**{f"{to}polling_district__in": here})


def _too_young_by_kind(election: Election, to: str) -> Q:
    """Under-16s of the register are too young wherever only adults vote. Elsewhere their age is not known here."""
    under_16 = Q(**{f"{to}kind": ElectorKind.UNDER_16})
    return under_16 if election.voting_age >= 18 else Q(pk__in=[])


def _kept_out_by_kind(election: Election, to: str) -> Q:
    overseas = Q(**{f"{to}kind": ElectorKind.OVERSEAS})
    no_overseas = overseas if election.type != ElectionType.PARLIAMENT else Q(pk__in=[])
    return no_overseas | _too_young_by_kind(election, to)


def _letters(election: Election, *admissions: Admission) -> Coalesce:
    """Return an expression: the letters of this election that are so admitted, in one word."""
    rows = FranchiseRule.objects.filter(election=election, admission__in=[one.value for one in admissions])
    together = rows.order_by().values("election").annotate(together=StringAgg("letter", Value(""))).values("together")
    return Coalesce(Subquery(together, output_field=TextField()), Value(""))


def _without(letters: Coalesce, to: str) -> Func:
    return Func(F(f"{to}franchise"), letters, Value(""), function="translate", output_field=TextField())


def _free_of(letters: Coalesce, to: str) -> Q:
    return Q(Exact(_without(letters, to), F(f"{to}franchise")))


@dataclass
class District:
    """How many electors of a district may vote, by Reason value."""

    district: PollingDistrict
    reasons: dict[str, int] = field(default_factory=dict)

    def _of(self, admission: Admission) -> int:
        return sum(count for why, count in self.reasons.items() if ADMISSIONS[Reason(why)] == admission)

    @property
    def yes(self) -> int:
        return self._of(Admission.YES)

    @property
    def check(self) -> int:
        return self._of(Admission.CHECK)

    @property
    def no(self) -> int:
        return self._of(Admission.NO)


def by_district(election: Election) -> list[District]:
    """Count the electors on the register by district and reason: sealed entries too. Two queries."""
    found = {one.pk: District(one) for one in PollingDistrict.objects.select_related("ward").order_by("code", "pk")}
    rows = Elector.objects.on_register().annotate(why=reason(election)).order_by()
    for district, why, count in rows.values_list("polling_district", "why").annotate(count=Count("pk")):
        found[district].reasons[why] = count
    return [one for one in found.values() if one.reasons]


def letters_in_use() -> dict[str, int]:
    """Return the letters on the register in scope, each with how many electors have it."""
    letters = Func(F("franchise"), Value(""), function="regexp_split_to_table", output_field=CharField())
    rows: QuerySet = Elector.objects.on_register().exclude(franchise="").annotate(letter=letters).order_by()
    return dict(sorted(rows.values_list("letter").annotate(count=Count("pk"))))
