"""The harness: a hostile place, so that faults show here and not on polling day.

The database is made as the owner and then used as the runtime role, exactly as in production. The network is
closed but for this machine. Hooks on commit run in the `client` fixtures of the cast.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import hypothesis
import pyrage
import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.cache import cache
from django.core.management.commands import flush

from access import scoping, sealing
from access.models import Unit
from tests import cast as people
from tests import everywhere, processes

# A plugin and not an import in each folder's conftest: two browsers in one process refuse to start.
pytest_plugins = ["tests.browsing"]
everywhere.install()
# An example that takes long on a busy machine is not wrong: what is measured is measured in tests/bench.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where there are several processes, what takes long begins first."""
    if hasattr(config, "workerinput"):
        items.sort(key=processes.place)


def pytest_collection_finish() -> None:
    processes.tidy_rarely()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> processes.Sharing:
    """Make the database that the processes copy, while they are still looking for their tests."""
    processes.tidy_rarely()
    config.add_cleanup(processes.database(config, processes.from_zero))
    return processes.Sharing(config, log)


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
    request: pytest.FixtureRequest, django_test_environment: None, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The database of this process (tests/processes.py)."""
    drop = processes.database(request.config)
    yield
    drop()


@pytest.fixture(autouse=True, scope="session")
def what_migrations_put_in() -> Iterator[None]:
    """Tests with a live server empty the tables after each test: put back what the migrations had put in."""
    tools = importlib.import_module("access.migrations.0012_tools")
    empty = flush.Command.handle

    def emptied(command: flush.Command, **options: object) -> None:
        processes.let_requests_end()
        empty(command, **options)
        tools.add(apps, None)

    flush.Command.handle = emptied  # type: ignore[method-assign]
    yield
    flush.Command.handle = empty  # type: ignore[method-assign]


class QuickAge:
    """Stands in for pyrage's passphrases in access/sealing.py, each of which is a second of work, on purpose."""

    @staticmethod
    def encrypt(secret: bytes, passphrase: str) -> bytes:
        return QuickAge._key(passphrase).encrypt(secret)

    @staticmethod
    def decrypt(sealed: bytes, passphrase: str) -> bytes:
        try:
            return QuickAge._key(passphrase).decrypt(sealed)
        except InvalidToken as error:
            raise pyrage.DecryptError from error

    @staticmethod
    def _key(passphrase: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(passphrase.encode()).digest()))


@pytest.fixture(autouse=True, scope="session")
def quick_seals() -> Iterator[pytest.MonkeyPatch]:
    """Seal quickly, as passwords are hashed quickly: what is sealed well is proved in tests/access/test_sealing.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "pyrage", SimpleNamespace(passphrase=QuickAge, DecryptError=pyrage.DecryptError))
        yield patch


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
