"""Bringing a register in: who stays who they are, what is refused, and that it is all or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Unit
from canvass.actions import imports
from canvass.actions.imports import applying
from canvass.enums import ElectorKind, ImportState
from canvass.models import (
    AddressLines,
    DoubtfulMatch,
    Elector,
    Household,
    LatestContact,
    PastEntry,
    PollingDistrict,
    RegisterEdition,
    RegisterImport,
    RejectedRow,
    Street,
    Ward,
)
from kit.errors import Refused
from tests.factories import december, registers
from tests.factories import imports as at_once
from tests.factories.registers import Person

pytestmark = pytest.mark.usefixtures("november")

DECEMBER = datetime.date(2025, 12, 1)
LATER = datetime.date(2026, 11, 1)
BringIn = Callable[..., dict]


@pytest.fixture
def bring_in(scope: Unit, tmp_path: Path) -> BringIn:
    """Bring people in as a register of the unit in scope, and return the report."""

    def run(
        people: Sequence[Person],
        *raw: str,
        write: Callable[..., Path] = registers.xpress,
        dated_on: datetime.date = DECEMBER,
    ) -> dict:
        path = write(tmp_path / "register.csv", people, *raw)
        made = at_once.bring_in(scope, path, dated_on=dated_on)
        _nothing_dangles()
        return made.report | {"import": made}

    return run


def _nothing_dangles() -> None:
    """The database checks no keys in the tables that an import fills, so this does."""
    with connection.cursor() as cursor:
        for table, column, target in (
            ("canvass_elector", "unit_id", "access_unit"),
            ("canvass_elector", "polling_district_id", "canvass_pollingdistrict"),
            ("canvass_elector", "household_id", "canvass_household"),
            ("canvass_household", "unit_id", "access_unit"),
            ("canvass_household", "polling_district_id", "canvass_pollingdistrict"),
            ("canvass_household", "street_id", "canvass_street"),
            ("canvass_addresslines", "household_id", "canvass_household"),
            ("canvass_pastentry", "unit_id", "access_unit"),
            ("canvass_pastentry", "elector_id", "canvass_elector"),
            ("canvass_pastentry", "edition_id", "canvass_registeredition"),
            ("canvass_pastentry", "register_import_id", "canvass_registerimport"),
            ("canvass_pastentry", "household_id", "canvass_household"),
            ("canvass_pasthousehold", "household_id", "canvass_household"),
            ("canvass_elector", "added_by_id", "canvass_registerimport"),
            ("canvass_doubtfulmatch", "was_id", "canvass_elector"),
            ("canvass_doubtfulmatch", "now_id", "canvass_elector"),
        ):
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE {column} IS NOT NULL"
                f" AND NOT EXISTS (SELECT FROM {target} x WHERE x.id = t.{column})"
            )
            assert cursor.fetchone() == (0,), f"{table}.{column}"


def changed(report: dict) -> tuple[int, int, int]:
    return report["added"], report["amended"], report["deleted"]


def by_name() -> dict[str, Elector]:
    return {elector.name: elector for elector in Elector.objects.on_register()}


ELSIE = Person("HH1", 1, "Marchbank", "Elsie May", "23 Tanyard Row|Wexcombe")
GRAHAM = Person("HH1", 2, "Marchbank", "Graham", "23 Tanyard Row|Wexcombe")
ZOFIA = Person("HH1", 3, "Haddad", "Zofia", "Flat 2|The Maltings|25A Tanyard Row|Wexcombe")
IVO = Person("HH2", 1, "Hart", "Ivo", "4 Corn Hall Lane|Wexcombe", postcode="WX1 3CD")


def test_a_first_register(bring_in: BringIn) -> None:
    report = bring_in([ELSIE, GRAHAM.now(date="15/03/2027", markers="G"), ZOFIA, IVO], dated_on=DECEMBER)
    assert (report["rows"], report["electors"], report["households"], report["polling_districts"]) == (4, 4, 3, 2)
    assert changed(report) == (4, 0, 0)
    edition = RegisterEdition.objects.get()
    assert (edition.is_current, edition.dated_on, edition.council.name) == (True, DECEMBER, "Wexcombe Council")
    assert [district.code for district in PollingDistrict.objects.all()] == ["HH1", "HH2"]
    assert [(street.name, street.locality) for street in Street.objects.all()] == [
        ("Corn Hall Lane", "Wexcombe"),
        ("Tanyard Row", "Wexcombe"),
    ]
    zofia = by_name()["Zofia Haddad"]
    assert zofia.household is not None
    assert (zofia.household.flat, zofia.household.flat_number, zofia.household.building) == (
        "Flat 2",
        2,
        "The Maltings",
    )
    assert (zofia.household.number, zofia.household.number_suffix, zofia.household.postcode) == (25, "A", "WX1 2AB")
    assert zofia.household.lines.text == "Flat 2\nThe Maltings\n25A Tanyard Row\nWexcombe\nWX1 2AB"
    graham = by_name()["Graham Marchbank"]
    assert (graham.date_of_attainment, graham.markers) == (datetime.date(2027, 3, 15), "G")
    assert graham.household_id == by_name()["Elsie May Marchbank"].household_id


def test_wards_where_the_file_has_them(bring_in: BringIn) -> None:
    bring_in([ELSIE, IVO.now(ward="ST MARY'S & QUAY")], write=registers.rollno)
    assert {d.code: d.ward.name for d in PollingDistrict.objects.all() if d.ward} == {
        "HH1": "Harrow Hill",
        "HH2": "St Mary's & Quay",
    }
    assert Ward.objects.count() == 2


def test_a_later_file_without_wards_keeps_them(bring_in: BringIn) -> None:
    bring_in([ELSIE], write=registers.rollno)
    bring_in([ELSIE])
    assert PollingDistrict.objects.get().ward == Ward.objects.get()


def test_the_same_file_again_changes_nothing(bring_in: BringIn) -> None:
    people = [*registers.street(), ZOFIA.now(number=40), Person("HH1", 41, "", "", "", markers="N")]
    first = bring_in(people)
    before = list(Elector.objects.order_by("pk").values())
    again = bring_in(people)
    assert changed(again) == (0, 0, 0)
    assert list(Elector.objects.order_by("pk").values()) == before
    assert again["import"].edition == first["import"].edition
    assert RegisterEdition.objects.count() == 1
    assert not PastEntry.objects.exists()


def test_the_same_people_in_another_vendors_layout_are_the_same_people(bring_in: BringIn) -> None:
    people = [
        ELSIE,
        GRAHAM.now(surname="McDonald", suffix=1),
        ZOFIA.now(surname="O'Brien-Smythe", date="15/03/2027"),
        IVO.now(surname="Brûlé", forenames="Zoë Anne"),
    ]
    bring_in(people)
    ids = {elector.pk for elector in Elector.objects.all()}
    assert changed(bring_in(people, write=registers.rollno)) == (0, 0, 0)
    assert changed(bring_in(people, write=registers.one_name)) == (0, 0, 0)
    assert {elector.pk for elector in Elector.objects.all()} == ids
    assert Household.objects.count() == 3


def test_a_new_december_renumbers_everybody_and_they_stay_who_they_are(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM, ZOFIA, IVO])
    before = {name: elector.pk for name, elector in by_name().items()}
    LatestContact.objects.create(unit=Unit.objects.get(code="wexcombe"), elector_id=before["Elsie May Marchbank"])
    # Everybody moves down one; Ivo has left, and Dilys is new.
    dilys = Person("HH1", 1, "Prosser", "Dilys", "21 Tanyard Row|Wexcombe")
    report = bring_in([dilys, ELSIE.now(number=2), GRAHAM.now(number=3), ZOFIA.now(number=4)], dated_on=LATER)
    assert changed(report) == (1, 3, 1)
    assert report["renumbered"] == 3
    now = by_name()
    assert now["Elsie May Marchbank"].pk == before["Elsie May Marchbank"]
    assert (now["Elsie May Marchbank"].number, now["Graham Marchbank"].number) == (2, 3)
    assert LatestContact.objects.get().elector_id == now["Elsie May Marchbank"].pk
    past = {
        entry.elector_id: (entry.polling_district.code, entry.number, entry.edition.dated_on)
        for entry in PastEntry.objects.all()
    }
    assert past[before["Zofia Haddad"]] == ("HH1", 3, DECEMBER)
    gone = Elector.objects.get(pk=before["Ivo Hart"])
    assert (gone.left_on, gone.number) == (LATER, 1)
    assert RegisterEdition.objects.get(is_current=True).dated_on == LATER


def test_two_neighbours_may_swap_numbers(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM])
    ids = {name: elector.pk for name, elector in by_name().items()}
    assert changed(bring_in([ELSIE.now(number=2), GRAHAM.now(number=1)])) == (0, 2, 0)
    assert {name: elector.pk for name, elector in by_name().items()} == ids


def test_father_and_son_of_one_name(bring_in: BringIn) -> None:
    son = GRAHAM.now(number=5)
    bring_in([GRAHAM, son, ELSIE])
    ids = dict(Elector.objects.values_list("number", "pk"))
    assert changed(bring_in([GRAHAM, son, ELSIE])) == (0, 0, 0)
    # The father is gone; the one who stays keeps his number and stays himself.
    assert changed(bring_in([son, ELSIE])) == (0, 0, 1)
    assert Elector.objects.on_register().get(number=5).pk == ids[5]


def test_a_neighbours_old_number_says_nothing_when_everybody_is_renumbered(bring_in: BringIn) -> None:
    """Everybody moves down one, so that the son has the father's old number."""
    father, son = GRAHAM, GRAHAM.now(number=3)
    bring_in([ELSIE, father, son, ZOFIA.now(number=4)])
    ids = dict(Elector.objects.values_list("number", "pk"))
    dilys = Person("HH1", 1, "Prosser", "Dilys", "21 Tanyard Row|Wexcombe")
    bring_in([dilys, *(one.now(number=one.number + 1) for one in (ELSIE, father, son, ZOFIA.now(number=4)))])
    assert dict(Elector.objects.filter(pk__in=ids.values()).values_list("number", "pk")) == {
        number + 1: pk for number, pk in ids.items()
    }


