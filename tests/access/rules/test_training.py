"""How long a signature counts, and whose it is."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.rules import training

D = datetime.date


@pytest.mark.parametrize(
    ("signed", "last"),
    [
        (D(2026, 3, 10), D(2027, 3, 10)),
        (D(2026, 12, 31), D(2027, 12, 31)),
        (D(2028, 2, 29), D(2029, 2, 28)),
        (D(2027, 2, 28), D(2028, 2, 28)),
        (D(2027, 3, 1), D(2028, 3, 1)),
    ],
)
def test_it_counts_until_the_same_date_a_year_later(signed: datetime.date, last: datetime.date) -> None:
    assert training.last_day(signed) == last


@given(st.dates(D(2000, 1, 1), D(2400, 1, 1)))
def test_it_is_always_twelve_months(signed: datetime.date) -> None:
    last = training.last_day(signed)
    assert 365 <= (last - signed).days <= 366
    assert (last.month, last.day) in {(signed.month, signed.day), (2, 28)}


@pytest.mark.parametrize(
    ("typed", "account", "same"),
    [
        ("Marian Teale", "Marian Teale", True),
        ("marian  TEALE", "Marian Teale", True),
        ("Joanne Tranmer", "Jo Tranmer", True),
        ("Zoe Llewelyn", "Zoë Llewelyn", True),
        ("Osei Mensah Hart", "Osei Mensah-Hart", True),
        ("Siobhan OBrien", "Siobhán O’Brien", True),
        ("Somebody Else", "Marian Teale", False),
        ("M T", "Marian Teale", False),
        ("x", "Marian Teale", False),
        ("", "Marian Teale", False),
        ("Anything at all", "X", True),
        ("李小龙", "李小龙", True),
    ],
)
def test_a_signature_is_the_account_holders_name(typed: str, account: str, same: bool) -> None:
    assert training.is_name_of(typed, account) is same
