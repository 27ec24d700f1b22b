"""Whom each row of a members file means."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from organise.enums import Effect
from organise.rules.imports import FIELDS, Known, Outcome, Told, plan

EMPTY = dict.fromkeys(FIELDS, "") | {"joined_on": None, "branch": None, "state": "paid_up"}


def known(pk: int, **said: object) -> Known:
    return Known(pk, EMPTY | said)


MARIAN = known(1, membership_number="A1", first_name="Marian", last_name="Teale", email="m@x.example")
OSEI = known(2, first_name="Osei", last_name="Hart", email="o@x.example")


def effects(rows: list[dict], members: list[Known]) -> list[tuple[Effect, int | None]]:
    told = [Told(line, row) for line, row in enumerate(rows, 2)]
    return [(one.effect, one.member) for one in plan(told, members)]


def test_a_number_comes_before_a_name() -> None:
    rows = [{"membership_number": "a1", "last_name": "Teale-Jones"}]
    assert effects(rows, [MARIAN]) == [(Effect.CHANGED, 1)]


def test_email_and_name_find_who_has_no_number_in_the_file_or_on_the_list() -> None:
    teale = {"email": "M@X.example", "first_name": "marian", "last_name": "TEALE"}
    hart = {"email": "o@x.example", "first_name": "Osei", "last_name": "Hart", "membership_number": "B2"}
    assert [one[1] for one in effects([teale, hart], [MARIAN, OSEI])] == [1, 2]


def test_a_shared_address_with_another_name_is_another_person() -> None:
    rows = [{"email": "m@x.example", "first_name": "Ed", "last_name": "Teale"}]
    assert effects(rows, [MARIAN]) == [(Effect.NEW, None)]


def test_nothing_new_is_the_same() -> None:
    rows = [{"membership_number": "A1", "last_name": "Teale", "email": "m@x.example"}]
    assert effects(rows, [MARIAN]) == [(Effect.SAME, 1)]


def test_what_was_there_before_is_kept_of_those_who_change() -> None:
    (one,) = plan([Told(2, {"membership_number": "A1", "phone": "1"})], [MARIAN])
    assert one.before == MARIAN.fields


def test_rows_that_can_not_be_brought_in_say_why() -> None:
    twin = known(3, first_name="Osei", last_name="Hart", email="o@x.example", membership_number="C3")
    double = known(4, first_name="Osei", last_name="Hart", email="o@x.example", membership_number="C4")
    rows = [
        ({"last_name": "Nobody"}, "neither a membership number nor"),
        ({"membership_number": "Z9"}, "no last name"),
        (
            {"email": "m@x.example", "first_name": "Marian", "last_name": "Teale", "membership_number": "X"},
            "another membership number",
        ),
        ({"email": "o@x.example", "first_name": "Osei", "last_name": "Hart"}, "Several members"),
    ]
    found = plan([Told(line, row) for line, (row, _said) in enumerate(rows)], [MARIAN, twin, double])
    assert [one.effect for one in found] == [Effect.PROBLEM] * 4
    assert all(said in one.problem for one, (_row, said) in zip(found, rows, strict=True))


def test_a_second_row_about_the_same_person_is_left_out() -> None:
    new = {"email": "n@x.example", "last_name": "New"}
    rows = [new, new, {**new, "membership_number": "N1"}, {"membership_number": "A1", "last_name": "T"}]
    rows.append({"email": "m@x.example", "first_name": "Marian", "last_name": "Teale"})
    found = plan([Told(line, row) for line, row in enumerate(rows, 2)], [MARIAN])
    assert [one.effect for one in found] == ["new", "problem", "problem", "changed", "problem"]
    assert "line 2" in found[1].problem
    assert "line 5" in found[4].problem


def test_two_people_with_one_email_address_and_name_come_in_by_their_numbers() -> None:
    rows = [{"email": "j@x.example", "last_name": "Owen", "membership_number": number} for number in ("1", "2")]
    assert effects(rows, []) == [(Effect.NEW, None), (Effect.NEW, None)]


_text = st.sampled_from(["", "a", "A", "b", "c"])
_rows = st.lists(
    st.fixed_dictionaries({"membership_number": _text, "email": _text, "last_name": _text, "phone": _text}), max_size=8
)


@settings(max_examples=150)
@given(_rows, _rows)
def test_the_same_rows_twice_change_nothing_the_second_time(before: list[dict], rows: list[dict]) -> None:
    """Unless a row was in doubt and another resolves the doubt. The same file as a whole is known by its hash."""
    members = _applied(before, [])
    doubts = ("same person", "another membership number", "Several members")
    assume(not any(doubt in one.problem for one in plan(_told(rows), members) for doubt in doubts))
    members = _applied(rows, members)
    again = plan(_told(rows), members)
    assert {one.effect for one in again} <= {Effect.SAME, Effect.PROBLEM}


def _told(rows: list[dict]) -> list[Told]:
    return [Told(line, {name: value for name, value in row.items() if value}) for line, row in enumerate(rows, 2)]


def _applied(rows: list[dict], members: list[Known]) -> list[Known]:
    """Return the list after the file: what actions.imports does to the tables."""
    there = {one.pk: one for one in members}
    told = _told(rows)
    outcomes: list[Outcome] = plan(told, members)
    for row, one in zip(told, outcomes, strict=True):
        if one.effect == Effect.NEW:
            pk = len(there) + 1
            there[pk] = Known(pk, EMPTY | row.fields)
        elif one.effect == Effect.CHANGED and one.member:
            there[one.member] = Known(one.member, there[one.member].fields | row.fields)
    return list(there.values())