def test_who_comes_back_is_known_again(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM])
    graham = by_name()["Graham Marchbank"].pk
    bring_in([ELSIE], dated_on=LATER)
    assert "Graham Marchbank" not in by_name()
    report = bring_in([ELSIE, GRAHAM.now(number=9)], dated_on=LATER)
    assert changed(report) == (1, 0, 0)
    assert by_name()["Graham Marchbank"].pk == graham


def test_the_number_tells_who_it_is_when_the_address_is_written_anew(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM])
    elsie = by_name()["Elsie May Marchbank"].pk
    report = bring_in([ELSIE.now(forenames="Elsie", address="The Old Tannery|Tanyard Row"), GRAHAM])
    assert changed(report) == (0, 1, 0)
    assert by_name()["Elsie Marchbank"].pk == elsie


def test_a_number_alone_says_nothing(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM])
    assert changed(bring_in([ELSIE.now(surname="Okafor", forenames="Ngozi", address="9 Mill Lane"), GRAHAM])) == (
        1,
        0,
        1,
    )


def test_a_household_moves_to_another_district_and_keeps_its_id(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM])
    door = Household.objects.get().pk
    report = bring_in([ELSIE.now(district="HH9"), GRAHAM.now(district="HH9")], dated_on=LATER)
    assert changed(report) == (0, 2, 0)
    assert report["moves"] == (("HH1", "HH9", 2),)
    household = Household.objects.get()
    assert (household.pk, household.polling_district.code) == (door, "HH9")


