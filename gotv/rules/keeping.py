"""How long polling day keeps what it holds of people.

As long as somebody may still challenge the poll. A petition about a local poll must come within 21 days of the poll
(RPA 1983 s. 129), one about a parliamentary poll within 21 days of the return (s. 122), which is made once the count is
over; a last day at a weekend moves on (s. 119). A week beside the 21 days covers both. One that alleges a payment may
come later still: that can't be waited for. No legal advice, and the report of the day says so.
"""

from __future__ import annotations

import datetime

KEPT = datetime.timedelta(days=28)


def goes_on(polling_on: datetime.date) -> datetime.date:
    """Return the day in whose first hours what was kept of a poll goes."""
    return polling_on + KEPT + datetime.timedelta(days=1)
