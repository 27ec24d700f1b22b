"""A constituency of 81,138 electors in 12 wards, 60 districts and 68 boxes, with 30,000 marks and hourly counts.

Everything is made in a unit of its own and taken away again, marks included, which only the tables' owner can do.
Each size can be made smaller to see that a measurement runs: BENCH_ELECTORS=8000 python3 run.py bench polling_day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from access import scoping
from access.models import Unit, User
from canvass.models import PollingDistrict
from gotv.actions import marks
from gotv.models import BallotBox, BoxDistrict, Election
from kit import dbroles
from tests.bench._people import officer, take_away
from tests.factories import canvass
from tests.factories import gotv as make

ELECTORS = int(os.environ.get("BENCH_ELECTORS", "81138"))
DISTRICTS, BOXES = 60, 68
MARKS, ANSWERS = ELECTORS * 30_000 // 81_138, ELECTORS * 25_000 // 81_138

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
# Three boxes of five are counted, each hour from eight on.
_COUNTS = """
INSERT INTO gotv_count (id, unit_id, election_id, kind, box_id, value, counted_at, reason, invalid_because)
SELECT gen_random_uuid(), %(unit)s, %(election)s, 'turnout', b.id, hour * 40, date_trunc('day', now()) + hour *
       interval '1 minute', '', ''
FROM gotv_ballotbox b, generate_series(8, 22) hour WHERE b.unit_id = %(unit)s AND b.id %% 5 < 3
"""
_EMPTY = (
    "gotv_count", "gotv_boxdistrict", "gotv_ballotbox", "gotv_districttally", "gotv_voted", "gotv_districtcounter",
    "gotv_markvoid", "gotv_votemark", "gotv_pollingstation", "gotv_franchiserule", "gotv_election",
    "canvass_latestcontact", "canvass_elector", "canvass_household", "canvass_street", "canvass_pollingdistrict",
    "canvass_ward", "canvass_registeredition",
)  # fmt: skip


@contextmanager
def constituency(code: str, *, stays: bool = False) -> Iterator[tuple[Election, User]]:
    """Make the constituency, and take it away again whatever happens. Yields the election and who may see it.

    It `stays` where phones have sent events or sheets were printed, which stay too: the bench’s database goes after it.
    """
    unit = Unit.objects.create(kind="clp", code=code, name="A measured constituency")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    unit.refresh_from_db()
    user = officer(code, unit)
    try:
        yield _filled(unit), user
    finally:
        if not stays:
            _clear_away(unit, user)


def _filled(unit: Unit) -> Election:
    # As many doors as fit; the last few electors are added by hand so that the number is exact.
    doors = ELECTORS // (DISTRICTS * 26 * 2)
    town = canvass.bulk(unit, districts=DISTRICTS, streets=26, doors=doors, per_door=2)
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
        for place, district in enumerate(town.districts):
            _place(election, district, in_two=place < BOXES - DISTRICTS)
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, parameters)
    with dbroles.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return election


def _place(election: Election, district: PollingDistrict, *, in_two: bool) -> None:
    """Make the station of a district with its box, or with two that share the numbers."""
    station = make.station(election, f"Station {district.code}", district)
    half = ELECTORS // DISTRICTS // 2
    for number, (lowest, highest) in enumerate([(1, half), (half + 1, None)] if in_two else [(None, None)], 1):
        box = BallotBox.objects.create(unit_id=election.unit_id, station=station, number=str(number))
        BoxDistrict.objects.create(unit_id=election.unit_id, box=box, district=district, lowest=lowest, highest=highest)


def _clear_away(unit: Unit, user: User) -> None:
    with dbroles.as_owner(), connection.cursor() as cursor:
        for table in ("gotv_votemark", "gotv_markvoid"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in _EMPTY[:3]:
            cursor.execute(f"DELETE FROM {table} WHERE unit_id = %s", [unit.pk])
        cursor.execute(
            "DELETE FROM gotv_pollingstation_districts d USING gotv_pollingstation s "
            "WHERE d.pollingstation_id = s.id AND s.unit_id = %s",
            [unit.pk],
        )
        for table in _EMPTY[3:]:
            cursor.execute(f"DELETE FROM {table} WHERE unit_id = %s", [unit.pk])
        for table in ("gotv_votemark", "gotv_markvoid"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    take_away(user)
    with dbroles.as_owner():
        unit.delete()