def test_kinds_of_elector(bring_in: BringIn) -> None:
    bring_in(
        [
            ELSIE,
            Person("HH1", 50, "Hart", "Ada", "", markers="F"),
            Person("HH1", 51, "Hart", "Ada", ""),
            Person("HH1", 52, "Hart", "Ada", "9 Mill Lane", markers="F"),
            Person("HH1", 53, "", "", "", markers="N"),
        ]
    )
    kinds = {elector.number: elector.kind for elector in Elector.objects.all()}
    assert kinds == {
        1: ElectorKind.ORDINARY,
        50: ElectorKind.OVERSEAS,
        51: ElectorKind.OTHER,
        52: ElectorKind.OVERSEAS,
        53: ElectorKind.ANONYMOUS,
    }
    assert [elector.number for elector in Elector.objects.at_a_door()] == [1]


def test_an_anonymous_number_is_never_joined_to_a_name(bring_in: BringIn) -> None:
    anonymous = Person("HH1", 1, "", "", "", markers="N")
    bring_in([ELSIE])
    elsie = Elector.objects.get().pk
    assert changed(bring_in([anonymous])) == (1, 0, 1)
    nobody = Elector.objects.on_register().get()
    assert nobody.pk != elsie
    assert changed(bring_in([anonymous])) == (0, 0, 0)
    assert changed(bring_in([ELSIE])) == (1, 0, 1)
    assert Elector.objects.on_register().get().pk == elsie


