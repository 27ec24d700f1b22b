"""Boards: those of the past go into the tables, and a few are out, back or waiting today."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from access.models import User
from canvass.enums import EventStatus
from canvass.models import Board, BoardDoor, Handing
from canvass.rules import boards
from config.demo import events, history, records
from config.demo.history import Chronicle, Outing, Walks
from config.demo.records import Deed
from config.demo.register import Register
from kit import bulk

_DAY = datetime.timedelta(days=1)


def make_todays(story: Chronicle, register: Register, canvassers: list[User], now: datetime.datetime) -> None:
    """Add today's boards: one out with each of the first three canvassers, two back, three waiting; and one answer
    that came after its board had been put away.

    """
    walks = Walks(register, story.chance)
    for user, done in zip(canvassers[:3], (0.35, 0.6, 0.1), strict=False):
        outing = history.make_board(story, walks.next(45), now - _DAY)
        start = now - datetime.timedelta(minutes=20 + 2 * len(outing.homes) * done)
        # As long as a board may be out, so that the demo can still be tried tomorrow.
        until = start + boards.LONGEST_HANDING - datetime.timedelta(minutes=10)
        history.hand_out(outing, user, events.uuid4(story.chance), start, story.chance, until)
        history.record_doors(story, outing, start, int(len(outing.homes) * done), until=now)
    for user, ago in zip(canvassers[3:5], (4, 26), strict=False):
        outing = history.make_board(story, walks.next(50), now - 2 * _DAY)
        start = now - datetime.timedelta(hours=ago)
        history.hand_out(outing, user, events.uuid4(story.chance), start, story.chance)
        end = history.record_doors(story, outing, start, len(outing.homes))
        outing.returned_at = min(end + datetime.timedelta(minutes=8), now)
    for _ in range(3):
        history.make_board(story, walks.next(60), now - datetime.timedelta(hours=5))
    _answer_that_came_late(story, walks, canvassers[-1], now)


def _answer_that_came_late(story: Chronicle, walks: Walks, user: User, now: datetime.datetime) -> None:
    """A board was put away on Sunday's figures; two hours later a phone found its signal again."""
    outing = history.make_board(story, walks.next(40), now - 4 * _DAY)
    start = now - 2 * _DAY
    history.hand_out(outing, user, events.uuid4(story.chance), start, story.chance)
    end = history.record_doors(story, outing, start, len(outing.homes) - 1)
    outing.returned_at = outing.closed_at = end + datetime.timedelta(minutes=20)
    home = outing.homes[-1]
    entry = home.entries[0]
    about = {
        "board_id": str(outing.pk),
        "household": home.pk,
        "elector": entry.pk,
        "district": entry.district.code,
        "number": entry.number,
        "suffix": entry.suffix,
    }
    late = events.send(
        story.chance,
        outing.held(),
        "answer",
        {"intention": "labour", "labour_scale": 8, "issues": ["buses"]},
        outing.closed_at + datetime.timedelta(hours=2),
        about=about,
        status=EventStatus.QUARANTINED.value,
        reason="ROUND_CLOSED",
    )
    story.rows.append(late.row(story.unit.pk, outing.held()))


def save(story: Chronicle, organiser: User) -> None:
    """Write boards, doors, handings, phones, events, and the record of who made and handed out what."""
    unit, by = story.unit, organiser.pk
    bulk.fill(
        Board,
        "id unit name made_by made_at closed_at closed_by",
        (
            (one.pk, unit.pk, one.name, by, one.made_at, one.closed_at, by if one.closed_at else None)
            for one in story.outings
        ),
    )
    doors = [(one.pk, home.pk, place) for one in story.outings for place, home in enumerate(one.homes, 1)]
    ids = bulk.ids(BoardDoor, len(doors))
    bulk.fill(
        BoardDoor,
        "id unit board household position",
        ((pk, unit.pk, *door) for pk, door in zip(ids, doors, strict=True)),
    )
    out = [one for one in story.outings if one.phone is not None]
    bulk.fill(
        Handing,
        "id unit board user handed_by handed_at read_until returned_at",
        (
            (pk, unit.pk, one.pk, one.held().user.pk, organiser.pk, one.handed_at, one.read_until, one.returned_at)
            for pk, one in zip(bulk.ids(Handing, len(out)), out, strict=True)
        ),
    )
    events.save_phones(unit, (one.held() for one in out))
    events.save(story.rows)
    records.write(_deeds(story, organiser))


def _deeds(story: Chronicle, organiser: User) -> Iterator[Deed]:
    """Yield what the record would hold, had all this gone through the actions of canvass."""
    for one in story.outings:
        electors = sum(len(home.entries) for home in one.homes)
        made = {"doors": len(one.homes), "electors": electors, "left_out": 0}
        yield _deed(story, one, one.made_at, "board.made", organiser, made)
        if one.handed_at and one.read_until:
            user = one.held().user.pk
            to = {"user": user, "until": one.read_until.isoformat(), "before": None}
            yield _deed(story, one, one.handed_at, "board.handed_out", organiser, to)
            if one.returned_at:
                yield _deed(story, one, one.returned_at, "board.returned", organiser, {"user": user})
        if one.closed_at:
            yield _deed(story, one, one.closed_at, "board.closed", organiser, {})


def _deed(story: Chronicle, one: Outing, at: datetime.datetime, verb: str, by: User, detail: dict) -> Deed:
    return Deed(at, verb, by, story.unit, "canvass.board", one.pk, detail)
