"""The harness: a hostile place, so that faults show here and not on polling day.

The database is made as the owner and then used as the runtime role, exactly as in production. The network is
closed but for this machine. Hooks on commit run in the `client` fixtures of the cast.
"""

from __future__ import annotations

import importlib
import socket
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql

from access import scoping
from access.models import Unit
from kit import dbroles
from tests import cast as people
from tests import everywhere

# A plugin and not an import in each folder's conftest: two browsers in one process refuse to start.
pytest_plugins = ["tests.browsing"]
everywhere.install()

_real_connect = socket.socket.connect
_LOCAL = {"127.0.0.1", "::1", "localhost"}


def _connect_here_only(sock: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and address[0] not in _LOCAL:
        raise RuntimeError(f"The suite tried to reach {address[0]}. Tests stay on this machine.")
    _real_connect(sock, address)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Close the network for the whole suite."""
    socket.socket.connect = _connect_here_only  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = _real_connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: pytest.FixtureDef,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Make the test database as the owner, migrate it, and leave the connection as the runtime role."""
    runtime = dbroles.runtime_role()  # asked for here: within as_owner() the settings name the owner
    with django_db_blocker.unblock(), dbroles.as_owner():
        made = setup_databases(verbosity=request.config.option.verbose - 1, interactive=False)
        _let_the_suite_empty_tables(runtime)
        everywhere.allow(runtime)
    yield
    with django_db_blocker.unblock():
        _end_other_sessions()
        with dbroles.as_owner():
            teardown_databases(made, verbosity=0)


def _end_other_sessions() -> None:
    """A browser's event loop or a server's thread may have left a connection, which would keep the database.

    Asked from the database "postgres", so that none of the suite's own connections is the one that asks.
    """
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
            [name],
        )


def _let_the_suite_empty_tables(runtime: str) -> None:
    """Tests with a live server empty the tables after each test; the runtime role may not, outside the suite."""
    if dbroles.owner_role() == runtime:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(runtime)))


@pytest.fixture(autouse=True, scope="session")
def what_migrations_put_in() -> Iterator[None]:
    """Tests with a live server empty the tables after each test: put back what the migrations had put in."""
    tools = importlib.import_module("access.migrations.0012_tools")
    empty = flush.Command.handle

    def emptied(command: flush.Command, **options: object) -> None:
        empty(command, **options)
        tools.add(apps, None)

    flush.Command.handle = emptied  # type: ignore[method-assign]
    yield
    flush.Command.handle = empty  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and cached fragments of one test never reach the next."""
    cache.clear()


@pytest.fixture
def cast(db: None) -> people.Cast:
    """The fixed cast, so that permission tests read as stories (tests/cast.py)."""
    return people.make()


@pytest.fixture
def clp(cast: people.Cast) -> Unit:
    return cast.wexcombe


@pytest.fixture
def scope(clp: Unit) -> Iterator[Unit]:
    """An open scope on the cast's CLP, for tests that call actions and queries directly."""
    with scoping.units([clp.pk]):
        yield clp
