"""`python -m runner.inside.ask SQL`: the first column of the first row, asked as the owner of the database."""

from __future__ import annotations

import os
import sys

import psycopg

from runner import servers


def main() -> None:
    """Print the answer; end with the server's words when it refuses."""
    url = servers.named("DATABASE_OWNER_URL") or servers.named("DATABASE_URL")
    try:
        with psycopg.connect(url, connect_timeout=10, autocommit=True) as connection:
            cursor = connection.execute(sys.argv[1].encode())
            row = cursor.fetchone() if cursor.description else None
    except psycopg.Error as error:
        sys.exit(f"The database said: {error}")
    answer = "" if row is None or row[0] is None else row[0]
    print({True: "t", False: "f"}.get(answer, answer) if isinstance(answer, bool) else answer, end=os.linesep)


if __name__ == "__main__":
    main()
