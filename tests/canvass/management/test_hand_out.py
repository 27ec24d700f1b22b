"""`hand_out`: a board goes out from the command line, its link opens it, and its token sends."""

from __future__ import annotations

import io
import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from access import scoping
from access.models import AuditEvent, DeviceGrant
from canvass.actions import boards
from canvass.models import Handing
from tests.canvass.conftest import Doorstep
from tests.factories import canvass
from tests.factories.phones import Phone


def run(*words: object) -> str:
    out = io.StringIO()
    call_command("hand_out", *map(str, words), stdout=out)
    return out.getvalue()


def path(link: str) -> str:
    return "/canvass/" + link.split("/canvass/", 1)[1]


def test_link_grant_and_expiry(doorstep: Doorstep) -> None:
    board = canvass.board(doorstep.cast.osei, doorstep.door, doorstep.next_door, name="By command")
    said = json.loads(run("--board", board.pk, "--to", "ALUN@example.org", "--json"))
    assert list(said) == ["board", "to", "link", "grant", "token", "read_until", "write_until"]
    assert (said["board"], said["to"]) == (str(board.pk), doorstep.cast.alun.email)
    assert said["read_until"] < said["write_until"]
    phone = Client()
    assert phone.get(path(said["link"])).status_code == 200
    assert "_auth_user_id" not in phone.session  # looking opens nothing
    assert phone.post(path(said["link"])).status_code == 302
    assert phone.get(f"/canvass/board/{board.pk}/").status_code == 200
    with scoping.units([board.unit_id]):
        grant = DeviceGrant.objects.get(pk=said["grant"])
        assert Handing.objects.get(board=board).handed_by is None
    sender = Phone(grant, said["token"], board.pk)
    assert sender.send(sender.answer(doorstep.elsie))[0]["status"] == "stored"
    assert AuditEvent.objects.get(verb="board.handed_out").actor_id is None


def test_in_words(doorstep: Doorstep) -> None:
    board = canvass.board(doorstep.cast.osei, doorstep.door)
    assert "Alun Prosser has the board until" in run("--board", board.pk, "--to", doorstep.cast.alun.email)


def test_it_says_why_not(doorstep: Doorstep) -> None:
    board, to = doorstep.board.pk, doorstep.cast.alun.email
    with pytest.raises(CommandError, match="There is no board"):
        run("--board", uuid.uuid4(), "--to", to)
    with pytest.raises(CommandError, match="There is no account"):
        run("--board", board, "--to", "nobody@example.org")
    with pytest.raises(CommandError, match="has this board already"):
        run("--board", board, "--to", to)
    with pytest.raises(CommandError, match="may not record answers"):
        run("--board", board, "--to", doorstep.cast.noor.email, "--instead")
    with pytest.raises(CommandError, match="no day and time"):
        run("--board", board, "--to", to, "--instead", "--until", "tomorrow")
    with pytest.raises(CommandError, match="24 hours at most"):
        run("--board", board, "--to", to, "--instead", "--until", "2099-01-01T10:00")
    with scoping.units([doorstep.cast.wexcombe.pk]):
        assert Handing.objects.get(returned_at=None) == doorstep.handing
        boards.close(by=doorstep.cast.osei, board=doorstep.board)
    with pytest.raises(CommandError, match="put away"):
        run("--board", board, "--to", to)


def test_instead_takes_it_from_whoever_has_it(doorstep: Doorstep) -> None:
    run("--board", doorstep.board.pk, "--to", doorstep.cast.osei.email, "--instead")
    with scoping.units([doorstep.cast.wexcombe.pk]):
        assert Handing.objects.get(returned_at=None).user == doorstep.cast.osei
