"""An election today, in rehearsal: stations for every district, tellers at some of them, and their numbers so far."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from access.enums import DeviceKind
from access.models import Unit, User
from canvass.enums import ElectorKind, Intention
from canvass.models import PollingDistrict
from config.demo import events
from config.demo.events import Phone
from config.demo.history import Chronicle
from config.demo.register import Entry, Register
from gotv.actions import elections, stations, tellers
from gotv.actions import marks as mark_actions
from gotv.enums import ElectionType, MarkSource, MarkVerdict
from gotv.models import Election, PollingStation, VoteMark
from gotv.rules import hours
from kit import bulk, clock

# Polling places and the districts that vote there. Two rooms of one building are two stations.
_PLACES = (
    ("Abbots Marl Village Hall", "AM1 AM3"),
    ("Long Marl Reading Room", "AM2"),
    ("Bell Street Methodist Hall", "BF1"),
    ("Foundry Yard Boxing Club", "BF2"),
    ("Bellfounders Park Primary School", "BF3"),
    ("Drovers Green Scout Hut", "DR1"),
    ("Packhorse Hill Community Centre", "DR2"),
    ("Fold Lane Nursery", "DR3"),
    ("Eelmoor Leisure Centre, room 1", "EM1"),
    ("Eelmoor Leisure Centre, room 2", "EM2"),
    ("Osier Beds Social Club", "EM3"),
    ("Beacon Side Library", "HE1 HE2"),
    ("Ploughman’s Community Hall", "HE3"),
    ("Larks’ Field Bowls Pavilion", "HE4"),
    ("St Mary’s Church Rooms", "HW1 HW3"),
    ("Upper Harrow Village Hall", "HW2"),
    ("Corn Exchange, main hall", "MQ1"),
    ("Corn Exchange, balcony", "MQ4"),
    ("The Quay Sea Cadets", "MQ2"),
    ("Staithe Street Baptist Church", "MQ3"),
    ("Nether Lode Institute", "015AD 017AD"),
    ("Over Lode, temporary cabin at the Green", "016AD"),
    ("Oxbow Meadows Primary School", "OX1"),
    ("Ferry Road Allotment Hall", "OX2 OX4"),
    ("Gasworks Side Working Men’s Club", "OX3"),
    ("Pinfold Green Pavilion", "PF-1"),
    ("Tithe Barn", "PF-2/1 PF-2/2"),
    ("Chantry Street Mission Room", "SO1"),
    ("Verger’s Hill Surgery", "SO2"),
    ("Glebe Park Clubhouse", "SO3"),
    ("Sallow Green Village Hall", "WH1 WH4"),
    ("Wellhouse Community Centre", "WH2"),
    ("Pump Lane Chapel", "WH3"),
)
# The share of the day's votes that is in when the clock strikes 7, 8, 9 ... 22.
_BY_HOUR = (0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.41, 0.47, 0.53, 0.60, 0.68, 0.78, 0.87, 0.93, 0.97, 1.0)
_TURNOUT, _TOLD_TO_TELLERS = 0.42, 0.75
# Before the polls open a rehearsal has only what tellers typed to try their phones.
_PRACTICE = 0.03
_ALREADY_IN, _NOT_HERE = 0.012, 0.006


@dataclass
class _Day:
    """What the marks need to know, and what they come to."""

    election: Election
    unit: Unit
    districts: dict[str, int]
    opened_at: datetime.datetime
    until: datetime.datetime
    share: float
    chance: random.Random


def make(
    seed: str,
    story: Chronicle,
    register: Register,
    districts: dict[str, int],
    by: User,
    told_by: list[User],
    now: datetime.datetime,
) -> None:
    """Set the rehearsal up and record the numbers typed since seven o'clock, as many as fit the time of day."""
    unit = story.unit
    today = clock.today()
    election = elections.create(
        unit=unit,
        name="Local elections",
        type=ElectionType.LOCAL,
        polling_on=today,
        voting_age=18,
        is_rehearsal=True,
        details=elections.Details(postal_dispatch_on=today - datetime.timedelta(days=17)),
        by=by,
    )
    by_code = {one.code: one for one in PollingDistrict.objects.all()}
    places = [
        stations.add(
            election=election,
            name=name,
            address=f"{name.split(',')[0]}, {register.wards[0].settlement if 'Marl' in name else 'Wexcombe'}",
            districts=[by_code[code] for code in codes.split()],
            by=by,
        )
        for name, codes in _PLACES
    ]
    opens, share = so_far(today, now)
    chance = random.Random(f"{seed} polling day")  # noqa: S311 - invented voters, no secret
    day = _Day(election, unit, districts, opens, now, share, chance)
    _fill(day, story, register, places, told_by)


