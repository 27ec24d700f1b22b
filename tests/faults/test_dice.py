"""The same number throws the same: what the phones have to say, what the network does to it, and the ledger of it."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.faults import dice, phones
from tests.faults.phones import Caller, Street, check
from tests.faults.proxy import Proxy
from tests.journeys.servers import Server

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

EVENTS = 40


def one_round(one: Caller, server: Server, chance: random.Random) -> tuple[list[str], Counter[str], int]:
    """Send a round of one phone over a bad connection; return its ledger, what the network did, and in how many tries.

    One phone alone: in which order several are let run is the machine's choice.
    """
    made = [event["id"] for event in one.queue]
    with Proxy(to=server.port, seed=chance.randrange(10**6)) as proxy:
        one.port = proxy.port
        while one.queue:
            one.tries += 1
            one.settle(one.post(one.batch(*one.queue[: one.a_batch])))
        happened = proxy.happened
    return [f"{made.index(pk)} {result['status']}" for pk, result in one.told.items()], happened, one.tries


def test_the_same_seed_is_the_same_ledger(street: Street, server: Server, chance: random.Random) -> None:
    name = str(chance.random())
    callers, works, ledgers, made = [], [], [], []
    for seed in (name, name, "another"):
        thrown = dice.of(seed)
        one = phones.caller(street, server.port, EVENTS, thrown)
        callers.append(one)
        made += [event["id"] for event in one.queue]
        works.append([(event["kind"], event["household"], event["elector"], event["payload"]) for event in one.queue])
        ledgers.append(one_round(one, server, thrown))
    assert works[0] == works[1] != works[2]
    assert ledgers[0] == ledgers[1] != ledgers[2]
    assert check(callers, made) == {}
