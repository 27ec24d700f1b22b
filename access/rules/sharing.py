"""How long something may be shared."""

from __future__ import annotations

import datetime

LONGEST = datetime.timedelta(days=90)
USUAL = datetime.timedelta(days=14)
