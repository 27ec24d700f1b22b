"""Every story begins on the same Sunday afternoon; `travel` moves on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories.requests import SUNDAY


@pytest.fixture(autouse=True)
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUNDAY, tick=False) as coordinates:
        yield coordinates
