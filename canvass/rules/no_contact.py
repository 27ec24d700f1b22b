"""How long "do not contact" stands before somebody looks at it again. It never ends by itself."""

from __future__ import annotations

import datetime

REVIEWED_AFTER = datetime.timedelta(days=730)
