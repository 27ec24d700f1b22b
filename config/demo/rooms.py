"""Committee rooms with their districts, people and stock, and a tellers' rota that is not full yet."""

from __future__ import annotations

from access.enums import DeviceKind
from access.models import DeviceGrant, Unit
from canvass.models import PollingDistrict
from config.demo.units import Crew
from gotv.actions import rooms, shifts
from gotv.enums import RoomDuty
from gotv.models import Election, PollingStation
from gotv.rules.hours import Hours
from kit import clock

# Name, address, telephone (numbers that Ofcom keeps for fiction), canvassers, cars, lifts, and the wards' letters of
# its districts. Sallow Fen (WH4) is nobody's yet, so that there is something to put right.
_ROOMS = (
    ("Corn Exchange", "Upstairs, Corn Exchange, Market Place", "01632 960101", 24, 2, 9, ("MQ", "SO")),
    ("Foundry Yard", "Foundry Yard Labour Club", "01632 960102", 18, 2, 6, ("BF", "EM")),
    ("Ferry Road", "Marian’s front room, 8 Ferry Road", "01632 960103", 12, 1, 4, ("DR", "OX")),
    ("Harrow Hill", "Beacon Side Community Hall", "01632 960104", 16, 3, 11, ("HE", "HW", "PF")),
    ("Villages", "The Old Forge, Long Marl", "", None, 2, None, ("AM", "01", "WH1", "WH2", "WH3")),
)
_PEOPLE = (
    ("Corn Exchange", "organiser@wexcombe", RoomDuty.LEAD),
    ("Corn Exchange", "room@wexcombe", RoomDuty.NUMBERS),
    ("Foundry Yard", "organiser@wexcombe", RoomDuty.TEAMS),
    ("Ferry Road", "secretary@wexcombe", RoomDuty.LEAD),
    ("Harrow Hill", "room@wexcombe", RoomDuty.LEAD),
    ("Harrow Hill", "room@wexcombe", RoomDuty.LIFTS),
    ("Villages", "secretary@wexcombe", RoomDuty.LEAD),
)
# When each teller stands there: the first two have the hours that matter most.
_HOURS = ((7, 11), (7, 10), (8, 12), (9, 13), (16, 20))
_NEIGHBOURS = (("Corn Exchange, main hall", "Dot Larkspur", 16, 18), ("Tithe Barn", "Ned Aldous", 7, 9))


def make(unit: Unit, crew: Crew) -> None:
    """Set up the rehearsal's rooms and its rota."""
    election = Election.objects.get(unit=unit, is_rehearsal=True)
    districts = list(PollingDistrict.objects.filter(unit=unit))
    for name, address, phone, canvassers, cars, lifts, letters in _ROOMS:
        facts = rooms.Facts(name, address, "", phone, canvassers, cars, lifts)
        own = [district for district in districts if district.code.startswith(letters)]
        rooms.add(election=election, facts=facts, districts=own, by=crew.organiser)
    made = {room.name: room for room in election.rooms.all()}
    for name, login, duty in _PEOPLE:
        rooms.add_officer(room=made[name], user=crew.by_login[login], duty=duty, by=crew.organiser)
    _fill_rota(election, crew)


def _fill_rota(election: Election, crew: Crew) -> None:
    """Whoever has told so far is on the rota at that station, and two neighbours have offered an hour or two."""
    stations = {station.pk: station for station in election.stations.all()}
    phones = DeviceGrant.objects.filter(kind=DeviceKind.TELLER, scope__election=election.pk).order_by("user__name")
    for place, phone in enumerate(phones.select_related("user")):
        hours = _hours(election, *_HOURS[place % len(_HOURS)])
        shifts.add(station=stations[phone.scope["station"]], hours=hours, user=phone.user, by=crew.organiser)
    for name, neighbour, begins, ends in _NEIGHBOURS:
        station = PollingStation.objects.get(election=election, name=name)
        hours = _hours(election, begins, ends)
        shifts.add(station=station, hours=hours, name=neighbour, phone="01632 960200", by=crew.organiser)


def _hours(election: Election, begins: int, ends: int) -> Hours:
    return Hours(clock.at(election.polling_on, begins), clock.at(election.polling_on, ends))
