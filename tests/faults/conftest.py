"""What every fault test gets: dice that can be thrown again (tests/faults/dice.py), and a server on its database."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.faults import dice, phones
from tests.faults.phones import Street
from tests.journeys.servers import Server


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The dice of this test. A failure shows the number that they came from."""
    print(f"Thrown again with ROSETTE_FAULTS_SEED={dice.SEED}")  # noqa: T201 - pytest shows it when the test fails
    return dice.of(request.node.name)


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server on the suite's database. Without static files: phones that are only sockets ask for none."""
    here = tmp_path_factory.mktemp("server")
    started = Server(static=here / "static", log=here / "server.log")
    started.start()
    yield started
    started.kill()


@pytest.fixture
def street(transactional_db: None) -> Street:
    """Tests here are no transactions of their own: the server is another process and must see what they make."""
    return phones.street()
