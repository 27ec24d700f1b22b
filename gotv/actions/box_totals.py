"""Verification totals: how many papers each box held when it was opened after the close of poll."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from gotv.enums import CountKind
from gotv.models import BallotBox, BoxTotal, Election
from gotv.queries import counts
from gotv.rules import hours
from kit.errors import Refused


class Wrong(Refused):
    """A total that can't be right. `box` is the id of its box."""

    def __init__(self, box: int, words: str) -> None:
        super().__init__(words)
        self.box = box


def refuse_too_early(election: Election) -> None:
    """Raise Refused before 22:00 of the day, when no box is opened; a rehearsal is never too early on its day."""
    opens = hours.verifying_from(election.polling_on, rehearsal=election.is_rehearsal)
    if timezone.now() < opens:
        raise Refused(_("Boxes are opened after the polls close at 22:00. Come back then. Nothing was changed."))


@transaction.atomic
def enter(
    *,
    election: Election,
    papers: Mapping[BallotBox, int | None],
    by: User,
    shown: Mapping[BallotBox, int | None] | None = None,
) -> int:
    """Keep what the count's staff said of these boxes, None for "not known"; return how many that changed.

    `shown` is what was known of them when somebody began to type. The same a second time changes nothing. Raises
    Refused before the close of poll, and Wrong for a box with more papers than electors, or of which somebody else
    has said something meanwhile; then nothing of it is kept.
    """
    refuse_too_early(election)
    Election.objects.select_for_update(no_key=True).get(pk=election.pk)
    held = {one.box_id: one for one in BoxTotal.objects.filter(election=election)}
    changed = 0
    for box, number in papers.items():
        before = held.get(box.pk)
        known = before.papers if before else None
        if number == known:
            continue
        if shown is not None and shown.get(box) != known:
            raise Wrong(box.pk, _meanwhile(known))
        changed += 1
        if number is None:
            BoxTotal.objects.filter(pk=box.pk).delete()
            continue
        _refuse_value(election, box, number)
        facts = {"unit_id": election.unit_id, "election": election, "papers": number, "entered_by": by}
        BoxTotal.objects.update_or_create(box=box, defaults=facts)
    if changed:
        audit.record("box_totals.entered", by=by, unit=election.unit_id, obj=election, boxes=changed)
    return changed


def _meanwhile(known: int | None) -> str:
    if known is None:
        return _("Somebody has taken this total away meanwhile. Nothing was changed: open the page again.")
    words = _("Somebody has typed %(papers)s for this box meanwhile. Nothing was changed: open the page again.")
    return words % {"papers": known}


def _refuse_value(election: Election, box: BallotBox, number: int) -> None:
    if number < 0:
        raise Wrong(box.pk, _("A total is nought or more. Nothing was changed."))
    most = counts.roll(election, CountKind.TURNOUT, box)
    if most is not None and number > most:
        words = _("%(papers)s is more than the %(most)s electors of this box. Check the number.")
        raise Wrong(box.pk, words % {"papers": number, "most": most})
