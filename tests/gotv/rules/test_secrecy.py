"""Whoever is inside a polling station tells nobody outside it."""

from __future__ import annotations

import datetime

from gotv.rules.secrecy import Held, clash, told_on

_MAY = datetime.date(2026, 5, 7)
_DAY = datetime.timedelta(days=1)


def test_roles_clash_where_they_share_a_day() -> None:
    agent = Held("polling_agent", _MAY, _MAY)
    assert clash(Held("teller", _MAY - 30 * _DAY, None), [agent]) == _MAY
    assert clash(Held("teller", _MAY - 30 * _DAY, _MAY), [agent]) == _MAY
    assert clash(Held("teller", _MAY - 30 * _DAY, _MAY - _DAY), [agent]) is None
    assert clash(Held("teller", _MAY + _DAY, None), [agent]) is None
    assert clash(agent, [Held("teller", _MAY, None), Held("teller", _MAY - _DAY, None)]) == _MAY
    assert clash(agent, [agent]) is None


def test_only_an_agents_days_ask_who_told() -> None:
    assert told_on(Held("polling_agent", _MAY, None), [_MAY - _DAY, _MAY + _DAY, _MAY]) == _MAY
    assert told_on(Held("polling_agent", _MAY, _MAY), [_MAY + _DAY]) is None
    assert told_on(Held("teller", _MAY, None), [_MAY]) is None
