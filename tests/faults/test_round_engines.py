"""A round of knocking up in WebKit, as on every iPhone; Chromium does it in tests/journeys/test_phone_round.py."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gotv.models import Knock, VoteMark
from tests import webkit
from tests.browsing import Console
from tests.cast import Cast
from tests.faults import boards
from tests.faults.tabs import Walker
from tests.journeys.conftest import collected, process, server  # noqa: F401 - fixtures
from tests.journeys.servers import Server
from tests.journeys.test_phone_round import Out, out, sees_everything  # noqa: F401 - fixtures

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Carried:
    """Of a round, what Walker asks of a board."""

    cast: Cast
    server: Server
    address: str


def test_a_round_from_a_cold_start_arrives_once(
    safari: webkit.Tab,
    server: Server,  # noqa: F811 - the fixture
    cast: Cast,
    out: Out,  # noqa: F811 - the fixture
    console: Console,
) -> None:
    console.expect(boards.TROUBLE)
    carried = Carried(cast, server, f"{server.url}{out.path}")
    alun = Walker(safari, carried)  # type: ignore[arg-type] # it asks for nothing else
    alun.signs_in()
    alun.takes()
    alun.taps("[data-panel]:not([hidden]) [data-said=voted]")
    alun.sees(saved=1, sent=1)

    server.kill()
    again = Walker(safari.another(), carried)  # type: ignore[arg-type]
    safari.close()
    again.opens()
    for door, said in (("3", "not_in"), ("5", "will")):
        again.reads_soon("#number", rf"^{door}$")
        again.taps(f"[data-panel]:not([hidden]) [data-said={said}]")
    again.sees(saved=3, sent=1)

    server.start()
    again.signal_returns()
    again.sees(saved=3, sent=3)
    assert dict(Knock.objects.values_list("household__number", "said")) == {1: "voted", 3: "not_in", 5: "will"}
    assert VoteMark.objects.count() == 1
