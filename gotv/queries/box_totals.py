"""Verification totals beside what we counted on the day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from canvass.queries import areas
from gotv.enums import CountKind
from gotv.models import BallotBox, BoxTotal, Election
from gotv.queries import counts


@dataclass(frozen=True)
class Row:
    """A box: papers in it when it was opened, and our last count of it. None where nobody said. `by` is an account."""

    box: BallotBox
    papers: int | None
    counted: int | None
    counted_at: datetime.datetime | None
    by: str
    by_address: str

    @property
    def difference(self) -> int | None:
        """How many more papers there were than we had counted; None where one of the two isn't known."""
        return None if self.papers is None or self.counted is None else self.papers - self.counted


@dataclass(frozen=True)
class Together:
    """All boxes: how many, how many are verified, and of those that were counted too both sums."""

    boxes: int
    verified: int
    papers: int
    both: int
    papers_of_both: int
    counted_of_both: int


def rows(election: Election, area: areas.Keys) -> list[Row]:
    """Return the boxes of an area by station and number. Three queries."""
    held = dict(BoxTotal.objects.filter(election=election).values_list("box", "papers"))
    last = counts.latest(election, CountKind.TURNOUT)
    found = []
    for box in counts.boxes(election, area):
        count = last.get((CountKind.TURNOUT, box.pk))
        by = count.entered_by if count else None
        found.append(
            Row(
                box=box,
                papers=held.get(box.pk),
                counted=count.value if count else None,
                counted_at=count.counted_at if count else None,
                by=by.name if by else "",
                by_address=by.address if by else "",
            )
        )
    return found


def together(of: list[Row]) -> Together:
    """Return the sums of these boxes."""
    papers = [row.papers for row in of if row.papers is not None]
    both = [(row.papers, row.counted) for row in of if row.papers is not None and row.counted is not None]
    return Together(
        boxes=len(of),
        verified=len(papers),
        papers=sum(papers),
        both=len(both),
        papers_of_both=sum(verified for verified, _counted in both),
        counted_of_both=sum(counted for _verified, counted in both),
    )
