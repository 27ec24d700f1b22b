"""How many may wait to join a session, and how long it is remembered that they did."""

from __future__ import annotations

import datetime

MOST_WAITING = 60
KEPT = datetime.timedelta(days=7)
