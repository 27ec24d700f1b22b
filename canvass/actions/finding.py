"""Gathering the words of a unit's register, so that its people can be found by them.

Never in the transaction that brings a file in: it takes longer than that may. A unit whose councils have
other versions than were gathered is behind, which the search page says; the job follows at once, and a sweep each
minute finds what a lost job left. Everything is read anew and only what differs is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from access import scoping
from canvass.models import SearchState, SearchWord
from canvass.queries import finding as queries
from canvass.rules.finding import words
from kit import jobs

_AT_ONCE = 5_000
_READ = """
SELECT e.id, e.surname, e.forenames, e.household_id, h.number, h.number_suffix, h.building, h.flat, h.postcode,
       s.name, s.locality
FROM canvass_elector e
LEFT JOIN canvass_household h ON h.id = e.household_id
LEFT JOIN canvass_street s ON s.id = h.street_id
WHERE e.unit_id = %s AND e.kind NOT IN ('anonymous', 'under_16') AND e.merged_into_id IS NULL
  AND e.forgotten_on IS NULL
ORDER BY e.household_id
"""
_WRITE = (
    "ANALYZE gathered",
    """
    DELETE FROM canvass_searchentry s WHERE s.unit_id = %(unit)s
      AND NOT EXISTS (SELECT FROM gathered g WHERE g.elector = s.elector_id)
    """,
    """
    INSERT INTO canvass_searchentry (elector_id, unit_id, words)
    SELECT g.elector, %(unit)s, g.words FROM gathered g
    LEFT JOIN canvass_searchentry s ON s.elector_id = g.elector
    WHERE s.words IS DISTINCT FROM g.words
    ON CONFLICT (elector_id) DO UPDATE SET words = EXCLUDED.words
    """,
)
_NEW_WORDS = """
INSERT INTO canvass_searchword (id, unit_id, kind, word, keys, held)
SELECT id, %s, kind, word, keys, 0 FROM new_words
"""
_RECOUNT = """
UPDATE canvass_searchword w SET held = c.held FROM unnest(%s::bigint[], %s::int[]) c (id, held)
WHERE w.id = c.id AND w.held <> c.held
"""


def ask(unit: int) -> None:
    """Have the words of a unit's register gathered soon."""
    jobs.enqueue("canvass.gather_words", unit=unit)


def gather(unit: int, *, anyway: bool = False) -> int | None:
    """Bring what people are found by up to date with the register; return how many electors can be found.

    None when nothing had to be done: it is up to date, or another job is at it. `anyway` gathers in any case.
    """
    with scoping.units([unit]), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('canvass.gather'), %s)", [unit])
            if not cursor.fetchone()[0]:
                return None
        # Read first: a file that is brought in meanwhile leaves this behind, and it is done again.
        version = queries.version(unit)
        if not anyway and queries.is_fresh(unit):
            return None
        with connection.cursor() as cursor:
            electors = _gather(cursor, unit)
        SearchState.objects.update_or_create(unit_id=unit, defaults={"version": version, "electors": electors})
    return electors


def sweep() -> None:
    """Gather the words of every unit that is behind, one unit in a transaction."""
    for unit in queries.units_behind():
        gather(unit)


def _gather(cursor: Any, unit: int) -> int:
    vocabulary = _Vocabulary(unit)
    cursor.execute("DROP TABLE IF EXISTS pg_temp.gathered")
    cursor.execute("CREATE TEMPORARY TABLE gathered (elector bigint PRIMARY KEY, words tsvector) ON COMMIT DROP")
    electors = 0
    for batch in _read(unit):
        lines = [f"{row[0]}\t{' '.join(vocabulary.ids(_words(row)))}\n" for row in batch]
        with cursor.copy("COPY gathered FROM STDIN") as copy:
            copy.write("".join(lines))
        electors += len(lines)
    for statement in _WRITE:
        cursor.execute(statement, {"unit": unit})
    vocabulary.keep(cursor)
    return electors


def _read(unit: int) -> Iterator[list[tuple]]:
    """Yield all whom people may look for, some at a time."""
    with connection.chunked_cursor() as rows:
        rows.execute(_READ, [unit])
        while batch := rows.fetchmany(_AT_ONCE):
            yield batch


def _words(row: tuple) -> list[words.Word]:
    _id, surname, forenames, household, number, suffix, building, flat, postcode, street, locality = row
    found = [*words.of_surname(surname), *words.of_forenames(forenames)]
    if household is not None:
        found += words.of_door(words.Door(number, suffix, building, flat, postcode))
        if street:
            found += words.of_street(street, locality)
    return found


class _Vocabulary:
    """The words of a unit with their ids; gives new ones theirs, counts, and drops those that nobody has any more."""

    def __init__(self, unit: int) -> None:
        self._unit = unit
        rows = SearchWord.objects.filter(unit_id=unit).values_list("kind", "word", "pk")
        self._ids = {(kind, word): str(pk) for kind, word, pk in rows}
        self._new: dict[words.Word, str] = {}
        self._free: list[int] = []
        self._held: Counter[str] = Counter()

    def ids(self, found: list[words.Word]) -> set[str]:
        """Return the ids of these words as text."""
        known = self._ids
        wanted = {known.get(word) or self._add(word) for word in found}
        self._held.update(wanted)
        return wanted

    def _add(self, word: words.Word) -> str:
        if not self._free:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence('canvass_searchword', 'id')) FROM generate_series(1, 1000)"
                )
                self._free = [row[0] for row in reversed(cursor.fetchall())]
        self._ids[word] = self._new[word] = pk = str(self._free.pop())
        return pk

    def keep(self, cursor: Any) -> None:
        """Write what is new, what is counted otherwise, and what is gone."""
        gone = [pk for pk in self._ids.values() if not self._held[pk]]
        SearchWord.objects.filter(unit_id=self._unit, pk__in=gone).delete()
        cursor.execute("DROP TABLE IF EXISTS pg_temp.new_words")
        cursor.execute("CREATE TEMPORARY TABLE new_words (id bigint, kind text, word text, keys int[]) ON COMMIT DROP")
        with cursor.copy("COPY new_words FROM STDIN") as copy:
            for (kind, word), pk in self._new.items():
                keys = ",".join(map(str, words.keys(word, self._unit)))
                copy.write(f"{pk}\t{kind}\t{word}\t{{{keys}}}\n")
        cursor.execute(_NEW_WORDS, [self._unit])
        counted = [(int(pk), held) for pk, held in self._held.items()]
        cursor.execute(_RECOUNT, [[pk for pk, _held in counted], [held for _pk, held in counted]])
