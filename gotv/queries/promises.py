"""Who may vote in an election, and who among them said Labour: the ground of knock-ups and of the dashboard."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from canvass.enums import ElectorKind, Intention
from canvass.models import Elector
from gotv.models import Election, Voted
from gotv.rules import franchise


def eligible(election: Election, to: str = "") -> Q:
    """Return the condition on electors who are on the register, old enough, and free of a mark that bars them.

    `to` is the path from the queried model to the elector ("elector__").
    """
    last = franchise.last_attainment(election.polling_on, election.voting_age)
    barred = f"[{franchise.barred_markers(election.type)}]"
    old_enough = Q(**{f"{to}date_of_attainment": None}) | Q(**{f"{to}date_of_attainment__lte": last})
    not_barred = Q(**{f"{to}markers": ""}) | ~Q(**{f"{to}markers__regex": barred})
    return Q(**{f"{to}left_on": None}) & old_enough & not_barred


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
    return eligible(election, to) & said_labour(to)


def left(election: Election) -> QuerySet[Elector]:
    """Return promises that are not marked as voted."""
    voted = Voted.objects.filter(election=election, elector=OuterRef("pk"))
    return Elector.objects.filter(promised(election)).exclude(Exists(voted))
