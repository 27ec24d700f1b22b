"""Who on the register may vote in which poll: one register serves all of them (domain A2, A3)."""

from __future__ import annotations

import datetime

from gotv.enums import ElectionType

# Letters beside the name of people who may not vote in this kind of poll (domain A3). A letter that is not here is
# taken as "may vote": nobody is dropped for a mark that we don't know.
_BARRED = {ElectionType.PARLIAMENT: "LGBKME"}
_BARRED_ELSEWHERE = "FE"


def barred_markers(election_type: str) -> str:
    """Return the letters that keep an elector out of this kind of poll."""
    return _BARRED.get(ElectionType(election_type), _BARRED_ELSEWHERE)


def last_attainment(polling_on: datetime.date, voting_age: int) -> datetime.date:
    """Return the latest date of attainment (an 18th birthday) of somebody who is old enough on polling day."""
    year = polling_on.year + 18 - voting_age
    try:
        return polling_on.replace(year=year)
    except ValueError:  # 29 February, and no such day in that year
        return datetime.date(year, 3, 1)
