from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from kit import health

_PLACE = "unix:///nowhere"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """What the clock says, to be moved on by hand."""
    now = [100.0]
    monkeypatch.setattr("kit.health.time.monotonic", lambda: now[0])
    yield now
    health.answered(_PLACE)
    health.answered(settings.CACHES["default"]["LOCATION"])


def test_a_server_that_failed_is_left_alone_and_one_finds_out_for_all(clock: list[float]) -> None:
    assert not health.is_left_alone(_PLACE)
    health.failed(_PLACE)
    assert health.is_left_alone(_PLACE)
    clock[0] += health.AGAIN_SECONDS
    assert not health.is_left_alone(_PLACE)  # the first to ask is let through
    assert health.is_left_alone(_PLACE)  # everybody else goes on without it
    health.answered(_PLACE)
    assert not health.is_left_alone(_PLACE)


def test_the_banner_stays_until_it_answered_and_jobs_wait_a_moment_only(clock: list[float]) -> None:
    place = settings.CACHES["default"]["LOCATION"]
    assert not health.cache_is_down()
    health.failed(place)
    assert health.cache_is_down()
    assert health.broker_just_failed()
    clock[0] += health.AGAIN_SECONDS
    assert health.cache_is_down()
    assert not health.broker_just_failed()
    health.answered(place)
    assert not health.cache_is_down()
