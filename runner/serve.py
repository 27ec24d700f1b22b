"""`run.py`: everything from nothing to a page, and everything down again in order."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from runner import console, place, port, processes, session, venv
from runner.console import Problem
from runner.processes import Child
from runner.session import Session
from runner.watch import Watch

WEB, WORKER, BEAT = "the web server", "the worker", "the scheduler"


def run(arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C. Returns the exit code."""
    if arguments:
        raise Problem(f"`run.py serve` takes no arguments (PORT, HOST and DATA_DIR are set before it): {arguments}")
    host, number = port.chosen()
    data = place.data_directory()
    starting, using = session.locks(data)
    if not starting.take():
        raise Problem(
            f"Already running here: {starting.holder()} has {data}.\n"
            "Use that one, or stop it first (Ctrl-C there). Another one beside it needs its own data and port: "
            f"DATA_DIR=/some/directory PORT={number + 1} python3 run.py"
        )
    started = time.monotonic()
    try:
        port.require_free(host, number)
        address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{number}"  # noqa: S104 - only compared
        starting.sign(f"process {os.getpid()}, {address}")
        site = Site(Session(venv.prepare("embedded"), data), host, number, address)
        return site.serve(started)
    finally:
        starting.drop()
        using.drop()


class Site:
    """The web server, the worker and the scheduler on one session's servers."""

    def __init__(self, on: Session, host: str, number: int, address: str) -> None:
        self.session = on
        self.host, self.number, self.address = host, number, address
        self.watch = Watch(on.ledger)

    def serve(self, started: float) -> int:
        """Set up, start, print where it is, watch until Ctrl-C, stop. `started` is when the command began."""
        try:
            self.session.start()
            self._watch_servers()
            signins = self._set_up()
            self._start(demo=bool(signins))
            console.say(f"  Ready after {time.monotonic() - started:.1f} s.")
            print(_welcome(self.address, signins, self.session.data), flush=True)
            self.watch.forever()
        except KeyboardInterrupt:
            console.say("\nStopping; the data is kept.")
        finally:
            self._stop()
        console.say("Stopped.")
        return 0

    def _watch_servers(self) -> None:
        servers = self.session.servers
        if servers.cluster:
            self.watch.add(servers.cluster.child, servers.cluster.recover)
        if servers.valkey:
            self.watch.add(servers.valkey.child, servers.valkey.start)

    def _set_up(self) -> list[dict[str, str]]:
        """Bring the database and the files up to date; load the demo into an empty database. Returns its sign-ins."""
        here = self.session
        processes.rotate(here.setup_log)
        command = [str(here.venv.python), "-m", "runner.inside.set_up"]
        env = here.servers.environment()
        answer = subprocess.run(
            command,
            cwd=place.ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            preexec_fn=processes.die_with_parent(os.getpid(), signal.SIGTERM),
        )
        if answer.returncode:
            raise Problem(
                "The set-up stopped at that step. What was done before is kept, and the next start goes on from there. "
                f"The end of {here.setup_log}:\n{console.last_lines(here.setup_log)}"
            )
        return list(json.loads(answer.stdout or "[]"))

    def _start(self, *, demo: bool) -> None:
        env = self.session.servers.environment() | {"HOST": self.host, "PORT": str(self.number)}
        env["DEMO"] = "true" if demo else "false"
        env.setdefault("BASE_URL", self.address)
        env.setdefault("ALLOWED_HOSTS", ",".join(dict.fromkeys(["127.0.0.1", "localhost", "[::1]", self.host])))
        logs = self.session.data / "logs"
        python = str(self.session.venv.python)
        celery = [python, "-m", "celery", "-A", "config"]
        web = Child(WEB, [python, "-m", "gunicorn", "-c", "deploy/gunicorn.py"], logs / "web.log", env)
        worker = Child(
            WORKER,
            [*celery, "worker", "-P", "threads", "-c", "4", "--loglevel=INFO", "--without-gossip", "--without-mingle"],
            logs / "worker.log",
            env,
            # An orphaned worker must not stay for the length of a long job: jobs are taken up again.
            orphan_signal=signal.SIGQUIT,
        )
        beat = Child(BEAT, [*celery, "beat", "--loglevel=INFO"], logs / "beat.log", env)
        with console.step(f"Starting the web server; waiting for {self.address}/"):
            self._bring_up(web)
            self._wait_for_page(web)
        # After the first page, for which they would only take the processor away from it.
        with console.step("Starting the worker and the scheduler"):
            self._bring_up(worker)
            self._bring_up(beat)

    def _bring_up(self, child: Child) -> None:
        child.start()
        self.watch.add(child)

    def _wait_for_page(self, web: Child) -> None:
        processes.wait_until(lambda: self._page() is not None or not web.is_running(), 60, pause=0.1)
        status = self._page() if web.is_running() else None
        if status is None or status >= 500:
            what = f"it answered with status {status}" if status else f"the web server is {web.ending()}"
            raise Problem(f"The first page did not come: {what}. The end of {web.log}:\n{console.last_lines(web.log)}")

    def _page(self) -> int | None:
        """Return the status that GET / answers with, None while nobody answers."""
        connection = http.client.HTTPConnection(self.host, self.number, timeout=30)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _stop(self) -> None:
        """Stop everything, clients before servers. A second Ctrl-C does not leave anything behind."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        self.watch.stop([WEB, BEAT, WORKER])
        self.session.stop()


def _welcome(address: str, signins: Sequence[dict[str, str]], data: Path) -> str:
    """Return what is printed when all is up: the address, a sign-in for each demo role, how to stop."""
    lines = ["", f"  Rosette is running at  {address}/", ""]
    if signins:
        rows = [("Sign in as", "Email", "Password"), *((one["role"], one["email"], one["password"]) for one in signins)]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        whats = ["", *(one.get("what", "") for one in signins)]
        for row, what in zip(rows, whats, strict=True):
            cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            lines.append(f"    {cells}  {what}".rstrip())
    else:
        lines.append(
            f"  No demo here: sign in with your own account. An empty installation is set up at {address}/setup/"
        )
    lines += ["", f"  Ctrl-C stops everything and keeps the data in {data}; logs are in {data / 'logs'}.", ""]
    return "\n".join(lines)
