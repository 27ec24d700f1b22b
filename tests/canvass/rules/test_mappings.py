"""Unknown files: what their columns probably hold, what may not come in, and which rows may be shown."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from canvass.enums import FileKind, LeftOut, Operation
from canvass.rules import files, mappings
from canvass.rules.files import Row, Shape, UnknownLayout, WrongFile
from canvass.rules.layouts import Mapped, NameStyle, NumberStyle
from canvass.rules.mappings import Proposal

TODAY = datetime.date(2026, 11, 21)
NAMED = """Register for Wexcombe,,,,,,,
Polling area,No on Register,Family Name,Given Names,Franchise,Comes of Age,Property,Town,Post Code
HH1,1,MARCHBANK,Elsie May,,,23 Tanyard Row,Wexcombe,WX1 2AB
HH1,2,HART,Ivo,G,,25 Tanyard Row,Wexcombe,WX1 2AB
HH1,3,,,N,,,,
HH1,4,LITTLE,Pip,,02/09/2029,27 Tanyard Row,Wexcombe,WX1 2AB
HH2,1,PRIOR,Asha,,15/03/2027,1 Mill Lane,Wexcombe,WX1 2AD
"""
BARE = """HH1;1;MARCHBANK;Elsie May;23 Tanyard Row;Wexcombe;WX1 2AB
HH1;2;HART;Ivo;25 Tanyard Row;Wexcombe;WX1 2AB
HH1;3;PRIOR;Asha;27 Tanyard Row;Wexcombe;WX1 2AB
HH2;1;OWUSU;Kofi;1 Mill Lane;Harrow Hill;WX1 2AD
"""
UPDATE = """Change,Register Number,Name of elector,Address
A,HH1-5,Marchbank Elsie May,"23 Tanyard Row, Wexcombe, WX1 2AB"
D,HH1-6/1,Hart Ivo,
Z,HH1-7,Prior Asha,"25 Tanyard Row, Wexcombe, WX1 2AB"
"""
Shaped = Callable[[str], Shape]


@pytest.fixture
def shaped(tmp_path: Path) -> Shaped:
    def write(text: str) -> Shape:
        path = tmp_path / "register.csv"
        path.write_text(text, encoding="utf-8")
        found = files.shape(path, files.look(path))
        assert found is not None
        return found

    return write


def proposed(shape: Shape) -> tuple[Proposal, list[Row]]:
    rows = list(shape.rows(has_header=shape.has_header))
    return mappings.propose(shape, rows, TODAY, has_header=shape.has_header, attainment_age=18), rows


def mapped(proposal: Proposal, **said: object) -> Mapped:
    values = {
        "columns": tuple(column.field for column in proposal.columns),
        "kind": proposal.kind,
        "has_header": proposal.has_header,
        "number": proposal.number,
        "names": proposal.names,
    } | said
    return Mapped(**values)  # type: ignore[arg-type] # a dict of its own fields


def test_columns_by_their_names(shaped: Shaped) -> None:
    shape = shaped(NAMED)
    proposal, _rows = proposed(shape)
    assert (shape.first_line, shape.has_header) == (2, True)
    assert [column.field for column in proposal.columns] == [
        "district", "number", "surname", "forename", "markers", "attainment", "address", "address", "postcode",
    ]  # fmt: skip
    assert (proposal.kind, proposal.number, proposal.names) == (FileKind.FULL, NumberStyle.DECIMAL, NameStyle.PARTS)


def test_columns_by_what_stands_in_them(shaped: Shaped) -> None:
    shape = shaped(BARE)
    proposal, _rows = proposed(shape)
    assert (shape.delimiter, shape.first_line, shape.has_header) == (";", 1, False)
    assert [column.field for column in proposal.columns] == [
        "district", "number", "surname", "forename", "address", "address", "postcode",
    ]  # fmt: skip
    assert mappings.objections(mapped(proposal)) == []


def test_an_update_is_known_by_its_column_and_the_values_are_guessed(shaped: Shaped) -> None:
    shape = shaped(UPDATE)
    proposal, rows = proposed(shape)
    assert (proposal.kind, proposal.number, proposal.names) == (
        FileKind.UPDATE,
        NumberStyle.COMPOSITE,
        NameStyle.SINGLE,
    )
    values = mappings.operations(rows, 0)
    assert values == ["A", "D", "Z"]
    assert [mappings.meaning(value) for value in values] == ["add", "delete", ""]


def test_nothing_of_a_sealed_row_is_an_example(shaped: Shaped) -> None:
    proposal, _rows = proposed(shaped(NAMED))
    shown = [value for column in proposal.columns for value in column.examples]
    assert "PRIOR" in shown
    assert not {"LITTLE", "Pip", "27 Tanyard Row", "02/09/2029", "N"} & set(shown)


def test_dates_are_shown_by_their_form_alone(shaped: Shaped) -> None:
    proposal, _rows = proposed(shaped(NAMED))
    assert proposal.columns[5].examples == ("00/00/0000",)


def test_a_column_of_yes_and_no_hides_nobody() -> None:
    rows = [Row(n, [str(n), "N" if n % 2 else "Y", "Hart"], "") for n in range(1, 60)]
    assert all(mappings.showable(rows, TODAY, 18))
    marked = [Row(n, [str(n), "N" if n == 7 else "", "Hart"], "") for n in range(1, 20)]
    assert [row.line for row, may in zip(marked, mappings.showable(marked, TODAY, 18), strict=True) if not may] == [7]


@pytest.mark.parametrize("cell", ["22/11/2028", "15/03/2012", "2029-01-01"])
def test_a_date_that_may_be_of_somebody_under_16_hides_the_row(cell: str) -> None:
    assert mappings.showable([Row(1, ["HH1", cell, "Little"], "")], TODAY, 18) == [False]


def test_whose_dates_mean_16_hides_more() -> None:
    row = Row(1, ["HH1", "01/12/2026", "Little"], "")
    assert mappings.showable([row], TODAY, 18) == [True]
    assert mappings.showable([row], TODAY, 16) == [False]


def test_a_row_that_can_t_be_read_is_not_shown() -> None:
    assert mappings.showable([Row(1, None, '"HH1')], TODAY, 18) == [False]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Ethnic Group", []),
        ("ethnicity_code", []),
        ("Religion", ["x"]),
        ("HealthNeeds", []),
        ("Disability flag", []),
        ("Trade Union Member", []),
        ("Sexual orientation", []),
        ("National Insurance No", []),
        ("Bank account", []),
        ("Sort Code", []),
        ("IBAN", []),
        ("Column 9", ["Christian", "Muslim", "Sikh", ""]),
        ("Column 9", ["White British", "Asian British", "White Irish"]),
        ("Column 9", ["20-45-77", "60-83-71"]),
        ("Column 9", ["GB29NWBK60161331926819"]),
        ("Column 9", ["4929 1234 5678 9012"]),
        ("Column 9", ["QQ123456C", "QQ 12 34 57 A"]),
    ],
)
def test_columns_that_may_not_come_in(name: str, values: list[str]) -> None:
    assert mappings.refusal(name, [value for value in values if value])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Address2", ["Union Street", "Church Road"]),
        ("Comes of age", ["15-03-27"]),
        ("Surname", ["White", "Hart", "Marchbank", "Black"]),
        ("UPRN", ["100012345678"]),
        ("Property", ["The Old Bank"]),
    ],
)
def test_columns_that_only_look_like_such(name: str, values: list[str]) -> None:
    assert mappings.refusal(name, values) == ""


def test_a_refused_column_has_no_field_and_no_examples(shaped: Shaped) -> None:
    text = "PD Area,Number,Family Name,Given Names,Address,Religion\nHH1,1,HART,Ivo,25 Tanyard Row,Quaker\n"
    column = proposed(shaped(text))[0].columns[5]
    assert (column.field, column.examples) == ("", ())
    assert column.refused == "The law protects this more than other data. It may not be brought in."


def test_nothing_is_kept_of_a_column_that_is_not_read(shaped: Shaped) -> None:
    text = 'Area,Number,Family Name,Given Names,Address,Religion\nHH1,,HART,Ivo,25 Tanyard Row,Quaker\nHH1,2,x,"Quaker'
    said = Mapped(("district", "number", "surname", "forename", "address", ""))
    assert [row.raw for row in shaped(text).opened(said).rows()] == ["HH1, , HART, Ivo, 25 Tanyard Row", ""]


FULL = ("district", "number", "surname", "forename", "address")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (Mapped(("", *FULL[1:])), "polling district"),
        (Mapped((FULL[0], "", *FULL[2:])), "elector number"),
        (Mapped((*FULL, "number")), "Two columns are chosen for the same thing: Elector number."),
        (Mapped(FULL[:4]), "the address"),
        (Mapped(("district", "number", "name", "address")), "surname and the forenames"),
        (Mapped(FULL, names=NameStyle.SINGLE), "the whole name"),
        (Mapped(FULL, kind=FileKind.UPDATE), "what each row changes"),
        (Mapped((*FULL, "operation")), "A full register changes nothing row by row"),
    ],
)
def test_what_is_missing_or_too_much_is_said(said: Mapped, word: str) -> None:
    (objection,) = mappings.objections(said)
    assert word in objection


@pytest.mark.parametrize(
    "said",
    [
        Mapped((*FULL, "address", "postcode")),
        Mapped(("number", "name", "house"), number=NumberStyle.COMPOSITE, names=NameStyle.SPOKEN),
        Mapped((*FULL, "operation"), kind=FileKind.UPDATE, operations={"A": Operation.ADD}),
    ],
)
def test_what_is_enough(said: Mapped) -> None:
    assert mappings.objections(said) == []


def test_a_preview_shows_what_would_be_read_and_never_a_sealed_row(shaped: Shaped) -> None:
    shape = shaped(NAMED)
    proposal, rows = proposed(shape)
    found = mappings.preview(shape, mapped(proposal), rows, TODAY, attainment_age=18)
    assert (found.looked_at, found.readable, found.sealed) == (5, 5, 2)
    assert [(row.line, row.entry and row.entry.surname) for row in found.rows] == [
        (3, "Marchbank"),
        (4, "Hart"),
        (7, "Prior"),
    ]
    assert found.rows[0].address == "23 Tanyard Row, Wexcombe, WX1 2AB"
    assert found.rows[1].also == ["G"]
    assert found.rows[2].also == ["18 on 15 March 2027"]


def test_a_preview_says_what_is_wrong(shaped: Shaped) -> None:
    shape = shaped(UPDATE)
    proposal, rows = proposed(shape)
    said = mapped(proposal, operations={"A": Operation.ADD, "D": Operation.DELETE})
    found = mappings.preview(shape, said, rows, TODAY, attainment_age=18)
    assert [row.reason for row in found.rows] == [None, None, LeftOut.NO_OPERATION]
    assert found.rows[0].also == ["Added"]
    assert found.rows[1].also == ["Deleted", "Other elector, without an address"]


def test_a_layout_that_was_described_is_known_again(shaped: Shaped, tmp_path: Path) -> None:
    for text in (NAMED, BARE):
        shape = shaped(text)
        proposal, _rows = proposed(shape)
        said = mapped(proposal)
        with pytest.raises(UnknownLayout) as refusal:
            files.opened(shape.path, shape.look)
        assert not any(word in str(refusal.value) for word in ("MARCHBANK", "Tanyard", "Family"))
        kept = {shape.fingerprint(has_header=said.has_header): said}
        next_file = tmp_path / "next.csv"
        next_file.write_text(text.replace("Register for Wexcombe", "Register\nof\nDecember"), encoding="utf-8")
        opened = files.opened(next_file, files.look(next_file), mapping=kept)
        assert opened.recognised.layout.code == "mapped"
        assert len(list(opened.rows())) == (5 if said.has_header else 4)


def test_a_layout_described_for_others_is_not_taken(shaped: Shaped) -> None:
    shape = shaped(BARE)
    with pytest.raises(UnknownLayout):
        files.opened(shape.path, shape.look, mapping={"another": Mapped(FULL)})


@pytest.mark.parametrize("text", ["hello\nworld\n", "name,email\nA,b@example.org\n", "\n\n"])
def test_what_has_too_few_columns_is_no_question(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text)
    with pytest.raises(WrongFile) as refusal:
        files.opened(path, files.look(path))
    assert not isinstance(refusal.value, UnknownLayout)
    assert files.shape(path, files.look(path)) is None
