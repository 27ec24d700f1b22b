"""How long somebody stays signed in, and what they sit at."""

from __future__ import annotations

import datetime

import pytest

from access.enums import Factor
from access.rules import accounts

NOON = datetime.datetime(2026, 5, 7, 12, 0, tzinfo=datetime.UTC)


def _ago(**span: int) -> datetime.datetime:
    return NOON - datetime.timedelta(**span)


@pytest.mark.parametrize(
    ("factors", "idle", "absolute"),
    [
        ([], datetime.timedelta(hours=12), datetime.timedelta(days=30)),
        ([Factor.NONE], datetime.timedelta(hours=12), datetime.timedelta(days=30)),
        ([Factor.NONE, Factor.ANY], datetime.timedelta(minutes=60), datetime.timedelta(hours=12)),
        ([Factor.PASSKEY, Factor.ANY, Factor.NONE], datetime.timedelta(minutes=30), datetime.timedelta(hours=8)),
    ],
)
def test_the_strictest_role_counts(
    factors: list[Factor], idle: datetime.timedelta, absolute: datetime.timedelta
) -> None:
    assert accounts.limits(factors) == accounts.Limits(idle, absolute)


@pytest.mark.parametrize(
    ("started", "seen", "over"),
    [
        (_ago(hours=1), _ago(minutes=59), False),
        (_ago(hours=1), _ago(minutes=60), True),
        (_ago(hours=11, minutes=59), _ago(minutes=2), False),
        (_ago(hours=12), _ago(minutes=2), True),
    ],
)
def test_a_session_ends_when_it_was_idle_or_old(
    started: datetime.datetime, seen: datetime.datetime, over: bool
) -> None:
    within = accounts.limits([Factor.ANY])
    assert accounts.has_ended(started=started, seen=seen, now=NOON, within=within) is over


@pytest.mark.parametrize(
    ("says", "means"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", ("Chrome", "Linux")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0", ("Firefox", "Mac")),
        ("the suite", ("", "")),
        ("", ("", "")),
    ],
)
def test_what_a_browser_says_is_read(says: str, means: tuple[str, str]) -> None:
    assert accounts.device(says) == means
