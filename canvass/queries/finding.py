"""Finding people: by number, or by words of name, address and postcode; misspelt, in any order (docs/adr/0015)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, Sum

from access.models import Unit
from canvass.enums import SEALED
from canvass.models import Council, Elector, PastEntry, PollingDistrict, SearchState
from canvass.queries import areas
from canvass.rules.finding import asked, meaning, words
from canvass.rules.finding.asked import Number

# So many are shown at most: whoever finds more types another word.
MOST = 100
# Corrections and words left out are tried only where fewer were found.
ENOUGH = 20
_A_STAGE = 200
# What fits not half as well as the best fits by accident.
_AT_LEAST = 0.5


@dataclass(frozen=True)
class Found:
    """Whom a search found: ids of electors, the best first.

    `corrections` are (typed, understood) of the best one. `is_partial`: not every word was found on anybody.
    `unknown` are words that nothing in this register is like. `until` is the day until which the number that was
    typed was the first one's, None where it still is. `is_cut`: there are more.
    """

    ids: tuple[int, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    by_number: bool = False
    is_partial: bool = False
    is_cut: bool = False
    until: datetime.date | None = None


def find(unit: Unit, text: str, area: areas.Keys = None, district: PollingDistrict | None = None) -> Found:
    """Return whom somebody may mean in an area of the unit, or in one district of it. At most seven queries."""
    inside = list(areas.districts(area, PollingDistrict.objects.filter(unit=unit)).values_list("pk", "code"))
    if district is not None:
        inside = [(pk, code) for pk, code in inside if pk == district.pk]
    numbers = asked.numbers(text, {code for _pk, code in inside})
    found = _by_number(numbers, inside) if numbers else Found()
    if found.ids:
        return found
    everywhere = area is None and district is None
    return _by_words(unit, text, None if everywhere else [pk for pk, _code in inside])


def people(ids: Sequence[int]) -> list[Elector]:
    """Return these electors in this order, with their door, street and district. One query."""
    rows = _to_be_found().select_related("household__street", "polling_district").in_bulk(list(ids))
    return [rows[pk] for pk in ids if pk in rows]


def _to_be_found() -> QuerySet[Elector]:
    """Return whom anybody may look for: nobody sealed, and nobody who is only a name for somebody else."""
    return Elector.objects.exclude(kind__in=SEALED).filter(merged_into=None, forgotten_on=None)


def _by_number(numbers: Iterable[Number], inside: Iterable[tuple[int, str]]) -> Found:
    places: dict[str, list[int]] = {"": []}
    for pk, code in inside:
        places.setdefault(code, []).append(pk)
        places[""].append(pk)
    found: list[int] = []
    for one in numbers:
        here = {"polling_district__in": places[one.district], "number": one.number, "suffix": one.suffix}
        listed = _to_be_found().on_register().filter(**here)  # type: ignore[attr-defined] # of ElectorQuerySet
        found += listed.order_by("polling_district__code", "pk").values_list("pk", flat=True)[: MOST + 1]
        if one.district and not found and (earlier := _once(here)):
            return Found(ids=(earlier[0],), by_number=True, until=earlier[1])
    ids = tuple(dict.fromkeys(found))
    return Found(ids=ids[:MOST], by_number=True, is_cut=len(ids) > MOST)


def _once(here: dict) -> tuple[int, datetime.date | None] | None:
    """Return who last had a number that nobody has now, and until when."""
    rows = PastEntry.objects.filter(**here, elector__in=_to_be_found()).exclude(kind__in=SEALED)
    return rows.order_by("-until", "-pk").values_list("elector", "until").first()


def _by_words(unit: Unit, text: str, districts: list[int] | None) -> Found:
    typed = asked.typed(text)
    if not typed:
        return Found()
    known = _known(unit, typed)
    state = SearchState.objects.filter(unit=unit).values_list("electors", flat=True).first() or 0
    terms = meaning.terms(meaning.spaced(typed, known), known, state)
    ask = meaning.questions(terms)
    rows = [row for question in ask.likely for row in _electors(unit, question, districts)]
    if len(rows) < ENOUGH and ask.corrected:
        rows += _electors(unit, ask.corrected, districts)
    is_partial = not rows and bool(ask.less)
    if is_partial:
        rows = _electors(unit, ask.less, districts)
    matches = {pk: meaning.match(terms, held) for pk, held in rows}
    found = _likest(matches) if is_partial else {pk: one.score for pk, one in matches.items()}
    fits = sorted(found, key=lambda pk: -found[pk])
    if not fits:
        return Found(unknown=_unknown(terms))
    fits = [pk for pk in fits if found[pk] >= found[fits[0]] * _AT_LEAST]
    return Found(
        ids=tuple(fits[:MOST]),
        corrections=matches[fits[0]].corrections,
        unknown=_unknown(terms),
        is_partial=is_partial,
        is_cut=len(fits) > MOST,
    )


def _unknown(terms: Iterable[meaning.Term]) -> tuple[str, ...]:
    return tuple(term.typed for term in terms if not term.candidates)


def _likest(matches: dict[int, meaning.Match]) -> dict[int, float]:
    """Return how well those fit who lack a word, also by how much it looks like one that they have."""
    rows = Elector.objects.filter(pk__in=matches).values_list("pk", "forenames", "surname", "household__street__name")
    return {
        pk: matches[pk].score + meaning.likeness(matches[pk].missed, " ".join(filter(None, text))) for pk, *text in rows
    }


def _known(unit: Unit, typed: Sequence[asked.Typed]) -> list[meaning.Known]:
    """Return the words of the unit's register that are like any of those typed, or begin like the last."""
    keys = {key for one in typed for key in words.keys(one.word, unit.pk)}
    last = typed[-1].word
    start = last if len(last) >= 3 and not last.isdigit() else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM canvass_search_words(%s, %s, %s::int[], %s)",
            [unit.pk, list(meaning.lookup(typed)), list(keys), start],
        )
        return [meaning.Known(*row) for row in cursor.fetchall()]


def _electors(unit: Unit, question: str, districts: list[int] | None) -> list[tuple[int, frozenset[int]]]:
    """Return (elector, ids of the words it is found by) of those who have what is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM canvass_search_electors(%s, %s, %s::bigint[], %s)", [unit.pk, question, districts, _A_STAGE]
        )
        return [(pk, frozenset(map(int, held))) for pk, held in cursor.fetchall()]


def version(unit: int) -> int:
    """Return the sum of the versions of a unit's councils: it grows with every change of the register."""
    return Council.objects.filter(unit=unit).aggregate(all=Sum("version"))["all"] or 0


def is_fresh(unit: int) -> bool:
    """Say whether everybody on the register can be found by name and address: nothing changed since the gathering."""
    return SearchState.objects.filter(unit=unit, version=version(unit)).exists()


def units_behind() -> list[int]:
    """Return the ids of the units whose people can't all be found yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM canvass_units_to_gather()")
        return sorted(row[0] for row in cursor.fetchall())
