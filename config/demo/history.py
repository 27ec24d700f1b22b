"""Two years of canvassing: outings at weekends and on light evenings, boards, and what was recorded at each door.

Everything is made as phones would have sent it, in the order in which it happened; what follows from it (the latest
answer of each elector, the last knock at each door) is left to canvass's own rebuild.
"""

from __future__ import annotations

import datetime
import random
import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone

from access.models import Unit, User
from canvass.enums import ElectorKind, Intention, Issue, Outcome
from canvass.rules import boards, walking
from config.demo import events, issues
from config.demo.events import Phone
from config.demo.register import Entry, Home, Register
from kit import clock

DAYS, BOARDS = 730, 285
# How likely an outing is on a day: Monday first; and how busy each month is, January first (local elections in May).
_WEEK = (0.03, 0.10, 0.28, 0.16, 0.05, 0.72, 0.36)
_YEAR = (0.7, 0.9, 1.3, 1.8, 0.9, 0.8, 0.7, 0.35, 0.9, 1.1, 0.8, 0.3)
_ANSWERED = 0.41
# Two people at one door, each putting a slip right.
_LONGEST_TALK = datetime.timedelta(seconds=2 * (200 + 20) + 10)
# What people who are not for Labour say, in hundredths.
_OTHERS: tuple[tuple[Intention, int], ...] = (
    (Intention.CONSERVATIVE, 21), (Intention.REFORM, 20), (Intention.UNDECIDED, 18), (Intention.LIB_DEM, 9),
    (Intention.GREEN, 9), (Intention.WONT_SAY, 9), (Intention.AGAINST, 7), (Intention.NON_VOTER, 5),
    (Intention.INDEPENDENT, 2),
)  # fmt: skip
_SCALE = {Intention.LABOUR: (7, 10), Intention.UNDECIDED: (3, 7), Intention.GREEN: (3, 6), Intention.LIB_DEM: (2, 6)}
_ISSUES = tuple(issue.value for issue in Issue)
_ISSUE_WEIGHTS = (19, 17, 10, 8, 12, 6, 6, 8, 9, 3, 5, 4, 4, 5, 4, 4, 1)


@dataclass
class Outing:
    """A board, who had it, and the rows that came of it."""

    pk: uuid.UUID
    name: str
    homes: list[Home]
    made_at: datetime.datetime
    closed_at: datetime.datetime | None = None
    handed_at: datetime.datetime | None = None
    read_until: datetime.datetime | None = None
    returned_at: datetime.datetime | None = None
    phone: Phone | None = None

    def held(self) -> Phone:
        """Return the phone of the one who has or had the board. Raises ValueError for a board never handed out."""
        if self.phone is None:
            raise ValueError(f"{self.name} was never handed out.")
        return self.phone


@dataclass
class Chronicle:
    """All that happened. `rows` are ContactEvent rows in events.FIELDS' order."""

    unit: Unit
    chance: random.Random
    outings: list[Outing] = field(default_factory=list)
    rows: list[tuple] = field(default_factory=list)
    told: dict[int, Intention] = field(default_factory=dict)  # what an elector said last, by id
    closed: set[int] = field(default_factory=set)  # electors nobody goes to again: moved, died, asked us not to


class Walks:
    """Gives out the streets of each district in turn, so that over two years every door is knocked about once."""

    def __init__(self, register: Register, chance: random.Random) -> None:
        self._chance = chance
        self._streets: dict[str, list[list[Home]]] = {}
        for home in register.homes:
            streets = self._streets.setdefault(home.district.code, [])
            if not streets or streets[-1][-1].street is not home.street:
                streets.append([])
            streets[-1].append(home)
        for streets in self._streets.values():
            first = int(len(streets) * chance.random())
            streets[:] = [*streets[first:], *streets[:first]]
        self._districts = [district for ward in register.wards for district in ward.districts]
        # Labour goes where it is close: neither to its safest streets nor to its worst.
        self._weights = [
            district.size * (1.2 - abs(ward.lean - 0.42) * 5) for ward in register.wards for district in ward.districts
        ]

    def next(self, doors: int) -> list[Home]:
        """Return about that many doors: whole streets of one district, those that have waited longest."""
        district = self._chance.choices(self._districts, self._weights)[0]
        streets = self._streets[district.code]
        found: list[Home] = []
        for _ in range(len(streets)):
            street = streets.pop(0)
            streets.append(street)
            found += street
            if len(found) >= doors:
                break
        return found


