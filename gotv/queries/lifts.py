"""Lifts to the poll: what is still to do, for which committee room, by which driver; and who may be asking for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.models import User
from canvass.models import Elector, PollingDistrict
from canvass.queries import areas
from gotv.enums import LiftNeed, LiftState
from gotv.models import CommitteeRoom, Driver, Election, Lift, RoomDistrict
from gotv.queries import promises
from gotv.rules import lifts as rules
from gotv.rules.numbers import NotANumber, parse

_MOST = 20
WITH = ("elector__household__street", "elector__polling_district", "room", "driver", "settled_by")


def listing(
    election: Election,
    area: areas.Keys = None,
    room: CommitteeRoom | None = None,
    states: Collection[str] = rules.OPEN,
) -> QuerySet[Lift]:
    """Return the lifts of an election in these states, those with the earliest time first, those at any time last."""
    rows = in_area(area, Lift.objects.filter(election=election, state__in=states))
    if room is not None:
        rows = rows.filter(room=room)
    due = Coalesce("from_at", "until_at")
    return rows.select_related(*WITH).order_by(due.asc(nulls_last=True), "asked_at", "pk")


def in_area(area: areas.Keys, rows: QuerySet[Lift]) -> QuerySet[Lift]:
    """Return those of the lifts in an area: by the elector, or else by the districts of the room that has it."""
    if area is None:
        return rows
    here = areas.districts(area).values("pk")
    rooms = RoomDistrict.objects.filter(polling_district__in=here).values("room")
    return rows.filter(Q(elector__polling_district__in=here) | Q(elector=None, room__in=rooms))


def counts(election: Election, area: areas.Keys = None, room: CommitteeRoom | None = None) -> dict[str, int]:
    """Return how many lifts there are in each state (LiftState value). One query."""
    rows = listing(election, area, room, LiftState.values).order_by().values_list("state")
    found = dict(rows.annotate(count=Count("pk")))
    return {state: found.get(state, 0) for state in LiftState.values}


def rooms_of(election: Election, user: User) -> list[CommitteeRoom]:
    """Return the rooms in which somebody has a duty, by name."""
    return list(election.rooms.filter(officers__user=user).distinct().order_by("name", "pk"))


def room_of(election: Election, district: PollingDistrict | int) -> int | None:
    """Return the id of the room that looks after a district; None where none does."""
    rows = RoomDistrict.objects.filter(election=election, polling_district=district)
    return rows.values_list("room_id", flat=True).first()


def find(election: Election, text: str, area: areas.Keys = None) -> list[Elector]:
    """Return people of the knock-up list by number ("HH3 1274") or by words of their name. At most twenty."""
    rows = areas.electors(area, listed(election, Elector.objects.all()))
    words = text.split()
    if not words:
        return []
    numbered = _numbered(rows, text)
    if numbered is None:
        for word in words:
            rows = rows.filter(Q(forenames__icontains=word) | Q(surname__icontains=word))
        numbered = rows
    found = numbered.select_related("household__street", "polling_district")
    return list(found.order_by("surname", "forenames", "pk")[:_MOST])


def listed(election: Election, rows: QuerySet[Elector]) -> QuerySet[Elector]:
    """Return those of the electors who are promises: nobody else is looked up for a lift."""
    return rows.filter(promises.promised(election))


def _numbered(rows: QuerySet[Elector], text: str) -> QuerySet[Elector] | None:
    """Return who has the number that was typed; None where it is no number."""
    head, _space, tail = text.strip().rpartition(" ")
    try:
        number = parse(tail)
    except NotANumber:
        return None
    rows = rows.filter(number=number.number, suffix=number.suffix)
    return rows.filter(polling_district__code__iexact=head.strip()) if head.strip() else rows


def address(elector: Elector) -> str:
    """Return where somebody lives, in one line. Wants the elector with household and street."""
    home = elector.household
    if home is None:
        return ""
    street = (home.street.name, home.street.locality) if home.street else ("", "")
    return ", ".join(part for part in (home.door, *street, home.postcode) if part)


def who(lift: Lift) -> str:
    """Return whom a lift is for."""
    return lift.elector.name if lift.elector else lift.name


def told(lift: Lift) -> str:
    """Return a lift in few words: "Elsie Marchbank, 14:00 to 15:00"."""
    return f"{who(lift)}, {hours_words(lift)}"


def where(lift: Lift) -> str:
    """Return where somebody is fetched: what was typed, else where they are registered."""
    return lift.address or (address(lift.elector) if lift.elector else "")


def needs(lift: Lift) -> str:
    """Return what somebody needs on the way, in words; "" for nothing."""
    return ", ".join(str(one.label) for one in LiftNeed if one.value in lift.needs)


def hours_words(of: rules.Hours) -> str:
    """Return from when until when, in words."""
    begins, ends = (date_format(timezone.localtime(at), "H:i") if at else "" for at in (of.from_at, of.until_at))
    if begins and ends:
        return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}
    if begins:
        return _("from %(begins)s") % {"begins": begins}
    return _("until %(ends)s") % {"ends": ends} if ends else _("at any time")


def of_driver(driver: Driver, area: areas.Keys = None) -> list[Lift]:
    """Return what a driver has still to do, or of it what lies in an area, in order of time, those under way first."""
    rows = in_area(area, Lift.objects.filter(driver=driver, state__in=rules.OPEN)).select_related(*WITH)
    due = Coalesce("from_at", "until_at")
    found = list(rows.order_by(due.asc(nulls_last=True), "asked_at", "pk"))
    return sorted(found, key=lambda lift: lift.state != LiftState.UNDER_WAY)


def at_once(of: Iterable[Lift]) -> dict[object, list[Lift]]:
    """Return, by the ids of these lifts, the others that their drivers have to do at the same time. One query."""
    given = [lift for lift in of if lift.driver_id is not None and lift.state in rules.OPEN]
    theirs: dict[int | None, list[Lift]] = {}
    for lift in Lift.objects.filter(driver__in={one.driver_id for one in given}, state__in=rules.OPEN).select_related(
        "elector"
    ):
        theirs.setdefault(lift.driver_id, []).append(lift)
    found = {
        one.pk: [other for other in theirs[one.driver_id] if other.pk != one.pk and rules.at_once(one, other)]
        for one in given
        if one.driver_id in theirs
    }
    return {pk: others for pk, others in found.items() if others}


def said_at_once(of: Iterable[Lift], area: areas.Keys) -> dict[object, str]:
    """Return the same in words; of those that lie outside an area it says when they are, and not whose."""
    found = at_once(of)
    others = {other.pk for there in found.values() for other in there}
    named = set(in_area(area, Lift.objects.filter(pk__in=others)).values_list("pk", flat=True))
    return {pk: ", ".join(_told(other, named) for other in there) for pk, there in found.items()}


def _told(lift: Lift, named: Collection[object]) -> str:
    if lift.pk in named:
        return told(lift)
    return _("a lift of another ward, %(hours)s") % {"hours": hours_words(lift)}


def last_done(driver: Driver) -> Lift | None:
    """Return the lift that a driver said last was done; None where they said so of none."""
    rows = Lift.objects.filter(driver=driver, state=LiftState.DONE, settled_by=driver.user).select_related(*WITH)
    return rows.order_by("-settled_at").first()


def drivers(election: Election) -> QuerySet[Driver]:
    """Return the drivers, those who are there first, each with `to_do` and `done`: how many lifts."""
    return (
        Driver.objects.filter(election=election)
        .select_related("room", "user")
        .annotate(
            to_do=Count("lifts", filter=Q(lifts__state__in=rules.OPEN)),
            done=Count("lifts", filter=Q(lifts__state=LiftState.DONE)),
        )
        .order_by(F("gone_at").asc(nulls_first=True), "name", "pk")
    )
