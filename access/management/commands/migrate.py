"""`migrate`, always as the role that owns the tables; then the runtime role gets what it needs and no more."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection
from psycopg import sql

from kit import dbroles


class Command(DjangoMigrate):
    help = "Bring the tables up to date, as the owner role, and give the runtime role its rights."

    def handle(self, *args: Any, **options: Any) -> None:
        with dbroles.as_owner():
            super().handle(*args, **options)
            if dbroles.owner_role() != dbroles.runtime_role():
                self._grant()

    def _grant(self) -> None:
        """Let the runtime role read and write rows. It may not alter, drop or truncate anything."""
        role = sql.Identifier(dbroles.runtime_role())
        with connection.cursor() as cursor:
            for statement in (
                "GRANT USAGE ON SCHEMA public TO {}",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
                "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
            ):
                cursor.execute(sql.SQL(statement).format(role))
