"""What polling day puts on the start page (access/hooks.py): the countdown, what needs you, where a teller goes."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import scoping
from access.hooks import Countdown, Need
from access.models import Unit
from access.permissions import Permission as P
from access.queries.accesses import Access
from access.rules import times
from gotv.enums import ElectionType
from gotv.models import CommitteeRoom, Election, TellerShift
from gotv.queries import elections, lifts, shifts, stations, tellers
from gotv.rules import deadlines, hours
from kit import clock

_SOON = datetime.timedelta(days=7)


def countdowns(access: Access, unit: Unit) -> list[Countdown]:
    """Return the next poll with its deadlines, and the next rehearsal. The date of a poll is no secret."""
    may_open = access.may(P.SEE_POLLING_DAY, unit)
    return [
        Countdown(
            polling_on=election.polling_on,
            label=election.name,
            deadlines=_deadlines(election),
            url=_url("gotv:dashboard", unit, election) if may_open else "",
        )
        for election in elections.next_polls(clock.today())
    ]


def _deadlines(election: Election) -> tuple[tuple[str, datetime.datetime], ...]:
    """Return the dates before a poll. None for a rehearsal, and only the opening in Scotland (rules/deadlines.py)."""
    if election.is_rehearsal:
        return ()
    opens = (_("Polls open"), hours.polls(election.polling_on).opens)
    if election.type == ElectionType.HOLYROOD:
        return (opens,)
    before = deadlines.before(election.polling_on, uk_parliament=election.type == ElectionType.PARLIAMENT)
    found = [
        (_("Register to vote"), clock.at(before.register_on, 23, 59)),
        (_("Ask for a postal vote"), clock.at(before.postal_on, 17)),
        (_("Ask for a proxy vote"), clock.at(before.proxy_on, 17)),
    ]
    if election.type != ElectionType.SENEDD:  # photo ID is not asked for there (domain C8)
        found.append((_("Ask for a free voter ID, where photo ID is asked for"), clock.at(before.photo_id_on, 17)))
    return (*found, opens)


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return what polling day needs of this user: their room, stations to set up, stations gone silent."""
    today = clock.today()
    found: list[Need] = []
    for election in Election.objects.filter(polling_on__gte=today, polling_on__lte=today + _SOON):
        rooms = list(lifts.rooms_of(election, access.user)) if access.may(P.SEE_POLLING_DAY, unit) else []
        if election.polling_on == today:
            found += [_room(election, unit, room) for room in rooms]
            found += [_to_tell(shift) for shift in shifts.of_user(access.user, today).filter(election=election)]
            if access.permissions_in(unit) == {P.ENTER_COUNTS}:
                found.append(_to_count(election, unit))
        if access.may(P.SET_UP_POLLING_DAY, unit):
            found += _stations_missing(election, unit)
        elif access.may(P.RECORD_VOTED, unit) and not rooms:
            found += _hours_to_take(election)
        if access.may(P.SEE_POLLING_DAY, unit) and election.polling_on == today:
            found += _silent(election, unit)
    return found


def _room(election: Election, unit: Unit, room: CommitteeRoom) -> Need:
    """Return the way to the screen of a room in which somebody has a duty."""
    return Need(
        title=_("Your committee room: %(room)s") % {"room": room.name},
        what=_("%(election)s is today.") % {"election": election.name},
        why=_("Its districts, its teams and its lifts stand on one screen."),
        url=reverse("gotv:room_screen", kwargs={"unit": unit.code, "election": election.pk, "room": room.pk}),
        button=_("Open its screen"),
        due_at=hours.polls(election.polling_on).opens,
    )


def _to_tell(shift: TellerShift) -> Need:
    """Return the way to the keypad of a station for whoever stands there today."""
    begins, ends = (f"{timezone.localtime(at):%H:%M}" for at in (shift.starts_at, shift.ends_at))
    return Need(
        title=_("You tell at %(station)s") % {"station": shift.station.name},
        what=_("%(election)s, %(begins)s to %(ends)s.")
        % {"election": shift.election.name, "begins": begins, "ends": ends},
        why=_("Open the keypad before you leave: from then on it opens without signal too."),
        url=reverse("gotv:teller", kwargs={"station": shift.station_id}),
        button=_("Open the keypad"),
        due_at=shift.starts_at,
    )


