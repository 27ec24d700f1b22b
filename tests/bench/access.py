"""What the walls cost: queries that a permission adds to a page, and a long list read with the policy and without.

The list is of 10,000 electors of twelve CLPs, read by somebody with a grant in each. The same statement is read by
the owner of the tables, whom the policy does not bind.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.urls import resolve, reverse

from access import scoping
from access.models import Unit, User
from access.queries import accesses
from kit import dbroles
from tests.bench._people import officer, take_away
from tests.factories import canvass

CLPS, ELECTORS, RUNS = 12, 10_000, 25
_CODE = "bench-access"
_PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# One of each guard, and of those that people open most.
_PAGES = ("access:start", "access:grants", "canvass:register", "canvass:boards", "organise:members", "canvass:phone")
_LIST = """
SELECT e.id, e.unit_id, e.polling_district_id, e.number, e.suffix, e.title, e.forenames, e.surname, e.markers
FROM canvass_elector e WHERE e.unit_id = ANY (%s) AND e.left_on IS NULL
ORDER BY e.unit_id, e.polling_district_id, e.number, e.suffix LIMIT 10000
"""


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with _clps() as (units, user), override_settings(STORAGES=_PLAIN_STATIC):
        added = {name: _added(name, units[0], user) for name in _PAGES}
        most = max(added, key=lambda name: added[name])
        reading = statistics.median(_timed(lambda: accesses.of(user)) for _ in range(RUNS))
        detail = f"{most}, the most of {len(_PAGES)}; reading {CLPS} grants takes {reading * 1e3:.1f} ms"
        yield "queries that a permission adds to a page", added[most], 2, detail
        yield _lists(units)


def _added(name: str, unit: Unit, user: User) -> int:
    """Return how many queries a page costs through its guard, less what its view alone costs in an open scope."""
    url = reverse(name, kwargs={"unit": unit.code} if name != "canvass:phone" else {})
    found = resolve(url)
    whole = _queries(lambda: found.func(_request(url, user), **found.kwargs))
    view: Callable = found.func.__wrapped__  # type: ignore[attr-defined] # functools.wraps leaves it there
    request: Any = _request(url, user)
    request.access, request.unit = accesses.of(user), unit
    # In a scope as the guard opens it; what it says to PostgreSQL is the guard's, so it is said before the count.
    with scoping.units([one.pk for one in _units_of(name, unit, request)], user=user.pk):
        alone = _queries(lambda: view(request, *([unit] if "unit" in found.kwargs else [])))
    return whole - alone


def _units_of(name: str, unit: Unit, request: Any) -> list[Unit]:
    return request.access.units() if name == "canvass:phone" else [unit]


def _request(url: str, user: User) -> HttpRequest:
    request = RequestFactory(SERVER_NAME="127.0.0.1").get(url)
    request.user, request.session, request.htmx = user, {}, False  # type: ignore[assignment,attr-defined]
    return request


def _queries(deed: Callable[[], object]) -> int:
    """Count statements; BEGIN and COMMIT are none of them."""
    seen: list[str] = []

    def count(execute: Callable, statement: str, parameters: object, many: bool, context: dict) -> object:
        seen.append(statement)
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(count):
        deed()
    return len(seen)


def _timed(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def _lists(units: list[Unit]) -> tuple[str, float, float, str]:
    """Read the list by turns as the role that serves people, in a scope, and as the owner; return the ratio."""
    ids = [unit.pk for unit in units]
    with _session(settings.DATABASES["default"]) as bound, _session(settings.DATABASE_OWNER) as owner:
        bound.execute("SELECT set_config('app.units', %s, false)", [f"{{{','.join(map(str, ids))}}}"])
        pairs = [(_read(bound, ids), _read(owner, ids)) for _ in range(RUNS)][2:]
    with_policy, without = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    detail = f"{with_policy * 1e3:.1f} ms against {without * 1e3:.1f} ms for {ELECTORS:,} of {CLPS} CLPs"
    return "list of electors, with the policy / without", ratio, 1.3, detail


@contextmanager
def _session(of: dict[str, Any]) -> Iterator[psycopg.Connection]:
    made = connection.copy()
    made.settings_dict |= {key: of.get(key, "") for key in ("USER", "PASSWORD", "HOST", "PORT")}
    made.ensure_connection()
    try:
        yield made.connection
    finally:
        made.close()


def _read(session: psycopg.Connection, ids: list[int]) -> float:
    start = time.perf_counter()
    found = session.execute(_LIST, [ids]).fetchall()
    seconds = time.perf_counter() - start
    if len(found) != ELECTORS:
        raise RuntimeError(f"{len(found)} electors were read, not {ELECTORS}")
    return seconds


@contextmanager
def _clps() -> Iterator[tuple[list[Unit], User]]:
    """Make twelve CLPs that hold the electors between them, a thirteenth of others, and somebody with all twelve."""
    units = [_unit(number) for number in range(CLPS + 1)]
    for unit in units:
        canvass.bulk(unit, districts=5, streets=6, doors=14, per_door=2)
    with dbroles.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = officer(_CODE, *units[:CLPS])
    yield units[:CLPS], user
    take_away(user)


def _unit(number: int) -> Unit:
    made = Unit.objects.create(kind="clp", code=f"{_CODE}-{number}", name=f"Measured CLP {number}")
    made.path = f"/{made.pk}/"
    made.save(update_fields=["path"])
    return made
