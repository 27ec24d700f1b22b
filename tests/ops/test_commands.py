"""The other commands of run.py: what they print where, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.ops.conftest import ROOT, Installation, clean_environment


def test_help_names_every_command() -> None:
    from runner import commands

    answer = subprocess.run([sys.executable, ROOT / "run.py", "help"], capture_output=True, text=True, check=True)
    for word in commands._COMMANDS:
        assert word == "serve" or f"run.py {word}" in answer.stdout


def test_an_unknown_command_is_refused_with_the_list() -> None:
    answer = subprocess.run(
        [sys.executable, ROOT / "run.py", "frobnicate"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "no command 'frobnicate'" in answer.stderr
    assert "run.py backup" in answer.stderr


def test_manage_keeps_standard_output_for_the_command(make: Callable[..., Installation]) -> None:
    """On a fresh clone: servers are started, the database is made, and none of that is on standard output."""
    fresh = make("fresh")
    code = "import json; from access.models import Unit; print(json.dumps({'units': Unit.objects.count()}))"
    answer = fresh.run("manage", "shell", "--no-imports", "-c", code)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == {"units": 0}
    assert "Starting PostgreSQL" in answer.stderr or "starting PostgreSQL" in answer.stderr
    assert fresh.processes() == {}


def test_manage_passes_the_exit_code_and_the_input_on(site: Installation) -> None:
    assert site.run("manage", "no_such_command").returncode == 1
    answer = subprocess.run(
        site.command(
            "manage", "shell", "--no-imports", "-c", "import sys; print(sys.stdin.read().upper()); sys.exit(7)"
        ),
        env=site.env,
        input="from outside",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout.strip()) == (7, "FROM OUTSIDE"), answer.stderr


def test_commands_beside_a_running_site_use_its_servers(site: Installation) -> None:
    before = site.pid_of("bin/postgres")
    answer = site.run("manage", "check_heartbeat", "beat")
    assert answer.returncode in {0, 1}
    assert "Starting" not in answer.stderr
    assert site.pid_of("bin/postgres") == before


def test_commands_side_by_side_share_their_servers(make: Callable[..., Installation]) -> None:
    """The one that started them waits for the other before it stops them."""
    fresh = make("fresh")
    wait = "import sys; print('up', flush=True); sys.stdin.readline()"
    first = subprocess.Popen(
        fresh.command("manage", "shell", "--no-imports", "-c", wait),
        env=fresh.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert first.stdout.readline() == b"up\n"
    second = subprocess.Popen(
        fresh.command("manage", "shell", "--no-imports", "-c", wait),
        env=fresh.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert second.stdout.readline() == b"up\n"
    first.stdin.write(b"\n")
    first.stdin.close()
    told = b""
    while b"Another command is using these servers" not in told:
        told = first.stderr.readline()
        assert told, "the first one ended under the second"
    _out, err = second.communicate(b"\n", timeout=30)
    assert second.returncode == 0, err
    assert first.wait(30) == 0
    first.stdout.close()
    first.stderr.close()
    assert fresh.processes() == {}


@pytest.mark.parametrize(
    ("words", "role"),
    [
        (["psql", "-tAc", "select current_user"], "rosette_app"),
        (["psql", "--owner", "-tAc", "select current_user"], "rosette_owner"),
    ],
)
def test_psql_is_the_application_or_the_owner(site: Installation, words: list[str], role: str) -> None:
    assert site.run(*words).stdout.strip() == role


def test_the_application_owns_nothing_and_can_change_no_table(site: Installation) -> None:
    owned = "select count(*) from pg_class where relowner = 'rosette_app'::regrole"
    assert site.run("psql", "-tAc", owned).stdout.strip() == "0"
    rights = (
        "select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole from pg_roles where rolname = current_user"
    )
    assert site.run("psql", "-tAc", rights).stdout.strip() == "f"
    for statement in (
        "create table public.mine ()",
        "alter table access_unit add column x int",
        "drop table access_unit",
    ):
        refused = site.run("psql", "-v", "ON_ERROR_STOP=1", "-c", statement)
        assert refused.returncode != 0
        assert "permission denied" in refused.stderr or "must be owner" in refused.stderr


def test_named_servers_are_used_and_none_is_started(site: Installation, make: Callable[..., Installation]) -> None:
    """As with a server of one's own: each of the two for itself, and the running site's stand in for them."""
    from runner.valkey import Valkey

    pg = site.data.parent  # only for the name of the directory below
    sockets = {
        line.split("unix_socket_directories=")[1].split()[0]
        for line in site.processes().values()
        if "unix_socket_directories=" in line
    }
    database = f"postgresql://rosette_app@/rosette?host={sockets.pop()}"
    valkey = Valkey("valkey-server", site.data)
    assert pg.exists()
    named = make(
        "named", DATABASE_URL=database, DATABASE_OWNER_URL=database.replace("_app", "_owner"), REDIS_URL=valkey.url
    )
    answer = named.run("psql", "-tAc", "select count(*) >= 0 from access_unit")
    assert answer.stdout.strip() == "t", answer.stderr
    assert "Starting" not in answer.stderr
    assert sorted(path.name for path in named.data.iterdir() if path.is_dir()) == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DATABASE_URL": "sqlite:///db.sqlite3"}, "not a PostgreSQL address"),
        ({"DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/none"}, "none at 127.0.0.1 as me"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "REDIS_URL names can't be used"),
        ({"DATABASE_URL_FILE": "/nowhere/at/all"}, "DATABASE_URL_FILE names /nowhere/at/all"),
    ],
)
def test_a_named_server_that_is_not_there_is_named(
    make: Callable[..., Installation], settings: dict[str, str], words: str
) -> None:
    answer = make("wrong").run("manage", "check", **settings)
    assert answer.returncode == 1
    assert words in answer.stderr
    assert "hidden" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_old_python_says_what_to_do() -> None:
    """run.py itself must be readable by any Python 3: no syntax that an old one stops at."""
    import ast

    source = (ROOT / "run.py").read_text()
    ast.parse(source, feature_version=(3, 7))
    assert 'f"' not in source
    assert ":=" not in source


def test_what_run_py_imports_needs_nothing_installed() -> None:
    """Standard library only, but for runner.inside, which runs in the virtual environment."""
    import ast

    outside = set()
    for path in [ROOT / "run.py", *(ROOT / "runner").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            outside |= {name for name in names if name.split(".")[0] not in sys.stdlib_module_names | {"runner"}}
            assert "runner.inside" not in names
    assert outside == set()


def test_it_starts_on_a_bare_interpreter() -> None:
    answer = subprocess.run(
        [sys.executable, "-S", "-E", str(ROOT / "run.py"), "help"],
        env=clean_environment(),
        capture_output=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
