from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.db.models import Q

from access import scoping
from access.roles import RoleName
from canvass.models import Elector, LatestContact
from gotv.actions import knocks, sheets
from gotv.enums import KnockSaid, MarkSource
from gotv.models import Election, Knock, Lift, Round, Sheet, Voted, VoteMark
from gotv.queries import knock_ups
from gotv.queries import sheets as queries
from gotv.rules import sheets as rules
from gotv.rules.numbers import RollNumber
from kit import clock
from kit.errors import Refused
from tests import cast as people
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture
def late(day: Day) -> object:
    """Half past eight in the evening of the day, in its CLP: every time of the paper is past."""
    with time_machine.travel(clock.at(day.poll.polling_on, 20, 30), tick=False), scoping.units([day.poll.unit_id]):
        yield


def _sheet(day: Day) -> Sheet:
    """The sheet of HH1, as it was printed: Elsie on line 1, Zofia on line 2."""
    with time_machine.travel(clock.at(day.poll.polling_on, 9), tick=False):
        streets = knock_ups.doors(day.poll, day.hh1)
        (page,) = sheets.lay_out(election=day.poll, district=day.hh1, streets=streets, by=day.cast.osei)
    assert page.sheet.lines == [day.elsie.pk, day.zofia.pk]
    return page.sheet


def _type(day: Day, sheet: Sheet, text: str) -> list[str]:
    found = rules.read(text, len(sheet.lines))
    assert not found.unread
    return [one.what for one in sheets.type_in(sheet=sheet, entries=found.entries, by=day.cast.osei)]


def _said(day: Day, elector: Elector, said: str, at: datetime.datetime) -> None:
    Knock.objects.create(
        id=uuid.uuid4(),
        unit_id=day.poll.unit_id,
        election=day.poll,
        elector=elector,
        household_id=elector.household_id or 0,
        said=said,
        at=at,
    )


@pytest.mark.usefixtures("late")
def test_what_stands_on_paper_is_recorded_at_the_time_over_its_column(day: Day) -> None:
    sheet = _sheet(day)
    assert _type(day, sheet, "10:30 1v 2n 14:15 2v*") == ["new", "new", "new"]
    assert set(Voted.objects.values_list("elector", flat=True)) == {day.elsie.pk, day.zofia.pk}
    marks = {mark.elector_id: mark for mark in VoteMark.objects.all()}
    assert marks[day.elsie.pk].source == MarkSource.DOOR
    assert marks[day.zofia.pk].source == MarkSource.HOUSEHOLD
    assert {mark.sheet_id for mark in marks.values()} == {sheet.pk}
    assert marks[day.elsie.pk].marked_at == clock.at(day.poll.polling_on, 10, 30)
    sheet.refresh_from_db()
    assert sheet.typed_by == day.cast.osei
    assert not knock_ups.doors(day.poll, day.hh1)


@pytest.mark.usefixtures("late")
def test_typed_twice_it_changes_nothing(day: Day) -> None:
    sheet = _sheet(day)
    _type(day, sheet, "10:30 1v 2l")
    before = (Knock.objects.count(), VoteMark.objects.count(), Lift.objects.count())
    assert before == (2, 1, 1)
    assert _type(day, sheet, "10:30 1v 2l") == ["again", "again"]
    assert (Knock.objects.count(), VoteMark.objects.count(), Lift.objects.count()) == before


@pytest.mark.usefixtures("late")
def test_what_was_taken_back_is_not_said_to_be_recorded_when_it_is_typed_again(day: Day) -> None:
    sheet = _sheet(day)
    _type(day, sheet, "10:30 1v")
    knocks.take_back(knock=Knock.objects.get(), by=day.cast.osei)
    assert _type(day, sheet, "10:30 1v") == ["back"]
    assert not Voted.objects.exists()


@pytest.mark.usefixtures("late")
def test_a_line_whose_person_left_the_register_is_said_to_be_nobodys(day: Day) -> None:
    sheet = _sheet(day)
    Elector.objects.filter(pk=day.elsie.pk).delete()
    assert _type(day, sheet, "10:30 1v 2v") == ["gone", "new"]
    assert VoteMark.objects.count() == 1


@pytest.mark.usefixtures("late")
def test_a_polling_agent_types_no_sheet_and_no_pad(day: Day) -> None:
    people.grant(day.cast.osei, day.cast.wexcombe, RoleName.POLLING_AGENT)
    sheet = _sheet(day)
    with pytest.raises(Refused, match="section 66"):
        _type(day, sheet, "10:30 1v")
    (pad,) = sheets.make_pads(election=day.poll, station=day.hall, pages=1, by=day.cast.osei)
    with pytest.raises(Refused, match="section 66"):
        sheets.type_numbers(sheet=pad, district=day.hh1, numbers=[RollNumber(1)], by=day.cast.osei)
    assert not VoteMark.objects.exists()


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize("later", [KnockSaid.WILL, KnockSaid.LIFT, KnockSaid.WONT])
def test_late_paper_never_overwrites_what_was_said_later(day: Day, later: KnockSaid) -> None:
    sheet = _sheet(day)
    _said(day, day.elsie, later, clock.at(day.poll.polling_on, 14))
    assert _type(day, sheet, "10:30 1v") == ["older"]
    assert not Voted.objects.exists()
    assert _type(day, sheet, "15:00 1v") == ["new"]  # and what the paper says after it does count
    assert Voted.objects.get().elector_id == day.elsie.pk


