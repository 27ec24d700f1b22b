"""Cover: on which days too few people are there."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from access.enums import UnitKind
from access.roles import RoleName
from access.rules import cover as rules
from access.rules.cover import Held, Spell

D = datetime.date
FIRST, LAST = D(2027, 6, 1), D(2027, 7, 31)


def test_enough_people_is_no_gap() -> None:
    assert rules.few([Held(1, D(2020, 1, 1)), Held(2, D(2020, 1, 1))], 2, FIRST, LAST) == []


def test_one_person_with_two_grants_is_one_person() -> None:
    assert rules.few([Held(1, D(2020, 1, 1)), Held(1, D(2021, 1, 1))], 2, FIRST, LAST) == [Spell(FIRST, None, 1)]


def test_a_grant_that_ends_is_seen_beforehand() -> None:
    held = [Held(1, D(2020, 1, 1)), Held(2, D(2020, 1, 1), D(2027, 6, 20))]
    assert rules.few(held, 2, FIRST, LAST) == [Spell(D(2027, 6, 21), None, 1)]


def test_a_handover_without_a_day_between_is_no_gap() -> None:
    held = [Held(1, D(2020, 1, 1)), Held(2, D(2020, 1, 1), D(2027, 6, 20)), Held(3, D(2027, 6, 21))]
    assert rules.few(held, 2, FIRST, LAST) == []


def test_a_gap_between_two_terms() -> None:
    held = [Held(1, D(2020, 1, 1), D(2027, 6, 20)), Held(1, D(2027, 6, 25))]
    assert rules.few(held, 1, FIRST, LAST) == [Spell(D(2027, 6, 21), D(2027, 6, 24), 0)]


def test_all_away_at_once() -> None:
    held = [Held(1, D(2020, 1, 1)), Held(2, D(2020, 1, 1))]
    away = [Held(1, D(2027, 7, 1), D(2027, 7, 14)), Held(2, D(2027, 7, 10), D(2027, 7, 20))]
    assert rules.all_away(held, away, FIRST, LAST) == [Spell(D(2027, 7, 10), D(2027, 7, 14), 2)]
    assert rules.all_away([], away, FIRST, LAST) == [], "nobody is not away"


def test_a_deputy_on_those_days_is_cover() -> None:
    held = [Held(1, D(2020, 1, 1)), Held(3, D(2027, 7, 1), D(2027, 7, 14))]
    assert rules.all_away(held, [Held(1, D(2027, 7, 1), D(2027, 7, 14))], FIRST, LAST) == []


_day = st.dates(D(2027, 5, 20), D(2027, 8, 10))
_held = st.builds(Held, st.integers(1, 3), _day, st.none() | _day)


@given(st.lists(_held, max_size=5), st.lists(st.builds(Held, st.integers(1, 3), _day, _day), max_size=4))
def test_it_is_what_looking_at_every_day_finds(held: list[Held], away: list[Held]) -> None:
    days = [FIRST + datetime.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    holding = {day: {h.who for h in held if h.first <= day and (h.last is None or day <= h.last)} for day in days}
    here = {day: rules.here_on(day, held, away) for day in days}
    few = {day for day in days if len(holding[day]) < 2}
    alone = {day for day in days if holding[day] and not here[day]}
    assert _days(rules.few(held, 2, FIRST, LAST)) == few
    assert _days(rules.all_away(held, away, FIRST, LAST)) == alone


def _days(spells: list[Spell]) -> set[D]:
    return {
        spell.first + datetime.timedelta(days=n)
        for spell in spells
        for n in range(((spell.last or LAST) - spell.first).days + 1)
    }


def test_what_is_wanted_where() -> None:
    clp = rules.wanted(UnitKind.CLP, is_top=False)
    assert clp[RoleName.SECRETARY] == 2
    assert RoleName.ADMINISTRATOR not in clp
    assert rules.wanted(UnitKind.CLP, is_top=True)[RoleName.ADMINISTRATOR] == 2
    assert rules.wanted(UnitKind.REGION, is_top=False) == {RoleName.REGIONAL_ORGANISER: 2}
    assert rules.wanted(UnitKind.PARTY, is_top=True) == {RoleName.ADMINISTRATOR: 2}
    assert rules.wanted(UnitKind.BRANCH, is_top=False) == {}