BAD_ROWS = (
    "HH1,,0,,,Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,",
    "HH1,twelve,0,,,Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,",
    "HH1,1,0,,,Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,",
    "HH1,70,0,,,,,WX1 2AB,1 Tanyard Row,,,,,",
    ",71,0,,,Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,",
    "HH1,72,0,N,,Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,",
    "HH1,73,0,,01/01/2012,Hart,Secret,WX1 2AB,1 Tanyard Row,,,,,",
    "HH1,74,0,,,Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,,extra",
    'HH1,75,0,,,"Hart,Ada,WX1 2AB,1 Tanyard Row,,,,,',
    "HH1,76,0,,,Hart,Ada,WX1",
)


def test_bad_rows_are_told_by_line_and_never_stop_the_good_ones(bring_in: BringIn) -> None:
    report = bring_in([ELSIE, GRAHAM], *BAD_ROWS)
    assert (report["rows"], report["electors"], report["rejected"]) == (12, 3, 9)
    rows = {row.line: row for row in RejectedRow.objects.filter(register_import=report["import"])}
    assert {line: row.reason for line, row in rows.items()} == {
        4: "no_number",
        5: "bad_number",
        6: "number_twice",
        7: "no_name",
        8: "no_district",
        9: "anonymous_named",
        11: "too_many_cells",
        12: "broken",
        13: "cut_short",
    }
    assert rows[9].raw == ""
    assert rows[4].raw == BAD_ROWS[0]


def test_nothing_about_somebody_under_16_is_kept_anywhere(bring_in: BringIn) -> None:
    report = bring_in([ELSIE], BAD_ROWS[6], "HH1,80,0,,01/01/2012,Hart,Secret,WX1")
    assert "Secret" not in str(list(RejectedRow.objects.values_list("raw", flat=True)))
    assert "Secret" not in str(report)
    assert not Elector.objects.filter(forenames="Secret").exists()


def test_texts_that_copy_would_take_for_its_own(bring_in: BringIn) -> None:
    odd = ELSIE.now(surname=r"Back\slash \N", forenames=r"A\tB", address=r"23 Tanyard\n Row|C:\town", markers="\\")
    bring_in([odd])
    elector = Elector.objects.get()
    assert (elector.surname, elector.forenames, elector.markers) == (r"Back\slash \N", r"A\tB", "\\")
    assert AddressLines.objects.get().text == "23 Tanyard\\n Row\nC:\\town\nWX1 2AB"


