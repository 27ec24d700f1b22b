"""Polling day over a constituency of 81,138 electors in 40 districts, with 30,000 marks and 25,000 answers.

Everything is made in a unit of its own and taken away again, marks included, which only the tables' owner can do.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from access import scoping
from access.models import Unit, User
from canvass.models import PollingDistrict
from gotv.actions import marks
from gotv.models import Election
from gotv.queries import dashboard, knock_ups
from kit import dbroles
from tests import cast as people
from tests.bench._people import officer, take_away
from tests.factories import canvass
from tests.factories import gotv as make

ELECTORS, DISTRICTS, MARKS, ANSWERS = 81_138, 40, 30_000, 25_000
TO_KNOCK_UP = 2_000
RUNS = 15
_CODE = "bench-polling-day"
# Templates ask for the address of static files; finding them is not what is measured.
_PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

_FILL = (
    # The last few, so that the number is that of the measured register.
    """
    INSERT INTO canvass_elector (unit_id, polling_district_id, household_id, number, suffix, kind, title, forenames,
                                 surname, markers)
    SELECT %(unit)s, h.polling_district_id, h.id, 100000 + n, 0, 'ordinary', '', 'Ewa', 'Nowak', ''
    FROM (SELECT id, polling_district_id FROM canvass_household WHERE unit_id = %(unit)s ORDER BY id LIMIT 1) h,
         generate_series(1, %(rest)s) n
    """,
    """
    INSERT INTO canvass_ward (unit_id, name) SELECT %(unit)s, 'Ward ' || n FROM generate_series(1, 12) n
    """,
    """
    UPDATE canvass_pollingdistrict d SET ward_id = w.id FROM canvass_ward w
    WHERE d.unit_id = %(unit)s AND w.unit_id = %(unit)s AND w.name = 'Ward ' || (d.id %% 12 + 1)
    """,
    # In a scattered order that is the same every time. Three in ten of those asked said Labour.
    """
    INSERT INTO canvass_latestcontact (unit_id, elector_id, intention, intention_at, spoken_at, issues, do_not_contact,
                                       moved, deceased)
    SELECT %(unit)s, e.id, CASE WHEN e.place %% 10 < 3 THEN 'labour' ELSE 'undecided' END,
           now() - interval '90 days', now() - interval '90 days', '[]', e.place %% 50 = 0, false, false
    FROM (SELECT id, row_number() OVER (ORDER BY md5(id::text)) AS place FROM canvass_elector
          WHERE unit_id = %(unit)s) e WHERE e.place <= %(answers)s
    """,
    # One mark in a hundred was typed twice, so it is "already in".
    """
    INSERT INTO gotv_votemark (id, unit_id, election_id, station_id, polling_district_id, elector_id, typed, source,
                               verdict, marked_at)
    SELECT gen_random_uuid(), %(unit)s, %(election)s, NULL, e.polling_district_id, e.id, 'bench', 'teller',
           CASE WHEN t.twice THEN 'already_in' ELSE 'counted' END, now() - (e.place * interval '1 second')
    FROM (SELECT id, polling_district_id, row_number() OVER (ORDER BY md5('x' || id)) AS place FROM canvass_elector
          WHERE unit_id = %(unit)s) e
    JOIN (VALUES (false), (true)) t (twice) ON NOT t.twice OR e.place <= %(marks)s / 100
    WHERE e.place <= %(marks)s - %(marks)s / 100
    """,
)
_EMPTY = (
    "gotv_voted", "gotv_districtcounter", "gotv_markvoid", "gotv_votemark", "gotv_election", "canvass_latestcontact",
    "canvass_elector", "canvass_household", "canvass_street", "canvass_pollingdistrict", "canvass_ward",
    "canvass_registeredition",
)  # fmt: skip


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with _constituency() as election, override_settings(STORAGES=_PLAIN_STATIC):
        browser = people.sign_in(User.objects.get(email=f"{_CODE}@example.org"), SERVER_NAME="127.0.0.1")
        for name in ("dashboard", "figures"):
            url = reverse(f"gotv:{name}", kwargs={"unit": _CODE, "election": election.pk})
            seen = [_timed(lambda url=url: _counted_afresh(browser, url, election)) for _ in range(RUNS + 1)][1:]
            yield f"polling day, {name}: queries", seen[0].queries, 12, f"{ELECTORS:,} electors, {MARKS:,} marks"
            whole, sql = (statistics.median(getattr(one, part) for one in seen) for part in ("seconds", "sql"))
            yield (
                f"polling day, {name}: server / own SQL",
                whole / sql,
                5,
                f"{whole * 1e3:.0f} ms, SQL {sql * 1e3:.0f} ms",
            )
        yield _sheets(browser, election)


@dataclass(frozen=True)
class _Seen:
    seconds: float
    cpu: float
    sql: float
    queries: int


def _timed(deed: Callable[[], object]) -> _Seen:
    """Run it once: how long it took, the processor's share of that, the database's, and in how many queries."""
    sql: list[float] = []

    def clocked(execute: Callable, statement: str, parameters: Any, many: bool, context: dict) -> Any:
        start = time.perf_counter()
        try:
            return execute(statement, parameters, many, context)
        finally:
            sql.append(time.perf_counter() - start)

    with connection.execute_wrapper(clocked):
        start, cpu = time.perf_counter(), time.process_time()
        deed()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return _Seen(seconds, cpu, sum(sql), len(sql))


def _counted_afresh(browser: Client, url: str, election: Election) -> None:
    cache.delete(dashboard.key(election))
    _get(browser, url)


def _get(browser: Client, url: str) -> None:
    answer = browser.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")


def _sheets(browser: Client, election: Election) -> tuple[str, float, float, str]:
    """Measure the knock-up sheets of one district in which everybody is a promise."""
    with scoping.units([election.unit_id]):
        place = PollingDistrict.objects.order_by("code")[0]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO canvass_latestcontact (unit_id, elector_id, intention, issues, do_not_contact, moved, "
                "deceased) SELECT unit_id, id, 'labour', '[]', false, false, false FROM canvass_elector "
                "WHERE polling_district_id = %s ON CONFLICT (elector_id) DO UPDATE SET intention = 'labour', "
                "do_not_contact = false",
                [place.pk],
            )
            cursor.execute(
                "DELETE FROM gotv_voted v USING canvass_elector e WHERE v.elector_id = e.id AND v.election_id = %s "
                "AND e.polling_district_id = %s AND e.number <= %s",
                [election.pk, place.pk, TO_KNOCK_UP],
            )
        people = sum(street.people for street in knock_ups.doors(election, place))
    url = reverse("gotv:knock_up_sheets", kwargs={"unit": _CODE, "election": election.pk, "district": place.pk})
    seen = [_timed(lambda: _get(browser, url)) for _ in range(RUNS + 1)][1:]
    # What it costs when nothing else wants the processor: a wait for other processes is none of its doing.
    cost = statistics.median(one.cpu + one.sql for one in seen)
    whole = statistics.median(one.seconds for one in seen)
    detail = f"{people:,} people, {seen[0].queries} queries, {whole * 1e3:.0f} ms on the clock"
    return "knock-up sheets for 2,000 people, ms of CPU and SQL", cost * 1e3, 300, detail


@contextmanager
def _constituency() -> Iterator[Election]:
    """Make the constituency, and take it away again whatever happens."""
    unit = Unit.objects.create(kind="clp", code=_CODE, name="A measured constituency")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    user = officer(_CODE, unit)
    try:
        yield _filled(unit)
    finally:
        _take_away(unit, user)


def _filled(unit: Unit) -> Election:
    town = canvass.bulk(unit, districts=DISTRICTS, streets=26, doors=39, per_door=2)
    election = make.election(unit, rehearsal=True)
    parameters = {
        "unit": unit.pk,
        "election": election.pk,
        "rest": ELECTORS - town.electors,
        "answers": ANSWERS,
        "marks": MARKS,
    }
    with scoping.units([unit.pk]):
        with connection.cursor() as cursor:
            for statement in _FILL:
                cursor.execute(statement, parameters)
        marks.recount(election=election)
        for district in town.districts:
            make.station(election, f"Station {district.code}", district)
    with dbroles.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return election


def _take_away(unit: Unit, user: User) -> None:
    with dbroles.as_owner(), connection.cursor() as cursor:
        for table in ("gotv_votemark", "gotv_markvoid"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            "DELETE FROM gotv_pollingstation_districts d USING gotv_pollingstation s "
            "WHERE d.pollingstation_id = s.id AND s.unit_id = %s",
            [unit.pk],
        )
        cursor.execute("DELETE FROM gotv_pollingstation WHERE unit_id = %s", [unit.pk])
        for table in _EMPTY:
            cursor.execute(f"DELETE FROM {table} WHERE unit_id = %s", [unit.pk])
        for table in ("gotv_votemark", "gotv_markvoid"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    take_away(user)
    with dbroles.as_owner():
        unit.delete()
