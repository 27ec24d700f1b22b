"""`migrate`, always as the role that owns the tables; then the runtime role gets what it needs and no more."""

from __future__ import annotations

from typing import Any

from django.core.checks import ERROR, Tags, run_checks
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection
from psycopg import sql

from kit import dbroles, snapshot


class Command(DjangoMigrate):
    help = "Bring the tables up to date, as the owner role, and give the runtime role its rights."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--step-by-step", action="store_true", help="Make a new database by every migration.")

    def handle(self, *args: Any, **options: Any) -> None:
        whole = not (options["app_label"] or options["plan"] or options["check_unapplied"])
        with dbroles.as_owner():
            if whole and not (options["fake"] or options["step_by_step"]):
                snapshot.lay()
            super().handle(*args, **options)
            if dbroles.owner_role() != dbroles.runtime_role():
                self._grant()
        if whole:
            self._look_at_the_walls()

    def _look_at_the_walls(self) -> None:
        """Refuse to go on where row-level security doesn't bind the role that will serve people."""
        if connection.settings_dict["USER"] != dbroles.runtime_role():
            return  # the suite makes its database as the owner, and looks for itself
        wrong = [one for one in run_checks(tags=[Tags.database], databases=["default"]) if one.level >= ERROR]
        if wrong:
            raise CommandError("\n".join(str(one) for one in wrong))

    def _grant(self) -> None:
        """Let the runtime role read and write rows. It may not alter, drop or truncate anything."""
        role = sql.Identifier(dbroles.runtime_role())
        with connection.cursor() as cursor:
            for statement in (
                "GRANT USAGE ON SCHEMA public TO {}",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
                "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
                # Some run as their owner and answer across units: for the runtime role and nobody else.
                "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC",
                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}",
            ):
                cursor.execute(sql.SQL(statement).format(role))
