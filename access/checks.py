"""Checks at start: the walls must stand before anybody is served."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.db import connection

from access import transport
from kit import dbroles


@register(Tags.database)
def runtime_role(databases: Sequence[str] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """Refuse a runtime role that is a superuser, bypasses row-level security, or owns tables."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = "
            "c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' "
            "AND pg_has_role(r.oid, c.relowner, 'USAGE')) "
            "FROM pg_roles r WHERE rolname = current_user"
        )
        too_strong, owns = cursor.fetchone()
    found: list[CheckMessage] = []
    if too_strong:
        found.append(
            Error(
                "The runtime database role is a superuser or bypasses row-level security.",
                hint="Make DATABASE_URL name a plain role (deploy/postgres/roles.sql makes both roles).",
                id="access.E001",
            )
        )
    elif owns and dbroles.owner_role() == dbroles.runtime_role():
        found.append(
            Error(
                "The runtime database role owns the tables, and row-level security does not bind owners.",
                hint="Set DATABASE_OWNER_URL to a second role that owns them (docs/operations.md).",
                id="access.E002",
            )
        )
    elif owns:
        found.append(
            Error(
                "The runtime database role owns tables, and row-level security does not bind owners.",
                hint="Run migrations as the owner: `run.py manage migrate` does. Then REASSIGN OWNED to that role.",
                id="access.E002",
            )
        )
    return found


@register(Tags.database)
def tables_are_protected(databases: Sequence[str] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """Refuse tables of units' rows without row-level security: a migration was left out, or somebody took it off."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON "
            "a.attrelid = c.oid AND a.attname = 'unit_id' AND NOT a.attisdropped WHERE n.nspname = 'public' "
            "AND c.relkind = 'r' AND NOT c.relrowsecurity ORDER BY 1"
        )
        bare = [row[0] for row in cursor.fetchall()]
    if not bare:
        return []
    return [
        Error(
            f"Row-level security is off for {', '.join(bare)}.",
            hint="Run `run.py manage migrate`. If that changes nothing: ALTER TABLE ... ENABLE ROW LEVEL SECURITY.",
            id="access.E005",
        )
    ]


@register()
def way_out_for_mail(**_kwargs: object) -> list[CheckMessage]:
    """Refuse a mail server or a sender that can't be one, before anybody waits for a message."""
    found: list[CheckMessage] = []
    if settings.EMAIL_URL and not settings.MAIL_IS_CAUGHT:
        try:
            transport.from_url(settings.EMAIL_URL)
        except ImproperlyConfigured as error:
            found.append(Error(str(error), id="access.E003"))
    try:
        validate_email(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except ValidationError:
        found.append(
            Error(
                f"DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL!r}, which holds no email address.",
                hint="Write it as Rosette <rosette@example.org>.",
                id="access.E004",
            )
        )
    return found


@register(deploy=True)
def mail_is_not_caught(**_kwargs: object) -> list[CheckMessage]:
    """Warn of a public address where anybody can read the mail, sign-in links among it."""
    if not (settings.MAIL_IS_CAUGHT and settings.HTTPS):
        return []
    return [
        Caution(
            "Mail is caught and not sent: everybody who opens /dev/mail can read it.",
            hint="Set EMAIL_URL to a mail server, or leave it empty and enter one in the browser.",
            id="access.W002",
        )
    ]
