"""A target list by five rules over 81,138 electors and 200,000 contacts: counted, and saved with its reasons.

Against Y: one sequential aggregate over the elector table in the same run, without parallel workers. Everything is
made in a unit of its own and taken away again but the events, which can't be deleted.
"""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from access import scoping
from access.models import Unit
from canvass.actions import targets as actions
from canvass.enums import Issue
from canvass.models import TargetRuleVersion
from canvass.queries.targets import finding
from canvass.rules.targets import Condition, Rule, read
from kit import dbroles
from tests.bench._people import officer, take_away
from tests.factories import canvass

ELECTORS, CONTACTS, RUNS = 81_138, 200_000, 15
_CODE = "bench-targets"
RULE = Rule(
    (
        Condition("answer", "more_than", codes=("undecided", "wont_say"), months=6),
        Condition("never_spoken", "is"),
        Condition("new", "since", months=6),
        Condition("issue", "since", codes=("buses", "housing"), months=24),
    ),
    (Condition("answer", "any_time", codes=("conservative", "reform")),),
    recontact_days=60,
    approaches=3,
    approach_days=90,
)
_FILL = (
    """
    INSERT INTO canvass_elector (unit_id, polling_district_id, household_id, number, suffix, kind, title, forenames,
                                 surname, markers)
    SELECT %(unit)s, h.polling_district_id, h.id, 100000 + n, 0, 'ordinary', '', 'Ewa', 'Nowak', ''
    FROM (SELECT id, polling_district_id FROM canvass_household WHERE unit_id = %(unit)s ORDER BY id LIMIT 1) h,
         generate_series(1, %(rest)s) n
    """,
    "UPDATE canvass_pollingdistrict SET council_id = %(council)s WHERE unit_id = %(unit)s",
    # One in thirty has come on to the register since the first one.
    """
    UPDATE canvass_elector
    SET first_listed_on = CASE WHEN id %% 30 = 0 THEN current_date - 60 ELSE date '2025-12-01' END
    WHERE unit_id = %(unit)s
    """,
    # Two years of doors: an answer each, of somebody in a scattered order that is the same every time.
    """
    INSERT INTO canvass_contactevent (id, unit_id, elector_id, household_id, district_code, kind, payload,
        payload_sha256, schema_v, device_seq, device_time, device_utc_offset, est_occurred_at, status,
        quarantine_reason)
    SELECT gen_random_uuid(), %(unit)s, e.id, e.household_id, '', 'answer',
        jsonb_build_object(
            'intention', (ARRAY['labour', 'undecided', 'conservative', 'wont_say', 'reform'])[n %% 5 + 1],
            'issues', CASE WHEN n %% 2 = 0 THEN to_jsonb(ARRAY[(%(topics)s::text[])[n / 2 %% 17 + 1]])
                      ELSE '[]'::jsonb END),
        '', 1, n, at, 0, at, 'live', ''
    FROM (SELECT n, (hashint8(n)::bigint + 2147483648) %% %(electors)s AS place,
                 now() - ((hashint8(n + 7)::bigint + 2147483648) %% 730) * interval '1 day' AS at
          FROM generate_series(1, %(contacts)s) n) made
    JOIN (SELECT id, household_id, row_number() OVER (ORDER BY id) - 1 AS place FROM canvass_elector
          WHERE unit_id = %(unit)s) e USING (place)
    """,
    """
    INSERT INTO canvass_latestcontact (unit_id, elector_id, intention, intention_at, spoken_at, issues, do_not_contact,
                                       moved, deceased)
    SELECT DISTINCT ON (elector_id) %(unit)s, elector_id, payload->>'intention', est_occurred_at, est_occurred_at,
           payload->'issues', elector_id %% 200 = 0, elector_id %% 300 = 0, false
    FROM canvass_contactevent WHERE unit_id = %(unit)s ORDER BY elector_id, est_occurred_at DESC, device_seq DESC
    """,
    """
    INSERT INTO canvass_approach (unit_id, household_id, channel, at, source)
    SELECT %(unit)s, household_id, 'door', est_occurred_at, id::text FROM canvass_contactevent WHERE unit_id = %(unit)s
    """,
    """
    INSERT INTO canvass_issueraised (unit_id, elector_id, event_id, topic, at)
    SELECT %(unit)s, elector_id, id, payload->'issues'->>0, est_occurred_at FROM canvass_contactevent
    WHERE unit_id = %(unit)s AND payload->'issues' <> '[]'
    """,
)
_EMPTY = (
    "canvass_listed", "canvass_targetlist", "canvass_targetruleversion", "canvass_targetrule", "canvass_issueraised",
    "canvass_approach", "canvass_latestcontact", "canvass_elector", "canvass_household", "canvass_street",
    "canvass_pollingdistrict", "canvass_registeredition", "canvass_council",
)  # fmt: skip


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with _constituency() as (unit, version), scoping.units([unit.pk]):
        y = statistics.median(_timed(_aggregate) for _ in range(RUNS))
        found = finding.tally(unit, RULE, None)
        counted = statistics.median(_timed(lambda: finding.tally(unit, RULE, None)) for _ in range(RUNS))
        yield (
            "target list of five rules, counted / Y",
            counted / y,
            20,
            f"{counted * 1e3:.0f} ms, Y {y * 1e3:.1f} ms, {found.electors:,} of {found.everybody:,} electors",
        )
        everybody = Rule((*RULE.conditions, Condition("answer", "any_time")), (), 0, 0, 0)
        saved = statistics.median(_timed(lambda: _save(version)) for _ in range(3))
        yield (
            "target list, saved with its reasons / Y",
            saved / y,
            100,
            f"{saved * 1e3:.0f} ms, {found.electors:,} rows",
        )
        whole = finding.tally(unit, everybody, None).electors
        seconds = statistics.median(_timed(lambda: _save_rule(unit, everybody)) for _ in range(3))
        yield "the longest list, saved / Y", seconds / y, 100, f"{seconds * 1e3:.0f} ms, {whole:,} rows"