def test_examining_leaves_no_trace(scope: Unit, tmp_path: Path) -> None:
    path = registers.xpress(tmp_path / "a.csv", [ELSIE], *BAD_ROWS)
    report = imports.examine_only(path=path, unit=scope)
    assert (report["electors"], report["added"], report["rejected"]) == (2, 2, 9)
    assert report["left_out"][0] == (3, "no_number")
    for model in (Elector, Household, Street, PollingDistrict, RegisterEdition, RegisterImport):
        assert not model.objects.exists()
    assert not RejectedRow.objects.exists()
    assert not AuditEvent.objects.filter(verb__startswith="register.").exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"first,last\na,b\n", ",".join(registers.XPRESS).encode()])
def test_a_wrong_file_changes_nothing(scope: Unit, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    for run in (imports.examine_only, imports.bring_in_file):
        with pytest.raises(Refused, match="Nothing was changed"):
            run(path=path, unit=scope)
    assert not RegisterImport.objects.exists()
    assert not RegisterEdition.objects.exists()


def test_a_file_in_which_no_row_is_good_is_refused(scope: Unit, tmp_path: Path) -> None:
    path = registers.xpress(tmp_path / "a.csv", [], *BAD_ROWS[:2])
    with pytest.raises(Refused, match="all 2 rows have faults"):
        imports.bring_in_file(path=path, unit=scope)


def test_a_property_number_tells_another_spelling_of_one_home(scope: Unit, tmp_path: Path) -> None:
    first, second = (
        december.Home("900001", "HH1", "", house, "Tanyard Row", ("Wexcombe",), "WX1 2AB", "Harrow Hill")
        for house in ("The Old Tannery, 23", "23")
    )
    elsie = december.Somebody(1, first, "Marchbank", "Elsie May", 40, "F")
    at_once.bring_in(scope, december.rollno(tmp_path / "a.csv", december.Town([elsie], [("HH1", 1)])))
    before = Elector.objects.get()
    again = december.Town([replace(elsie, home=second)], [("HH1", 9)])
    report = at_once.bring_in(scope, december.rollno(tmp_path / "b.csv", again), dated_on=LATER).report
    assert changed(report) == (0, 1, 0)
    assert (Elector.objects.get().pk, Elector.objects.get().household_id) == (before.pk, before.household_id)
    assert Household.objects.get().uprn == 900001


def test_who_comes_from_another_council_is_asked_about_and_never_guessed(scope: Unit, tmp_path: Path) -> None:
    def marsham(*people: Person) -> dict:
        path = registers.xpress(tmp_path / "marsham.csv", people)
        return at_once.bring_in(scope, path, council="Marsham Council", dated_on=LATER).report

    marsham(ELSIE, GRAHAM)
    elsie = by_name()["Elsie May Marchbank"].pk
    marsham(GRAHAM)
    path = registers.xpress(tmp_path / "wexcombe.csv", [ELSIE.now(number=7, address="2 Mill Lane|Wexcombe"), ZOFIA])
    report = at_once.bring_in(scope, path, dated_on=LATER).report
    assert (changed(report), report["doubtful"]) == ((2, 0, 0), 1)
    match = DoubtfulMatch.objects.get()
    assert (match.was_id, match.now_id) == (elsie, by_name()["Elsie May Marchbank"].pk)
    assert "other_council" in match.reasons
    assert PollingDistrict.objects.filter(code="HH1").count() == 2, "each council has a district of its own"


def test_and_when_the_other_councils_file_came_first(scope: Unit, tmp_path: Path) -> None:
    def bring_in(council: str, *people: Person) -> dict:
        path = registers.xpress(tmp_path / "register.csv", people)
        return at_once.bring_in(scope, path, council=council, dated_on=LATER).report

    bring_in("Wexcombe Council", ELSIE, GRAHAM)
    elsie = by_name()["Elsie May Marchbank"].pk
    bring_in("Marsham Council", ELSIE.now(number=7, address="2 Mill Lane|Marsham"))
    report = bring_in("Wexcombe Council", GRAHAM)
    assert (changed(report), report["doubtful"]) == ((0, 0, 1), 1)
    match = DoubtfulMatch.objects.get()
    assert (match.was_id, match.now_id) == (elsie, by_name()["Elsie May Marchbank"].pk)


def test_a_ward_that_was_abolished_is_not_brought_back(bring_in: BringIn) -> None:
    bring_in([ELSIE], write=registers.rollno)
    Ward.objects.update(ends_on=datetime.date(2026, 5, 7))
    PollingDistrict.objects.update(ward=None)
    bring_in([ELSIE], write=registers.rollno, dated_on=LATER)
    assert PollingDistrict.objects.get().ward is None
    assert Ward.objects.count() == 1


def test_a_district_that_new_wards_cut_stays_as_a_person_put_it(bring_in: BringIn) -> None:
    bring_in([ELSIE], write=registers.rollno)
    PollingDistrict.objects.update(ward=None, ward_split="question")
    bring_in([ELSIE], write=registers.rollno, dated_on=LATER)
    assert PollingDistrict.objects.get().ward is None


def test_another_clp_is_not_touched(bring_in: BringIn, cast: object, tmp_path: Path) -> None:
    bring_in([ELSIE, IVO])
    marsham = Unit.objects.get(code="marsham")
    other = registers.xpress(tmp_path / "b.csv", [ELSIE, GRAHAM])
    with scoping.units([marsham.pk]):
        imports.bring_in_file(path=other, unit=marsham, dated_on=DECEMBER)
        assert Elector.objects.count() == 2
    assert changed(bring_in([ELSIE])) == (0, 0, 1)
    with scoping.units([marsham.pk]):
        assert Elector.objects.on_register().count() == 2
        assert RegisterEdition.objects.filter(is_current=True).count() == 1


def test_a_register_that_does_not_hold_the_file_is_undone(
    bring_in: BringIn, scope: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in([ELSIE])
    monkeypatch.setattr(applying, "_put_back", lambda: "SELECT 1")
    path = registers.xpress(tmp_path / "b.csv", [ELSIE.now(number=7), GRAHAM])
    with pytest.raises(applying.Recount):
        imports.bring_in_file(path=path, unit=scope)
    assert [elector.number for elector in Elector.objects.on_register()] == [1]
    assert RegisterEdition.objects.count() == 1


def test_the_deed_stands_in_the_record_with_its_counts(scope: Unit, tmp_path: Path) -> None:
    path = registers.xpress(tmp_path / "a.csv", [ELSIE, GRAHAM], BAD_ROWS[0])
    imports.bring_in_file(path=path, unit=scope)
    row = AuditEvent.objects.get(verb="register.applied")
    assert row.detail["electors"] == 2
    assert (row.detail["added"], row.detail["deleted"], row.detail["rejected"]) == (2, 0, 1)
    assert "Marchbank" not in str(row.detail)


def test_a_later_date_makes_a_new_edition_even_when_nobody_changed(bring_in: BringIn) -> None:
    bring_in([ELSIE])
    report = bring_in([ELSIE], dated_on=LATER)
    assert changed(report) == (0, 0, 0)
    assert RegisterEdition.objects.get(is_current=True).dated_on == LATER
    assert RegisterEdition.objects.count() == 2


def test_an_import_that_is_done_keeps_no_file(bring_in: BringIn) -> None:
    made = bring_in([ELSIE])["import"]
    made.refresh_from_db()
    assert (made.state, made.stored_as) == (ImportState.APPLIED, "")
    assert made.finished_at is not None
    assert made.finished_at <= timezone.now()
