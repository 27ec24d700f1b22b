"""Whether everything is ready for polling day: what is missing, what to do about it, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import RequestState
from access.models import Absence, AccessRequest, Unit
from access.permissions import Permission as P
from access.queries import absences, accesses
from access.roles import RoleName
from gotv.enums import ListState
from gotv.models import (
    AbsentList,
    CampaignFigures,
    Election,
    KnockUpSnapshot,
    PaperPack,
    TellerPass,
    TellerShift,
)
from gotv.queries import elections, rooms, shifts, stations
from kit.templatetags.rosette import number

_SHOWN = 6
# The roles of the day, and the rights of which somebody whose role is not open yet would be missed on it.
_ROLES = (
    RoleName.TELLER,
    RoleName.POLLING_AGENT,
    RoleName.COMMITTEE_ROOM,
    RoleName.BOARD_RUNNER,
    RoleName.CANVASSER,
)
_RIGHTS = (P.RECORD_VOTED, P.ENTER_COUNTS, P.RUN_ROUNDS, P.RECORD_DOORS)


@dataclass(frozen=True)
class Line:
    """One thing to be ready. `missing` is how many of it are not, 0 when it is ready.

    `what` says how it stands, `do` what to do about it ("" when it is ready); `page` is the name of the page where,
    and `button` what its link says.
    """

    what: str
    missing: int
    do: str
    page: str
    button: str


def lines(election: Election) -> list[Line]:
    """Return everything that must be ready, in the order in which it is set up. Its size adds no queries."""
    unit = election.unit
    found = [*_stations(election), *_rooms(election)]
    if election.counts_only:
        found += [_figures(), _boxes(election)]
    else:
        found += [*_tellers(election), _packs(election), _frozen(election), _absent(election)]
    if not election.is_rehearsal and not election.counts_only:
        found.append(_dispatch(election))
    return [*found, _deciders(election, unit), *_roles(unit)]


def _named(names: Sequence[str]) -> str:
    """Return the first of these names, and that there are more."""
    shown = [*names[:_SHOWN], *([_("%(count)d more") % {"count": len(names) - _SHOWN}] if len(names) > _SHOWN else [])]
    return get_text_list(shown, _("and"))


def _stations(election: Election) -> list[Line]:
    state = elections.readiness(election)
    page, button = "gotv:stations", _("Set up stations")
    if not state.stations:
        do = _("Say where each district votes. Tellers can only type numbers for a station that is there.")
        return [Line(_("There are no polling stations yet."), 1, do, page, button)]
    if not state.unplaced:
        said = ngettext(
            "One station; every district votes somewhere.",
            "%(count)d stations; every district votes somewhere.",
            state.stations,
        )
        return [Line(said % {"count": state.stations}, 0, "", page, button)]
    said = ngettext(
        "One district votes nowhere yet: %(names)s.",
        "%(count)d districts vote nowhere yet: %(names)s.",
        len(state.unplaced),
    )
    about = {"count": len(state.unplaced), "names": _named([one.code for one in state.unplaced])}
    return [
        Line(said % about, len(state.unplaced), _("Say where they vote, or take them off the register."), page, button)
    ]


def _figures() -> Line:
    page, button = "gotv:counts_only", _("Bring in figures")
    districts = CampaignFigures.objects.exclude(district=None).count()
    if not districts:
        do = _("Export campaign stats in Contact Creator: without them nobody knows how many promises there are.")
        return Line(_("There are no figures of Contact Creator yet."), 1, do, page, button)
    said = ngettext(
        "Contact Creator’s figures are in, of one district.",
        "Contact Creator’s figures are in, of %(count)d districts.",
        districts,
    )
    return Line(said % {"count": districts}, 0, "", page, button)


def _boxes(election: Election) -> Line:
    page, button = "gotv:boxes", _("Number the boxes")
    without = stations.without_box(election)
    if not without:
        return Line(_("Every station with districts has its ballot boxes."), 0, "", page, button)
    said = ngettext(
        "No ballot box is known at one station: %(names)s.",
        "No ballot box is known at %(count)d stations: %(names)s.",
        len(without),
    )
    do = _("Say which boxes stand there: turnout is counted box by box.")
    return Line(said % {"count": len(without), "names": _named(without)}, len(without), do, page, button)


def _rooms(election: Election) -> list[Line]:
    page, button = "gotv:rooms", _("Set up rooms")
    held = list(rooms.listing(election))
    if not held:
        do = _("Add one: teams, numbers and lifts come together there.")
        return [Line(_("There is no committee room yet."), 1, do, page, button)]
    free, headless = rooms.unassigned(election), rooms.without_lead(held)
    whose = ngettext(
        "One district is no room’s: %(names)s.", "%(count)d districts are no room’s: %(names)s.", len(free)
    )
    about = {"count": len(free), "names": _named([one.code for one in free])}
    districts = whose % about if free else _("Every district is a committee room’s.")
    lead = ngettext("Nobody runs one room: %(names)s.", "Nobody runs %(count)d rooms: %(names)s.", len(headless))
    led = {"count": len(headless), "names": _named([one.name for one in headless])}
    return [
        Line(districts, len(free), _("Say which room looks after them.") if free else "", page, button),
        Line(
            lead % led if headless else _("Somebody runs every committee room."),
            len(headless),
            _("Choose who runs it: they open it in the morning, and everybody rings them.") if headless else "",
            page,
            button,
        ),
    ]


def _tellers(election: Election) -> list[Line]:
    cover = shifts.cover(election)
    if not cover.stations:
        return []  # the stations come first
    page, button = "gotv:rota", _("See the rota")
    none = ngettext(
        "One station has no teller: %(names)s.", "%(count)d stations have no teller: %(names)s.", len(cover.without)
    )
    about = {"count": len(cover.without), "names": _named([one.name for one in cover.without])}
    full = _("Every station has a teller; %(empty)d of %(hours)d hours are empty.")
    return [
        Line(
            none % about if cover.without else full % {"empty": cover.empty, "hours": cover.hours},
            len(cover.without),
            _("Ask tellers to take empty hours, 07:00 to 09:00 first.") if cover.without else "",
            page,
            button,
        ),
        _codes(election),
    ]


def _codes(election: Election) -> Line:
    """A code that was never tried is one that fails at seven in the morning (reliability T6)."""
    page, button = "gotv:teller_passes", _("See the codes")
    codes = TellerPass.objects.filter(election=election, revoked_at=None)
    theirs = Q(shift=OuterRef("pk")) | Q(station=OuterRef("station"), name=OuterRef("name"))
    on_the_rota = TellerShift.objects.filter(election=election, user=None)
    without = on_the_rota.exclude(Exists(codes.filter(theirs))).values("name", "station").distinct().count()
    if without:
        said = ngettext(
            "One teller on the rota has neither an account nor a code.",
            "%(count)d tellers on the rota have neither an account nor a code.",
            without,
        )
        do = _("Make a code for each, and let them try it two days before.")
        return Line(said % {"count": without}, without, do, page, button)
    untried = codes.filter(checked_at=None).count()
    if untried:
        said = ngettext(
            "One teller’s code has not been tried.", "%(count)d tellers’ codes have not been tried.", untried
        )
        do = _("Ask each teller to open theirs and check it two days before, and send a new one where it fails.")
        return Line(said % {"count": untried}, untried, do, page, button)
    return Line(_("Every teller on the rota has an account, or a code that has been tried."), 0, "", page, button)


def _packs(election: Election) -> Line:
    fetched = PaperPack.objects.filter(room=OuterRef("pk"), fetched_at__isnull=False)
    without = list(election.rooms.exclude(Exists(fetched)).order_by("name").values_list("name", flat=True))
    page, button = "gotv:packs", _("See the packs")
    if not without and election.rooms.exists():
        return Line(_("Every committee room has fetched its paper pack."), 0, "", page, button)
    said = ngettext(
        "One room has not fetched a paper pack: %(names)s.",
        "%(count)d rooms have not fetched a paper pack: %(names)s.",
        len(without),
    )
    do = _("Let each room fetch one before the polls open, and try its password: it is for when the network fails.")
    if not without:
        return Line(_("No room has a paper pack: there is no committee room yet."), 1, do, page, button)
    return Line(said % {"count": len(without), "names": _named(without)}, len(without), do, page, button)


def _frozen(election: Election) -> Line:
    snapshot = KnockUpSnapshot.objects.filter(election=election, replaced_at=None).first()
    page, button = "gotv:frozen", _("See the frozen list")
    if snapshot is None:
        do = _("Choose the rule and freeze it, best on the Saturday before: then everybody works from one list.")
        return Line(_("The knock-up list is not frozen."), 1, do, page, button)
    about = {"count": number(snapshot.electors), "day": date_format(snapshot.frozen_at, "j F")}
    return Line(_("The knock-up list is frozen: %(count)s people, on %(day)s.") % about, 0, "", page, button)


def _absent(election: Election) -> Line:
    page, button = "gotv:absent", _("See absent voters")
    if AbsentList.objects.filter(election=election, state=ListState.APPLIED).exists():
        return Line(_("The council’s list of postal voters is in."), 0, "", page, button)
    do = _("Ask the council for it and bring it in: else teams call on people who have voted by post.")
    return Line(_("There is no list of postal voters yet."), 1, do, page, button)


def _dispatch(election: Election) -> Line:
    page, button = "gotv:edit_election", _("Change the election")
    if election.postal_dispatch_on is not None:
        day = date_format(election.postal_dispatch_on, "j F")
        return Line(_("Postal votes are sent out on %(day)s.") % {"day": day}, 0, "", page, button)
    do = _("Ask the council for the day: from then on postal voters are asked only whether they have sent theirs.")
    return Line(_("Nobody has said when postal votes are sent out."), 1, do, page, button)


def _deciders(election: Election, unit: Unit) -> Line:
    day = election.polling_on
    deciding = {one.user.pk: one.user.name for one in accesses.holding([unit.pk]) if absences.decides(one, unit)}
    away = Absence.objects.filter(
        unit=unit, user__in=deciding, from_on__lte=day, until_on__gte=day, called_off_at=None, deputy_grant=None
    )
    names = sorted({deciding[pk] for pk in away.values_list("user_id", flat=True)})
    page, button = "access:away", _("See who is away")
    if not deciding or (names and len(names) == len(deciding)):
        do = _("Name a deputy: on the day somebody must let tellers and drivers in.")
        return Line(_("Nobody who decides about access is there on the day."), 1, do, page, button)
    if not names:
        return Line(_("Everybody who decides about access is there, or has a deputy."), 0, "", page, button)
    said = ngettext(
        "%(names)s, who decides about access, is away.", "%(names)s, who decide about access, are away.", len(names)
    )
    return Line(said % {"names": _named(names)}, len(names), _("Name a deputy for them."), page, button)


def _roles(unit: Unit) -> list[Line]:
    asked = AccessRequest.objects.filter(unit=unit, state=RequestState.OPEN, role__in=_ROLES).count()
    closed = sorted(
        {one.user.name for one in accesses.holding([unit.pk]) for right in _RIGHTS if one.closed_in(unit, right)}
    )
    decide = ngettext("One person waits for a role of the day.", "%(count)d people wait for a role of the day.", asked)
    told = ngettext(
        "%(names)s has a role that is not open yet.",
        "%(count)d people have a role that is not open yet: %(names)s.",
        len(closed),
    )
    return [
        Line(
            decide % {"count": asked} if asked else _("Nobody waits for a role of the day."),
            asked,
            _("Decide now: a lesson and terms come after it, and take half an hour.") if asked else "",
            "access:desk",
            _("See who asked"),
        ),
        Line(
            told % {"count": len(closed), "names": _named(closed)} if closed else _("Every role of the day is open."),
            len(closed),
            _("Remind them: they have a lesson to pass, terms to sign, or a phone to set up.") if closed else "",
            "access:grants",
            _("See who has access"),
        ),
    ]
