"""The suite's own processes: the database each starts from, and which of them runs what, in which order.

With `-n`, pytest-xdist starts processes that each find all tests. The first one, which hands the tests out, makes and
migrates a database meanwhile; the others copy it.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadScopeScheduling

from kit import dbroles
from tests import everywhere

# What takes long begins first, so that no process is left with it when the others have nothing more to do.
LONG = (
    "tests/ops/",
    "tests/config/test_demo.py",
    "tests/journeys/test_accessibility.py",
    "tests/kit/test_snapshot.py",
    "tests/faults/",
    "tests/real/",
    "tests/architecture/",
    "tests/journeys/",
    "tests/canvass/actions/test_import_rounds.py",
    "tests/canvass/views/test_sync.py",
    "tests/canvass/actions/test_contacts.py",
    "tests/js/",
)
# These folders share installations, and each of them is heavy: all in one process.
TOGETHER = ("tests/ops/",)
# Here each test takes long and shares nothing.
ONE_BY_ONE = ("tests/journeys/test_accessibility.py",)
# A session that has just become idle may be between two queries of one request.
_WORKING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
    AND (state <> 'idle' OR state_change > clock_timestamp() - interval '0.1 s')
"""


def place(item: pytest.Item) -> int:
    """Return where a test stands in the order."""
    return next((place for place, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))


def tidy_rarely() -> None:
    """Keep Python from looking again and again through what stays to the end: programs, and thousands of tests.

    Its search for cycles of garbage is an eighth of the suite's work otherwise.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


class Sharing(LoadScopeScheduling):
    """Hand out tests file by file, in the order in which they were found: those of a file share costly set-ups.

    pytest-xdist's own `loadgroup` writes a group into the ids of its tests, of which pytest 9.2 takes no notice any
    more (pytest-xdist issue 1386): the tests of a group went to all processes, which each made what they share.
    """

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if file.startswith(folder)), nodeid if file in ONE_BY_ONE else file)


def database(config: pytest.Config, how: Callable[[], Callable[[], None]] | None = None) -> Callable[[], None]:
    """Make this process's database, and return what drops it. The suite's tests are kept from it until they ask."""
    blocker = config.stash[blocking_manager_key]
    make = how or (copied if hasattr(config, "workerinput") else from_zero)
    with blocker.unblock():
        drop = make()

    def end() -> None:
        with blocker.unblock():
            drop()

    return end


def from_zero() -> Callable[[], None]:
    """Make the database as the owner, migrate it, and leave the connection as the runtime role."""
    runtime = dbroles.runtime_role()  # asked for here: within as_owner() the settings name the owner
    with dbroles.as_owner():
        made = setup_databases(verbosity=0, interactive=False)
        _let_the_suite_empty_tables(runtime)
        everywhere.allow(runtime)

    def drop() -> None:
        _end_sessions(connection.settings_dict["NAME"])
        with dbroles.as_owner():
            teardown_databases(made, verbosity=0)

    return drop


def copied() -> Callable[[], None]:
    """Copy the database that the first process made, under the name that is this process's."""
    return _copy(TEST_DATABASE_PREFIX + connection.settings_dict["NAME"], connection.creation._get_test_db_name())


@contextmanager
def own_database() -> Iterator[None]:
    """Work in a fresh copy of the database for the length of the block, which no test's rows may be in as it begins.

    For what fills tables in a transaction that is open for long. Where other tests' rows have been before, PostgreSQL
    tidies up meanwhile, finds nothing, and plans every query as for an empty table: then one of them takes minutes.
    """
    name = connection.settings_dict["NAME"]
    template = name.removesuffix(f"_{os.environ.get('PYTEST_XDIST_WORKER', '')}")
    _end_sessions(template)
    drop = _copy(template, f"{name}_own")
    try:
        yield
    finally:
        drop()


def _copy(template: str, name: str) -> Callable[[], None]:
    before = connection.settings_dict["NAME"]
    _outside("DROP DATABASE IF EXISTS {}", name)
    _outside("CREATE DATABASE {} TEMPLATE {}", name, template)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def drop() -> None:
        _end_sessions(name)
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = before
        _outside("DROP DATABASE {}", name)

    return drop


def _outside(statement: LiteralString, *names: str) -> None:
    """Make or drop a database, as the owner."""
    with dbroles.as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _end_sessions(name: str) -> None:
    """A browser's event loop or a server's thread may have left a connection, which would keep the database.

    Asked from the database "postgres", so that none of the suite's own connections is the one that asks.
    """
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
            [name],
        )


def let_requests_end() -> None:
    """Wait until no server works for a page that has been closed: emptying tables meanwhile would be a deadlock.

    A thread is left for each connection to a live server; a server that is a process shows in what PostgreSQL does.
    Whoever is still there after ten seconds is no page's request.
    """
    end = time.monotonic() + 10
    while time.monotonic() < end and (_is_serving() or _is_working()):
        time.sleep(0.02)


def _is_serving() -> bool:
    return any("process_request_thread" in thread.name for thread in threading.enumerate())


def _is_working() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WORKING)
        return bool(cursor.fetchone()[0])


def _let_the_suite_empty_tables(runtime: str) -> None:
    """Tests with a live server empty the tables after each test; the runtime role may not, outside the suite."""
    if dbroles.owner_role() == runtime:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(runtime)))
