"""How good the data is, how that changes, and what would mend most of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from access.guards import GuardedRequest, requires
from access.models import Unit
from access.permissions import Permission as P
from canvass.queries import answers
from canvass.queries import quality as queries
from canvass.rules import quality as rules
from canvass.rules.quality import Figures, Step, What
from kit import clock
from kit.pagination import page_of
from kit.templatetags.rosette import number


@dataclass(frozen=True)
class ToDo:
    """One thing to do, in words. `url` is "" for somebody who may not do it."""

    title: str
    why: str
    url: str
    do: str


@requires(P.SEE_REGISTER)
@require_safe
def quality(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Show the figures of each district and of all, the trend, and what to do next. Nobody is named."""
    today, area = clock.today(), request.access.area(P.SEE_REGISTER, unit)
    state = queries.measured(unit, today, area)
    steps = rules.next_steps(
        state.districts,
        state.whole,
        waiting=answers.waiting(unit, area).count(),
        doubtful=queries.doubtful(unit, area),
    )
    return render(
        request,
        "canvass/quality/quality.html",
        {
            "quality": state,
            "whole": state.whole,
            "page": page_of(request, list(state.districts), per_page=20),
            "to_do": [_to_do(request, unit, step, state.whole) for step in steps],
            "trend": queries.trend(unit, today, area),
            "today": today,
            "may_see_figures": request.access.may(P.SEE_BOARDS, unit),
        },
    )


def _to_do(request: GuardedRequest, unit: Unit, step: Step, whole: Figures) -> ToDo:
    title, why = _words(step, whole)
    name, right, query, do = _ways(step)
    url = reverse(name, kwargs={"unit": unit.code}) + query if request.access.may(right, unit) else ""
    return ToDo(title, why, url, do)


def _ways(step: Step) -> tuple[str, P, str, str]:
    """Return where it is done: the page, who may open it, what follows its address, and the words of the link."""
    if step.district is not None:
        return "canvass:board_new", P.MAKE_BOARDS, f"?district={step.district.id}", _("Make a board")
    ways: dict[What, tuple[str, P, str, str]] = {
        What.WAITING: ("canvass:answers", P.REVIEW_ANSWERS, "", _("Check answers")),
        What.CONTRADICTIONS: ("canvass:answers", P.REVIEW_ANSWERS, "#conflicts", _("Look at them")),
        What.MATCHES: ("canvass:matches", P.IMPORT_REGISTER, "", _("Say who is who")),
        What.ADDRESSES: ("canvass:register", P.SEE_REGISTER, "", _("See the register")),
        What.LOCATE: ("canvass:coordinates", P.IMPORT_REGISTER, "", _("Load coordinates")),
        What.LATE: ("canvass:boards", P.SEE_BOARDS, "", _("See boards")),
    }
    return ways[step.what]


def _words(step: Step, whole: Figures) -> tuple[str, str]:
    """Return what to do and why."""
    said: dict[str, Any] = {"count": number(step.count)}
    if step.district is not None:
        return _canvass(step)
    if step.what == What.WAITING:
        title = ngettext("Decide about %(count)s answer", "Decide about %(count)s answers", step.count)
        why = _("From phones, and not counted until somebody has looked.")
    elif step.what == What.MATCHES:
        title = ngettext("Decide %(count)s doubtful match", "Decide %(count)s doubtful matches", step.count)
        why = _("Until then they are two people, and what one of them said is not known at the other’s door.")
    elif step.what == What.CONTRADICTIONS:
        title = ngettext("Look at %(count)s contradiction", "Look at %(count)s contradictions", step.count)
        why = _("Two canvassers noted different intentions within two weeks. The later one counts, right or wrong.")
    elif step.what == What.ADDRESSES:
        title = ngettext("See to %(count)s unread address", "See to %(count)s unread addresses", step.count)
        why = _("No street or number could be read from them, so they are walked last. Ask the council how they are.")
    elif step.what == What.LOCATE:
        title = ngettext("Load coordinates for %(count)s door", "Load coordinates for %(count)s doors", step.count)
        why = _("Doors without coordinates are on no map and can’t be sorted into new wards.")
    else:
        title = _("Get boards back sooner")
        why = _("%(share)s%% of last year’s answers arrived more than two days after the door.")
        said["share"] = whole.share_late
    return title % said, why % said


def _canvass(step: Step) -> tuple[str, str]:
    assert step.district is not None  # noqa: S101 - asked by the caller
    figures = step.district.figures
    why = _("%(count)s of %(all)s electors were not spoken to in 12 months.") % {
        "count": number(step.count),
        "all": number(figures.electors),
    }
    if figures.median_age:
        why += " " + ngettext(
            "Half of the answers are older than %(days)s day.",
            "Half of the answers are older than %(days)s days.",
            figures.median_age,
        ) % {"days": number(figures.median_age)}
    return _("Canvass %(district)s") % {"district": f"{step.district.code} {step.district.name}".strip()}, why
