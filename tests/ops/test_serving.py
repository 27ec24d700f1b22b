"""`run.py` itself: up, watched, killed in every way, down in order."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
from collections.abc import Callable

import pytest

from tests.ops.conftest import Installation, wait_for

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc"), reason="looks for processes in /proc")  # noqa: PTH112


def _parts(site: Installation) -> dict[str, str]:
    return dict(json.loads(site.get("/healthz")[1]))


def test_it_says_where_it_is_and_every_part_is_well(site: Installation) -> None:
    assert f"Rosette is running at  http://127.0.0.1:{site.port}/" in site.out.read_text()
    assert site.get("/")[0] == 200
    wait_for(lambda: set(_parts(site).values()) == {"ok"}, 30, "every part to be well")
    steps = site.err.read_text()
    for step in ("PostgreSQL", "Valkey", "Bringing the database up to date", "Collecting static files"):
        assert re.search(rf"{step}.* \d+\.\d s", steps), steps


def test_it_listens_on_this_machine_alone(site: Installation) -> None:
    """No TCP port but the web server's, and that one on the loopback address."""
    ours = set(site.processes())
    inodes = set()
    for pid in ours:
        for name in os.listdir(f"/proc/{pid}/fd"):  # noqa: PTH208
            try:
                target = os.readlink(f"/proc/{pid}/fd/{name}")  # noqa: PTH115
            except OSError:
                continue
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    listening = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table) as lines:  # noqa: PTH123
            fields = [line.split() for line in list(lines)[1:]]
        listening |= {field[1] for field in fields if field[3] == "0A" and field[9] in inodes}
    assert listening == {f"0100007F:{site.port:04X}"}


def test_the_secret_key_is_for_its_user_alone(site: Installation) -> None:
    key = site.data / "secret-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text().strip()) >= 50


def test_a_second_one_here_is_refused_and_told_where_the_first_is(site: Installation) -> None:
    second = site.run()
    assert second.returncode == 1
    assert "Already running here" in second.stderr
    assert f"process {site.runner.pid}, http://127.0.0.1:{site.port}" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_port_is_named_with_who_has_it(site: Installation, make: Callable[..., Installation]) -> None:
    other = make("other")
    answer = other.run(PORT=str(site.port))
    assert answer.returncode == 1
    assert f"Port {site.port} on 127.0.0.1 can't be used" in answer.stderr
    assert re.search(r"Process \d+ has it: .*gunicorn", answer.stderr)
    assert f"PORT={site.port + 1}" in answer.stderr
    assert not (other.data / "postgres").exists(), "nothing slow was begun"


@pytest.mark.parametrize("port", ["0", "65536", "http", "80 80"])
def test_a_port_that_is_none_is_refused(make: Callable[..., Installation], port: str) -> None:
    answer = make("other").run(PORT=port)
    assert answer.returncode == 1
    assert "PORT" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("words", "name", "log"),
    [
        ("celery -A config worker", "the worker", "worker.log"),
        ("celery -A config beat", "the scheduler", "beat.log"),
        ("gunicorn", "the web server", "web.log"),
        ("valkey-server", "Valkey", "valkey.log"),
        ("bin/postgres", "PostgreSQL", "postgres.log"),
    ],
)
def test_a_part_that_dies_is_brought_back(site: Installation, words: str, name: str, log: str) -> None:
    told = site.err.read_text().count(f"{name} is running again")
    killed = site.pid_of(words)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: site.err.read_text().count(f"{name} is running again") > told, 70, f"{name} to come back")
    assert f"{name} stopped by itself (killed by SIGKILL)" in site.err.read_text()
    assert site.pid_of(words) != killed
    assert (site.data / "logs" / log).exists()
    wait_for(lambda: site.get("/")[0] == 200, 20, "the page")


def test_nothing_is_left_and_nothing_is_lost_however_it_is_killed(site: Installation) -> None:
    """run.py alone killed; then everything at once. That Ctrl-C stops all in order is seen at the end of the suite."""
    made = site.run("manage", "create_unit", "--kind", "clp", "--code", "kept", "--name", "Kept")
    assert made.returncode == 0, made.stderr

    site.stop(signal.SIGKILL)
    _see_all_go(site)

    site.start()
    for pid in site.processes():
        # Some end by themselves as soon as their parent is gone.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    site.stop(signal.SIGKILL)

    site.start()
    kept = site.run("psql", "-tAc", "select name from access_unit where code = 'kept'")
    assert kept.stdout.strip() == "Kept", kept.stderr


def test_one_that_will_not_go_is_ended(site: Installation) -> None:
    """A worker that is stuck in a job and deaf to signals, when run.py is killed: the keeper ends it."""
    os.kill(site.pid_of("celery -A config worker"), signal.SIGSTOP)
    site.stop(signal.SIGKILL)
    _see_all_go(site)


def _see_all_go(site: Installation) -> None:
    """Wait until nothing works on this directory any more; the keeper ends after 30 s who has not gone."""
    with contextlib.suppress(AssertionError):
        wait_for(lambda: not site.processes(), 60, "the others to go after run.py was killed")
    assert site.processes() == {}


def test_ctrl_c_works_where_a_shell_has_switched_it_off(make: Callable[..., Installation]) -> None:
    """`run.py &` in a script: the shell starts it with SIGINT ignored. SIGTERM is the same to it."""
    fresh = make("fresh")
    for how in (signal.SIGINT, signal.SIGTERM):
        prompt = subprocess.Popen(
            ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *fresh.command("psql")],
            env=fresh.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert prompt.stdin is not None
        assert prompt.stdout is not None
        prompt.stdin.write(b"select 6 * 7;\n")
        prompt.stdin.flush()
        while b"42" not in prompt.stdout.readline():
            assert prompt.poll() is None
        prompt.send_signal(how)
        # psql itself goes on after Ctrl-C, as its users know it; it ends with its input.
        prompt.communicate(timeout=30)
        assert fresh.processes() == {}
