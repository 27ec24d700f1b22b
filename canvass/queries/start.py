"""What boards and doorsteps put on the start page (access/hooks.py), and where a canvasser goes."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import scoping
from access.hooks import Change, Need
from access.models import Unit
from access.permissions import Permission as P
from access.queries.accesses import Access
from canvass.enums import Intention, Outcome
from canvass.models import LatestContact, LatestVisit
from canvass.queries import answers, areas
from canvass.queries.boards import lists
from canvass.rules.boards import SENDS_ON_FOR
from kit.templatetags.rosette import number

# A phone that was heard of so lately is probably sending at this moment.
_STILL_SENDING = datetime.timedelta(minutes=15)


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return boards that should be back, phones that still hold answers, and answers that wait for a decision."""
    found: list[Need] = []
    if access.may(P.MAKE_BOARDS, unit):
        boards = areas.board_ids(access.area(P.MAKE_BOARDS, unit))
        found += [*_overdue(unit, boards), *_unsent(unit, boards)]
    if access.may(P.REVIEW_ANSWERS, unit):
        found += _waiting(unit, access.area(P.REVIEW_ANSWERS, unit))
    return found


def _overdue(unit: Unit, boards: Collection[UUID] | None) -> list[Need]:
    late = list(lists.overdue(timezone.now(), boards)[:20])
    if not late:
        return []
    first = late[0]
    if len(late) == 1:
        title = _("Take back the board %(board)s") % {"board": first.board.name}
        what = _("%(name)s has it, and its time is over.") % {"name": first.user.name}
        url = reverse("canvass:board", kwargs={"unit": unit.code, "board": first.board_id})
    else:
        title = _("Take back %(count)s boards") % {"count": len(late)}
        what = _("Their time is over. %(name)s has had one the longest.") % {"name": first.user.name}
        url = reverse("canvass:boards", kwargs={"unit": unit.code})
    return [
        Need(
            title=title,
            what=what,
            why=_("A board that is out can’t be given to anybody else."),
            url=url,
            button=_("Look at it") if len(late) == 1 else _("See boards"),
            since=first.read_until,
        )
    ]


def _unsent(unit: Unit, boards: Collection[UUID] | None) -> list[Need]:
    now = timezone.now()
    phones = list(lists.phones_with_unsent(now - SENDS_ON_FOR, now - _STILL_SENDING, boards)[:50])
    if not phones:
        return []
    held = sum(phone.queue_depth for phone in phones)
    first = phones[0]
    if len(phones) == 1 and "board" in first.scope:
        name = first.user.name if first.user else _("Somebody")
        title = _("Ask %(name)s to open their board") % {"name": name}
        url = reverse("canvass:board", kwargs={"unit": unit.code, "board": first.scope["board"]})
    else:
        title = _("Ask %(count)s people to open their boards") % {"count": len(phones)}
        url = reverse("canvass:boards", kwargs={"unit": unit.code})
    return [
        Need(
            title=title,
            what=ngettext(
                "One answer hasn’t been sent yet.",
                "%(count)s answers haven’t been sent yet.",
                held,
            )
            % {"count": held},
            why=_("A phone sends only while its page is open and it has signal."),
            url=url,
            button=_("See which"),
            since=first.last_seen_at,
        )
    ]


def _waiting(unit: Unit, area: areas.Keys) -> list[Need]:
    found = answers.waiting(unit, area).order_by().aggregate(count=Count("pk"), oldest=Min("received_at"))
    if not found["count"]:
        return []
    return [
        Need(
            title=ngettext("Decide about one answer", "Decide about %(count)s answers", found["count"])
            % {"count": number(found["count"])},
            what=_("From phones, and not counted until somebody has looked."),
            why=_("A volunteer’s work is never thrown away for a reason that they couldn’t mend."),
            url=reverse("canvass:answers", kwargs={"unit": unit.code}),
            button=_("Check answers"),
            since=found["oldest"],
        )
    ]


def changes(access: Access, unit: Unit, since: datetime.datetime) -> list[Change]:
    """Return how many doors were knocked and how many people promised since then."""
    if not access.may(P.SEE_BOARDS, unit):
        return []
    doors = LatestVisit.objects.filter(unit=unit, at__gt=since).aggregate(
        knocked=Count("pk"), answered=Count("pk", filter=Q(outcome=Outcome.SPOKE)), last=Max("at")
    )
    promises = LatestContact.objects.filter(unit=unit, intention=Intention.LABOUR, intention_at__gt=since).count()
    url = reverse("canvass:boards", kwargs={"unit": unit.code})
    found = []
    if doors["knocked"]:
        sentence = ngettext(
            "door knocked; %(answered)s answered.", "doors knocked; %(answered)s answered.", doors["knocked"]
        )
        found.append(
            Change(
                figure=number(doors["knocked"]),
                sentence=sentence % {"answered": number(doors["answered"])},
                source=_("From canvassers’ phones."),
                url=url,
                do=_("See boards"),
            )
        )
    if promises:
        found.append(
            Change(
                figure=number(promises),
                sentence=ngettext(
                    "person said that they will vote Labour.", "people said that they will vote Labour.", promises
                ),
                source=_("From the doorstep."),
            )
        )
    return found


def home(access: Access) -> str | None:
    """Return where a canvasser goes: the one board they have out, or the list of their boards.

    None for everybody with an office job as well; and for a teller without a board.
    """
    units = access.units()
    allowed = frozenset().union(*(access.permissions_in(unit) for unit in units))
    if P.RECORD_DOORS not in allowed or not allowed <= {P.RECORD_DOORS, P.RECORD_VOTED}:
        return None
    with scoping.units(unit.pk for unit in units):
        now = timezone.now()
        out = [one for one in lists.held_by(access.user)[:2] if one.read_until > now]
    if len(out) == 1:
        return reverse("canvass:phone_board", kwargs={"board": out[0].board_id})
    return reverse("canvass:phone") if out or allowed == {P.RECORD_DOORS} else None
