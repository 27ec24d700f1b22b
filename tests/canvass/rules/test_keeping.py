"""How long a register is kept: dates alone, no database and no clock."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import keeping
from canvass.rules.keeping import Supply

D = datetime.date
TODAY = D(2026, 11, 22)


def _supply(
    name: str, dated_on: D, *, on: D | None = None, current: bool = False, delete_by: D | None = None
) -> Supply:
    return Supply(name, dated_on, on or dated_on, current, delete_by)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2026, 12, 1), 18, D(2028, 6, 1)),
        (D(2026, 11, 22), -18, D(2025, 5, 22)),
        (D(2026, 1, 15), -1, D(2025, 12, 15)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
    ],
)
def test_months_are_calendar_months(day: D, months: int, later: D) -> None:
    assert keeping.months_later(day, months) == later


def test_the_one_in_use_and_the_one_before_are_kept() -> None:
    found = keeping.fates(
        [
            _supply("2023", D(2023, 12, 1)),
            _supply("2025", D(2025, 12, 1), current=True, delete_by=D(2027, 6, 1)),
            _supply("2024", D(2024, 12, 1)),
        ]
    )
    assert [(one.supply.edition, one.superseded_on, one.goes_on) for one in found] == [
        ("2025", None, D(2027, 6, 1)),
        ("2024", D(2025, 12, 1), D(2027, 6, 1)),
        ("2023", D(2024, 12, 1), D(2024, 12, 1)),
    ]
    assert [one.supply.edition for one in keeping.kept(found, TODAY)] == ["2025", "2024"]
    assert keeping.on_no_edition(found, TODAY) == D(2024, 12, 1)


def test_the_terms_of_supply_may_end_the_one_before_sooner() -> None:
    found = keeping.fates(
        [
            _supply("2025", D(2025, 12, 1), current=True, delete_by=D(2027, 6, 1)),
            _supply("2024", D(2024, 12, 1), delete_by=D(2026, 11, 22)),
        ]
    )
    assert found[1].goes_on == D(2026, 11, 22)
    assert [one.supply.edition for one in keeping.kept(found, TODAY)] == ["2025"]
    assert [one.supply.edition for one in keeping.kept(found, TODAY - datetime.timedelta(days=1))] == ["2025", "2024"]


def test_eighteen_months_after_it_was_superseded_the_one_before_goes() -> None:
    found = keeping.fates(
        [_supply("new", D(2025, 12, 1), on=D(2026, 1, 5), current=True), _supply("old", D(2024, 12, 1))]
    )
    assert found[1].goes_on == D(2027, 7, 5), "counted from the day on which the new one was brought in"
    assert len(keeping.kept(found, D(2027, 7, 4))) == 2
    assert len(keeping.kept(found, D(2027, 7, 5))) == 1


def test_when_the_one_in_use_goes_the_one_before_goes_with_it() -> None:
    found = keeping.fates(
        [
            _supply("2025", D(2025, 12, 1), current=True, delete_by=TODAY),
            _supply("2024", D(2024, 12, 1), delete_by=D(2027, 1, 1)),
        ]
    )
    assert keeping.kept(found, TODAY) == []
    assert keeping.on_no_edition(found, TODAY) is None


def test_without_one_in_use_nothing_is_kept() -> None:
    found = keeping.fates([_supply("2025", D(2025, 12, 1)), _supply("2024", D(2024, 12, 1))])
    assert keeping.kept(found, TODAY) == []


def test_an_edition_in_use_without_a_date_stays_until_it_has_one() -> None:
    [found] = keeping.fates([_supply("2019", D(2019, 12, 1), current=True)])
    assert found.goes_on is None
    assert not found.is_gone(TODAY)
    assert keeping.without_a_date(D(2019, 12, 1), TODAY) == D(2026, 12, 22), "never without a month's warning"
    assert keeping.without_a_date(D(2026, 11, 1), TODAY) == D(2028, 5, 1)


def test_the_latest_day_counts_from_when_it_was_superseded_or_from_today() -> None:
    now, before = keeping.fates([_supply("2025", D(2025, 12, 1), current=True), _supply("2024", D(2024, 12, 1))])
    assert keeping.latest_delete_by(now, TODAY) == D(2028, 5, 22)
    assert keeping.latest_delete_by(before, TODAY) == D(2027, 6, 1)


@pytest.mark.parametrize(
    ("left", "due"), [(45, None), (31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, None), (-3, None)]
)
def test_it_is_said_a_month_and_a_week_before(left: int, due: int | None) -> None:
    assert keeping.warning_due(TODAY + datetime.timedelta(days=left), TODAY) == due


def test_without_a_day_nothing_is_said() -> None:
    assert keeping.warning_due(None, TODAY) is None


_DAYS = st.dates(D(2020, 1, 1), D(2027, 1, 1))


@given(st.lists(st.tuples(_DAYS, _DAYS, st.none() | _DAYS), max_size=6), st.booleans(), _DAYS)
def test_never_more_than_two_and_never_longer_than_eighteen_months(
    rows: list[tuple[D, D, D | None]], has_current: bool, today: D
) -> None:
    supplies = [
        _supply(str(place), dated, on=on, current=has_current and place == 0, delete_by=by)
        for place, (dated, on, by) in enumerate(rows)
    ]
    today = max([today, *(supply.brought_in_on for supply in supplies)])
    kept = keeping.kept(keeping.fates(supplies), today)
    assert len(kept) <= 2
    for fate in kept:
        assert fate.supply.delete_by is None or today < fate.supply.delete_by
        assert fate.superseded_on is None or today < keeping.months_later(fate.superseded_on, 18)


KEY = b"a key of the suite's"
ONE = keeping.fingerprint("Elsie Ann", "O’Brien-Hart", "23|TANYARD ROW|WX1 2AB", KEY)


@pytest.mark.parametrize(
    ("forenames", "surname", "door"),
    [
        ("Elsie", "O'Brien-Hart", "23|TANYARD ROW|WX1 2AB"),
        ("ELSIE A", "OBRIEN HART", "23|Tanyard Row|WX1 2AB"),
        ("Élsie", "o'brien hart", "23|TANYARD ROW|WX1 2AB"),
    ],
)
def test_somebody_is_found_again_however_their_name_is_printed(forenames: str, surname: str, door: str) -> None:
    assert keeping.fingerprint(forenames, surname, door, KEY) == ONE


@pytest.mark.parametrize(
    ("forenames", "surname", "door", "key"),
    [
        ("Elsie", "Hart", "23|TANYARD ROW|WX1 2AB", KEY),
        ("Dilys", "O’Brien-Hart", "23|TANYARD ROW|WX1 2AB", KEY),
        ("Elsie", "O’Brien-Hart", "25|TANYARD ROW|WX1 2AB", KEY),
        ("Elsie", "O’Brien-Hart", "23|TANYARD ROW|WX1 2AB", b"another key"),
        ("ElsieO", "’Brien-Hart", "23|TANYARD ROW|WX1 2AB", KEY),
    ],
)
def test_somebody_else_is_not(forenames: str, surname: str, door: str, key: bytes) -> None:
    assert keeping.fingerprint(forenames, surname, door, key) != ONE


def test_it_holds_nothing_of_the_name() -> None:
    assert len(ONE) == 32
    assert b"elsie" not in ONE.lower()
