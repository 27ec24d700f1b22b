"""Who is not to be contacted: since when, why, and when somebody looks at it again."""

from __future__ import annotations

from django.db.models import DateField, ExpressionWrapper, F, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import UnitKind
from access.hooks import Need
from access.models import Unit
from access.permissions import Permission as P
from access.queries.accesses import Access
from canvass.enums import EventStatus, Outcome
from canvass.models import ContactEvent, Elector, NoContact
from canvass.queries import areas
from canvass.rules import contacts as events
from canvass.rules.no_contact import REVIEWED_AFTER
from kit import clock
from kit.templatetags.rosette import number


def people(unit: Unit, area: areas.Keys = None) -> QuerySet[Elector]:
    """Return who is not to be contacted in an area, by the day on which somebody looks again: `review_on`.

    With `since`, `recorded_by` (the name of whoever heard it) and `reason`, `noted_by` where somebody at a desk said
    why. What was heard of an entry that was merged has no `since`: it is looked at first.
    """
    said = ContactEvent.objects.filter(
        elector=OuterRef("pk"),
        kind=events.OUTCOME,
        status=EventStatus.LIVE,
        payload__outcome=Outcome.DO_NOT_CONTACT.value,
    ).order_by("est_occurred_at", "pk")
    noted = NoContact.objects.filter(elector=OuterRef("pk"))
    later = ExpressionWrapper(TruncDate(F("since") + Value(REVIEWED_AFTER)), output_field=DateField())
    rows = Elector.objects.filter(unit=unit, latest_contact__do_not_contact=True, forgotten_on=None, merged_into=None)
    return (
        areas.electors(area, rows)
        .select_related("household__street", "polling_district")
        .annotate(
            since=Subquery(said.values("est_occurred_at")[:1]),
            recorded_by=Subquery(said.values("actor__name")[:1]),
            reason=Subquery(noted.values("reason")),
            noted_by=Subquery(noted.values("noted_by__name")),
        )
        .annotate(review_on=Coalesce(Subquery(noted.values("review_on")), later))
        .order_by(F("review_on").asc(nulls_first=True), "surname", "pk")
    )


def why(elector: Elector) -> NoContact | None:
    """Return why somebody is not to be contacted, where somebody at a desk said so."""
    return NoContact.objects.filter(elector=elector).select_related("noted_by").first()


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return what the start page asks of whoever reviews answers: to look again at who is not to be contacted."""
    if unit.kind != UnitKind.CLP or not access.may(P.REVIEW_ANSWERS, unit):
        return []
    due = people(unit, access.area(P.REVIEW_ANSWERS, unit)).order_by()
    due = due.filter(review_on__lte=clock.today())  # type: ignore[misc] # annotated by people()
    count = due.count()
    if not count:
        return []
    title = ngettext(
        "Look again at somebody who is not to be contacted",
        "Look again at %(count)s people who are not to be contacted",
        count,
    )
    return [
        Need(
            title=title % {"count": number(count)},
            what=_("They asked two years ago. Nothing ends by itself: say that it still holds, or lift it."),
            why=_("People move and change their minds; a mark on the wrong person hides them for good."),
            url=reverse("canvass:no_contact", kwargs={"unit": unit.code}),
            button=_("Look at them"),
            since=clock.at(due.aggregate(since=Min("review_on"))["since"], 0),
        )
    ]
