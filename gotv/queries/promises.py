"""Who is a promise and may vote in an election: the ground of knock-ups and of the dashboard.

Once the knock-up list is frozen, those on it are the promises; until then, whoever last said Labour.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from canvass.enums import ElectorKind, Intention
from canvass.models import Elector
from canvass.queries import matches
from gotv.models import Election, KnockUpEntry, KnockUpSnapshot, Voted
from gotv.queries import eligibility


def said_labour(to: str = "") -> Q:
    """Return the condition on electors behind a door who last said Labour and may be knocked on."""
    return Q(**{f"{to}latest_contact__intention": Intention.LABOUR}) & _may_be_called_on(to)


def _may_be_called_on(to: str) -> Q:
    said = f"{to}latest_contact__"
    return _at_a_door(to) & Q(**{f"{said}moved": False, f"{said}deceased": False, f"{said}do_not_contact": False})


def _at_a_door(to: str) -> Q:
    return Q(**{f"{to}kind": ElectorKind.ORDINARY, f"{to}household__isnull": False})


def wanted(election: Election, to: str = "") -> Q:
    """Return the condition on those whose vote is promised, whether or not they may vote in this election.

    One query: which list holds. "Do not contact" keeps people out whenever it was said.
    """
    frozen = KnockUpSnapshot.objects.filter(election=election, replaced_at=None)
    return wanted_by(frozen.values_list("pk", flat=True).first(), to)


def wanted_by(held: UUID | None, to: str = "") -> Q:
    """Return the same where it is known which list holds; None where none is frozen."""
    if held is None:
        return said_labour(to)
    listed = KnockUpEntry.objects.filter(snapshot=held, left_at=None).order_by().values("elector")
    never_tried = _at_a_door(to) & Q(**{f"{to}latest_contact__isnull": True})
    # In a CASE, so that the list is hashed once: in a join Postgres guesses at a list frozen a moment ago, and then
    # goes through the whole of it for each elector.
    on_it = Case(When(**{f"{to}pk__in": listed}, then=Value(True)), default=Value(False), output_field=BooleanField())
    return Q(on_it) & (never_tried | _may_be_called_on(to))


def promised(election: Election, to: str = "") -> Q:
    """Return the condition on promises who can vote in this election."""
    return eligibility.may_vote(election, to) & wanted(election, to)


def left(election: Election) -> QuerySet[Elector]:
    """Return promises that are not marked as voted, without whoever may turn out to be somebody who objects."""
    voted = Voted.objects.filter(election=election, elector=OuterRef("pk"))
    return Elector.objects.filter(promised(election)).exclude(Exists(voted)).exclude(matches.may_object())
