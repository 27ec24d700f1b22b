"""Which doors are on somebody's board now, so that no other board may take them."""

from __future__ import annotations

import datetime

from access.models import Unit
from canvass import hooks
from kit import clock

# Doors that a board holds at a moment; an expression to be put where household ids are wanted. Wants %(unit)s and
# %(now)s, and %(locks)s: False on a polling day, when nobody holds anything.
HELD = """
SELECT k.household_id FROM canvass_householdhold k
WHERE k.unit_id = %(unit)s AND %(locks)s AND k.during @> %(now)s::timestamptz
"""


def locks_are_on(unit: Unit, day: datetime.date | None = None) -> bool:
    """Say whether doors are held, and window and budget count: always but on a polling day (today if none is given)."""
    return not any(ask(unit, day or clock.today()) for ask in hooks.polling_days)
