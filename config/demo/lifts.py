"""Lifts of the rehearsal: drivers at the rooms, and people who asked, from wanted to done."""

from __future__ import annotations

from access.models import Unit, User
from gotv.actions import drivers, lifts
from gotv.enums import LiftNeed
from gotv.models import CommitteeRoom, Driver, Election, Lift
from gotv.queries import promises
from kit import clock

# Name, telephone (numbers that Ofcom keeps for fiction), car, seats, what it takes, and the room.
_DRIVERS = (
    ("Col Tarrant", "01632 960301", "a grey Berlingo", 4, (LiftNeed.WHEELCHAIR, LiftNeed.STEP_FREE), "Harrow Hill"),
    ("Nasreen Akhtar", "01632 960302", "a blue Fiesta", 3, (LiftNeed.STEP_FREE,), "Corn Exchange"),
    ("Wilf Brandreth", "01632 960303", "a red Golf", 3, (LiftNeed.CHILD_SEAT,), "Foundry Yard"),
)
# Room, from and until (hours, None for any), people, needs, and what has become of it.
_ASKED: tuple[tuple[str, int | None, int | None, int, tuple[LiftNeed, ...], str], ...] = (
    ("Harrow Hill", 9, 10, 1, (LiftNeed.FRAME,), "done"),
    ("Harrow Hill", 11, 12, 2, (LiftNeed.WHEELCHAIR, LiftNeed.RING_FIRST), "given"),
    ("Harrow Hill", 17, 18, 1, (LiftNeed.STEP_FREE,), "wanted"),
    ("Harrow Hill", None, None, 1, (), "wanted"),
    ("Corn Exchange", 10, 11, 2, (), "done"),
    ("Corn Exchange", 16, None, 1, (LiftNeed.CARER,), "given"),
    ("Corn Exchange", None, 13, 1, (LiftNeed.RING_FIRST,), "off"),
    ("Foundry Yard", 18, 20, 3, (LiftNeed.CHILD_SEAT,), "wanted"),
)


def make(unit: Unit, by: User) -> None:
    """Set drivers and lifts up in the rehearsal today. Wants an open scope, and the frozen list."""
    election = Election.objects.get(unit=unit, is_rehearsal=True)
    rooms = {room.name: room for room in election.rooms.all()}
    there = {}
    for name, phone, car, seats, takes, room in _DRIVERS:
        facts = drivers.Facts(name, phone, car, seats, [need.value for need in takes], rooms[room])
        there[room] = drivers.add(election=election, facts=facts, by=by)
    for place, asked in enumerate(_ASKED):
        _ask(election, rooms[asked[0]], there[asked[0]], place, asked, by)


def _ask(election: Election, room: CommitteeRoom, driver: Driver, place: int, asked: tuple, by: User) -> None:
    _room, begins, ends, people, needs, became = asked
    day = election.polling_on
    here = room.districts.values("polling_district")
    people_here = promises.left(election).filter(polling_district__in=here).select_related("polling_district")
    elector = people_here.order_by("pk")[place * 5]
    lift = lifts.ask(
        election=election,
        elector=elector,
        by=by,
        room=room,
        people=people,
        from_at=clock.at(day, begins) if begins else None,
        until_at=clock.at(day, ends) if ends else None,
        needs=[need.value for need in needs],
        phone=f"01632 96031{place}",
    )
    _follow(lift, driver, became, by)


def _follow(lift: Lift, driver: Driver, became: str, by: User) -> None:
    if became == "off":
        lifts.call_off(lift=lift, by=by, reason="Goes with a neighbour")
    if became in {"given", "done"}:
        lifts.give(lift=lift, driver=driver, by=by)
    if became == "done":
        lifts.done(lift=lift, by=by)
