"""The desk of those who decide: one queue over a unit and all below it, with what a decision needs, in few queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, F, IntegerField, JSONField, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import scoping
from access.enums import RequestState, StepKind
from access.hooks import Need
from access.models import AccessRequest, Grant, OfficeTerm, RequestStep, Unit, User
from access.permissions import Permission as P
from access.queries import accesses, requests, units
from access.queries.accesses import Access
from access.queries.gates import gate_title
from access.roles import ROLES
from access.rules import gates, times
from kit import clock

# How long an ending without notice stays in sight of those above.
URGENT_FOR = datetime.timedelta(days=14)
PRECEDENTS = 3
_Key = tuple[int, str, int | None]


@dataclass(frozen=True)
class Line:
    """One request with what a decision needs.

    `due` is when it goes up, or how long it has waited where it goes no further. `is_ours` tells what rests here from
    what rests with a unit below. `offices` and `roles` are what the person holds there.
    `left` are the gates that they have still to pass, () when they have passed all.
    """

    wanted: AccessRequest
    what: str
    due: times.Due
    is_ours: bool
    offices: list[str]
    roles: list[str]
    left: list[str]
    holders: list[str]
    at_most: int | None
    precedents: list[AccessRequest]
    places: list[str] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Say whether as many hold it already as may."""
        return self.at_most is not None and len(self.holders) >= self.at_most


def queue(unit: Unit, among: Collection[int], access: Access) -> QuerySet[AccessRequest]:
    """Return what somebody may decide in these units, what rests with `unit` first, then by the clock.

    Without their own: somebody else decides those.
    """
    allowed = access.permissions_in(unit)
    roles = [name for name, role in ROLES.items() if role.decided_with in allowed]
    theirs = Q(role__in=roles) | Q(tool__isnull=False) if P.GIVE_ACCESS in allowed else Q(role__in=roles)
    places = access.area(P.DECIDE_FIELD, unit)
    if places:
        # Whoever decides for some places decides about those alone.
        theirs &= Q(area__contained_by=sorted(places)) & ~Q(area=[])
    return (
        requests.below(among)
        .filter(theirs)
        .exclude(user=access.user)
        .select_related("unit", "rests_with", "user", "tool")
        .annotate(
            elsewhere=Case(When(rests_with=unit, then=0), default=1, output_field=IntegerField()),
            places=_places(),
        )
        .order_by("elsewhere", Coalesce("escalates_at", "asked_at"), "asked_at", "pk")
    )


def _places() -> Subquery:
    """The labels of the places that were asked for, as they were written down then."""
    asked = RequestStep.objects.filter(request=OuterRef("pk"), kind=StepKind.ASKED).order_by("at")
    return Subquery(asked.values("detail__places")[:1], output_field=JSONField())


def lines(found: Sequence[AccessRequest], unit: Unit) -> list[Line]:
    """Return requests of `queue` with what a decision needs. Four queries, however many they are."""
    now = timezone.now()
    known = {one.user.pk: one for one in accesses.of_many([wanted.user for wanted in found])}
    offices = _offices(found)
    holders = _holders(found)
    before = _precedents(found)
    return [
        Line(
            wanted=wanted,
            what=wanted.what,
            due=times.due(wanted.escalates_at, now) if wanted.escalates_at else times.waiting(wanted.asked_at, now),
            is_ours=wanted.rests_with_id == unit.pk,
            offices=offices[wanted.user_id, wanted.unit_id],
            roles=_roles(known[wanted.user_id], wanted.unit),
            left=_left(wanted, known[wanted.user_id]),
            holders=holders[_key(wanted)],
            at_most=wanted.tool.at_most if wanted.tool is not None else ROLES[wanted.role].at_most,
            precedents=before[_key(wanted)],
            places=wanted.places or [],  # type: ignore[attr-defined] # annotated by queue()
        )
        for wanted in found
    ]


def _key(row: AccessRequest | Grant) -> _Key:
    return row.unit_id, row.role, row.tool_id


def _offices(found: Sequence[AccessRequest]) -> dict[tuple[int, int], list[str]]:
    held: dict[tuple[int, int], list[str]] = defaultdict(list)
    terms = (
        OfficeTerm.objects.current(clock.today())
        .filter(user__in={wanted.user_id for wanted in found}, unit__in={wanted.unit_id for wanted in found})
        .select_related("office")
        .order_by("office__title", "pk")
    )
    for term in terms:
        held[term.user_id, term.unit_id].append(term.office.title)
    return held


def _roles(access: Access, unit: Unit) -> list[str]:
    """Return the roles that somebody holds in a unit, open or not: no other unit's business is shown."""
    held = [grant for grant in access.held if grant.unit_id == unit.pk]
    return sorted({str(ROLES[grant.role].name.label) for grant in held})


def _left(wanted: AccessRequest, access: Access) -> list[str]:
    if not wanted.role:
        return []
    required = settings.REQUIRE_SECOND_FACTOR
    role, versions = ROLES[wanted.role], accesses.versions()
    missing = gates.missing(role, access.passed, versions, clock.today(), factor_required=required)
    return [gate_title(gate) for gate in missing]


