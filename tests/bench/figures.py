"""The pages on figures and issues over 81,138 electors and 200,000 contacts of five years, two thirds with a topic.

Against Y: one sequential aggregate over the elector table in the same run, without parallel workers. Everything is
made in a unit of its own and taken away again but the events, which can't be deleted.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connection
from django.test import override_settings
from django.urls import reverse

from access import scoping
from access.models import Unit, User
from kit import dbroles
from tests import cast as people
from tests.bench._people import officer, take_away
from tests.factories import canvass

ELECTORS, CONTACTS, BOARDS, RUNS = 81_138, 200_000, 1_000, 7
_CODE = "bench-figures"
_PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_FILL = (
    """
    INSERT INTO canvass_elector (unit_id, polling_district_id, household_id, number, suffix, kind, title, forenames,
                                 surname, markers)
    SELECT %(unit)s, h.polling_district_id, h.id, 100000 + n, 0, 'ordinary', '', 'Ewa', 'Nowak', ''
    FROM (SELECT id, polling_district_id FROM canvass_household WHERE unit_id = %(unit)s ORDER BY id LIMIT 1) h,
         generate_series(1, %(rest)s) n
    """,
    "INSERT INTO canvass_ward (unit_id, name) SELECT %(unit)s, 'Ward ' || n FROM generate_series(1, 12) n",
    """
    UPDATE canvass_pollingdistrict d SET ward_id = w.id FROM canvass_ward w
    WHERE d.unit_id = %(unit)s AND w.unit_id = %(unit)s AND w.name = 'Ward ' || (d.id %% 12 + 1)
    """,
    """
    INSERT INTO canvass_board (id, unit_id, name, made_by_id, made_at)
    SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, %(unit)s, 'Board ' || n, %(user)s,
           now() - n * interval '43 hours'
    FROM generate_series(0, %(boards)s - 1) n
    """,
    """
    INSERT INTO canvass_boarddoor (unit_id, board_id, household_id, position)
    SELECT %(unit)s, ('00000000-0000-4000-8000-' || lpad((place %% %(boards)s)::text, 12, '0'))::uuid, id, place
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM canvass_household WHERE unit_id = %(unit)s) h
    """,
    # Five years of doors, two minutes apart on a board and day: an answer each, some of them by hearsay.
    """
    INSERT INTO canvass_contactevent (id, unit_id, board_id, elector_id, household_id, district_code, kind, payload,
        payload_sha256, schema_v, device_seq, device_time, device_utc_offset, est_occurred_at, status,
        quarantine_reason)
    SELECT gen_random_uuid(), %(unit)s, ('00000000-0000-4000-8000-' || lpad((n %% %(boards)s)::text, 12, '0'))::uuid,
        e.id, e.household_id, '', 'answer',
        jsonb_build_object(
            'intention', (ARRAY['labour', 'undecided', 'conservative', 'wont_say', 'reform'])[n %% 5 + 1],
            'respondent', CASE WHEN n %% 17 = 0 THEN 'other' ELSE 'self' END,
            'issues', CASE WHEN n %% 3 > 0
                      THEN jsonb_build_array((ARRAY['buses', 'housing', 'parks', 'crime', 'own_lido'])[n %% 5 + 1])
                      ELSE '[]'::jsonb END),
        '', 2, n, at, 0, at, 'live', ''
    FROM (SELECT n, (hashint8(n)::bigint + 2147483648) %% %(electors)s AS place,
                 now() - (n %% %(boards)s) * interval '43 hours' - (n / %(boards)s %% 200) * interval '2 minutes' AS at
          FROM generate_series(1, %(contacts)s) n) made
    JOIN (SELECT id, household_id, row_number() OVER (ORDER BY id) - 1 AS place FROM canvass_elector
          WHERE unit_id = %(unit)s) e USING (place)
    """,
    """
    INSERT INTO canvass_latestcontact (unit_id, elector_id, intention, intention_at, spoken_at, issues, do_not_contact,
                                       moved, deceased)
    SELECT DISTINCT ON (elector_id) %(unit)s, elector_id, payload->>'intention', est_occurred_at, est_occurred_at,
           payload->'issues', false, false, false
    FROM canvass_contactevent WHERE unit_id = %(unit)s ORDER BY elector_id, est_occurred_at DESC, device_seq DESC
    """,
    """
    INSERT INTO canvass_issueraised (unit_id, elector_id, event_id, topic, at, reported)
    SELECT v.unit_id, v.elector_id, v.id, topic, v.est_occurred_at, v.payload->>'respondent' = 'other'
    FROM canvass_contactevent v, jsonb_array_elements_text(v.payload->'issues') topic WHERE v.unit_id = %(unit)s
    """,
)
_EMPTY = (
    "canvass_issueraised", "canvass_latestcontact", "canvass_boarddoor", "canvass_board", "canvass_elector",
    "canvass_household", "canvass_street", "canvass_pollingdistrict", "canvass_ward", "canvass_registeredition",
    "canvass_council",
)  # fmt: skip
# Each page with its limit in Y. A second is some 80 Y where Y is 12.5 ms.
_PAGES = (
    ("figures by ward, 12 months", "figures", "", 60),
    ("figures by district, 5 years", "figures", "?by=district&months=60", 80),
    ("figures by board, a page", "figures", "?by=board&months=60", 60),
    ("what people raised, 12 months", "issues", "", 40),
    ("the map of issues, by district", "issue_map", "?by=district&months=12", 40),
    ("the page to print", "issue_month", "", 40),
)


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with _constituency() as (unit, user), override_settings(STORAGES=_PLAIN_STATIC):
        with scoping.units([unit.pk]):
            y = statistics.median(_timed(lambda: _aggregate(unit)) for _ in range(RUNS))
        browser = people.sign_in(user, SERVER_NAME="127.0.0.1")
        for words, name, query, limit in _PAGES:
            url = reverse(f"canvass:{name}", kwargs={"unit": _CODE}) + query
            answer = browser.get(url)
            if answer.status_code != 200:
                raise RuntimeError(f"{url} answered {answer.status_code}")
            took = statistics.median(_timed(partial(browser.get, url)) for _ in range(RUNS))
            yield f"{words} / Y", took / y, limit, f"{took * 1e3:.0f} ms, Y {y * 1e3:.1f} ms"


def _timed(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def _aggregate(unit: Unit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT count(*), sum(number) FROM canvass_elector WHERE unit_id = %s", [unit.pk])


@contextmanager
def _constituency() -> Iterator[tuple[Unit, User]]:
    """Make the register with its boards and contacts."""
    unit = Unit.objects.create(kind="clp", code=_CODE, name="A measured constituency")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    unit.refresh_from_db()
    user = officer(_CODE, unit)
    town = canvass.bulk(unit, districts=40, streets=20, doors=50, per_door=2)
    asked = {
        "unit": unit.pk,
        "user": user.pk,
        "rest": ELECTORS - town.electors,
        "electors": ELECTORS,
        "contacts": CONTACTS,
        "boards": BOARDS,
    }
    with scoping.units([unit.pk]), connection.cursor() as cursor:
        for statement in _FILL:
            cursor.execute(statement, asked)
    with dbroles.as_owner(), connection.cursor() as cursor:
        for table in ("elector", "latestcontact", "issueraised", "household", "contactevent", "boarddoor", "board"):
            cursor.execute(f"VACUUM ANALYZE canvass_{table}")
    yield unit, user
    with scoping.units([unit.pk]), connection.cursor() as cursor:
        for table in _EMPTY:
            cursor.execute(f"DELETE FROM {table} WHERE unit_id = %s", [unit.pk])
    take_away(user)
