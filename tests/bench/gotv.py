"""Knock-up sheets of one district of 2,000 promises, in the constituency of tests/bench/_constituency.py."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from access import scoping
from canvass.models import PollingDistrict
from gotv.models import Election
from gotv.queries import knock_ups
from tests import cast as people
from tests.bench._constituency import constituency

CODE = "bench-knock-ups"
TO_KNOCK_UP = 2_000
RUNS = 15
# Templates ask for the address of static files; finding them is not what is measured.
PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with constituency(CODE, stays=True) as (election, user), override_settings(STORAGES=PLAIN_STATIC):
        yield _sheets(people.sign_in(user, SERVER_NAME="127.0.0.1"), election)


@dataclass(frozen=True)
class Seen:
    """What one page took: seconds on the clock, of the processor, of the database; and its queries."""

    seconds: float
    cpu: float
    sql: float
    queries: int


def timed(deed: Callable[[], object]) -> Seen:
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
    return Seen(seconds, cpu, sum(sql), len(sql))


def get(browser: Client, url: str) -> None:
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
    url = reverse("gotv:knock_up_sheets", kwargs={"unit": CODE, "election": election.pk, "district": place.pk})
    seen = [timed(lambda: get(browser, url)) for _ in range(RUNS + 1)][1:]
    # What it costs when nothing else wants the processor: a wait for other processes is none of its doing.
    cost = statistics.median(one.cpu + one.sql for one in seen)
    whole = statistics.median(one.seconds for one in seen)
    detail = f"{people:,} people, {seen[0].queries} queries, {whole * 1e3:.0f} ms on the clock"
    return "knock-up sheets for 2,000 people, ms of CPU and SQL", cost * 1e3, 300, detail
