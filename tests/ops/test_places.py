"""Where PostgreSQL can and can't live: closed directories, other accounts, other versions, what a crash left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runner import binaries, place, processes, valkey
from runner.console import Problem
from runner.postgres import Cluster
from runner.venv import Venv
from tests.ops.conftest import ROOT, Installation, wait_for

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: becomes another account, closes directories")
SUITE = Venv(Path(sys.prefix), managed=False)


def _venv_in(directory: Path, interpreter: Path) -> Path:
    """Make a virtual environment that borrows the suite's packages, so that nothing need be installed."""
    major_minor = f"{sys.version_info.major}.{sys.version_info.minor}"
    venv = directory / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(interpreter)
    (venv / "pyvenv.cfg").write_text(f"home = {interpreter.parent}\nversion = {major_minor}.0\n")
    (venv / "lib" / f"python{major_minor}").mkdir(parents=True)
    (venv / "lib" / f"python{major_minor}" / "site-packages").symlink_to(SUITE.packages)
    return venv


def _others_python() -> Path | None:
    """Return an interpreter of the suite's version that any account can run, None if there is none."""
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    for path in (Path(sys.executable).resolve(), Path(f"/usr/bin/python{ours}"), Path(f"/usr/local/bin/python{ours}")):
        if path.exists() and place.reachable_by_others(path):
            return path
    return None


@as_root
def test_root_in_a_closed_directory(directory: Path) -> None:
    """A clone in /root: PostgreSQL's account reaches neither programs nor data there, and runs all the same."""
    closed = directory / "closed"
    closed.mkdir(mode=0o700)
    venv = _venv_in(closed, Path(sys.executable).resolve())
    here = Installation(closed / "data", ROSETTE_VENV=str(venv))
    try:
        made = here.run("psql", "--owner", "-c", "create table kept (n int); insert into kept values (7)")
        assert made.returncode == 0, made.stderr
        assert (here.data / "postgres").resolve().is_relative_to(binaries.SHARED)
        assert here.run("psql", "-tAc", "select n from kept").stdout.strip() == "7"
        assert here.processes() == {}
    finally:
        here.end()


