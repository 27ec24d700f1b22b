"""Makes elections, stations, promises and marks for tests. Each function opens the scope that it needs.

poll = gotv.election(unit)                      # today, a real one
hall = gotv.station(poll, "Harrow Hill Library", hh3)
gotv.promise(elsie)                             # said Labour
gotv.mark(hall, elsie)                          # a teller typed her number
"""

from __future__ import annotations

import datetime
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone

from access import scoping
from access.models import Unit, User
from canvass.enums import Intention
from canvass.models import Elector, LatestContact, PollingDistrict
from gotv.actions import absent as absent_actions
from gotv.actions import counts as count_actions
from gotv.actions import drivers, franchise, lifts, marks, rooms, rounds, shifts, snapshots
from gotv.actions import turnout as turnout_actions
from gotv.enums import AbsentKind, CountKind, ElectionType, MarkVerdict, TurnoutState
from gotv.models import (
    AbsentList,
    AbsentVote,
    BallotBox,
    BoxDistrict,
    CommitteeRoom,
    Count,
    Driver,
    Election,
    KnockUpSnapshot,
    Lift,
    MarkedRegister,
    PollingStation,
    Round,
    TellerShift,
    TurnoutRecord,
    VoteMark,
)
from gotv.rules import franchise as rules
from gotv.rules.hours import Hours
from gotv.rules.numbers import RollNumber
from kit import clock


def election(
    unit: Unit,
    name: str = "Borough council",
    *,
    on: datetime.date | None = None,
    rehearsal: bool = False,
    type: str = ElectionType.LOCAL,  # noqa: A002 - the name of the field
    voting_age: int = 18,
    nation: str = "",
    counts_only: bool = False,
) -> Election:
    """Make an election: today unless another day is given, past days too. Who may vote is filled in from the law."""
    where = nation or rules.nations(type)[0]
    day = on or clock.today()
    with scoping.units([unit.pk]):
        made = Election.objects.create(
            unit=unit,
            name=name,
            type=type,
            nation=where,
            polling_on=day,
            voting_age=voting_age,
            is_rehearsal=rehearsal,
            counts_only=counts_only,
        )
        franchise.fill(made, rules.terms(type, where, day))
        return made


def absent(elector: Elector, at: Election, kind: str = AbsentKind.POSTAL, **facts: object) -> AbsentVote:
    """Let an elector vote by post, or in another way, as if it had been added by hand."""
    with scoping.units([elector.unit_id]):
        return AbsentVote.objects.create(
            unit_id=elector.unit_id,
            election=at,
            elector=elector,
            recorded_for=elector.pk,
            kind=kind,
            **{"added_at": timezone.now(), **facts},
        )


def turnout(elector: Elector, at: Election, state: str = TurnoutState.VOTED) -> TurnoutRecord:
    """Let a marked register have said this of an elector."""
    with scoping.units([elector.unit_id]):
        return TurnoutRecord.objects.create(
            unit_id=elector.unit_id,
            election=at,
            elector=elector,
            recorded_for=elector.pk,
            polling_district=elector.polling_district,
            state=state,
        )


def station(at: Election, name: str = "Harrow Hill Library", *districts: PollingDistrict) -> PollingStation:
    """Make a station where these districts vote."""
    with scoping.units([at.unit_id]):
        made = PollingStation.objects.create(unit_id=at.unit_id, election=at, name=name)
        made.districts.set(districts)
        return made


def room(at: Election, name: str = "Castle", *districts: PollingDistrict) -> CommitteeRoom:
    """Make a committee room that looks after these districts."""
    with scoping.units([at.unit_id]):
        return rooms.add(election=at, facts=rooms.Facts(name), districts=districts, by=None)


def box(at: PollingStation, number: str, *districts: PollingDistrict, electors: int | None = None) -> BallotBox:
    """Make a ballot box that all electors of these districts use; `electors` as a file counts each of them."""
    with scoping.units([at.unit_id]):
        made = BallotBox.objects.create(unit_id=at.unit_id, station=at, number=number)
        for one in districts:
            BoxDistrict.objects.create(unit_id=at.unit_id, box=made, district=one, electors=electors)
        return made


