"""Notices of alterations: what they do, what they leave alone, and that they can be brought in twice."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from access.models import Unit
from canvass.enums import ElectorKind, Operation
from canvass.models import ChangeSample, Council, DoubtfulMatch, Elector, Household, PastEntry, PollingDistrict
from canvass.rules.files import WrongFile
from tests.factories import imports, registers
from tests.factories.registers import Change, Person

pytestmark = pytest.mark.usefixtures("november")

DECEMBER, MARCH = datetime.date(2025, 12, 1), datetime.date(2026, 3, 2)
Run = Callable[..., dict]
ELSIE = Person("HH1", 1, "Marchbank", "Elsie May", "23 Tanyard Row|Wexcombe")
GRAHAM = Person("HH1", 2, "Marchbank", "Graham", "23 Tanyard Row|Wexcombe")
ZOFIA = Person("HH1", 3, "Haddad", "Zofia", "25 Tanyard Row|Wexcombe")
IVO = Person("HH2", 1, "Hart", "Ivo", "4 Corn Hall Lane|Wexcombe", postcode="WX1 3CD")
TOWN = [ELSIE, GRAHAM, ZOFIA, IVO]
YOUNG = Person("HH1", 30, "Teale", "Imran", "30 Tanyard Row|Wexcombe", date="01/03/2027")
SEALED = Person("HH1", 9, "", "", "", markers="N")


@pytest.fixture
def register(scope: Unit, tmp_path: Path) -> Run:
    def run(people: Sequence[Person] = TOWN) -> dict:
        path = registers.xpress(tmp_path / "full.csv", people)
        return imports.bring_in(scope, path, dated_on=DECEMBER).report

    return run


@pytest.fixture(params=[registers.xpress_update, registers.rollno_update], ids=["xpress", "rollno"])
def notice(scope: Unit, tmp_path: Path, request: pytest.FixtureRequest) -> Run:
    def run(*changes: Change, dated_on: datetime.date = MARCH) -> dict:
        path = request.param(tmp_path / "notice.csv", changes)
        made = imports.bring_in(scope, path, dated_on=dated_on)
        report = made.report
        counted = ("added", "amended", "deleted", "unmatched", "already", "ignored", "rejected")
        assert sum(report[name] for name in counted) == report["rows"] == len(changes)
        return report | {"import": made}

    return run


def changed(report: dict) -> tuple[int, int, int]:
    return report["added"], report["amended"], report["deleted"]


def listed() -> dict[tuple[str, int, int], tuple]:
    rows = Elector.objects.on_register().values_list(
        "polling_district__code", "number", "suffix", "forenames", "surname", "kind", "household__key", "markers"
    )
    return {row[:3]: row[3:] for row in rows}


def pk(surname: str, forenames: str) -> int:
    return Elector.objects.on_register().get(surname=surname, forenames=forenames).pk


def test_added_amended_deleted(register: Run, notice: Run) -> None:
    register()
    dilys = Person("HH1", 2, "Prosser", "Dilys", "23 Tanyard Row|Wexcombe", suffix=1)
    elsie = pk("Marchbank", "Elsie May")
    report = notice(("add", dilys), ("amend", ELSIE.now(surname="Ottaway")), ("delete", IVO))
    assert changed(report) == (1, 1, 1)
    assert (report["kind"], report["held"], report["listed"], report["electors"]) == ("update", 4, 4, 4)
    assert [(code, after, before) for code, _ward, after, before in report["districts"]] == [
        ("HH1", 4, 3),
        ("HH2", 0, 1),
    ]
    assert report["vanished"] == ["HH2"]
    assert (report["deleted_share"], report["needs_second"]) == (0.25, True)
    assert report["by_district"] == {"HH1": (1, 1, 0, 0), "HH2": (0, 0, 1, 0)}
    assert pk("Ottaway", "Elsie May") == elsie
    assert Elector.objects.get(surname="Hart").left_on == MARCH
    assert Elector.objects.get(surname="Prosser").first_listed_on == MARCH
    assert report["import"].edition.dated_on == DECEMBER
    past = {entry.elector_id: (entry.surname, entry.was_listed) for entry in PastEntry.objects.all()}
    assert past == {elsie: ("Marchbank", True), Elector.objects.get(surname="Hart").pk: ("Hart", True)}


def test_the_same_notice_twice_changes_nothing_and_says_so(register: Run, notice: Run) -> None:
    register([*TOWN, SEALED])
    rows: list[Change] = [
        ("add", Person("HH3", 1, "Prosser", "Dilys", "1 Mill Lane|Wexcombe")),
        ("amend", ELSIE.now(surname="Ottaway")),
        ("amend", Person("HH2", 7, "Okafor", "Ngozi", "9 Corn Hall Lane")),
        ("delete", ZOFIA),
        ("add", ZOFIA.now(number=8, address="4 Corn Hall Lane|Wexcombe")),
        ("delete", IVO),
        ("add", IVO.now(surname="Teale", forenames="Marian")),
    ]
    first = notice(*rows)
    assert (*changed(first), first["amended_as_added"], first["carried"]) == (4, 1, 2, 1, 1)
    before, past = listed(), PastEntry.objects.count()
    again = notice(*rows)
    assert changed(again) == (0, 0, 0)
    assert again["already"] == len(rows)
    assert (listed(), PastEntry.objects.count()) == (before, past)


def test_what_fits_nobody_is_told_and_left_alone(register: Run, notice: Run) -> None:
    register()
    before = listed()
    report = notice(
        ("delete", ELSIE.now(number=77)),
        ("delete", ELSIE.now(surname="Okafor", forenames="Ngozi")),
        ("add", GRAHAM.now(surname="Okafor", forenames="Ngozi", address="9 Mill Lane")),
    )
    assert (changed(report), report["unmatched"]) == ((0, 0, 0), 3)
    assert listed() == before
    assert not Household.objects.filter(street__name="Mill Lane").exists()
    samples = ChangeSample.objects.filter(register_import=report["import"], operation="")
    assert {sample.line: (sample.reason, sample.was, sample.now) for sample in samples} == {
        2: ("unknown_number", "", "Marchbank, Elsie May · 23 Tanyard Row · HH1 77"),
        3: ("wrong_name", "Marchbank, Elsie May · 23 Tanyard Row · HH1 1", "Okafor, Ngozi · 23 Tanyard Row · HH1 1"),
        4: ("number_taken", "Marchbank, Graham · 23 Tanyard Row · HH1 2", "Okafor, Ngozi · 9 Mill Lane · HH1 2"),
    }


def test_somebody_taken_off_here_and_added_there_is_one_person(register: Run, notice: Run) -> None:
    register()
    elsie, graham = pk("Marchbank", "Elsie May"), pk("Marchbank", "Graham")
    there = {"district": "HH2", "address": "6 Corn Hall Lane|Wexcombe"}
    report = notice(
        ("delete", ELSIE),
        ("delete", GRAHAM),
        ("add", ELSIE.now(number=5, **there)),
        ("add", GRAHAM.now(number=6, **there)),
    )
    assert (*changed(report), report["carried"], report["doubtful"]) == (2, 0, 2, 2, 0)
    assert (pk("Marchbank", "Elsie May"), pk("Marchbank", "Graham")) == (elsie, graham)


def test_who_comes_back_in_a_later_notice_is_known_again(register: Run, notice: Run) -> None:
    register()
    ivo = pk("Hart", "Ivo")
    notice(("delete", IVO))
    assert changed(notice(("add", IVO.now(number=12)))) == (1, 0, 0)
    assert pk("Hart", "Ivo") == ivo


def test_a_doubt_is_kept_for_a_person(register: Run, notice: Run) -> None:
    register([*TOWN, YOUNG])
    zofia = pk("Haddad", "Zofia")
    # At the home that she left stands somebody who comes of age only next year.
    report = notice(("delete", ZOFIA), ("add", ZOFIA.now(number=12, date="15/03/2027")))
    assert (*changed(report), report["doubtful"]) == (1, 0, 1, 1)
    doubt = DoubtfulMatch.objects.get()
    assert (doubt.was_id, doubt.now_id, doubt.decision) == (zofia, pk("Haddad", "Zofia"), "open")
    assert doubt.reasons == ["same_home", "same_name", "other_attainment"]
    assert doubt.register_import == report["import"]


def test_a_sealed_entry_is_only_its_number(register: Run, notice: Run) -> None:
    register([*TOWN, SEALED])
    elsie = pk("Marchbank", "Elsie May")
    report = notice(("amend", Person("HH1", 1, "", "", "", markers="N")), ("delete", SEALED))
    assert changed(report) == (0, 1, 1)
    assert report["sealed"] == {"anonymous": 2, "under_16": 0}
    sealed = Elector.objects.on_register().get(polling_district__code="HH1", number=1)
    assert (sealed.kind, sealed.name) == (ElectorKind.ANONYMOUS, "Anonymous elector")
    assert sealed.pk != elsie
    assert Elector.objects.get(pk=elsie).left_on == MARCH
    assert not DoubtfulMatch.objects.exists()
    assert not ChangeSample.objects.filter(now__contains="HH1 9").exists()


def test_a_notice_without_a_register_is_refused(scope: Unit, notice: Run) -> None:
    Council.objects.create(unit=scope, name="Wexcombe Council")
    with pytest.raises(WrongFile, match=r"you hold none of Wexcombe Council\. Nothing was changed\. Bring in the full"):
        notice(("delete", ELSIE))
    assert not PollingDistrict.objects.exists()


def test_samples_are_a_few_of_each_operation(register: Run, notice: Run) -> None:
    register(registers.street(houses=10))
    people = registers.street(houses=10)
    gone, changed_ones = people[:6], people[6:12]
    report = notice(*(("delete", one) for one in gone), *(("amend", one.now(markers="G")) for one in changed_ones))
    samples = ChangeSample.objects.filter(register_import=report["import"])
    assert samples.filter(operation=Operation.DELETE).count() == 3
    assert samples.filter(operation=Operation.AMEND).count() == 3
    assert all(sample.elector_id for sample in samples)