def so_far(today: datetime.date, now: datetime.datetime) -> tuple[datetime.datetime, float]:
    """Return since when numbers have come in, and which share of the day's votes is in."""
    polls = hours.polls(today)
    done = (now - polls.opens).total_seconds() / 3600
    if done < 0.75:
        return max(now - datetime.timedelta(minutes=45), hours.whole_day(today).opens), _PRACTICE
    hour = min(int(done), len(_BY_HOUR) - 2)
    within = min(done - hour, 1.0)
    return polls.opens, _BY_HOUR[hour] + (_BY_HOUR[hour + 1] - _BY_HOUR[hour]) * within


def _fill(day: _Day, story: Chronicle, register: Register, places: list[PollingStation], told_by: list[User]) -> None:
    """Write phones, their events and the marks."""
    chance = day.chance
    phones: list[Phone] = []
    marks: list[tuple] = []
    told: list[tuple] = []
    codes = [codes.split() for _name, codes in _PLACES]
    covered = sorted(chance.sample(range(len(places)), k=min(len(told_by), len(places))))
    electors: dict[str, list[Entry]] = {}
    for entry in register.entries:
        electors.setdefault(entry.district.code, []).append(entry)
    for place, teller in zip(covered, told_by, strict=False):
        phone = _phone(day, places[place], teller)
        phones.append(phone)
        # Some stations are busier than others, and one teller has gone home early.
        stayed = 0.55 if place == covered[-1] else 1.0
        busy = chance.uniform(0.7, 1.25) * stayed
        until = day.opened_at + (day.until - day.opened_at) * stayed
        voters = [one for code in codes[place] for one in _voters(day, story, electors[code], busy)]
        for sent, mark in _marks(day, places[place], phone, voters, until):
            told.append(sent.row(day.unit.pk, phone))
            marks.append(mark)
    events.save_phones(day.unit, phones)
    events.save(told)
    bulk.fill(
        VoteMark,
        "id unit election station polling_district elector typed source verdict actor device marked_at received_at",
        marks,
    )
    # Who has voted and the counters follow from the marks, by gotv's own recount.
    mark_actions.recount(election=day.election)


def _phone(day: _Day, station: PollingStation, teller: User) -> Phone:
    return Phone(
        events.uuid4(day.chance),
        events.uuid4(day.chance),
        None,
        teller,
        day.opened_at - datetime.timedelta(minutes=6),
        hours.tellers(day.election.polling_on, rehearsal=True).closes + tellers.SENDS_ON_FOR,
        seen_at=day.until,
        scope={"election": day.election.pk, "station": station.pk},
        kind=DeviceKind.TELLER.value,
    )


def _voters(day: _Day, story: Chronicle, electors: list[Entry], busy: float) -> Iterator[Entry]:
    """Yield who has voted and told their number so far: promises rather more often than others."""
    for entry in electors:
        promised = story.told.get(entry.pk) == Intention.LABOUR
        likely = busy * day.share * _TURNOUT * _TOLD_TO_TELLERS * (1.3 if promised else 1.0)
        may = entry.kind in {ElectorKind.ORDINARY, ElectorKind.OTHER} and (
            entry.attains_on is None or entry.attains_on <= day.election.polling_on
        )
        if may and day.chance.random() < likely:
            yield entry


def _marks(
    day: _Day, station: PollingStation, phone: Phone, voters: list[Entry], until: datetime.datetime
) -> Iterator[tuple[events.Sent, tuple]]:
    """Yield each event with its mark, in the order in which the teller typed them; a few twice, a few wrong."""
    chance = day.chance
    typed: list[tuple[Entry, MarkVerdict]] = []
    for entry in chance.sample(voters, k=len(voters)):
        typed.append((entry, MarkVerdict.COUNTED))
        if chance.random() < _ALREADY_IN:
            typed.append((entry, MarkVerdict.ALREADY_IN))
        if chance.random() < _NOT_HERE:
            typed.append((entry, MarkVerdict.NOT_HERE))
    span = max((until - day.opened_at).total_seconds() - 30, 1)
    for place, (entry, verdict) in enumerate(typed):
        at = day.opened_at + datetime.timedelta(seconds=span * (place + chance.random()) / len(typed))
        yield _mark(day, station, phone, entry, verdict, at)


def _mark(
    day: _Day, station: PollingStation, phone: Phone, entry: Entry, verdict: MarkVerdict, at: datetime.datetime
) -> tuple[events.Sent, tuple]:
    known = verdict != MarkVerdict.NOT_HERE
    number = entry.number if known else entry.number + 6000
    short = f"{number}/{entry.suffix}" if entry.suffix else str(number)
    about = {"district": entry.district.code, "number": number, "suffix": entry.suffix}
    sent = events.send(day.chance, phone, tellers.KIND, {"typed": short}, at, about=about)
    return sent, (
        sent.pk,
        day.unit.pk,
        day.election.pk,
        station.pk,
        day.districts[entry.district.code],
        entry.pk if known else None,
        f"{entry.district.code} {short}",
        MarkSource.TELLER.value,
        verdict.value,
        phone.user.pk,
        phone.pk,
        at,
        at + datetime.timedelta(seconds=3),
    )
