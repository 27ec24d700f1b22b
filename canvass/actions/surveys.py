"""Surveys: every change is a version of its own, so that an answer always says what was asked."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.actions import shelf
from canvass.models import Survey, SurveyVersion
from canvass.rules import surveys as rules
from kit.errors import Refused


@transaction.atomic
def save(*, by: User, unit: Unit, survey: Survey | None, name: str, body: Mapping) -> SurveyVersion:
    """Make a survey, or a new version of one. What is the same as before makes none. Returns the newest version.

    Raises Refused for a body that can't be asked.
    """
    try:
        rules.check(body)
    except rules.BadSurvey as bad:
        raise Refused(str(bad)) from bad
    if survey is None:
        survey = Survey.objects.create(unit=unit, name=name, made_by=by)
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.name != name:
        survey.name = name
        survey.save(update_fields=["name"])
    last = survey.versions.order_by("-number").first()
    if last is not None and last.body == body:
        return last
    made = SurveyVersion.objects.create(
        unit=unit, survey=survey, number=last.number + 1 if last else 1, body=dict(body), made_by=by
    )
    audit.record("survey.saved", by=by, unit=unit, obj=survey, version=made.number, questions=len(body["questions"]))
    return made


@transaction.atomic
def put_away(*, by: User, survey: Survey) -> None:
    """Offer a survey no more. Sessions that have it keep it, and its answers stay. Raises Refused if it is away."""
    if not shelf.put_away(by=by, row=survey, mark="archived"):
        raise Refused(_("Nothing was changed: this survey is put away already."))
    audit.record("survey.put_away", by=by, unit=survey.unit_id, obj=survey)


@transaction.atomic
def bring_back(*, by: User, survey: Survey) -> None:
    """Offer a survey again. Raises Refused if it is not away."""
    if not shelf.bring_back(row=survey, mark="archived"):
        raise Refused(_("Nothing was changed: this survey is in use."))
    audit.record("survey.brought_back", by=by, unit=survey.unit_id, obj=survey)