@as_root
def test_an_ordinary_user(directory: Path) -> None:
    interpreter = _others_python()
    if interpreter is None or not all(place.reachable_by_others(path) for path in (SUITE.packages, ROOT)):
        pytest.skip("no Python of this version, or not this clone, can be read by another account here")
    home = directory / "somebody"
    home.mkdir()
    venv = _venv_in(home, interpreter)
    here = Installation(home / "data", ROSETTE_VENV=str(venv), HOME=str(home), PYTHONDONTWRITEBYTECODE="1")
    here.data.mkdir()
    for path in (home, here.data):
        os.chown(path, 1, 1)
    try:
        answer = subprocess.run(
            [interpreter, ROOT / "run.py", "psql", "-tAc", "select current_user"],
            env=here.env,
            user=1,
            group=1,
            extra_groups=[],
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.stdout.strip() == "rosette_app", answer.stderr
        assert {path.stat().st_uid for path in here.data.rglob("*")} == {1}
        assert here.processes() == {}
    finally:
        here.end()


def test_data_of_another_version_is_left_alone(make: Callable[..., Installation]) -> None:
    old = make("old")
    (old.data / "postgres").mkdir()
    (old.data / "postgres" / "PG_VERSION").write_text("14\n")
    answer = old.run("psql")
    assert answer.returncode == 1
    assert "written by PostgreSQL 14" in answer.stderr
    assert "Nothing was changed" in answer.stderr
    assert "run.py backup" in answer.stderr
    assert [path.name for path in (old.data / "postgres").iterdir()] == ["PG_VERSION"]


@pytest.fixture
def cluster(directory: Path, request: pytest.FixtureRequest) -> Iterator[Cluster]:
    data = directory / request.node.name[:40]
    data.mkdir()
    one = Cluster(binaries.postgres(SUITE), data)
    yield one
    one.stop()
    shutil.rmtree(one.sockets, ignore_errors=True)


def test_an_unfinished_cluster_is_made_anew(cluster: Cluster) -> None:
    """The first start was killed while the data directory was being made."""
    unfinished = cluster.directory.with_name("postgres.partial")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    assert cluster.start() is True
    assert cluster.query("select 1") == "1"


def test_it_comes_back_after_a_kill_with_what_was_committed(cluster: Cluster) -> None:
    assert cluster.start() is True
    cluster.query("create table kept (n int); insert into kept values (7)", role="rosette_owner")
    os.kill(cluster.child.pid, signal.SIGKILL)
    wait_for(lambda: not cluster.child.is_running(), 10, "the server to be gone")
    assert cluster.start() is False
    assert cluster.query("select n from kept", role="rosette_app") == "7"


def test_a_leftover_server_is_ended_first(cluster: Cluster) -> None:
    """run.py was killed where the kernel does not tell children of it: its server still runs on the data."""
    cluster.start()
    first = cluster.child.pid
    leftover, cluster.child.process = cluster.child.process, None
    cluster.start()
    assert leftover is not None
    assert leftover.wait(10) == 0
    assert cluster.child.pid != first
    assert cluster.query("select 1") == "1"


def test_a_process_number_used_again_does_not_stop_the_start(cluster: Cluster) -> None:
    """After a crash the old server's number may belong to anybody: here, to this test."""
    cluster.start()
    cluster.stop()
    (cluster.directory / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.directory}\n")
    place.give(cluster.directory / "postmaster.pid", cluster.account)
    cluster.start()
    assert cluster.query("select 1") == "1"


def test_the_socket_is_closed_to_others(cluster: Cluster) -> None:
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700
    assert len(str(cluster.sockets)) <= 80
    cluster.start()
    assert cluster.query("show listen_addresses") == ""


@as_root
def test_a_socket_directory_that_somebody_else_made_is_refused(directory: Path) -> None:
    theirs = directory / "theirs"
    theirs.mkdir()
    os.chown(theirs, 1, 1)
    with pytest.raises(Problem, match="belongs to somebody else"):
        place.private_directory(theirs, place.server_account())


def test_a_valkey_log_that_can_not_be_read_is_moved_aside(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = directory / "torn"
    (data / "valkey" / "appendonlydir").mkdir(parents=True)
    (data / "valkey" / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense\n")
    server = valkey.Valkey(binaries.valkey(SUITE), data)
    try:
        server.start()
        assert server.answers()
        assert len(list(data.glob("valkey-unreadable-*"))) == 1
        assert "moved to valkey-unreadable-" in capsys.readouterr().err
    finally:
        server.stop()
        shutil.rmtree(server.socket.parent)


def test_logs_stay_bounded_while_somebody_writes(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"a" * 100)
        assert processes.rotate(log, limit=1000) is False
        writer.write(b"b" * 1000)
        assert processes.rotate(log, limit=1000) is True
        writer.write(b"c")
    assert log.read_bytes() == b"c"
    assert (tmp_path / "web.log.1").stat().st_size == 1100


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_children_end_with_their_parent() -> None:
    """However it ends: here a parent is killed outright while its child sleeps."""
    code = (
        "import pathlib, sys, time; from runner.processes import Child;"
        "child = Child('sleeper', ['sleep', '600'], pathlib.Path('/dev/null')); child.start();"
        "print(child.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
        born = processes.started_at(child)
        parent.kill()
        parent.wait()
    wait_for(lambda: processes.started_at(child) != born, 10, "the child to end with its parent")


def test_a_machine_without_servers_is_told_the_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSETTE_SERVERS", "system")
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(binaries, "_SYSTEM_DIRECTORIES", ())
    for ask, url in ((binaries.postgres, "DATABASE_URL="), (binaries.valkey, "REDIS_URL=")):
        with pytest.raises(Problem) as told:
            ask(SUITE)
        for way in ("install the system's own", url, "docker compose up"):
            assert way in str(told.value)
