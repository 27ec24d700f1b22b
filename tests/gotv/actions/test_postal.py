"""What postal voters say of their postal vote, from the office and from the door: kept, marked, taken back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import time_machine

from access.models import AuditEvent, Unit
from access.roles import RoleName
from canvass.actions import answers
from canvass.enums import EventStatus
from canvass.models import ContactEvent, LatestContact
from gotv.actions import postal, sheets
from gotv.enums import AbsentKind, PostalSaid, SheetKind
from gotv.models import AbsentVote, DistrictCounter, MarkVoid, PostalAnswer, Sheet, Voted, VoteMark
from gotv.queries import postal as queries
from gotv.rules import sheets as rules
from kit import clock
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.factories import canvass, phones
from tests.factories import gotv as make

_OUT = datetime.date(2026, 4, 20)
_DAY = datetime.date(2026, 5, 7)


@pytest.fixture
def chase(cast: Cast, scope: Unit) -> Iterator[SimpleNamespace]:
    """Two days after the ballots went out: Elsie and Zofia vote by post, Graham does not; all said Labour."""
    with time_machine.travel(datetime.datetime(2026, 4, 22, 11, tzinfo=datetime.UTC), tick=False) as travel:
        poll = make.election(scope, on=_DAY)
        type(poll).objects.filter(pk=poll.pk).update(postal_dispatch_on=_OUT)
        poll.refresh_from_db()
        hh1 = canvass.district(scope, "HH1", "Tanyard", canvass.ward(scope, "Harrow Hill East"))
        door = canvass.household(canvass.street(scope, "Tanyard Row"), 1, in_district=hh1)
        elsie, graham = canvass.elector(door, "Elsie"), canvass.elector(door, "Graham")
        zofia = canvass.elector(door, "Zofia", "Haddad")
        for elector in (elsie, zofia):
            make.absent(elector, poll)
        board = canvass.board(cast.osei, door)
        canvass.hand(board, cast.alun, cast.osei)
        yield SimpleNamespace(
            cast=cast, poll=poll, hh1=hh1, elsie=elsie, graham=graham, zofia=zofia, board=board, travel=travel,
            phone=phones.phone(board, cast.alun),
        )  # fmt: skip


def _note(chase: SimpleNamespace, said: str = PostalSaid.SENT, **more: object) -> PostalAnswer:
    facts = {"elector": chase.elsie, "by": chase.cast.osei, "key": uuid.uuid4()}
    return postal.note(election=chase.poll, said=said, **facts | more)


def _names(chase: SimpleNamespace, show: str = "") -> list[str]:
    return sorted(row.forenames for row in queries.left(chase.poll, show))


def _of_postal(chase: SimpleNamespace) -> None:
    for elector in (chase.elsie, chase.graham, chase.zofia):
        make.promise(elector)


def test_sent_makes_a_mark_before_the_polls_open_and_the_same_form_twice_is_one(chase: SimpleNamespace) -> None:
    _of_postal(chase)
    assert _names(chase) == ["Elsie", "Zofia"]
    key = uuid.uuid4()
    for _twice in range(2):
        _note(chase, key=key)
    assert PostalAnswer.objects.count() == 1
    mark, answer = VoteMark.objects.get(), PostalAnswer.objects.get()
    assert (mark.pk, mark.source, mark.verdict, mark.suspicion) == (answer.pk, "postal", "counted", "")
    assert DistrictCounter.objects.get(election=chase.poll).voted == 1
    assert _names(chase) == ["Zofia"]


def test_a_form_that_is_sent_again_with_another_answer_is_another_answer(chase: SimpleNamespace) -> None:
    """Whoever goes back a page and taps what was meant reads that it is noted: so it has to be."""
    _of_postal(chase)
    key = uuid.uuid4()
    _note(chase, said=PostalSaid.NOT_IN, key=key)
    _note(chase, key=key)
    assert set(PostalAnswer.objects.values_list("said", flat=True)) == {"not_in", "sent"}
    assert _names(chase) == ["Zofia"]


def test_taken_back_takes_the_mark_too(chase: SimpleNamespace) -> None:
    _of_postal(chase)
    answer = _note(chase)
    for _twice in range(2):
        postal.take_back(answer=answer, by=chase.cast.osei)
    assert MarkVoid.objects.count() == 1
    assert not Voted.objects.exists()
    assert _names(chase) == ["Elsie", "Zofia"]
    assert AuditEvent.objects.filter(verb="postal.taken_back").count() == 1


def test_what_was_said_last_decides_who_is_asked_again(chase: SimpleNamespace) -> None:
    _of_postal(chase)
    _note(chase, PostalSaid.NOT_COME)
    assert _names(chase, queries.STUCK) == ["Elsie"]
    chase.travel.shift(60)
    _note(chase, PostalSaid.MEANS_TO)
    assert (_names(chase, queries.STUCK), _names(chase, queries.PROMISED)) == ([], ["Elsie"])
    assert _names(chase, queries.UNASKED) == ["Zofia"]
    chase.travel.shift(60)
    _note(chase, PostalSaid.WONT)
    assert _names(chase) == ["Zofia"]


def test_two_entries_that_are_one_person_are_asked_once(chase: SimpleNamespace) -> None:
    _of_postal(chase)
    make.absent(chase.graham, chase.poll)
    _note(chase, PostalSaid.WONT, elector=chase.graham)
    type(chase.graham).objects.filter(pk=chase.graham.pk).update(merged_into=chase.zofia, left_on=_OUT)
    assert _names(chase) == ["Elsie"]


@pytest.mark.parametrize("day", ["2026-04-19T12:00+00:00", "2026-05-08T00:30+00:00"])
def test_outside_the_chase_nothing_is_noted(chase: SimpleNamespace, day: str) -> None:
    chase.travel.move_to(datetime.datetime.fromisoformat(day))
    with pytest.raises(Refused):
        _note(chase)
    assert not PostalAnswer.objects.exists()


def test_of_somebody_who_votes_at_a_station_nothing_is_noted(chase: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="does not vote by post"):
        _note(chase, elector=chase.graham)
    assert not VoteMark.objects.exists()


# --- At the door ----------------------------------------------------------------------------------------------------
def _said(chase: SimpleNamespace, code: str, **more: object) -> dict:
    elector = more.pop("elector", chase.elsie)
    return chase.phone.event("postal", {"said": code}, **chase.phone._named(elector) | more)


def test_a_phone_sends_that_it_is_sent_and_takes_it_back(chase: SimpleNamespace) -> None:
    event = _said(chase, "sent")
    assert [one["status"] for one in chase.phone.send(event)] == ["stored"]
    assert [one["status"] for one in chase.phone.send(event)] == ["duplicate"]
    answer = PostalAnswer.objects.get()
    assert (answer.said, answer.actor, answer.device) == ("sent", chase.cast.alun, chase.phone.grant)
    assert Voted.objects.get().elector == chase.elsie
    chase.phone.send(chase.phone.undo(event))
    assert not Voted.objects.exists()
    assert not PostalAnswer.objects.filter(undone_at=None).exists()


def test_a_correction_stands_in_place_of_what_it_corrects(chase: SimpleNamespace) -> None:
    first = _said(chase, "sent")
    chase.phone.send(first)
    chase.phone.send(_said(chase, "not_come", supersedes=first["id"]))
    assert PostalAnswer.objects.get(undone_at=None).said == "not_come"
    assert not Voted.objects.exists()


@pytest.mark.parametrize(
    "payload", [{}, {"said": 3}, {"said": "sent", "intention": "labour"}, {"said": "sent", "by_another": 1}]
)
def test_nothing_else_is_taken(chase: SimpleNamespace, payload: dict) -> None:
    event = chase.phone.event("postal", payload, **chase.phone._named(chase.elsie))
    assert [one["status"] for one in chase.phone.send(event)] == ["rejected"]


def test_of_somebody_who_does_not_vote_by_post_it_waits(chase: SimpleNamespace) -> None:
    assert [one["status"] for one in chase.phone.send(_said(chase, "sent", elector=chase.graham))] == ["quarantined"]
    assert not VoteMark.objects.exists()


def test_on_polling_day_what_a_polling_agent_sends_waits(chase: SimpleNamespace) -> None:
    people.grant(chase.cast.alun, chase.cast.wexcombe, RoleName.POLLING_AGENT)
    sent = {"elector": chase.elsie.pk, "household": chase.elsie.household_id}
    (early,) = chase.phone.send(chase.phone.event("postal", {"said": "means_to"}, **sent))
    assert early["status"] == "stored"
    chase.travel.move_to(clock.at(chase.poll.polling_on, 12))
    (result,) = chase.phone.send(chase.phone.event("postal", {"said": "sent"}, **sent))
    assert (result["status"], result["code"]) == ("quarantined", "INSIDE")
    assert not VoteMark.objects.exists()


def test_how_a_postal_voter_votes_is_not_kept_once_the_ballots_are_out(chase: SimpleNamespace) -> None:
    said = {"ruled_out": ["reform"], "survey": {"version": str(uuid.uuid4()), "answers": {"q": 7}}, "note": "Buses"}
    event = chase.phone.answer(chase.elsie, "labour", scale=9, issues=["buses"], said=said)
    assert [one["status"] for one in chase.phone.send(event)] == ["stored"]
    kept = ContactEvent.objects.get(pk=event["id"])
    expected = {"intention": None, "labour_scale": None, "issues": ["buses"], "note": "Buses", "note_flagged": False}
    assert {name: value for name, value in expected.items() if value or name in kept.payload} == kept.payload
    latest = LatestContact.objects.get(elector=chase.elsie)
    assert (latest.intention, latest.labour_scale, latest.ruled_out) == ("", None, [])
    assert latest.spoken_at is not None
    assert [one["status"] for one in chase.phone.send(event)] == ["duplicate"]
    row = AuditEvent.objects.get(verb="answer.hushed")
    assert "labour" not in str(row.detail)


def test_of_others_and_of_the_days_before_it_is_kept(chase: SimpleNamespace) -> None:
    before = datetime.datetime(2026, 4, 19, 12, tzinfo=datetime.UTC).isoformat()
    chase.phone.send(
        chase.phone.answer(chase.graham, "labour"), chase.phone.answer(chase.elsie, "labour", device_time=before)
    )
    assert dict(LatestContact.objects.values_list("elector__forenames", "intention")) == {
        "Graham": "labour",
        "Elsie": "labour",
    }


@pytest.mark.parametrize("is_real", [True, False])
def test_a_rehearsal_hushes_nobody_and_a_day_that_nobody_knows_is_two_weeks_before(
    chase: SimpleNamespace, is_real: bool
) -> None:
    days = {"postal_dispatch_on": None, "is_rehearsal": not is_real, "polling_on": datetime.date(2026, 5, 6)}
    type(chase.poll).objects.filter(pk=chase.poll.pk).update(**days)
    chase.phone.send(chase.phone.answer(chase.elsie, "labour"))
    assert LatestContact.objects.get().intention == ("" if is_real else "labour")


def test_a_proxy_is_nobody_whose_ballot_is_out(chase: SimpleNamespace) -> None:
    make.absent(chase.graham, chase.poll, AbsentKind.PROXY)
    chase.phone.send(chase.phone.answer(chase.graham, "labour"))
    assert LatestContact.objects.get().intention == "labour"


def test_what_is_attached_to_a_postal_voter_loses_it_too(chase: SimpleNamespace) -> None:
    event = chase.phone.answer(chase.graham, "labour", schema_v=2, board_id=str(uuid.uuid4()))
    chase.phone.send(event)
    waiting = ContactEvent.objects.get(pk=event["id"])
    assert waiting.status == EventStatus.QUARANTINED
    made = answers.attach(by=chase.cast.osei, unit=chase.cast.wexcombe, event=waiting, elector=chase.elsie)
    assert made.payload["intention"] is None
    assert LatestContact.objects.get(elector=chase.elsie).intention == ""


# --- On paper -------------------------------------------------------------------------------------------------------
def _sheet(chase: SimpleNamespace) -> Sheet:
    """The sheet of HH1 as it was printed at noon: Elsie on line 1, Zofia on line 2."""
    _of_postal(chase)
    doors = queries.doors(chase.poll, queries.arranged(chase.poll, chase.hh1))
    (page,) = sheets.lay_out(
        election=chase.poll,
        district=chase.hh1,
        streets=queries.streets(doors),
        by=chase.cast.osei,
        kind=SheetKind.POSTAL,
    )
    names = {chase.elsie.pk: "elsie", chase.zofia.pk: "zofia"}
    assert sorted(names[pk] for pk in page.sheet.lines) == ["elsie", "zofia"]
    return page.sheet


def _typed(chase: SimpleNamespace, sheet: Sheet, text: str) -> list[str]:
    found = rules.read(text, len(sheet.lines), sheet.kind)
    assert not found.unread
    return [one.what for one in postal.type_in(sheet=sheet, entries=found.entries, by=chase.cast.osei)]


def _line(chase: SimpleNamespace, sheet: Sheet) -> int:
    return sheet.lines.index(chase.elsie.pk) + 1


def test_paper_is_typed_in_once_and_a_time_is_the_next_one_after_it_was_printed(chase: SimpleNamespace) -> None:
    sheet = _sheet(chase)
    line, other = _line(chase, sheet), 3 - _line(chase, sheet)
    chase.travel.shift(datetime.timedelta(hours=23))  # eleven in the morning
    assert _typed(chase, sheet, f"14:30 {line}n 9:00 {line}s {other}m") == ["new", "new", "new"]
    said = dict(PostalAnswer.objects.values_list("said", "at"))
    assert said["not_in"].date() == sheet.made_at.date()
    assert said["sent"] == said["not_in"] + datetime.timedelta(hours=18, minutes=30)
    assert VoteMark.objects.get().source == "postal"
    assert _typed(chase, sheet, f"14:30 {line}n 9:00 {line}s {other}m") == ["again", "again", "again"]
    assert (PostalAnswer.objects.count(), VoteMark.objects.count()) == (3, 1)
    with pytest.raises(Refused, match="still to come"):
        _typed(chase, sheet, f"11:59 {line}n")


def test_paper_does_not_undo_what_was_said_later(chase: SimpleNamespace) -> None:
    sheet = _sheet(chase)
    line = _line(chase, sheet)
    chase.travel.shift(datetime.timedelta(hours=2))
    _note(chase, PostalSaid.LOST)
    assert _typed(chase, sheet, f"{line}s") == ["older"]
    assert not Voted.objects.exists()
    assert _names(chase, queries.STUCK) == ["Elsie"]
    sheet.refresh_from_db()
    assert sheet.typed_by == chase.cast.osei


def test_of_whoever_votes_at_a_station_by_now_nothing_is_typed_in(chase: SimpleNamespace) -> None:
    sheet = _sheet(chase)
    AbsentVote.objects.filter(elector=chase.elsie).update(ended_at=sheet.made_at)
    assert _typed(chase, sheet, f"{_line(chase, sheet)}s") == ["no_post"]
    assert not PostalAnswer.objects.exists()
