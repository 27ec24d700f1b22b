"""The real cache server stops, or hangs, in the middle of polling day: pages read on, and numbers are still typed."""

from __future__ import annotations

import datetime
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from redis import Redis

from access.models import Heartbeat
from access.queries import heartbeats
from gotv.models import Voted
from kit import health
from runner import binaries
from runner.valkey import Valkey
from runner.venv import Venv
from tests.everywhere import everywhere
from tests.gotv.conftest import Day

_BANNER = "Part of Rosette is down."
_PAGES = ("dashboard", "knock_ups", "numbers", "marks", "sheets", "packs", "stations", "absent", "franchise")


@pytest.fixture
def valkey(tmp_path: Path, settings: object) -> Iterator[Valkey]:
    """A cache server of this test's own, which the site uses."""
    server = Valkey(binaries.valkey(Venv(Path(sys.prefix), managed=False)), tmp_path, durable=False)
    (tmp_path / "logs").mkdir(exist_ok=True)
    server.start()
    settings.CACHES = {name: {**one, "LOCATION": server.url} for name, one in site.CACHES.items()}  # type: ignore[attr-defined]
    yield server
    server.stop()


def _get(browser: Client, day: Day, name: str, **kwargs: object) -> str:
    url = reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)
    answer = browser.get(url)
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_every_page_reads_and_numbers_are_typed_while_it_is_stopped(valkey: Valkey, day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    assert _BANNER not in _get(browser, day, "dashboard")
    valkey.stop()
    begun = time.monotonic()
    for name in _PAGES:
        assert _BANNER in _get(browser, day, name), name
    assert "Elsie Marchbank" in _get(browser, day, "knock_up_list", district=day.hh1.pk)
    url = reverse("gotv:numbers", kwargs={"unit": "wexcombe", "election": day.poll.pk})
    page = browser.get(url)
    form = {"district": day.hh1.pk, "numbers": str(day.elsie.number), "entry": page.context["form"]["entry"].value()}
    assert "Counted" in browser.post(url, form).content.decode()
    with everywhere():
        assert Voted.objects.get().elector_id == day.elsie.pk
    assert time.monotonic() - begun < 20  # a dozen pages on a busy machine; none waited
    valkey.start()
    deadline = time.monotonic() + 20
    while _BANNER in _get(browser, day, "dashboard"):  # until one page asked again and found it back
        assert time.monotonic() < deadline


def test_a_server_that_hangs_costs_one_page_a_second_and_the_others_nothing(valkey: Valkey, day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    _get(browser, day, "knock_ups")
    process = valkey.child.process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    try:
        begun = time.monotonic()
        _get(browser, day, "knock_ups")
        first = time.monotonic() - begun
        # Once a page knows, all others do: the server is not asked again for a while.
        asked: list[str] = []
        health_asked = health.is_left_alone

        def counting(place: str) -> bool:
            left = health_asked(place)
            asked.append("left alone" if left else "asked")
            return left

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(health, "is_left_alone", counting)
            assert _BANNER in _get(browser, day, "knock_ups")
        assert set(asked) == {"left alone"}
        assert first < 10
    finally:
        process.send_signal(signal.SIGCONT)


def test_without_it_nobody_signs_in_and_the_page_says_so(valkey: Valkey, day: Day) -> None:
    valkey.stop()
    answer = Client().post("/accounts/login/", {"login": "osei@wexcombe.example", "password": "x"})
    assert answer.status_code == 503


def test_somebody_who_signs_out_meanwhile_is_out(valkey: Valkey, day: Day) -> None:
    browser = day.cast.client(day.cast.osei)
    _get(browser, day, "knock_ups")
    valkey.stop()
    browser.logout()
    answer = browser.get(reverse("gotv:polling_days", kwargs={"unit": "wexcombe"}))
    assert answer.status_code == 302


def test_a_session_stands_in_the_cache_for_ten_minutes_at_most(valkey: Valkey) -> None:
    caches["sessions"].set("one", "x", 30 * 24 * 60 * 60)
    key = caches["sessions"].make_key("one")
    with Redis.from_url(valkey.url) as client:
        left = client.ttl(key)
    assert isinstance(left, int)
    assert 0 < left <= 600


def test_background_work_that_has_stopped_is_said(
    day: Day,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.HEALTH_LOOK_SECONDS = 15  # type: ignore[attr-defined]
    monkeypatch.setattr(heartbeats, "_known", (float("-inf"), False))
    browser = day.cast.client(day.cast.osei)
    assert "Background work has stopped" not in _get(browser, day, "knock_ups")
    Heartbeat.objects.create(name="worker", at=timezone.now() - datetime.timedelta(hours=1))
    assert "Background work has stopped" not in _get(browser, day, "knock_ups")  # it is looked every 15 seconds
    monkeypatch.setattr(heartbeats, "_known", (float("-inf"), False))
    assert "Background work has stopped" in _get(browser, day, "knock_ups")
