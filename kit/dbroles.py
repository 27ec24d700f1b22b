"""Two database roles: the owner makes tables, the runtime role uses them and owns nothing.

So a fault in the application can neither alter the schema nor rewrite the audit record, and row-level
security binds everything that serves people (docs/adr/0003, 0013).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_KEYS = ("USER", "PASSWORD", "HOST", "PORT")


def runtime_role() -> str:
    """Return the name of the role that the application runs as."""
    return settings.DATABASE_RUNTIME_ROLE


def owner_role() -> str:
    """Return the name of the role that owns the tables; the runtime role's name where there is only one."""
    return settings.DATABASE_OWNER["USER"]


@contextmanager
def as_owner() -> Iterator[None]:
    """Run the block on the default connection as the owner; the database's name stays what it is."""
    before = {key: connection.settings_dict.get(key, "") for key in _KEYS}
    connection.close()
    connection.settings_dict.update({key: settings.DATABASE_OWNER.get(key, "") for key in _KEYS})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