@pytest.mark.usefixtures("late")
def test_nobody_in_later_says_nothing_against_having_voted(day: Day) -> None:
    sheet = _sheet(day)
    _said(day, day.elsie, KnockSaid.NOT_IN, clock.at(day.poll.polling_on, 14))
    assert _type(day, sheet, "10:30 1v") == ["new"]
    assert Voted.objects.exists()


@pytest.mark.usefixtures("late")
def test_paper_merges_with_what_the_tellers_sent_meanwhile(day: Day) -> None:
    sheet = _sheet(day)
    make.mark(day.hall, day.elsie)
    assert _type(day, sheet, "10:30 1l 2w") == ["in", "new"]
    assert not Lift.objects.exists()
    assert _type(day, sheet, "11:00 1v") == ["new"]
    assert Voted.objects.filter(elector=day.elsie).count() == 1


@pytest.mark.usefixtures("late")
def test_without_a_time_it_is_as_old_as_the_sheet(day: Day) -> None:
    sheet = _sheet(day)
    assert _type(day, sheet, "1n") == ["new"]
    assert Knock.objects.get().at == clock.at(day.poll.polling_on, 9)


@pytest.mark.usefixtures("late")
def test_a_time_still_to_come_is_refused_and_nothing_is_kept(day: Day) -> None:
    sheet = _sheet(day)
    with pytest.raises(Refused, match="still to come"):
        _type(day, sheet, "10:30 1v 21:30 2v")
    assert not Knock.objects.exists()


@pytest.mark.usefixtures("late")
def test_moved_died_and_no_contact_outlive_the_day(day: Day) -> None:
    Election.objects.filter(pk=day.poll.pk).update(is_rehearsal=False)
    day.poll.refresh_from_db()
    sheet = _sheet(day)
    assert _type(day, sheet, "10:30 1m 2x") == ["new", "new"]
    assert LatestContact.objects.get(elector=day.elsie).moved
    assert LatestContact.objects.get(elector=day.zofia).do_not_contact
    _type(day, sheet, "10:30 1m 2x")
    other = _sheet_of_all(day)
    assert _type(day, other, "11:00 1d") == ["new"]
    assert LatestContact.objects.get(elector=day.graham).deceased


@pytest.mark.usefixtures("late")
def test_in_a_rehearsal_nobody_has_moved_or_wants_no_contact(day: Day) -> None:
    assert day.poll.is_rehearsal
    assert _type(day, _sheet(day), "10:30 1m 2x") == ["new", "new"]
    assert not LatestContact.objects.filter(Q(moved=True) | Q(do_not_contact=True)).exists()
    assert Knock.objects.count() == 2


def _sheet_of_all(day: Day) -> Sheet:
    return Sheet.objects.create(
        unit_id=day.poll.unit_id,
        election=day.poll,
        code=rules.code("2345678"),
        kind="warp",
        polling_district=day.hh1,
        lines=[day.graham.pk],
    )


@pytest.mark.usefixtures("late")
def test_a_line_follows_a_merge(day: Day) -> None:
    sheet = _sheet(day)
    type(day.elsie).objects.filter(pk=day.elsie.pk).update(merged_into=day.graham)
    (first, _second) = queries.lines(sheet)
    assert (first.line, first.elector) == (1, day.graham)
    _type(day, sheet, "10:30 1v")
    assert Voted.objects.get().elector_id == day.graham.pk


@pytest.mark.usefixtures("late")
def test_sheets_reserve_nothing(day: Day) -> None:
    _sheet(day)
    assert not Round.objects.exists()
    assert sum(street.people for street in knock_ups.doors(day.poll, day.hh1)) == 2


@pytest.mark.usefixtures("late")
def test_a_pad_takes_numbers_once(day: Day) -> None:
    (pad,) = sheets.make_pads(election=day.poll, station=day.hall, pages=1, by=day.cast.osei)
    number = RollNumber(day.elsie.number, day.elsie.suffix)
    answers = sheets.type_numbers(sheet=pad, district=day.hh1, numbers=[number, RollNumber(9999)], by=day.cast.osei)
    assert [verdict.value for verdict in answers.values()] == ["counted", "not_here"]
    again = sheets.type_numbers(sheet=pad, district=day.hh1, numbers=[number], by=day.cast.osei)
    assert [verdict.value for verdict in again.values()] == ["counted"]
    assert VoteMark.objects.filter(sheet=pad).count() == 2


def test_after_the_day_nothing_is_typed(day: Day) -> None:
    with scoping.units([day.poll.unit_id]):
        sheet = _sheet(day)
        with (
            time_machine.travel(clock.at(day.poll.polling_on + datetime.timedelta(days=1), 0, 1)),
            pytest.raises(Refused, match="is over"),
        ):
            _type(day, sheet, "10:30 1v")
