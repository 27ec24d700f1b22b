"""`undo_import`: the register stands as before, or it says why not."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from access.models import AuditEvent, Unit
from canvass.enums import ImportState
from canvass.models import Elector, RegisterImport
from tests.factories import imports, registers

pytestmark = pytest.mark.usefixtures("november")

TOWN = registers.street(houses=3)


def run(*words: object) -> str:
    out = io.StringIO()
    call_command("undo_import", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def files(scope: Unit, tmp_path: Path) -> list[RegisterImport]:
    return [
        imports.bring_in(scope, registers.xpress(tmp_path / "a.csv", TOWN)),
        imports.bring_in(scope, registers.xpress(tmp_path / "b.csv", TOWN[2:])),
    ]


def test_it_takes_the_last_file_back(files: list[RegisterImport]) -> None:
    assert json.loads(run(files[1].pk, "--json")) == {
        "left": 0, "relisted": 2, "restored": 0, "gone_again": 0, "held": 6,
    }  # fmt: skip
    files[1].refresh_from_db()
    assert (files[1].state, files[1].undone_by, Elector.objects.on_register().count()) == (ImportState.UNDONE, None, 6)
    assert AuditEvent.objects.get(verb="register.undone").actor_id is None
    assert "a.csv was taken back" in run(files[0].pk)


def test_it_says_why_not(files: list[RegisterImport]) -> None:
    with pytest.raises(CommandError, match=r"b\.csv was brought in after this file"):
        run(files[0].pk)
    with pytest.raises(CommandError, match="There is no register file"):
        run(uuid.uuid4())
    assert Elector.objects.on_register().count() == 4
