"""Whatever the two registers: the second is what is held after it, undone it is the first again, and twice is once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.models import Unit
from canvass.actions.imports import undoing
from canvass.models import Elector, RegisterImport
from tests.factories import imports, registers
from tests.factories.registers import Change, Person

pytestmark = pytest.mark.usefixtures("november")

FORENAMES = ("Elsie", "Graham", "Zofia May", "Dilys", "Ivo", "Ngozi Ada")
SURNAMES = ("Marchbank", "Ottaway", "Haddad")
HOMES = ("23 Tanyard Row|Wexcombe", "Flat 2|The Maltings|25A Tanyard Row", "4 Corn Hall Lane|Wexcombe", "")
Register = dict[str, Person]  # by forenames, which tell who is who


@st.composite
def registers_of(draw: st.DrawFn) -> Register:
    """Draw who is listed, where, under which number, surname and marker. Numbers are few, so they change hands."""
    names = draw(st.lists(st.sampled_from(FORENAMES), unique=True, min_size=1))
    numbers = draw(
        st.lists(
            st.tuples(st.sampled_from(("HH1", "HH2")), st.integers(1, 4), st.integers(0, 1)),
            unique=True, min_size=len(names), max_size=len(names),
        )
    )  # fmt: skip
    return {
        name: Person(
            district, number, draw(st.sampled_from(SURNAMES)), name, draw(st.sampled_from(HOMES)), suffix,
            draw(st.sampled_from(("", "G"))),
        )
        for name, (district, number, suffix) in zip(names, numbers, strict=True)
    }  # fmt: skip


def key(person: Person) -> tuple[str, int, int]:
    return person.district, person.number, person.suffix


def difference(before: Register, after: Register) -> list[Change]:
    """Return the notice that makes the one register of the other: another number is an entry less and one more."""
    changes: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old and new and key(old) == key(new):
            if old != new:
                changes.append(("amend", new))
            continue
        changes += [("delete", old)] if old else []
        changes += [("add", new)] if new else []
    return changes


def as_said(register: Register) -> set[tuple]:
    return {(*key(one), one.forenames, one.surname, one.markers, bool(one.address)) for one in register.values()}


def as_held() -> set[tuple]:
    rows = Elector.objects.on_register().values_list(
        "polling_district__code", "number", "suffix", "forenames", "surname", "markers", "household"
    )
    return {(*row[:6], row[6] is not None) for row in rows}


def entries() -> list[dict]:
    return list(Elector.objects.on_register().order_by("pk").values())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=registers_of(), after=registers_of())
def test_rounds(scope: Unit, tmp_path: Path, before: Register, after: Register) -> None:
    def bring_in(people: Sequence, write: Callable[..., Path] = registers.xpress) -> RegisterImport:
        path = write(tmp_path / "register.csv", people)
        return imports.bring_in(scope, path, dated_on=datetime.date(2026, 11, 1))

    with transaction.atomic():
        bring_in(list(before.values()))
        assert as_held() == as_said(before)
        first = entries()
        full = bring_in(list(after.values()))
        assert as_held() == as_said(after)
        second = entries()
        assert _nothing(bring_in(list(after.values()), registers.rollno))
        assert entries() == second
        undoing.undo(RegisterImport.objects.latest("finished_at"), None)
        undoing.undo(full, None)
        assert entries() == first
        changes = difference(before, after)
        for write in (registers.xpress_update, registers.rollno_update) if changes else ():
            made = bring_in(changes, write)
            assert as_held() == as_said(after)
            assert made.report["unmatched"] == 0
            again = bring_in(changes, write)
            assert _nothing(again)
            assert as_held() == as_said(after)
            undoing.undo(again, None)
            undoing.undo(made, None)
            assert entries() == first
        transaction.set_rollback(True)


def _nothing(made: RegisterImport) -> bool:
    return not (made.report["added"] or made.report["amended"] or made.report["deleted"])
