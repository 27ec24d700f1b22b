"""The containers, as far as they can be proved without a container engine.

The structure of docker-compose.yml is read, and each of our services' commands and health checks is run as a process
with the settings that the file gives it. What that leaves unproved is said in docs/operations.md.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from runner import binaries, processes, servers
from runner.venv import Venv
from tests.ops.conftest import ROOT, clean_environment, free_port, wait_for

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if str(service["image"]).startswith("rosette-")}
ONE_SHOT = {"secrets", "migrate", "backup"}
LONG_RUNNING = set(SERVICES) - ONE_SHOT
_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


def _example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def _filled(value: Any) -> str:
    """Return a value with the variables of an unedited .env filled in, as compose does it."""
    example = _example()
    return _VARIABLE.sub(lambda match: example.get(match[1]) or match[2] or "", str(value))


# --- Structure -------------------------------------------------------------------------------------------------------


def test_the_services_are_those_the_papers_name() -> None:
    assert set(SERVICES) == {
        *("secrets", "db", "valkey", "migrate", "web", "worker", "beat", "caddy", "mailpit", "backup"),
    }
    papers = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in SERVICES if f"`{name}`" not in papers] == []


def test_every_service_that_stays_has_a_health_check_and_comes_back() -> None:
    for name in LONG_RUNNING:
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD", name
        assert SERVICES[name]["restart"] == "unless-stopped", name
    for name in ONE_SHOT:
        assert SERVICES[name]["restart"] == "no", name


def test_tables_are_made_before_anybody_uses_them() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["db"] == {"condition": "service_healthy"}
    assert SERVICES["db"]["depends_on"]["secrets"] == {"condition": "service_completed_successfully"}
    assert SERVICES["caddy"]["depends_on"]["web"] == {"condition": "service_healthy"}


def test_one_scheduler_and_one_only() -> None:
    assert sum("beat" in service.get("command", []) for service in SERVICES.values() if "celery" in str(service)) == 1
    assert "deploy" not in SERVICES["beat"]
    assert "scale" not in SERVICES["beat"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    open_to_all = {
        name for name, service in SERVICES.items() for port in service.get("ports", []) if not port.startswith("127.")
    }
    assert open_to_all == {"caddy"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in ("db", "valkey"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_our_containers_can_do_little() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "user" not in service, name  # the image's own account
        assert service["security_opt"] == ["no-new-privileges:true"], name
    dockerfile = (ROOT / "Dockerfile").read_text()
    app = dockerfile.split("FROM python:3.13-slim AS app")[1]
    assert re.search(r"^USER rosette$", app, re.MULTILINE)
    assert "USER root" not in dockerfile


def test_no_secret_is_in_the_file_or_in_the_environment() -> None:
    for name, service in SERVICES.items():
        for key, value in (service.get("environment") or {}).items():
            if re.search(r"PASSWORD|SECRET|_URL(_FILE)?$", key) and key not in {
                "BASE_URL",
                "REDIS_URL",
                "MAP_TILES_URL",
            }:
                assert key.endswith("_FILE") or name == "secrets", f"{name}: {key}"
                assert str(value).startswith("/run/rosette/") or name == "secrets"


def test_each_secret_is_mounted_only_where_it_is_needed() -> None:
    where = {
        part: {
            name
            for name, service in SERVICES.items()
            if any(f"secrets-{part}:" in v for v in service.get("volumes", []))
        }
        for part in ("app", "owner", "superuser")
    }
    assert where["superuser"] == {"secrets", "db", "backup"}
    assert where["owner"] == {"secrets", "db", "migrate", "backup"}
    assert where["app"] == OURS | {"db"}
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            if volume.startswith("secrets-") and name != "secrets":
                assert volume.endswith(":ro"), f"{name}: {volume}"


def test_every_volume_is_declared_and_used() -> None:
    used = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", []) if not v.startswith((".", "/"))}
    assert used == set(COMPOSE["volumes"])


def test_what_is_mounted_from_the_clone_is_there() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (ROOT / volume.split(":")[0]).is_file(), volume


def test_the_example_settings_are_complete_and_all_used() -> None:
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert used == set(_example())
    for value in _example().values():
        assert not re.search(r"change.?me|secret|password", value, re.IGNORECASE)


def test_the_defaults_are_those_of_the_example() -> None:
    """So that it works without .env as well."""
    for name, default in _VARIABLE.findall((ROOT / "docker-compose.yml").read_text()):
        assert _example()[name] == default, name


def test_valkey_keeps_doorbells_and_drops_none() -> None:
    command = SERVICES["valkey"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_the_image_holds_no_suite_and_no_servers() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    base = dockerfile.split("AS packages-with-postgres")[0]
    assert "requirements/base.txt" in base
    assert "embedded.txt" not in base
    assert "--require-hashes" in base
    assert {".git", ".env", "data", "tests", ".venv"} <= set((ROOT / ".dockerignore").read_text().split())
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE):
        assert all((ROOT / name).exists() for name in source.split()), source


def test_the_proxy_serves_what_is_published_and_keeps_no_access_log() -> None:
    caddy = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text()
    assert "reverse_proxy web:8000" in caddy
    assert "root * /srv/static" in caddy
    assert not re.search(r"^\s*log\b", caddy, re.MULTILINE)
    assert any(volume.startswith("static:/srv/static") for volume in SERVICES["caddy"]["volumes"])


# --- As processes ----------------------------------------------------------------------------------------------------


class Stack:
    """The services as processes: servers of their own, and paths and addresses of containers turned to ours."""

    def __init__(self, directory: Path, running: servers.Servers, port: int) -> None:
        assert running.cluster is not None
        assert running.valkey is not None
        self.directory, self.cluster, self.valkey, self.port = directory, running.cluster, running.valkey, port

    def ours(self, text: str) -> str:
        """Turn the paths and addresses inside a container into this stack's."""
        for theirs, here in {
            "/run/rosette": str(self.directory / "secrets"),
            "/srv/static": str(self.directory / "published"),
            "redis://valkey:6379/0": self.valkey.url,
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
        }.items():
            text = text.replace(theirs, here)
        return text

    def environment(self, service: str) -> dict[str, str]:
        """Return what the file gives a service, on top of what the image sets."""
        given = {key: self.ours(_filled(value)) for key, value in (SERVICES[service].get("environment") or {}).items()}
        image = {"HOST": "127.0.0.1", "PORT": str(self.port), "DATA_DIR": str(self.directory / "data")}
        image |= {"STATIC_ROOT": str(self.directory / "static"), "STATIC_COMPRESS": "0"}
        image["PATH"] = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
        kept = clean_environment()
        del kept["DEMO"]
        return kept | image | given

    def words(self, service: str, what: list[str]) -> list[str]:
        """Return a command of the file with our paths, and the environment's own Python."""
        words = [self.ours(_filled(word)) for word in what]
        return [shutil.which(words[0], path=self.environment(service)["PATH"]) or words[0], *words[1:]]

    def once(self, service: str, what: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command of a service to its end."""
        return subprocess.run(
            self.words(service, what),
            cwd=ROOT,
            env=self.environment(service),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def is_healthy(self, service: str) -> bool:
        """Ask a service's own health check."""
        return self.once(service, SERVICES[service]["healthcheck"]["test"][1:]).returncode == 0

    def health(self) -> bytes:
        """Return what /healthz says, nothing while nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return bytes(answer.read())
        except OSError:
            return b""

    def child(self, service: str) -> processes.Child:
        """Return the service as a process, not started."""
        log = self.directory / f"{service}.log"
        return processes.Child(
            service, self.words(service, SERVICES[service]["command"]), log, self.environment(service)
        )


@pytest.fixture(scope="module")
def stack(directory: Path) -> Iterator[Stack]:
    """Servers for the services to run on."""
    here = directory / "stack"
    (here / "data").mkdir(parents=True)
    with servers.throw_away(Venv(Path(sys.prefix), managed=False), durable=True) as running:
        yield Stack(here, running, free_port())


def _make_secrets(stack: Stack) -> dict[str, str]:
    made = stack.once("secrets", SERVICES["secrets"]["command"])
    assert made.returncode == 0, made.stderr
    folder = stack.directory / "secrets"
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_the_services_run_as_the_file_says(stack: Stack) -> None:
    """One story, in the order compose would start them: secrets, roles, migrate, web, worker, beat, backup."""
    first = _make_secrets(stack)
    assert _make_secrets(stack) == first, "a second start changes no secret"
    assert len({value for name, value in first.items() if name.endswith("password")}) == 3
    assert all(len(first[name].strip()) >= 40 for name in first if name.endswith(("password", "secret_key")))

    _make_roles(stack)
    # The addresses name the container `db`; here the same roles are reached on this stack's socket.
    for part, role in (("app", "rosette_app"), ("owner", "rosette_owner"), ("superuser", "postgres")):
        url = stack.directory / "secrets" / part / "database_url"
        assert re.fullmatch(rf"postgresql://{role}:[\w-]+@db:5432/rosette\n", url.read_text())
        url.chmod(0o600)
        url.write_text(stack.cluster.url(role))

    built = stack.once("migrate", ["python", "manage.py", "collectstatic", "--no-input", "--verbosity=0"])
    assert built.returncode == 0, built.stderr  # the image build does this
    (stack.directory / "published").mkdir()
    migrated = stack.once("migrate", SERVICES["migrate"]["command"])
    assert migrated.returncode == 0, migrated.stderr
    assert (stack.directory / "published" / "staticfiles.json").exists()
    assert not stack.is_healthy("worker"), "a process that was never seen is not well"
    assert not stack.is_healthy("web")

    running = [stack.child(name) for name in ("web", "worker", "beat")]
    try:
        for child in running:
            child.start()
        wait_for(lambda: b'"status": "ok"' in stack.health(), 60, "every part to be well")
        assert [child.name for child in running if not stack.is_healthy(child.name)] == []
        backed = stack.once(
            "backup", [sys.executable, "run.py", *SERVICES["backup"]["command"], str(stack.directory / "b.age")]
        )
        assert backed.returncode == 0, backed.stderr
        assert "Restored into a scratch database, started, counted" in backed.stdout
    finally:
        for child in reversed(running):
            child.stop()
    assert not stack.is_healthy("web")


def _make_roles(stack: Stack) -> None:
    """Run the database's set-up script as its image runs it: once, as the superuser, over the socket."""
    script = ROOT / "deploy" / "postgres" / "10-roles.sh"
    assert os.access(script, os.X_OK)
    answer = subprocess.run(
        ["sh", script],
        env={
            "PATH": f"{stack.cluster.binaries.directory}{os.pathsep}{os.environ['PATH']}",
            "PGHOST": str(stack.cluster.sockets),
            "POSTGRES_USER": "postgres",
            "SECRETS_DIR": str(stack.directory / "secrets"),
            "ROLES_SQL": str(ROOT / "deploy" / "postgres" / "roles.sql"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    sealed = "select count(*) from pg_authid where rolname like 'rosette%' and rolpassword like 'SCRAM-SHA-256%'"
    assert stack.cluster.query(sealed) == "2"


def test_the_servers_own_health_checks_are_their_programs(stack: Stack) -> None:
    """pg_isready knows the words of the file; of valkey-cli only the server itself is here."""
    words = SERVICES["db"]["healthcheck"]["test"][1:]
    program = binaries.postgres(Venv(Path(sys.prefix), managed=False))[words[0]]
    options = [word for word in words[1:] if not word.startswith("--host")]
    assert subprocess.run([program, *options, f"--host={stack.cluster.sockets}"], check=False).returncode == 0
    assert subprocess.run([program, *options, "--host=127.0.0.1", "--port=1"], check=False).returncode == 2
    assert SERVICES["valkey"]["healthcheck"]["test"] == ["CMD", "valkey-cli", "ping"]


@pytest.mark.parametrize("script", ["deploy/publish_static.sh", "deploy/postgres/10-roles.sh", ".ci/run"])
def test_scripts_can_be_run(script: str, make: Callable[..., object]) -> None:
    path = ROOT / script
    assert os.access(path, os.X_OK)
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0
    assert shlex.split(path.read_text(), comments=True)
