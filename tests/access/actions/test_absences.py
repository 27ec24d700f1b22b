"""Saying that one is away, and who stands in."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from time_machine import Traveller

from access.actions import absences
from access.actions import requests as actions
from access.models import Absence, AuditEvent, Grant, OutboxMessage
from access.permissions import Permission as P
from access.queries import accesses
from kit.errors import Refused
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import SUNDAY, again, ask

_TODAY, _DAY = SUNDAY.date(), datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def travel() -> Iterator[Traveller]:
    with time_machine.travel(SUNDAY, tick=False) as traveller:
        yield traveller


def _away(cast: Cast, **change: object) -> Absence:
    values = {"user": cast.marian, "unit": cast.wexcombe, "from_on": _TODAY, "until_on": _TODAY + 3 * _DAY}
    return absences.say(**(values | change))


def test_being_away_is_on_the_record(cast: Cast) -> None:
    made = _away(cast)
    with everywhere():
        entry = AuditEvent.objects.get(verb="absence.said")
    assert (entry.object_id, entry.detail["first"], entry.detail["deputy"]) == (str(made.pk), "2027-04-18", None)


def test_a_deputy_decides_on_these_days_and_no_longer(cast: Cast, travel: Traveller) -> None:
    made = _away(cast, deputy=cast.alun)
    assert made.deputy_grant is not None
    assert accesses.of(cast.alun).may(P.GIVE_ACCESS, cast.wexcombe)
    assert not accesses.of(cast.alun).may(P.SEE_MEMBERS, cast.wexcombe)
    wanted = ask(cast)
    actions.approve(request=wanted, by=cast.alun)
    assert again(wanted).decided_by == cast.alun
    with everywhere():
        assert "from Sunday 18 April 2027" in OutboxMessage.objects.get(purpose="deputy").text
    travel.shift(4 * _DAY)
    assert not accesses.of(cast.alun).may(P.GIVE_ACCESS, cast.wexcombe)


def test_a_deputy_for_later_begins_later(cast: Cast) -> None:
    made = _away(cast, from_on=_TODAY + 5 * _DAY, until_on=_TODAY + 6 * _DAY, deputy=cast.alun)
    assert made.deputy_grant is not None
    assert made.deputy_grant.starts_on == _TODAY + 5 * _DAY
    assert not accesses.of(cast.alun).may(P.GIVE_ACCESS, cast.wexcombe)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"until_on": _TODAY - _DAY, "from_on": _TODAY - 2 * _DAY}, "gone by"),
        ({"from_on": _TODAY + 9 * _DAY}, "can’t be before"),
    ],
)
def test_days_in_the_wrong_order_or_gone_by(change: dict, words: str, cast: Cast) -> None:
    with pytest.raises(Refused, match=words):
        _away(cast, **change)


def test_not_twice_on_the_same_day(cast: Cast) -> None:
    _away(cast)
    with pytest.raises(Refused, match="said already"):
        _away(cast, from_on=_TODAY + 3 * _DAY, until_on=_TODAY + 8 * _DAY)


@pytest.mark.parametrize("who", ["alun", "noor", "rival", "priya"])
def test_only_those_who_decide_there_are_waited_for(who: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="decide nothing"):
        _away(cast, user=getattr(cast, who))


def test_who_decides_about_the_field_alone_names_no_deputy(cast: Cast) -> None:
    """A deputy may give every role: naming one would be more than a campaign organiser may do."""
    with pytest.raises(Refused, match="may not give roles"):
        _away(cast, user=cast.osei, deputy=cast.alun)
    assert _away(cast, user=cast.osei).deputy_grant is None


def test_a_deputy_is_somebody_else_who_is_there(cast: Cast) -> None:
    with pytest.raises(Refused, match="stand in for yourself"):
        _away(cast, deputy=cast.marian)
    with pytest.raises(Refused, match="decides here anyway"):
        _away(cast, deputy=cast.osei)
    with everywhere():
        Absence.objects.create(user=cast.alun, unit=cast.wexcombe, from_on=_TODAY, until_on=_TODAY)
    with pytest.raises(Refused, match="is away on some"):
        _away(cast, deputy=cast.alun)


def test_back_early_ends_the_deputy_too(cast: Cast) -> None:
    made = _away(cast, deputy=cast.alun)
    with pytest.raises(Refused, match="Only the person"):
        absences.call_off(absence=made, by=cast.osei)
    absences.call_off(absence=made, by=cast.marian)
    assert not accesses.of(cast.alun).may(P.GIVE_ACCESS, cast.wexcombe)
    with everywhere():
        assert Grant.objects.get(pk=made.deputy_grant_id).ended_at == SUNDAY
    with pytest.raises(Refused, match="over already"):
        absences.call_off(absence=made, by=cast.marian)
    assert ask(cast).rests_with == cast.wexcombe
