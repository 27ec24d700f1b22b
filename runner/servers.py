"""The two servers together: our own, or those that DATABASE_URL and REDIS_URL name, each for itself."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runner import binaries, console, place
from runner.console import Problem
from runner.postgres import APP, OWNER, Cluster
from runner.valkey import Valkey
from runner.venv import Venv


class Servers:
    """PostgreSQL and Valkey for one data directory.

    `cluster` or `valkey` is None where the environment names a server to use instead; `use_named=False` takes no
    notice of that.
    """

    def __init__(self, venv: Venv, data: Path, *, durable: bool = True, use_named: bool = True) -> None:
        self.venv = venv
        self.data = data
        given_database = use_named and named("DATABASE_URL")
        given_redis = use_named and named("REDIS_URL")
        self.cluster = None if given_database else Cluster(binaries.postgres(venv), data, durable=durable)
        self.valkey = None if given_redis else Valkey(binaries.valkey(venv), data, durable=durable)

    def start(self) -> None:
        """Start what is ours. Stops what came up if the rest does not."""
        try:
            if self.cluster:
                what = "Starting" if self.cluster.exists() else "Making and starting"
                with console.step(f"{what} PostgreSQL {self.cluster.binaries.major}"):
                    self.cluster.start()
            if self.valkey:
                with console.step("Starting Valkey"):
                    self.valkey.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what is ours, PostgreSQL last: everything else is its client."""
        if self.valkey:
            self.valkey.stop()
        if self.cluster:
            self.cluster.stop()

    def answer(self) -> bool:
        """Say whether those that are ours are up, whoever started them."""
        return (self.cluster is None or self.cluster.answers()) and (self.valkey is None or self.valkey.answers())

    def environment(self) -> dict[str, str]:
        """Return the whole environment for Rosette's own programs, the servers' addresses in it."""
        env = dict(os.environ)
        env.setdefault("DATA_DIR", str(self.data))
        if self.cluster:
            env["DATABASE_URL"], env["DATABASE_OWNER_URL"] = self.cluster.url(APP), self.cluster.url(OWNER)
            env.pop("DATABASE_URL_FILE", None)
            env.pop("DATABASE_OWNER_URL_FILE", None)
        if self.valkey:
            env["REDIS_URL"] = self.valkey.url
            env.pop("REDIS_URL_FILE", None)
        if not named("SECRET_KEY"):
            env["SECRET_KEY_FILE"] = str(_secret_key(self.data))
        env["PATH"] = f"{self.venv.path / 'bin'}{os.pathsep}{env.get('PATH', '')}"
        env["PYTHONUNBUFFERED"] = "1"
        return env

    def url(self, owner: bool = False) -> str:
        """Return the database's URL as the application's role, or as the owner."""
        if self.cluster:
            return self.cluster.url(OWNER if owner else APP)
        if owner:
            return named("DATABASE_OWNER_URL") or named("DATABASE_URL")
        return named("DATABASE_URL")


def named(name: str) -> str:
    """Return a setting from NAME or from the file that NAME_FILE names, "" if there is neither."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Problem(f"{name}_FILE names {path}, which can't be read ({error.strerror}).") from error
    return os.environ.get(name, "")


def _secret_key(data: Path) -> Path:
    """Return the file with this installation's secret key, made once and readable by its user alone."""
    path = data / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
    return path


@contextmanager
def throw_away(venv: Venv, *, durable: bool = False, use_named: bool = False) -> Iterator[Servers]:
    """Start servers in a directory of their own that is removed afterwards; any number can run side by side.

    `durable`: as safe as in real use, for tests that kill them; otherwise quick. `use_named`: take those that
    DATABASE_URL and REDIS_URL name, where they do.
    """
    data = Path(tempfile.mkdtemp(prefix="rosette-"))
    if place.server_account() is not None:
        if not place.reachable_by_others(data.parent):
            shutil.rmtree(data)
            data = Path(tempfile.mkdtemp(prefix="rosette-", dir="/tmp"))
        data.chmod(0o711)  # PostgreSQL's account walks through; what is inside is closed to others
    servers = Servers(venv, data, durable=durable, use_named=use_named)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
        for server in (servers.cluster, servers.valkey):
            if isinstance(server, Cluster):
                shutil.rmtree(server.sockets, ignore_errors=True)
            elif server is not None:
                shutil.rmtree(server.socket.parent, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)
