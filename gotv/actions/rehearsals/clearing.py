"""Clearing away what a rehearsal made, and nothing that people did meanwhile."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from gotv.actions import marks
from gotv.models import Count, Knock, Lift, Rehearsal, Round
from gotv.queries import rehearsals
from kit.errors import Refused

_VOID = """
INSERT INTO gotv_markvoid (mark_id, unit_id, reason, voided_by_id)
SELECT m.id, m.unit_id, %(reason)s, %(by)s FROM gotv_votemark m
JOIN access_devicegrant g ON g.id = m.device_id
WHERE m.election_id = %(election)s AND g.scope ->> 'rehearsal' = %(rehearsal)s
ON CONFLICT (mark_id) DO NOTHING
"""


@transaction.atomic
def clear(*, rehearsal: Rehearsal, by: User | None) -> int:
    """Clear away what a rehearsal made, and count again. Returns how many marks, counts and knocks there were.

    Marks are never deleted, so each gets a void with the reason, and counts stay as taken back. Its knocks go, with
    the rounds in which nobody else said anything, and the lifts that were asked for at them. What people typed
    themselves stays as it is, also where the rehearsal had typed it before them. A second time changes nothing.
    Raises Refused while it is running.
    """
    locked = Rehearsal.objects.select_for_update(no_key=True).select_related("election").get(pk=rehearsal.pk)
    if locked.ended_at is None:
        raise Refused(_("The rehearsal is still running. Stop it first, then clear it away."))
    if locked.cleared_at is not None:
        return 0
    reason = str(_("Made up in a rehearsal, cleared away"))
    with connection.cursor() as cursor:
        # Whoever makes or takes back a mark begins by locking counters: hold them off, as a recount does.
        cursor.execute("LOCK TABLE gotv_districtcounter IN EXCLUSIVE MODE")
        cursor.execute(
            _VOID,
            {
                "reason": reason,
                "by": by.pk if by else None,
                "election": locked.election_id,
                "rehearsal": str(locked.pk),
            },
        )
        voided = cursor.rowcount
    marks.recount(election=locked.election, by=by)
    now = timezone.now()
    made = Count.objects.filter(election=locked.election_id, device__in=rehearsals.phones(locked))
    counts = made.filter(invalidated_at__isnull=True).update(
        invalidated_at=now, invalidated_by=by, invalid_because=reason
    )
    knocks = _forget_knocks(locked)
    locked.cleared_at = now
    locked.save(update_fields=["cleared_at"])
    made_up = {"marks": voided, "counts": counts, "knocks": knocks}
    audit.record("rehearsal.cleared", by=by, unit=locked.unit_id, obj=locked, **made_up)
    return sum(made_up.values())


def _forget_knocks(rehearsal: Rehearsal) -> int:
    """Delete what was said to a rehearsal's teams, with what came of it. Returns how many knocks that were."""
    said = Knock.objects.filter(election=rehearsal.election_id, device__in=rehearsals.phones(rehearsal))
    ids, rounds = list(said.values_list("pk", flat=True)), set(said.values_list("round", flat=True))
    Lift.objects.filter(election=rehearsal.election_id, pk__in=ids).delete()  # a lift has the id of its knock
    said.delete()
    theirs = Round.objects.filter(election=rehearsal.election_id, pk__in=rounds, runner=None)
    theirs.filter(~Exists(Knock.objects.filter(round=OuterRef("pk"))), sheets=None).delete()
    return len(ids)
