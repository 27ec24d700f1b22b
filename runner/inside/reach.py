"""`python -m runner.inside.reach`: can the servers that the environment names be used? Says what to do if not."""

from __future__ import annotations

import sys

import psycopg
import redis
from psycopg.conninfo import conninfo_to_dict

from runner import servers
from runner.binaries import OLDEST


def main() -> None:
    """End with the first thing that is wrong; silence means that all is well."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        url = servers.named(name)
        if url:
            _look_at_database(name, url)
    _look_at_redis(servers.named("REDIS_URL"))


def _look_at_database(name: str, url: str) -> None:
    if not url.startswith(("postgres://", "postgresql://")):
        sys.exit(f"{name} is not a PostgreSQL address. Its form is {name}=postgresql://user:password@host/database")
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            major = connection.info.server_version // 10000
    except psycopg.Error as error:
        sys.exit(
            f"The database that {name} names ({_shown(url)}) can't be used: {str(error).strip()}\n"
            "Look whether that server runs, and whether the name and the password are right "
            "(docs/operations.md says how to make the two roles). Without DATABASE_URL, run.py starts its own."
        )
    if major < OLDEST:
        sys.exit(f"{name} names a PostgreSQL {major}. Rosette needs {OLDEST} or newer.")


def _shown(url: str) -> str:
    """Return the address without the password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "its form is postgresql://user:password@host/database"
    return f"{parts.get('dbname', '?')} at {parts.get('host', 'this machine')} as {parts.get('user', '?')}"


def _look_at_redis(url: str) -> None:
    if not url:
        return
    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        sys.exit(
            f"The server that REDIS_URL names can't be used: {error}\n"
            "Its form is REDIS_URL=redis://host:6379/0 . Without REDIS_URL, run.py starts its own."
        )


if __name__ == "__main__":
    main()
