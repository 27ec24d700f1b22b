"""Deciding about odd marks: one, or many at once. A decision stands; what was let in wrongly is taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from gotv.actions import marks as mark_actions
from gotv.models import DistrictCounter, Election, MarkCheck, Voted, VoteMark
from gotv.queries import suspicions
from kit.errors import Refused

MOST = 500


def decide(*, mark: VoteMark, counts: bool, note: str, by: User) -> MarkCheck:
    """Say whether an odd mark counts. Raises Refused where nothing waits, and outside the room’s hours."""
    if not decide_many(election=mark.election, marks=[mark], counts=counts, note=note, by=by):
        raise Refused(_("Somebody has decided about this number already, or it was taken back."))
    return MarkCheck.objects.get(mark=mark)


@transaction.atomic
def decide_many(*, election: Election, marks: Sequence[VoteMark], counts: bool, note: str, by: User) -> int:
    """Say the same of several odd marks of one election, and return of how many; those decided before are left out.

    Those that count are in from now on, unless another mark of the same person was. The statements don't grow with
    the number of marks. Raises Refused outside the hours of the committee room.
    """
    mark_actions.refuse_outside(election, timezone.now())
    mark_actions.lock_counters(election, {mark.polling_district_id for mark in marks})
    ids = [mark.pk for mark in marks][:MOST]
    open_marks = VoteMark.objects.filter(pk__in=ids, election=election, void__isnull=True, check_made__isnull=True)
    waiting = list(open_marks.exclude(suspicion="").order_by("received_at", "pk"))
    MarkCheck.objects.bulk_create(
        MarkCheck(unit_id=election.unit_id, mark=mark, counts=counts, note=note.strip()[:200], checked_by=by)
        for mark in waiting
    )
    if counts:
        _let_in(election, waiting)
    for mark in waiting:
        audit.record("mark.checked", by=by, unit=election.unit_id, obj=mark, counts=counts, reason=mark.suspicion)
    return len(waiting)


def _let_in(election: Election, marks: Sequence[VoteMark]) -> None:
    """Count the electors of these marks who are not in yet. The counters of their districts are locked."""
    people = suspicions.people(marks)
    first: dict[int, VoteMark] = {}
    for mark in marks:
        if mark.elector_id is not None:
            first.setdefault(people.get(mark.elector_id, mark.elector_id), mark)
    came = set(Voted.objects.filter(election=election, elector__in=first).values_list("elector_id", flat=True))
    new = {person: mark for person, mark in first.items() if person not in came}
    Voted.objects.bulk_create(
        Voted(unit_id=election.unit_id, election=election, elector_id=person, mark=mark) for person, mark in new.items()
    )
    gained = Counter(mark.polling_district_id for mark in new.values())
    for district in sorted(pk for pk in gained if pk is not None):
        counters = DistrictCounter.objects.filter(election=election, polling_district=district)
        counters.update(voted=F("voted") + gained[district])
