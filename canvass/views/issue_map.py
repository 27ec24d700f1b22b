"""The map of issues, with the table that says the same."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.forms.raised import FilterForm
from canvass.queries import issue_map as queries
from canvass.queries import issues
from canvass.rules import keeping
from canvass.rules import raised as rules
from canvass.views.raised import period_words
from kit import clock
from kit.pagination import page_of

_PERIODS = (12, 3, 1)
_PER_PAGE = 40


@requires(P.SEE_BOARDS)
@require_safe
def issue_map(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show where a topic was raised, ward by ward or district by district, without counts that are too small."""
    topics = issues.topics(unit)
    topic = request.GET.get("topic", "")
    topic = topics.resolve(topic) if topic in topics.by_code else ""
    months = next((one for one in _PERIODS if str(one) == request.GET.get("months")), _PERIODS[0])
    by_district = request.GET.get("by") == "district"
    today = clock.today()
    found = queries.of(
        unit,
        topics,
        topic,
        keeping.months_later(today, -months),
        today + datetime.timedelta(days=1),
        by_district=by_district,
        area=request.access.area(P.SEE_BOARDS, unit),
    )
    choices = [one for one in topics.by_code.values() if topics.resolve(one.code) == one.code]
    form = FilterForm(
        {"topic": topic, "months": str(months), "by": "district" if by_district else ""},
        topic=[("", _("Anything")), *((one.code, one.label) for one in choices)],
        months=[(str(one), period_words(one)) for one in _PERIODS],
        by=[("", _("Wards")), ("district", _("Polling districts"))],
    )
    context = {
        "map": found,
        "page": page_of(request, list(found.areas), per_page=_PER_PAGE),
        "form": form,
        "topic": topics.label(topic) if topic else "",
        "by_district": by_district,
        "period": period_words(months),
        "ranges": rules.ranges(found.most) if found.most else [],
        "minimum": settings.ISSUE_MAP_MINIMUM,
        "today": today,
    }
    return render(request, "canvass/raised/map.html", context)