def make(
    seed: str, register: Register, unit: Unit, canvassers: list[User], boards: int = BOARDS, days: int = DAYS
) -> Chronicle:
    """Return `boards` outings of the last `days`, up to the day before yesterday. Nothing is written yet."""
    chance = random.Random(f"{seed} history {unit.code}")  # noqa: S311 - an invented past, no secret
    story = Chronicle(unit, chance)
    walks = Walks(register, chance)
    phones = {user.pk: events.uuid4(chance) for user in canvassers}
    for day, together in sorted(Counter(_days(chance, boards, days)).items()):
        for place in range(together):
            user = canvassers[(day.toordinal() * 5 + place) % len(canvassers)]
            _go_out(story, walks, user, phones[user.pk], _start(chance, day, place // len(canvassers)))
    return story


def _days(chance: random.Random, boards: int, days: int) -> list[datetime.date]:
    """Return a day for each board: mostly weekends and light evenings, most before the elections in May."""
    today = clock.today()
    past = [today - datetime.timedelta(days=ago) for ago in range(2, days + 1)]
    return chance.choices(past, [_WEEK[day.weekday()] * _YEAR[day.month - 1] for day in past], k=boards)


def _start(chance: random.Random, day: datetime.date, later: int) -> datetime.datetime:
    """Return when a board of that day starts; `later` is 1 for somebody's second board of the day."""
    if day.weekday() < 5:
        return clock.at(day, 18 - 4 * later, chance.choice((0, 15, 30)))
    return clock.at(day, chance.choice((10, 11)) + 4 * later, chance.choice((0, 30)))


def _go_out(story: Chronicle, walks: Walks, user: User, device_id: uuid.UUID, start: datetime.datetime) -> None:
    outing = make_board(story, walks.next(story.chance.randint(50, 80)), start - datetime.timedelta(hours=20))
    hand_out(outing, user, device_id, start, story.chance)
    end = record_doors(story, outing, start, len(outing.homes))
    outing.returned_at = end + datetime.timedelta(minutes=12)
    outing.closed_at = end + datetime.timedelta(hours=2)


def make_board(story: Chronicle, homes: list[Home], made_at: datetime.datetime) -> Outing:
    """Make a board of these doors, named after its first streets as an organiser would."""
    streets = list(dict.fromkeys(home.address.street for home in homes))
    name = boards.proposed_name([homes[0].district.code], streets, whole=False)
    outing = Outing(events.uuid4(story.chance), name, sorted(homes, key=_place), made_at)
    story.outings.append(outing)
    return outing


def _place(home: Home) -> tuple:
    at = home.address
    return walking.place(
        walking.Door(
            home.street_pk,
            at.street,
            at.locality,
            at.number,
            at.number_suffix,
            at.building,
            at.flat,
            at.flat_number,
            home.pk,
        )
    )


def hand_out(
    outing: Outing,
    user: User,
    device_id: uuid.UUID,
    at: datetime.datetime,
    chance: random.Random,
    read_until: datetime.datetime | None = None,
) -> None:
    """Hand the board to somebody, whose phone opens it at once. `read_until` is the usual time unless given."""
    outing.handed_at = at - datetime.timedelta(minutes=10)
    outing.read_until = read_until or boards.default_until(timezone.localtime(outing.handed_at))
    outing.phone = Phone(
        events.uuid4(chance),
        device_id,
        outing.pk,
        user,
        at - datetime.timedelta(minutes=4),
        outing.read_until + boards.SENDS_ON_FOR,
        scope={"board": str(outing.pk)},
    )


def record_doors(
    story: Chronicle, outing: Outing, start: datetime.datetime, doors: int, until: datetime.datetime | None = None
) -> datetime.datetime:
    """Go down the first `doors` of the board from `start` on, and return when the last one was done.

    Nothing is recorded after `until`.
    """
    at = start
    for home in outing.homes[:doors]:
        next_at = at + datetime.timedelta(seconds=story.chance.randint(25, 70))
        if until is not None and next_at + _LONGEST_TALK > until:
            break
        at = next_at
        people = [one for one in home.entries if one.pk not in story.closed and _may_be_asked(one, at)]
        if people:
            at = _knock(story, outing, home, people, at)
    outing.held().seen_at = at
    return at


def _may_be_asked(entry: Entry, at: datetime.datetime) -> bool:
    return entry.kind == ElectorKind.ORDINARY and (entry.attains_on is None or entry.attains_on <= at.date())


def _knock(
    story: Chronicle, outing: Outing, home: Home, people: list[Entry], at: datetime.datetime
) -> datetime.datetime:
    """Record what came of one knock: nobody in, no way in, an answer or two, or somebody to strike off."""
    chance = story.chance
    if chance.random() >= _ANSWERED:
        shut = home.door.flat and chance.random() < 0.15
        outcome = Outcome.NO_ACCESS if shut else Outcome.NOT_IN
        _event(story, outing, "outcome", {"outcome": outcome.value}, at, home=home)
        return at
    if chance.random() < 0.03:
        gone = chance.choices((Outcome.MOVED, Outcome.DO_NOT_CONTACT, Outcome.DECEASED), (50, 38, 12))[0]
        entry = chance.choice(people)
        story.closed.add(entry.pk)
        _event(story, outing, "outcome", {"outcome": gone.value}, at, home=home, entry=entry)
        return at + datetime.timedelta(seconds=40)
    for entry in chance.sample(people, k=2 if len(people) > 1 and chance.random() < 0.28 else 1):
        at += datetime.timedelta(seconds=chance.randint(50, 200))
        answered = _event(story, outing, "answer", answer(story, home, entry), at, home=home, entry=entry)
        if chance.random() < 0.008:
            # A slip of the thumb, put right at the next look: a new event that supersedes the first.
            at += datetime.timedelta(seconds=20)
            again = answer(story, home, entry)
            _event(story, outing, "answer", again, at, home=home, entry=entry, supersedes=answered)
    return at


def answer(story: Chronicle, home: Home, entry: Entry) -> dict:
    """Return what this elector says today. People mostly say what they said before."""
    chance = story.chance
    intention = story.told.get(entry.pk)
    if intention is None or chance.random() < 0.22:
        if chance.random() < home.ward.lean:
            intention = Intention.LABOUR
        else:
            intention = chance.choices([one for one, _weight in _OTHERS], [weight for _one, weight in _OTHERS])[0]
        story.told[entry.pk] = intention
    low, high = _SCALE.get(intention, (1, 4))
    asked = intention not in {Intention.WONT_SAY, Intention.NON_VOTER} and chance.random() < 0.7
    named = chance.choices(_ISSUES, _ISSUE_WEIGHTS, k=chance.choices((0, 1, 2), (45, 42, 13))[0])
    return {
        "intention": intention.value,
        "labour_scale": chance.randint(low, high) if asked else None,
        "issues": list(dict.fromkeys(named)),
    }


def _event(
    story: Chronicle,
    outing: Outing,
    kind: str,
    payload: dict,
    at: datetime.datetime,
    *,
    home: Home,
    entry: Entry | None = None,
    supersedes: uuid.UUID | None = None,
) -> uuid.UUID:
    """Add one event of a board's phone, sent a few seconds after it happened. Returns its id."""
    about = {
        "board_id": str(outing.pk),
        "household": home.pk,
        "elector": entry.pk if entry else None,
        "district": entry.district.code if entry else None,
        "number": entry.number if entry else None,
        "suffix": entry.suffix if entry else None,
    }
    if kind == "answer" and entry is not None:
        payload = issues.colour(payload, home.ward, entry.pk, at)
    sent = events.send(story.chance, outing.held(), kind, payload, at, about=about, supersedes=supersedes)
    story.rows.append(sent.row(story.unit.pk, outing.held()))
    return sent.pk