def _to_count(election: Election, unit: Unit) -> Need:
    """Return the way to the counts for somebody inside a polling station."""
    return Need(
        title=_("Send counts from the ballot box"),
        what=_("%(election)s is today.") % {"election": election.name},
        why=_("The committee rooms see from them where turnout is low."),
        url=_url("gotv:counts", unit, election),
        button=_("Send a count"),
        due_at=hours.polls(election.polling_on).opens,
    )


def _stations_missing(election: Election, unit: Unit) -> list[Need]:
    state = elections.readiness(election)
    if state.stations and not state.unplaced:
        return []
    if not state.stations:
        what = _("%(election)s on %(day)s has no polling stations yet.")
    else:
        what = ngettext(
            "%(election)s on %(day)s: one district votes nowhere yet.",
            "%(election)s on %(day)s: %(count)s districts vote nowhere yet.",
            len(state.unplaced),
        )
    day = date_format(election.polling_on, "l j F")
    return [
        Need(
            title=_("Set up the polling stations"),
            what=what % {"election": election.name, "day": day, "count": len(state.unplaced)},
            why=_("Tellers can only type numbers for a station that is there."),
            url=_url("gotv:stations", unit, election),
            button=_("Set up stations"),
            due_at=hours.polls(election.polling_on).opens,
        )
    ]


def _hours_to_take(election: Election) -> list[Need]:
    """Return a line about the hours in which nobody tells, for those who could."""
    cover = shifts.cover(election)
    if not cover.empty or timezone.now() >= hours.polls(election.polling_on).closes:
        return []
    what = ngettext(
        "%(election)s on %(day)s: one hour is empty on the tellers’ rota.",
        "%(election)s on %(day)s: %(count)s hours are empty on the tellers’ rota.",
        cover.empty,
    )
    day = date_format(election.polling_on, "l j F")
    return [
        Need(
            title=_("Tell at a polling station"),
            what=what % {"election": election.name, "day": day, "count": cover.empty},
            why=_("Any telling is better than none, and 07:00 to 09:00 is worth most."),
            url=reverse("gotv:my_shifts"),
            button=_("Take hours"),
            due_at=hours.polls(election.polling_on).opens,
        )
    ]


def _silent(election: Election, unit: Unit) -> list[Need]:
    now = timezone.now()
    quiet = sorted((p.silent_since, p.name) for p in stations.places(election, now) if p.silent_since)
    if not quiet:
        return []
    since, station = quiet[0]
    title = ngettext("One station is silent", "%(count)s stations are silent", len(quiet))
    return [
        Need(
            title=title % {"count": len(quiet)},
            what=_("Nothing from %(station)s for %(age)s.")
            % {"station": station, "age": times.waiting(since, now).figure},
            why=_("Without numbers, knock-up lists keep people who have voted."),
            url=_url("gotv:dashboard", unit, election),
            button=_("See which"),
            since=since,
        )
    ]


def home(access: Access) -> str | None:
    """Return where a teller goes: the page of the station that is open now, or the list of them.

    A polling agent goes to the counts of today. None for everybody with another job as well, and outside the hours.
    """
    units = access.units()
    if len(units) == 1 and access.permissions_in(units[0]) == {P.ENTER_COUNTS}:
        with scoping.units([units[0].pk]):
            today = Election.objects.filter(polling_on=clock.today()).order_by("is_rehearsal", "pk").first()
            return _url("gotv:counts", units[0], today) if today else None
    if not units or any(access.permissions_in(unit) != {P.RECORD_VOTED} for unit in units):
        return None
    now = timezone.now()
    with scoping.units(unit.pk for unit in units):
        open_now = [s for s in tellers.stations_on(clock.today()) if tellers.hours_of(s).hold(now)]
    if len(open_now) == 1:
        return reverse("gotv:teller", kwargs={"station": open_now[0].pk})
    return reverse("gotv:teller_stations") if open_now else None


def _url(name: str, unit: Unit, election: Election) -> str:
    return reverse(name, kwargs={"unit": unit.code, "election": election.pk})
