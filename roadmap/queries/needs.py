"""Roadmap's lines of the start page: ideas that wait for an answer, and answers to what somebody needs."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.hooks import Change, Need
from access.models import Unit
from access.permissions import Permission
from access.queries.accesses import Access
from kit.templatetags.rosette import signed
from roadmap.queries import items


def of_roadmap(access: Access, unit: Unit) -> list[Need]:
    """Return one need for all unanswered ideas, in the first of the units in which this person may answer."""
    places = access.units_where(Permission.ANSWER_IDEAS)
    if not places or places[0] != unit:
        return []
    waiting = items.waiting()
    count, oldest = waiting.count(), waiting.first()
    if oldest is None:
        return []
    return [
        Need(
            title=ngettext("Answer %(count)d idea", "Answer %(count)d ideas", count) % {"count": count},
            what=_("The oldest: %(title)s.") % {"title": oldest.title},
            why=_("Who asks and hears nothing does not ask again."),
            url=f"{reverse('roadmap:items')}?state=asked",
            button=_("See ideas"),
            since=oldest.asked_at,
        )
    ]


def changed(access: Access, _unit: Unit, since: datetime.datetime) -> list[Change]:
    """Return how many of the things that this person needs have been answered since then."""
    count = items.answered_since(access.user, since)
    if not count:
        return []
    return [
        Change(
            figure=signed(count),
            sentence=ngettext("thing that you need was answered", "things that you need were answered", count),
            source=_("The roadmap"),
            url=reverse("roadmap:items"),
        )
    ]