def _same(found: Sequence[AccessRequest]) -> Q:
    """Return rows about the same roles and tools in the same units, and some more: the caller sorts them out."""
    units = {wanted.unit_id for wanted in found}
    roles = {wanted.role for wanted in found if wanted.role}
    tools = {wanted.tool_id for wanted in found if wanted.tool_id}
    return Q(unit__in=units) & (Q(role__in=roles) | Q(tool__in=tools))


def _holders(found: Sequence[AccessRequest]) -> dict[_Key, list[str]]:
    held: dict[_Key, list[str]] = defaultdict(list)
    grants = Grant.objects.current(clock.today()).filter(_same(found), user__is_active=True).select_related("user")
    for grant in grants.order_by("user__name", "pk"):
        if grant.user.name not in held[_key(grant)]:
            held[_key(grant)].append(grant.user.name)
    return held


def _precedents(found: Sequence[AccessRequest]) -> dict[_Key, list[AccessRequest]]:
    """Return the last decisions about the same role or tool in the same unit, the latest first."""
    before: dict[_Key, list[AccessRequest]] = defaultdict(list)
    decided = (
        AccessRequest.objects.filter(_same(found), decided_at__isnull=False)
        .annotate(
            place=Window(RowNumber(), partition_by=[F("unit"), F("role"), F("tool")], order_by=[F("decided_at").desc()])
        )
        .filter(place__lte=Value(PRECEDENTS))
        .select_related("user", "decided_by", "tool")
        .order_by("-decided_at", "pk")
    )
    for one in decided:
        before[_key(one)].append(one)
    return before


@dataclass(frozen=True)
class Keys:
    """Keys to tools that somebody has to be let in with or taken out of, and roles that were ended at once."""

    to_let_in: list[Grant]
    to_take_back: list[Grant]
    urgent: list[Grant]


def keys(unit: Unit, among: Collection[Unit], reader: User) -> Keys:
    """Return what waits for whoever holds the tools' keys here, and what was ended without notice. One query.

    `among` are this one and all below it.
    """
    today = clock.today()
    over = Q(ended_at__isnull=False) | Q(ends_on__lt=today)
    let_in = Q(tool__isnull=False, done_at=None, starts_on__lte=today) & ~over
    back = Q(tool__isnull=False, done_at__isnull=False, taken_back_at=None) & over
    urgent = Q(was_urgent=True, ended_at__gte=timezone.now() - URGENT_FOR)
    found = list(
        Grant.objects.filter(let_in | back | urgent, unit__in=[one.pk for one in among])
        .select_related("user", "unit", "tool", "ended_by")
        .order_by("starts_on", "pk")
    )
    kinds = {one.pk: one.kind for one in among}
    ours = [grant for grant in found if grant.user_id != reader.pk and _held_here(grant, unit, kinds)]
    return Keys(
        to_let_in=[grant for grant in ours if grant.done_at is None and not _is_over(grant, today)],
        to_take_back=[grant for grant in ours if grant.done_at is not None and _is_over(grant, today)],
        urgent=[grant for grant in found if grant.was_urgent and grant.ended_at is not None],
    )


def _held_here(grant: Grant, unit: Unit, kinds: dict[int, str]) -> bool:
    """Say whether this unit lets people into the tool of a grant: by its level, or as the top where there is none."""
    if grant.tool is None:
        return False
    if unit.kind == grant.tool.key_held_at:
        return True
    on_the_way = {kinds[pk] for pk in grant.unit.lineage() if pk in kinds}
    return unit.parent_id is None and grant.tool.key_held_at not in on_the_way


def _is_over(grant: Grant, today: datetime.date) -> bool:
    return grant.ended_at is not None or (grant.ends_on is not None and grant.ends_on < today)


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return what waits on this desk, and what was asked back of the person, for their start page."""
    found = []
    if P.DECIDE_FIELD in access.permissions_in(unit):
        found += _to_decide(access, unit)
    with scoping.person(access.user.pk):
        asked_back = list(requests.mine(access.user).filter(state=RequestState.ASKED_BACK))
    return found + [_answer(wanted) for wanted in asked_back]


def _to_decide(access: Access, unit: Unit) -> list[Need]:
    ids = [unit.pk, *units.below(unit).values_list("pk", flat=True)]
    with scoping.units(ids):
        ours = list(queue(unit, ids, access).filter(rests_with=unit)[:50])
    if not ours:
        return []
    first = ours[0]
    title = ngettext("Decide a request for access", "Decide %(count)d requests for access", len(ours))
    return [
        Need(
            title=title % {"count": len(ours)},
            what=_("The first: %(name)s asks for %(what)s in %(unit)s.")
            % {"name": first.user.name, "what": first.what, "unit": first.unit.name},
            why=_("If nobody decides in time, it goes to the unit above, and everybody is told.")
            if first.escalates_at
            else _("There is nobody above who could decide instead."),
            url=reverse("access:desk", kwargs={"unit": unit.code}),
            button=_("Go to the desk"),
            due_at=first.escalates_at,
            since=first.asked_at,
        )
    ]


def _answer(wanted: AccessRequest) -> Need:
    return Need(
        title=_("Answer a question about your request %(number)d") % {"number": wanted.number},
        what=_("%(what)s in %(unit)s.") % {"what": wanted.what, "unit": wanted.unit.name},
        why=_("Somebody needs to know more before they decide. The clock goes on meanwhile."),
        url=reverse("access:request", kwargs={"wanted": wanted.pk}),
        button=_("Answer"),
        since=wanted.asked_at,
    )
