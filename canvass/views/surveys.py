"""Surveys: the list, writing one, and what was answered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import audit
from access.guards import GuardedRequest, fetch, requires
from access.limits import at_most
from access.models import Unit
from access.permissions import Permission as P
from canvass.actions import surveys as actions
from canvass.forms import surveys as forms
from canvass.models import Survey, SurveyVersion
from canvass.queries import surveys as queries
from canvass.rules import surveys as rules
from kit import csvsafe
from kit.errors import Refused
from kit.pagination import page_of


@requires(P.SEE_BOARDS)
@require_safe
def listing(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """List the surveys in use, or those put away."""
    away = request.GET.get("show") == "away"
    page = page_of(request, queries.surveys(unit, away=away))
    context = {"page": page, "away": away, "may_write": request.access.may(P.MAKE_BOARDS, unit)}
    return render(request, "canvass/surveys/list.html", context)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: GuardedRequest, unit: Unit) -> HttpResponse:
    """Write a survey."""
    return _write(request, unit, None)


@requires(P.MAKE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: GuardedRequest, unit: Unit, survey: UUID) -> HttpResponse:
    """Write the next version of a survey."""
    return _write(request, unit, fetch(request, Survey, pk=survey))


def _write(request: GuardedRequest, unit: Unit, survey: Survey | None) -> HttpResponse:
    taken = queries.keys(survey)
    if request.method != "POST":
        draft = forms.of(survey, queries.newest(survey)) if survey else forms.step(forms.Draft(), "add", taken)
        return _draft(request, survey, draft)
    draft, do = forms.read(request.POST), request.POST.get("do", "")
    if do != "save":
        return _draft(request, survey, forms.step(draft, do, taken))
    if not draft.name:
        return _draft(request, survey, draft, _("Nothing was saved. Give the survey a name."))
    try:
        made = actions.save(by=request.user, unit=unit, survey=survey, name=draft.name, body=draft.body())
    except (rules.BadSurvey, Refused) as error:
        return _draft(request, survey, draft, _("Nothing was saved. %(why)s") % {"why": error})
    messages.success(request, _("Version %(number)s is saved. Sessions take it from now on.") % {"number": made.number})
    return redirect("canvass:survey", unit=unit.code, survey=made.survey_id)


def _draft(request: GuardedRequest, survey: Survey | None, draft: forms.Draft, error: str = "") -> HttpResponse:
    context = {"survey": survey, "draft": draft, "rows": draft.rows(), "kinds": rules.KINDS, "error": error}
    return render(request, "canvass/surveys/edit.html", context)


@requires(P.SEE_BOARDS)
@require_safe
def survey(request: GuardedRequest, unit: Unit, survey: UUID) -> HttpResponse:
    """Show a survey as the phone asks it, and its versions."""
    found: Survey = fetch(request, Survey, pk=survey)
    version = queries.newest(found)
    context = {
        "survey": found,
        "edition": version,
        "questions": _asked(version),
        "versions": found.versions.select_related("made_by"),
        "may_write": request.access.may(P.MAKE_BOARDS, unit),
    }
    return render(request, "canvass/surveys/survey.html", context)


def _asked(version: SurveyVersion) -> list[dict]:
    questions = version.body["questions"]
    return [{**one, "branch": rules.branch_in_words(one, questions)} for one in questions]


@requires(P.MAKE_BOARDS)
@require_POST
def put_away(request: GuardedRequest, unit: Unit, survey: UUID) -> HttpResponse:
    """Put a survey away, or bring it back."""
    found: Survey = fetch(request, Survey, pk=survey)
    try:
        if found.archived_at is None:
            actions.put_away(by=request.user, survey=found)
            messages.success(request, _("The survey is put away. You can bring it back at any time."))
        else:
            actions.bring_back(by=request.user, survey=found)
            messages.success(request, _("The survey is in use again."))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("canvass:survey", unit=unit.code, survey=found.pk)


@requires(P.SEE_BOARDS)
@require_safe
def results(request: GuardedRequest, unit: Unit, survey: UUID, number: int) -> HttpResponse:
    """Show what was answered to one version: counts for everybody who sees boards, own words for those who review."""
    version = _version(request, survey, number)
    by = _by(request)
    area = request.access.area(P.SEE_BOARDS, unit)
    may_read = request.access.may(P.REVIEW_ANSWERS, unit)
    page = page_of(request, queries.texts(version, request.access.area(P.REVIEW_ANSWERS, unit))) if may_read else None
    if page is not None:
        audit.looked(request, what=P.REVIEW_ANSWERS, count=len({one.elector_id for one in page.object_list}))
    context = {
        "survey": version.survey,
        "edition": version,
        "by": by,
        "people": queries.people(version, area),
        "results": queries.results(version, area, by=by),
        "page": page,
        "asked": {one["key"]: one["text"] for one in version.body["questions"]},
    }
    return render(request, "canvass/surveys/results.html", context)


@requires(P.REVIEW_ANSWERS)
@at_most("export")
@require_safe
def results_file(request: GuardedRequest, unit: Unit, survey: UUID, number: int) -> HttpResponse:
    """Answer with the counts as CSV. Nobody is named in it."""
    version = _version(request, survey, number)
    found = queries.results(version, request.access.area(P.REVIEW_ANSWERS, unit), by=_by(request))
    audit.record("survey.exported", by=request.user, unit=unit, obj=version.survey, version=version.number)
    text = "".join(csvsafe.lines(queries.lines(found)))
    # The mark at the front tells spreadsheets that this is UTF-8.
    answer = HttpResponse(f"\ufeff{text}".encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="survey-{version.number}.csv"'
    return answer


def _by(request: GuardedRequest) -> str:
    return queries.DISTRICT if request.GET.get("by") == queries.DISTRICT else queries.WARD


def _version(request: GuardedRequest, survey: UUID, number: int) -> SurveyVersion:
    found: Survey = fetch(request, Survey, pk=survey)
    version = SurveyVersion.objects.filter(survey=found, number=number).select_related("survey").first()
    if version is None:
        raise Http404(_("There is no such page."))
    return version
