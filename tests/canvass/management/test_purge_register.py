"""The command: what it prints, and that a dry run changes nothing."""

from __future__ import annotations

import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command

from access.models import Unit
from canvass.actions.imports import applying
from canvass.models import Elector, PurgeReport
from kit.errors import Refused
from tests.factories import canvass

COUNTS = {
    "registers": 0, "past_entries": 0, "electors": 1, "objections": 0, "matches": 0, "address_lines": 0,
    "households": 1, "files": 0, "notes": 0, "flags": 0, "consents": 0, "found": 0, "events": 0,
    "approaches": 0, "boards": 0, "lists": 0, "sessions": 0, "rules": 0, "surveys": 0, "words": 0,
}  # fmt: skip


@pytest.fixture
def elector(scope: Unit) -> Elector:
    return canvass.elector(canvass.household(canvass.street(scope), 23), left_on=datetime.date(2020, 1, 1))


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("purge_register", "--unit", "wexcombe", *words, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_what_would_go_and_changes_nothing(elector: Elector) -> None:
    assert json.loads(run("--dry-run", "--json")) == {"unit": "wexcombe", "dry_run": True} | COUNTS
    assert "Nothing was changed." in run("--dry-run")
    elector.refresh_from_db()
    assert elector.surname == "Marchbank"
    assert not PurgeReport.objects.exists()


def test_without_it_what_is_over_goes(elector: Elector) -> None:
    assert json.loads(run("--json")) == {"unit": "wexcombe", "dry_run": False} | COUNTS
    elector.refresh_from_db()
    assert elector.surname == ""
    assert PurgeReport.objects.get().counts == COUNTS
    assert "This is what Wexcombe and Harrow Hill let go." in run()


def test_an_unknown_unit_and_a_busy_register_are_said(elector: Elector, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match=r"There is no unit nowhere\. Nothing was changed\."):
        call_command("purge_register", "--unit", "nowhere")

    def busy(_unit: int) -> None:
        raise Refused("Another register is being brought in.")

    monkeypatch.setattr(applying, "lock", busy)
    with pytest.raises(CommandError, match="being brought in"):
        run()
