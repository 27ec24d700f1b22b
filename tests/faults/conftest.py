"""What every fault test gets: dice that can be thrown again (tests/faults/dice.py), and a server on its database."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture
def next_version(server: Server, tmp_path: Path) -> Iterator[Path]:
    """Static files in which one of the page's modules has another name, as after a deploy."""
    before, place = server.static, tmp_path / "next"
    shutil.copytree(before, place)
    manifest = place / "staticfiles.json"
    names = json.loads(manifest.read_text())
    old = names["paths"]["canvass/toast.js"]
    names["paths"]["canvass/toast.js"] = new = old.replace("toast.", "toast.next.")
    shutil.copyfile(place / old, place / new)
    manifest.write_text(json.dumps(names))
    yield place
    server.kill()
    server.static = before
