from __future__ import annotations

import datetime

import pytest

from gotv.enums import RowProblem
from gotv.rules import absent
from gotv.rules.absent_matching import Candidate, Matcher
from gotv.rules.number_files import Numbered


@pytest.mark.parametrize(
    ("cells", "ticked", "kind"),
    [
        ({}, ["postal"], "postal"),
        ({}, ["proxy"], "proxy"),
        ({}, ["postal", "proxy"], "postal"),
        ({}, ["proxy", "postal_proxy"], ""),
        ({"kind": "Postal"}, ["postal", "proxy"], "postal"),
        ({"kind": "PV"}, ["proxy"], "postal"),
        ({"kind": "proxy"}, ["postal", "proxy"], "proxy"),
        ({"kind": "Postal Proxy"}, ["postal_proxy"], "postal_proxy"),
        ({"kind": "P", "proxy": "Ada Hart"}, ["postal", "postal_proxy"], "postal_proxy"),
        ({"proxy": "Ada Hart"}, ["postal", "postal_proxy"], "postal_proxy"),
    ],
)
def test_a_row_says_how_somebody_votes(cells: dict, ticked: list[str], kind: str) -> None:
    assert absent.kind(cells, ticked) == kind


@pytest.mark.parametrize(
    ("text", "until"), [("", None), ("31/01/2028", (2028, 1, 31)), ("2028-01-31", (2028, 1, 31)), ("soon", None)]
)
def test_the_end_of_an_arrangement(text: str, until: tuple[int, int, int] | None) -> None:
    assert absent.expires_on(text) == (datetime.date(*until) if until else None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Marchbank", "MARCHBANK", True),
        ("Marchbank", "Marchbnk", True),
        ("O'Brien", "OBrien", True),
        ("Smith-Jones", "Jones", True),
        ("Nuñez", "Nunez", True),
        ("", "Marchbank", True),
        ("Marchbank", "Ottaway", False),
        ("Li", "Williams", False),
    ],
)
def test_surnames_a_slip_apart_are_one(one: str, other: str, same: bool) -> None:
    assert absent.is_same_name(one, other) == same


def test_the_badge_says_what_may_be_asked() -> None:
    poll = datetime.date(2027, 5, 6)
    early, late = poll - datetime.timedelta(days=15), poll - datetime.timedelta(days=14)
    assert absent.badge("postal", poll, early) == "Postal vote"
    assert absent.badge("postal", poll, late) == "Postal vote: ask only if it has been sent"
    assert absent.badge("postal", None, poll) == "Postal vote"
    assert absent.badge("proxy", poll, late) == absent.badge("postal_proxy", poll, late) == "Votes by proxy"


_REGISTER = (
    Candidate(1, "HH1", 12, 0, "Marchbank", "Elsie May", False),
    Candidate(2, "HH1", 13, 0, "Ottaway", "Graham", False),
    Candidate(3, "HH1", 14, 0, "", "", True),
    Candidate(4, "HH1", 15, 0, "Haddad", "Zofia", False),
    Candidate(5, "HH1", 16, 0, "Haddad", "Zofia", False),
)


def _match(*rows: Numbered) -> list[tuple]:
    matcher = Matcher(_REGISTER, ["postal"])
    return [*((one.elector, one.problem) for one in map(matcher.match, rows)), matcher.by_name]


def _row(number: int | None, surname: str = "", forename: str = "", district: str = "HH1", **cells: str) -> Numbered:
    return Numbered(2, district, number, 0, {"surname": surname, "forename": forename, **cells})


def test_matched_by_number_where_the_name_does_not_speak_against_it() -> None:
    assert _match(_row(12), _row(13, "OTTAWAY", "G")) == [(1, ""), (2, ""), 0]


def test_matched_by_name_where_the_number_has_changed() -> None:
    assert _match(_row(12, "Ottaway", "Graham"), _row(99, "Marchbank", "Elsie")) == [(2, ""), (1, ""), 2]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (_row(99), RowProblem.NOBODY),
        (_row(12, "Teale", "Ada"), RowProblem.OTHER_NAME),
        (_row(99, "Haddad", "Zofia"), RowProblem.NOBODY),  # two of that name: nobody's guess
        (_row(14, "Prosser", "Dilys"), RowProblem.SEALED),
        (_row(12, district="XX9"), RowProblem.NO_DISTRICT),
        (_row(None), RowProblem.BAD_NUMBER),
        (_row(12, kind="proxy"), RowProblem.OTHER_KIND),
        (Numbered(2, "", None, 0, None), RowProblem.BROKEN),
    ],
)
def test_the_rest_is_left_out_with_the_reason(row: Numbered, problem: RowProblem) -> None:
    assert _match(row) == [(None, problem), 0]


def test_a_second_row_of_one_elector_is_left_out() -> None:
    assert _match(_row(12), _row(12)) == [(1, ""), (None, RowProblem.TWICE), 0]
