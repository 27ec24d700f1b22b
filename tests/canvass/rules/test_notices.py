"""What the rows of a notice of alterations do: who is meant, which row goes before another, and what fits nobody."""

from __future__ import annotations

import pytest

from canvass.rules import notices
from canvass.rules.notices import Deed, Held, Key, Row, Verdict

HH1_5: Key = (1, 5, 0)
ELSIE = Held(7, "ordinary", "Marchbank", "Elsie May", 70)
SEALED = Held(9, "anonymous", "", "")


def row(operation: str, surname: str = "Marchbank", forenames: str = "Elsie May", **other: object) -> Row:
    values = {"line": 2, "key": HH1_5, "kind": "ordinary", "home": 70} | other
    return Row(operation=operation, surname=surname, forenames=forenames, **values)  # type: ignore[arg-type]


def resolved(*rows: Row, held: Held | None = None, past: tuple[Held, ...] = ()) -> list[tuple]:
    """Return (deed, elector, reason) of each row, by line."""
    found = notices.resolve(rows, {HH1_5: held} if held else {}, {HH1_5: past} if past else {})
    return [(verdict.deed, verdict.elector, verdict.reason) for verdict in sorted(found)] if found else []


def deeds(*rows: Row, held: Held | None = None, past: tuple[Held, ...] = ()) -> list[Deed]:
    numbered = [one._replace(line=line) for line, one in enumerate(rows, start=2)]
    verdicts = notices.resolve(numbered, {HH1_5: held} if held else {}, {HH1_5: past})
    found = {verdict.line: verdict for verdict in verdicts}
    return [found[one.line].deed for one in numbered]


@pytest.mark.parametrize(
    ("one", "held", "said"),
    [
        (row("add"), None, (Deed.ADD, None, "")),
        (row("amend"), None, (Deed.ADD, None, "")),
        (row("delete"), ELSIE, (Deed.DELETE, 7, "")),
        (row("delete", "", ""), ELSIE, (Deed.DELETE, 7, "")),
        (row("delete", "Marchbnk", "Elsie May"), ELSIE, (Deed.DELETE, 7, "")),
        (row("delete", "Marchbank", "Elsie"), ELSIE, (Deed.DELETE, 7, "")),
        (row("delete", "Ottaway", "Graham"), ELSIE, (Deed.UNMATCHED, None, "wrong_name")),
        (row("delete", "Marchbank", "Graham"), ELSIE, (Deed.UNMATCHED, None, "wrong_name")),
        (row("delete"), None, (Deed.UNMATCHED, None, "unknown_number")),
        (row("delete", "", ""), None, (Deed.UNMATCHED, None, "unknown_number")),
        (row("amend", "Ottaway"), ELSIE, (Deed.AMEND, 7, "")),
        (row("amend", home=71), ELSIE, (Deed.AMEND, 7, "")),
        (row("amend", "Ottaway", "Graham"), ELSIE, (Deed.AMEND, 7, "")),
        (row("amend", "Ottaway", "Graham", home=71), ELSIE, (Deed.UNMATCHED, None, "number_taken")),
        (row("add", home=71), ELSIE, (Deed.AMEND, 7, "")),
        (row("add", "Ottaway", "Graham"), ELSIE, (Deed.UNMATCHED, None, "number_taken")),
    ],
)
def test_one_row(one: Row, held: Held | None, said: tuple) -> None:
    assert resolved(one, held=held) == [said]


def test_a_deletion_comes_before_an_amendment_and_that_before_an_addition() -> None:
    assert deeds(row("amend", "Ottaway"), row("delete"), held=ELSIE) == [Deed.IGNORED, Deed.DELETE]
    assert deeds(row("add"), row("amend", "Ottaway")) == [Deed.IGNORED, Deed.ADD]
    assert deeds(row("amend", "Ottaway"), row("amend", "Haddad"), held=ELSIE) == [Deed.IGNORED, Deed.AMEND]


def test_made_and_gone_in_one_notice_is_nothing() -> None:
    assert deeds(row("add"), row("delete")) == [Deed.IGNORED, Deed.IGNORED]
    assert deeds(row("add"), row("delete", "", "")) == [Deed.IGNORED, Deed.IGNORED]


def test_a_number_may_go_from_one_person_to_another() -> None:
    both = row("delete"), row("add", "Ottaway", "Graham")
    assert deeds(*both, held=ELSIE) == [Deed.DELETE, Deed.ADD]
    graham = Held(8, "ordinary", "Ottaway", "Graham", 70)
    assert deeds(*both, held=graham, past=(ELSIE,)) == [Deed.ALREADY, Deed.AMEND]
    nameless = row("delete", "", ""), row("add", "Ottaway", "Graham")
    assert deeds(*nameless, held=ELSIE) == [Deed.DELETE, Deed.ADD]
    assert deeds(*nameless, held=graham, past=(ELSIE,)) == [Deed.ALREADY, Deed.AMEND]


def test_who_has_gone_already_is_said_apart() -> None:
    assert deeds(row("delete"), past=(ELSIE,)) == [Deed.ALREADY]
    assert deeds(row("delete", "Haddad", "Zofia"), past=(ELSIE,)) == [Deed.UNMATCHED]


def test_somebody_who_changed_their_name_is_meant_by_the_old_one_too() -> None:
    married = Held(7, "ordinary", "Ottaway", "Elsie May", 70)
    assert resolved(row("delete", "Marchbank", "Elsie May"), held=married, past=(ELSIE,)) == [(Deed.DELETE, 7, "")]


@pytest.mark.parametrize("operation", ["add", "amend"])
def test_a_sealed_entry_is_never_joined_to_a_name(operation: str) -> None:
    sealed = row(operation, "", "", kind="anonymous", home=None)
    expected = Deed.REPLACE if operation == "amend" else Deed.UNMATCHED
    assert deeds(sealed, held=ELSIE) == [expected]
    assert deeds(row(operation), held=SEALED) == [expected]
    assert deeds(sealed, held=SEALED) == [Deed.AMEND]


def test_a_named_deletion_never_takes_a_sealed_entry_off() -> None:
    assert deeds(row("delete"), held=SEALED) == [Deed.UNMATCHED]
    assert deeds(row("delete", "", "", kind="anonymous"), held=SEALED) == [Deed.DELETE]
    assert deeds(row("delete", "", "", kind="anonymous"), held=ELSIE) == [Deed.UNMATCHED]


def test_every_row_gets_one_verdict() -> None:
    rows = [row(operation, line=line) for line, operation in enumerate(("add", "delete", "amend", "delete", "ignored"))]
    for held in (None, ELSIE, SEALED):
        found = notices.resolve(rows, {HH1_5: held} if held else {}, {})
        assert sorted(verdict.line for verdict in found) == [0, 1, 2, 3, 4]
        assert all(isinstance(verdict, Verdict) for verdict in found)
