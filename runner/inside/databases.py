"""A PostgreSQL server's databases: made for a trial, counted, exchanged. For backups and restores."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from runner.console import Problem

SCRATCH = "_scratch_"
_COUNTED = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    ORDER BY 1, 2
"""


class Server:
    """A server by the URL of one of its databases, asked with that URL's rights."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = str(conninfo_to_dict(url).get("dbname", ""))
        with self.connect() as connection:
            self.major = connection.info.server_version // 10000
            self.role = connection.info.user
            self.uses_tls = bool(connection.pgconn.ssl_in_use)

    def at(self, name: str) -> str:
        """Return how to reach another database of this server, in libpq's own form."""
        return make_conninfo(self.url, dbname=name)

    def connect(self, name: str = "", *, autocommit: bool = False) -> psycopg.Connection:
        """Connect to a database of this server; row-level security must not hide anything from a backup."""
        try:
            connection = psycopg.connect(self.at(name) if name else self.url, connect_timeout=10, autocommit=autocommit)
        except psycopg.OperationalError as error:
            raise Problem(f"The database can't be reached: {str(error).strip()}") from error
        with suppress(psycopg.Error):
            connection.execute("SET row_security = off")
            connection.commit()
        return connection

    def elsewhere(self) -> psycopg.Connection:
        """Connect to a database that is not the main one, from where the main one can be renamed."""
        for name in ("postgres", "template1"):
            with suppress(Problem):
                return self.connect(name, autocommit=True)
        raise Problem("Neither the database `postgres` nor `template1` of this server can be reached by this role.")

    def require_rights(self) -> None:
        """Raise Problem unless this role may make databases."""
        with self.connect() as connection:
            may = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            if may.fetchone() == (True,):
                return
        raise Problem(
            f"A backup counts only when it has been restored, and the role {self.role} may not make the scratch "
            f"database for that. As the server's administrator: ALTER ROLE {self.role} CREATEDB; then start again. "
            "(BACKUP_DATABASE_URL names another role for backups.) Nothing was changed."
        )

    def roles(self) -> set[str]:
        """Return the names of all roles."""
        with self.connect() as connection:
            return {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}

    def owner(self) -> str:
        """Return the role that owns the main database."""
        with self.connect() as connection:
            query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
            row = connection.execute(query).fetchone()
        return str(row[0]) if row else self.role

    @contextmanager
    def scratch(self) -> Iterator[str]:
        """Give the name of an empty database that is dropped afterwards, unless it was renamed meanwhile."""
        name = f"{self.name}{SCRATCH}{time.strftime('%Y%m%d%H%M%S', time.gmtime())}"
        with self.elsewhere() as connection:
            self._drop_old(connection)
            # template0: nothing in it that the dump brings along itself.
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(name), sql.Identifier(self.owner())
                )
            )
        try:
            yield name
        finally:
            with self.elsewhere() as connection:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _drop_old(self, connection: psycopg.Connection) -> None:
        """Drop what a killed backup left; the caller holds the lock that keeps two from running at once."""
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        left = connection.execute(query, [f"{self.name}{SCRATCH}"])
        for (name,) in left.fetchall():
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def exchange(self, scratch: str) -> str:
        """Put `scratch` in the place of the main database. Returns the name under which the old one is kept.

        Both renames are one transaction. Everybody's sessions on the old one are ended; they connect anew.
        """
        kept = f"{self.name}_before_restore_{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"
        main, old, new = sql.Identifier(self.name), sql.Identifier(kept), sql.Identifier(scratch)
        with self.elsewhere() as connection:
            connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(main))
            try:
                self._end_sessions(connection, self.name)
                self._end_sessions(connection, scratch)
                with connection.transaction():
                    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(main, old))
                    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(new, main))
            except BaseException:
                connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(main))
                raise
            connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(old))
        return kept

    def _end_sessions(self, connection: psycopg.Connection, name: str) -> None:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            try:
                connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            except psycopg.errors.InsufficientPrivilege as error:
                raise Problem(
                    f"The application still uses the database, and the role {self.role} may not end its sessions. "
                    "Stop it first (Ctrl-C at run.py, or docker compose stop web worker beat) and start again. "
                    "Nothing was changed."
                ) from error
            if connection.execute("SELECT 1 FROM pg_stat_activity WHERE datname = %s", [name]).fetchone() is None:
                return
            time.sleep(0.1)
        raise Problem(f"Some sessions on {name} did not end within 15 seconds. Nothing was changed; start again.")


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """Return the number of rows of every table, as "schema.table"; exact, in this connection's snapshot."""
    found = {}
    for schema, table in connection.execute(_COUNTED).fetchall():
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        row = connection.execute(query).fetchone()
        found[f"{schema}.{table}"] = int(row[0]) if row else 0
    return found


def dump(clients: Path, url: str, snapshot: str) -> subprocess.Popen[bytes]:
    """Start pg_dump on exactly what `snapshot` sees; the dump comes from its standard output."""
    return _client([str(clients / "pg_dump"), "-Fc", f"--snapshot={snapshot}"], url, stdout=subprocess.PIPE)


def load(clients: Path, url: str) -> subprocess.Popen[bytes]:
    """Start pg_restore into an empty database; the dump goes to its standard input. All of it or nothing."""
    command = [str(clients / "pg_restore"), "--exit-on-error", "--single-transaction"]
    return _client(command, url, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)


def _client(command: list[str], url: str, *, stdout: int, stdin: int | None = None) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL's; the password goes by the environment, where `ps` does not show it."""
    parts = conninfo_to_dict(url)
    env = dict(os.environ)
    password = parts.pop("password", None)
    if password:
        env["PGPASSWORD"] = str(password)
    words = [*command, "--no-password", "-d", make_conninfo("", **parts)]
    return subprocess.Popen(words, env=env, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)


@contextmanager
def heard(process: subprocess.Popen[bytes]) -> Iterator[Callable[[], str]]:
    """Give a function that returns what the process said on standard error; wait for its end, or end it on an error."""
    said: list[bytes] = []
    thread = threading.Thread(target=lambda: said.append(process.stderr.read() if process.stderr else b""), daemon=True)
    thread.start()
    try:
        yield lambda: b"".join(said).decode(errors="replace").strip()
    except BaseException:
        process.kill()
        raise
    finally:
        if process.stdin:
            with suppress(BrokenPipeError):  # it ended first, and its exit code says why
                process.stdin.close()
        process.wait()
        thread.join()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()