def _timed(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def _aggregate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(number) FROM canvass_elector")


def _save(version: TargetRuleVersion) -> None:
    with transaction.atomic():
        actions.make(by=version.made_by, version=version, name="Bench", where=None, key=uuid.uuid4())
        transaction.set_rollback(True)


def _save_rule(unit: Unit, rule: Rule) -> None:
    with transaction.atomic():
        finding.save(unit, rule, None, uuid.uuid4())
        transaction.set_rollback(True)


@contextmanager
def _constituency() -> Iterator[tuple[Unit, TargetRuleVersion]]:
    """Make the register with its contacts, and the rule."""
    unit = Unit.objects.create(kind="clp", code=_CODE, name="A measured constituency")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    unit.refresh_from_db()
    user = officer(_CODE, unit)
    town = canvass.bulk(unit, districts=40, streets=20, doors=50, per_door=2)
    asked = {
        "unit": unit.pk,
        "council": canvass.edition(unit).council_id,
        "rest": ELECTORS - town.electors,
        "electors": ELECTORS,
        "contacts": CONTACTS,
        "topics": Issue.values,
    }
    with scoping.units([unit.pk]), connection.cursor() as cursor:
        for statement in _FILL:
            cursor.execute(statement, asked)
        version = actions.save(by=user, unit=unit, name="Bench", rule=RULE)
        if read(version.body) != RULE:
            raise RuntimeError("The rule was not kept as it is.")
    with dbroles.as_owner(), connection.cursor() as cursor:
        for table in ("elector", "latestcontact", "approach", "issueraised", "household", "contactevent"):
            cursor.execute(f"VACUUM ANALYZE canvass_{table}")
    with scoping.units([unit.pk]), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        yield unit, version
    with scoping.units([unit.pk]), connection.cursor() as cursor:
        for table in _EMPTY:
            cursor.execute(f"DELETE FROM {table} WHERE unit_id = %s", [unit.pk])
    take_away(user)