def count(at: BallotBox, value: int, *, by: User) -> Count:
    """Let somebody have typed in how many papers are in a box, now."""
    with scoping.units([at.unit_id]):
        return count_actions.enter(
            id=uuid.uuid4(), election=at.station.election, kind=CountKind.TURNOUT, place=at, value=value, by=by
        )


def shift(at: PollingStation, begins: int, ends: int, user: User) -> TellerShift:
    """Let somebody stand at a station from one hour until another."""
    with scoping.units([at.unit_id]):
        day = at.election.polling_on
        hours = Hours(clock.at(day, begins), clock.at(day, ends))
        return shifts.add(station=at, hours=hours, user=user, by=None)


def promise(
    elector: Elector, intention: str = Intention.LABOUR, *, said_at: datetime.datetime | None = None, **flags: bool
) -> LatestContact:
    """Let an elector have said Labour, in May unless said otherwise; flags such as moved=True."""
    with scoping.units([elector.unit_id]):
        return LatestContact.objects.create(
            unit_id=elector.unit_id,
            elector=elector,
            intention=intention,
            intention_at=said_at or datetime.datetime(2026, 5, 3, 11, tzinfo=datetime.UTC),
            **flags,
        )


def entry(elector: Elector, at: datetime.datetime | None = None) -> marks.Entry:
    """Return the entry of a teller who types this elector's number."""
    number = RollNumber(elector.number, elector.suffix)
    return marks.Entry(uuid.uuid4(), elector.polling_district.code, str(number), number, at or timezone.now())


def mark(
    at: PollingStation, elector: Elector, *, by: User | None = None, when: datetime.datetime | None = None
) -> VoteMark:
    """Let a teller type this elector's number."""
    with scoping.units([at.unit_id]):
        typed = entry(elector, when)
        marks.record(election=at.election, station=at, entries=[typed], by=by)
        return VoteMark.objects.get(pk=typed.id)


def absent_list(at: Election, rows: str, *kinds: str, approved: bool = False) -> AbsentList:
    """Bring in a list of absent voters, of postal ones unless kinds are given: "HH1,12" a line."""
    with scoping.units([at.unit_id]), _file(f"District,Number\n{rows}") as path:
        made = absent_actions.read(
            election=at,
            path=path,
            file_name="postal voters.csv",
            kinds=list(kinds) or [AbsentKind.POSTAL],
            dated_on=clock.today(),
            by=None,
        )
        return absent_actions.approve(absent_list=made, by=None) if approved else made


def marked_register(at: Election, rows: str, *, approved: bool = False) -> MarkedRegister:
    """Bring in a marked register of an election that is over: "HH1,12,V" a line."""
    with scoping.units([at.unit_id]), _file(f"District,Number,Marked\n{rows}") as path:
        made = turnout_actions.read(election=at, path=path, file_name="marked register.csv", by=None)
        return turnout_actions.approve(marked=made, by=None) if approved else made


@contextmanager
def _file(text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(text)
        yield path


def verdicts(answers: dict[uuid.UUID, MarkVerdict]) -> list[str]:
    """Return the verdicts of an answer, in the order of the entries."""
    return [verdict.value for verdict in answers.values()]


def frozen(at: Election, by: User) -> KnockUpSnapshot:
    """Freeze the knock-up list by the rule that is offered."""
    with scoping.units([at.unit_id]):
        return snapshots.freeze(election=at, version=snapshots.offer(unit=at.unit, by=by), by=by)


def round(at: Election, district: PollingDistrict, by: User, runner: User | None = None) -> Round:  # noqa: A001 - the noun
    """Send a team out to the streets of a district that are in no road group."""
    with scoping.units([at.unit_id]):
        return rounds.begin(election=at, district=district, road_group=None, team="Red team", runner=runner, by=by)


def driver(at: Election, name: str = "Ada Okafor") -> Driver:
    """Let somebody have offered to drive, with three seats."""
    with scoping.units([at.unit_id]):
        return drivers.add(election=at, facts=drivers.Facts(name), by=None)


def lift(at: Election, elector: Elector, **facts: Any) -> Lift:
    """Let an elector have asked for a lift; facts are those of gotv.actions.lifts.Wish."""
    with scoping.units([at.unit_id]):
        return lifts.ask(election=at, elector=elector, by=None, **facts)
