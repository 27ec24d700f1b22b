"""The servers of this data directory, up for the length of one command, whoever started them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runner import console, place, processes, venv
from runner.console import Problem
from runner.keeper import Keeper
from runner.servers import Servers
from runner.venv import Venv


class Session:
    """A virtual environment, a data directory and its servers, with the ways to ask and to run things there."""

    def __init__(self, environment: Venv, data: Path) -> None:
        self.venv = environment
        self.data = data
        self.servers = Servers(environment, data)
        self.ledger = processes.Ledger(data / "processes.json", Keeper().tell)
        self.setup_log = data / "logs" / "setup.log"
        # Where the site is served, if it is: "" while it is not.
        self.address = ""

    def start(self) -> None:
        """End what a crash left behind, then start the servers that are ours and look at those that are not."""
        left = self.ledger.end_leftovers()
        if left:
            console.say(f"  Ended what the last run left behind: {', '.join(left)}")
        self.servers.start()
        for server in (self.servers.cluster, self.servers.valkey):
            if server:
                self.ledger.note(server.child)
        self._look_at_named_servers()

    def stop(self) -> None:
        """Stop the servers that are ours."""
        for server in (self.servers.valkey, self.servers.cluster):
            if server and server.child.is_running():
                with console.step(f"Stopping {server.child.name}"):
                    server.stop()
                self.ledger.forget(server.child)

    def _look_at_named_servers(self) -> None:
        if self.servers.cluster and self.servers.valkey:
            return
        with console.step("Looking at the servers that DATABASE_URL and REDIS_URL name"):
            answer = self.inside("reach")
        if answer.returncode:
            self.servers.stop()
            raise Problem(answer.stderr.strip())

    def inside(self, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a module of runner.inside in the virtual environment and return what it said."""
        command = [str(self.venv.python), "-m", f"runner.inside.{module}", *arguments]
        return subprocess.run(
            command, cwd=place.ROOT, env=self.servers.environment(), capture_output=True, text=True, check=False
        )

    def query(self, sql: str) -> str:
        """Return the first column of the first row that a statement answers, as text, asked as the owner."""
        if self.servers.cluster:
            return self.servers.cluster.query(sql, role="rosette_owner")
        answer = self.inside("ask", sql)
        if answer.returncode:
            raise Problem(answer.stderr.strip())
        return answer.stdout.strip()

    def is_migrated(self) -> bool:
        """Say whether the database has had any migration."""
        return self.query("select to_regclass('django_migrations') is not null").startswith("t")

    def manage(self, *words: str, what: str) -> str:
        """Run a management command as a step of the set-up and return what it printed.

        Raises Problem with the last lines of its output when it fails; all of it is in logs/setup.log.
        """
        with console.step(what):
            answer = subprocess.run(
                [str(self.venv.python), "manage.py", *words],
                cwd=place.ROOT,
                env=self.servers.environment(),
                capture_output=True,
                text=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            self.setup_log.parent.mkdir(parents=True, exist_ok=True)
            with self.setup_log.open("a", encoding="utf-8") as log:
                log.write(f"--- manage.py {' '.join(words)}: exit {answer.returncode}\n{answer.stdout}{answer.stderr}")
            processes.rotate(self.setup_log)
            if answer.returncode:
                raise Problem(
                    f"`manage.py {' '.join(words)}` failed. What was done before is kept. "
                    f"The end of {self.setup_log}:\n{console.last_lines(self.setup_log)}"
                )
        return answer.stdout


@contextmanager
def opened() -> Iterator[Session]:
    """Give a session on the servers of this data directory: the running ones, or ones started for it.

    Commands side by side share one set: the one that started it waits for the others before it stops it.
    """
    data = place.data_directory()
    session = Session(venv.prepare("embedded"), data)
    starting, using = locks(data)
    mine = _join(session, starting, using)
    try:
        if mine:
            starting.sign("a command (run.py manage, psql, backup or restore)")
            session.start()
        else:
            session.address = next((word for word in starting.holder().split() if word.startswith("http")), "")
        yield session
    finally:
        if mine:
            if not using.take():
                console.say("  Another command is using these servers; waiting for it before they stop.")
                using.take(wait=True)
            session.stop()
        starting.drop()
        using.drop()


def locks(data: Path) -> tuple[place.Lock, place.Lock]:
    """Return the lock of the one who started the servers, and the one shared by all who use them."""
    return place.Lock(data / "running.lock"), place.Lock(data / "using.lock")


def _join(session: Session, starting: place.Lock, using: place.Lock) -> bool:
    """Return True when the servers are ours to start, False when somebody else's are up and answer."""
    deadline = time.monotonic() + 120
    told = False
    while time.monotonic() < deadline:
        using.take(wait=True, shared=True)
        if starting.take():
            return True
        if session.servers.answer():
            return False
        using.drop()
        if not told:
            console.say(f"  Waiting for the servers that {starting.holder()} is starting or stopping.")
            told = True
        time.sleep(0.2)
    raise Problem(
        f"The servers of {session.data} belong to {starting.holder()}, and they don't answer. "
        "Stop it (Ctrl-C there), then start this again."
    )
