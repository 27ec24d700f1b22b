"""Who said Labour and may vote in an election: the ground of knock-ups and of the dashboard."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from canvass.enums import ElectorKind, Intention
from canvass.models import Elector
from canvass.queries import matches
from gotv.models import Election, Voted
from gotv.queries import eligibility


def said_labour(to: str = "") -> Q:
    """Return the condition on electors behind a door who last said Labour and may be knocked on."""
    said = f"{to}latest_contact__"
    return Q(
        **{
            f"{to}kind": ElectorKind.ORDINARY,
            f"{to}household__isnull": False,
            f"{said}intention": Intention.LABOUR,
            f"{said}moved": False,
            f"{said}deceased": False,
            f"{said}do_not_contact": False,
        }
    )


def promised(election: Election, to: str = "") -> Q:
    """Return the condition on promises: those who said Labour and can vote in this election."""
    return eligibility.may_vote(election, to) & said_labour(to)


def left(election: Election) -> QuerySet[Elector]:
    """Return promises that are not marked as voted, without whoever may turn out to be somebody who objects."""
    voted = Voted.objects.filter(election=election, elector=OuterRef("pk"))
    return Elector.objects.filter(promised(election)).exclude(Exists(voted)).exclude(matches.may_object())
