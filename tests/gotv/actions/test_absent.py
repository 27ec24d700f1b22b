"""Lists of absent voters take each other's place; nothing of a proxy or a name is kept."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import time_machine

from access.models import AuditEvent
from canvass.enums import ElectorKind
from canvass.models import Elector
from gotv.actions import absent
from gotv.enums import ListState
from gotv.models import AbsentList, AbsentRow, AbsentVote, Election
from gotv.rules.numbers import RollNumber
from kit import clock
from kit.errors import Refused
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day

pytestmark = pytest.mark.usefixtures("in_wexcombe")
_H13 = (
    "Authority_Name,Area_Name,PD_Letters,Alternate_PD,Published_ENo,Supplementary,Forename,Initials,Surname,Proxy_Name,"
    "Send_Address_1,Send_Address_2,Send_Address_3,Send_Address_4,Send_Address_5,Send_Postcode,Qualifying_Address_1,"
    "Qualifying_Address_2,Qualifying_Address_3,Qualifying_Address_4,Qualifying_Address_5,Qualifying_Address_6,"
    "Qualifying_Address_7,Qualifying_Address_8,Qualifying_Address_9,Absent_Status,Overseas_Address,Away_Address,"
    "Election_Date,Election_Title_1,Election_Title_2"
)


@pytest.fixture
def in_wexcombe(cast, scope) -> None:
    """Open the scope that actions run in."""


def _read(day: Day, path: Path, text: str, *kinds: str, **facts: object) -> AbsentList:
    path = path / "list.csv"
    path.write_text(text)
    given = {"kinds": kinds or ["postal"], "dated_on": clock.today(), "by": day.cast.osei, "file_name": "list.csv"}
    return absent.read(election=day.poll, path=path, **(given | facts))  # type: ignore[arg-type]


def _bring_in(day: Day, path: Path, text: str, *kinds: str, **facts: object) -> AbsentList:
    return absent.approve(absent_list=_read(day, path, text, *kinds, **facts), by=day.cast.osei)


def _plain(*numbers: str) -> str:
    return "District,Number\n" + "".join(f"HH1,{number}\n" for number in numbers)


def _held(poll: Election) -> dict[str, str]:
    rows = AbsentVote.objects.filter(election=poll, ended_at=None).values_list("elector__forenames", "kind")
    return dict(rows.order_by("elector__forenames"))


def test_reading_a_list_changes_nothing(day: Day, tmp_path: Path) -> None:
    made = _read(day, tmp_path, _plain("1", "2", "99"))
    assert made.report["kinds"] == {"postal": {"added": 2, "removed": 0, "kept": 0}}
    assert (made.report["rows"], made.report["left_out"]) == (3, {"nobody": 1})
    assert _held(day.poll) == {}
    assert AuditEvent.objects.get(verb="absent.uploaded").detail == {"rows": 3}


def test_the_council_s_own_layout_below_a_line_to_skip(day: Day, tmp_path: Path) -> None:
    rest = ",9 Other Rd,,,,,AB1 2CD,23 Tanyard Row,,,,,,,,,Postal,,,,,"
    elsie = f"Wexcombe,East,HH1,,{day.elsie.number},0,Elsie,,MARCHBANK,{rest}"
    graham = f"Wexcombe,East,HH1,,{day.graham.number},0,Graham,,MARCHBANK,Ada Hart{rest}"
    text = f"Postal voters,{',' * 29}\n{_H13}\n{elsie}\n{graham}\n"
    made = _bring_in(day, tmp_path, text, "postal", "postal_proxy")
    assert _held(day.poll) == {"Elsie": "postal", "Graham": "postal_proxy"}
    assert made.report["left_out"] == {}


def test_no_name_address_or_proxy_is_kept(day: Day, tmp_path: Path) -> None:
    text = (
        "District,Number,Name,Kind,Proxy Name\nHH1,1,Marchbank Elsie,proxy,Secret Proxy\nHH1,99,Hidden Person,proxy,X\n"
    )
    made = _bring_in(day, tmp_path, text, "proxy")
    kept = [*AbsentList.objects.values(), *AbsentRow.objects.values(), *AbsentVote.objects.values()]
    assert _held(day.poll) == {"Elsie": "proxy"}
    assert not any(word in str(kept) for word in ("Secret", "Hidden", "Marchbank"))
    assert [row.number for row in AbsentRow.objects.filter(absent_list=made)] == [99]


def test_a_new_list_takes_the_place_of_the_old_one(day: Day, tmp_path: Path) -> None:
    _bring_in(day, tmp_path, _plain("1", "2"))
    second = _bring_in(day, tmp_path, _plain("2", "3"))
    assert _held(day.poll) == {"Graham": "postal", "Zofia": "postal"}
    assert {name: second.report[name] for name in ("added", "removed", "kept")} == {
        "added": 1,
        "removed": 1,
        "kept": 1,
    }


def test_the_same_list_twice_changes_nothing(day: Day, tmp_path: Path) -> None:
    _bring_in(day, tmp_path, _plain("1", "2"))
    before = list(AbsentVote.objects.values())
    again = _bring_in(day, tmp_path, _plain("1", "2"))
    assert (again.report["added"], again.report["removed"], again.report["kept"]) == (0, 0, 2)
    assert list(AbsentVote.objects.values()) == before


def test_a_list_of_one_kind_leaves_the_others_alone(day: Day, tmp_path: Path) -> None:
    _bring_in(day, tmp_path, _plain("1"), "proxy")
    _bring_in(day, tmp_path, _plain("2"), "postal")
    assert _held(day.poll) == {"Elsie": "proxy", "Graham": "postal"}
    _bring_in(day, tmp_path, _plain("1", "2"), "postal")
    assert _held(day.poll) == {"Elsie": "postal", "Graham": "postal"}


def test_an_end_that_is_known_is_kept_and_follows_the_list(day: Day, tmp_path: Path) -> None:
    _bring_in(day, tmp_path, "District,Number,Expires\nHH1,1,31/01/2028\n")
    assert AbsentVote.objects.get(ended_at=None).expires_on == datetime.date(2028, 1, 31)
    _bring_in(day, tmp_path, "District,Number,Expires\nHH1,1,31/01/2029\n")
    assert AbsentVote.objects.get(ended_at=None).expires_on == datetime.date(2029, 1, 31)


def test_who_was_added_by_hand_after_the_day_of_the_list_stays(day: Day, tmp_path: Path) -> None:
    absent.add(election=day.poll, district=day.hh1, number=RollNumber(1), kind="postal", by=day.cast.osei)
    _bring_in(day, tmp_path, _plain("2"), dated_on=clock.today() - datetime.timedelta(days=1))
    assert _held(day.poll) == {"Elsie": "postal", "Graham": "postal"}
    _bring_in(day, tmp_path, _plain("2"))
    assert _held(day.poll) == {"Graham": "postal"}


def test_undo_restores_exactly(day: Day, tmp_path: Path) -> None:
    _bring_in(day, tmp_path, _plain("1", "2"))
    before = list(AbsentVote.objects.order_by("pk").values())
    made = _bring_in(day, tmp_path, _plain("2", "3"))
    absent.undo(absent_list=made, by=day.cast.osei)
    assert list(AbsentVote.objects.order_by("pk").values()) == before
    made.refresh_from_db()
    assert (made.state, made.undone_by) == (ListState.UNDONE, day.cast.osei)


def test_only_the_newest_list_is_taken_back(day: Day, tmp_path: Path) -> None:
    first = _bring_in(day, tmp_path, _plain("1"))
    _bring_in(day, tmp_path, _plain("2"))
    with pytest.raises(Refused, match="A newer list is in use"):
        absent.undo(absent_list=first, by=day.cast.osei)


def test_undo_leaves_a_newer_way_alone(day: Day, tmp_path: Path) -> None:
    _bring_in(day, tmp_path, _plain("1"))
    made = _bring_in(day, tmp_path, _plain("2"))
    absent.add(election=day.poll, district=day.hh1, number=RollNumber(1), kind="proxy", by=day.cast.osei)
    absent.undo(absent_list=made, by=day.cast.osei)
    assert _held(day.poll) == {"Elsie": "proxy"}


def test_a_list_is_approved_once_and_a_thrown_away_one_never(day: Day, tmp_path: Path) -> None:
    made = _bring_in(day, tmp_path, _plain("1"))
    with pytest.raises(Refused, match="does not wait"):
        absent.approve(absent_list=made, by=day.cast.osei)
    other = _read(day, tmp_path, _plain("2"))
    absent.discard(absent_list=other, by=day.cast.osei)
    with pytest.raises(Refused, match="does not wait"):
        absent.approve(absent_list=other, by=day.cast.osei)
    assert not AbsentRow.objects.filter(absent_list=other).exists()


def test_an_elector_who_turns_out_to_be_another_between_reading_and_approving(day: Day, tmp_path: Path) -> None:
    made = _read(day, tmp_path, _plain("1"))
    Elector.objects.filter(pk=day.elsie.pk).update(merged_into=day.zofia, left_on=clock.today())
    absent.approve(absent_list=made, by=day.cast.osei)
    assert _held(day.poll) == {"Zofia": "postal"}


def test_sealed_entries_are_never_joined(day: Day, tmp_path: Path) -> None:
    canvass.elector(None, "", "", kind=ElectorKind.ANONYMOUS, number=90, in_district=day.hh1, markers="N")
    made = _bring_in(day, tmp_path, _plain("90"))
    assert (_held(day.poll), made.report["left_out"]) == ({}, {"sealed": 1})
    with pytest.raises(Refused, match="Nobody on the register has the number 90 in HH1"):
        absent.add(election=day.poll, district=day.hh1, number=RollNumber(90), kind="proxy", by=day.cast.osei)


def test_a_council_s_list_ends_nothing_of_another_council(day: Day, tmp_path: Path, cast) -> None:
    one, two = canvass.council(cast.wexcombe), canvass.council(cast.wexcombe, "Vale")
    type(day.hh1).objects.filter(pk=day.hh1.pk).update(council=one)
    type(day.hh2).objects.filter(pk=day.hh2.pk).update(council=two)
    _bring_in(day, tmp_path, f"District,Number\nHH2,{day.imran.number}\n", council=two)
    made = _bring_in(day, tmp_path, _plain("1"), council=one)
    assert _held(day.poll) == {"Elsie": "postal", "Imran": "postal"}
    assert made.report["removed"] == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [("Forename,Surname\nElsie,Marchbank\n", "No line of this file names its columns"), ("", "This file is empty")],
)
def test_another_file_is_refused_and_nothing_is_kept(day: Day, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        _read(day, tmp_path, text)
    assert not AbsentList.objects.exists()


def test_one_by_hand_ended_and_standing_again(day: Day) -> None:
    vote = absent.add(election=day.poll, district=day.hh1, number=RollNumber(1), kind="proxy", by=day.cast.osei)
    with pytest.raises(Refused, match="1 is held as “By proxy, at the station” already"):
        absent.add(election=day.poll, district=day.hh1, number=RollNumber(1), kind="proxy", by=day.cast.osei)
    absent.end(vote=vote, by=day.cast.osei)
    absent.end(vote=vote, by=day.cast.osei)
    assert _held(day.poll) == {}
    absent.restore(vote=vote, by=day.cast.osei)
    assert _held(day.poll) == {"Elsie": "proxy"}
    verbs = AuditEvent.objects.filter(verb__startswith="absent").values_list("verb", flat=True)
    assert sorted(verbs) == ["absent.added", "absent.ended", "absent.restored"]


def test_another_way_by_hand_ends_the_first(day: Day) -> None:
    first = absent.add(election=day.poll, district=day.hh1, number=RollNumber(1), kind="postal", by=day.cast.osei)
    absent.add(election=day.poll, district=day.hh1, number=RollNumber(1), kind="proxy", by=day.cast.osei)
    assert _held(day.poll) == {"Elsie": "proxy"}
    with pytest.raises(Refused, match="held in another way by now"):
        absent.restore(vote=first, by=day.cast.osei)


def test_nothing_changes_once_the_poll_is_over(day: Day, tmp_path: Path) -> None:
    made = _bring_in(day, tmp_path, _plain("1"))
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2), tick=False):
        for deed in (
            lambda: _read(day, tmp_path, _plain("2")),
            lambda: absent.undo(absent_list=made, by=day.cast.osei),
            lambda: absent.add(
                election=day.poll, district=day.hh1, number=RollNumber(2), kind="proxy", by=day.cast.osei
            ),
        ):
            with pytest.raises(Refused, match="is over"):
                deed()


@pytest.mark.parametrize(("days", "kept"), [(35, True), (36, False)])
def test_lists_are_forgotten_when_the_poll_cannot_be_challenged_any_more(
    day: Day, tmp_path: Path, days: int, kept: bool
) -> None:
    _bring_in(day, tmp_path, _plain("1"))
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days), tick=False):
        absent.forget(unit_id=day.cast.wexcombe.pk)
        absent.forget(unit_id=day.cast.wexcombe.pk)
    assert (AbsentVote.objects.exists(), AbsentList.objects.exists()) == (kept, kept)
    assert AuditEvent.objects.filter(verb="absent.forgotten").count() == (not kept)


def test_a_hand_made_row_in_another_election_is_another_s(day: Day) -> None:
    other = make.election(day.cast.wexcombe, "Other", rehearsal=True)
    make.absent(day.elsie, other)
    assert _held(day.poll) == {}
