"""How long a board keeps other boards from its doors."""

from __future__ import annotations

import datetime

# A board that is made and forgotten gives its doors back by itself. Handing it out begins the time anew.
LASTS = datetime.timedelta(days=14)


def until(now: datetime.datetime, at_least: datetime.datetime | None = None) -> datetime.datetime:
    """Return until when a board holds its doors from now on; `at_least`: while somebody has it in hand."""
    end = now + LASTS
    return max(end, at_least) if at_least else end
