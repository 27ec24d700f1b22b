"""`check_heartbeat`: what the containers' health checks run."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from access.models import Heartbeat


def test_alive(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now() - datetime.timedelta(seconds=20))
    call_command("check_heartbeat", "worker")
    assert capsys.readouterr().out.startswith("worker is alive, last seen 20 seconds ago")


def test_never_seen(db: None) -> None:
    with pytest.raises(CommandError, match="beat has never been seen"):
        call_command("check_heartbeat", "beat")


def test_silent(db: None) -> None:
    Heartbeat.objects.create(name="beat", at=timezone.now() - datetime.timedelta(seconds=61))
    with pytest.raises(CommandError, match="beat has been silent for 61 seconds"):
        call_command("check_heartbeat", "beat")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_no_database(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(**_lookup: object) -> None:
        raise error("gone")

    monkeypatch.setattr(Heartbeat.objects, "filter", gone)
    with pytest.raises(CommandError, match="can't be reached"):
        call_command("check_heartbeat", "worker")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("check_heartbeat", "web")
