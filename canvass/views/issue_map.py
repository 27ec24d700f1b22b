"""The map of issues, with the table that says the same."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.forms.raised import FilterForm
from canvass.queries import issue_map as queries
from canvass.queries import issues
from canvass.rules import raised as rules
from canvass.views import raised as views
from kit import clock
from kit.pagination import page_of

# Whole months alone: numbers of one day and the next would tell whom we spoke to in between.
_MONTHS = (12, 3, 1)
_PER_PAGE = 40


@requires(P.SEE_BOARDS)
@require_safe
def issue_map(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show where a topic was raised, ward by ward or district by district, in steps of the minimum."""
    topics = issues.topics(unit)
    topic = request.GET.get("topic", "")
    topic = topics.resolve(topic) if topic in topics.by_code else ""
    month = views.month_of(request.GET.get("month", ""))
    months = next((one for one in _MONTHS if str(one) == request.GET.get("months")), _MONTHS[0])
    by_district = request.GET.get("by") == "district"
    found = queries.of(
        unit,
        topics,
        topic,
        rules.months(month, months)[0],
        rules.after(month),
        by_district=by_district,
        area=request.access.area(P.SEE_BOARDS, unit),
    )
    choices = [one for one in topics.by_code.values() if topics.resolve(one.code) == one.code]
    form = FilterForm(
        {"topic": topic, "month": f"{month:%Y-%m}", "months": str(months), "by": "district" if by_district else ""},
        topic=[("", _("Anything")), *((one.code, one.label) for one in choices)],
        month=views.month_choices(month),
        months=[(str(one), _span(one)) for one in _MONTHS],
        by=[("", _("Wards")), ("district", _("Polling districts"))],
    )
    context = {
        "map": found,
        "page": page_of(request, list(found.areas), per_page=_PER_PAGE),
        "form": form,
        "topic": topics.label(topic) if topic else "",
        "by_district": by_district,
        "period": date_format(month, "F Y")
        if months == 1
        else _("%(months)s up to %(last)s") % {"months": _span(months), "last": date_format(month, "F Y")},
        "is_over": rules.after(month) <= clock.today(),
        "ranges": rules.ranges((area.people for area in found.areas if area.people), found.most),
        "minimum": settings.ISSUE_MAP_MINIMUM,
    }
    return render(request, "canvass/raised/map.html", context)


def _span(months: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
