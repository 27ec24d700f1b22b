"""What docs/offline.md says of the wire is what the code does: another client is written from it."""

from __future__ import annotations

import inspect
import json
import re
import uuid
from pathlib import Path

from django.test import Client
from django.urls import reverse

from access.models import Unit
from canvass.enums import Hostility, Outcome, QuarantineReason, Wish
from canvass.hooks import event_kinds
from canvass.rules import doorstep as rules
from canvass.rules import sync
from canvass.views import packs, phone
from canvass.views import sync as views
from tests.canvass.conftest import Doorstep
from tests.factories import sessions

TEXT = (Path(__file__).parents[3] / "docs/offline.md").read_text(encoding="utf-8")


def between(begin: str, end: str) -> str:
    """Return what stands between two words of the page."""
    return TEXT.split(begin, 1)[1].split(end, 1)[0]


def coded(part: str) -> set[str]:
    """Return what stands in `code` in a part of the page."""
    return set(re.findall(r"`([^`\n]+)`", part))


def rows(head: str) -> dict[str, str]:
    """Return the rows of the table with this head: what its first cell codes, and the rest."""
    found = {}
    for line in between(head, "\n\n").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        found.update(dict.fromkeys(coded(cells[0]), " ".join(cells[1:])))
    return found


def test_every_key_of_a_pack_is_there(doorstep: Doorstep, scope: Unit) -> None:
    sessions.session(doorstep.cast.wexcombe, doorstep.cast.osei, doorstep.board)
    doorstep.phone.send(doorstep.phone.outcome("not_in", household=doorstep.door))
    client = doorstep.cast.client(doorstep.cast.alun)
    pack = client.get(reverse("canvass:sync_pack"), {"board": str(doorstep.board.pk)}).json()
    shape = between("```\n200 {", "```")
    named = set(re.findall(r"[a-z_]+", shape))
    assert set(pack) <= named
    assert pack["session"]
    assert {key for door in pack["doors"] for key in door} <= named
    assert {key for door in pack["doors"] for person in door["people"] for key in person} <= named
    for part in ("board", "unit", "urls", "user", "seal", "session", "card", "questions"):
        assert set(pack[part]) <= named, part


def test_the_answer_with_a_token_is_there(doorstep: Doorstep, scope: Unit) -> None:
    address = reverse("canvass:phone_device", kwargs={"board": doorstep.board.pk})
    client = doorstep.cast.client(doorstep.cast.alun)
    for _ in range(2):
        answer = client.post(address, {"device_id": str(uuid.uuid4())}, content_type="application/json").json()
    named = set(re.findall(r"[a-z_]+", between("```\n201 {", "```")))
    assert {*answer, *answer["earlier"]} <= named


def test_every_field_of_a_batch_and_of_an_event_is_there() -> None:
    asked = r"""(?:_\w+\(found, |found\.get\(|found\[)"(\w+)\""""
    batch = set(re.findall(asked, inspect.getsource(sync.read)))
    assert batch >= {"events", "batch_id", "heard"}
    said = between("## 3. Sending", "## 4. The answer")
    assert {name for name in batch if f'"{name}"' not in said and f"`{name}`" not in said} == set()
    event = set(re.findall(asked, inspect.getsource(sync._read_event)))
    assert event == set(rows("| Field | |\n|---|---|\n")) | {"device_utc_offset"}
    assert sync.PROTOCOL == "1"
    assert all(f"{number:,}" in said for number in (sync.MAX_EVENTS, sync.MAX_BYTES, sync.MAX_EVENT_BYTES))


def test_every_kind_of_event_and_code_is_there() -> None:
    kinds = rows("| Kind | Names | Payload |\n|---|---|---|\n")
    assert set(kinds) == set(event_kinds) - {sync.SEALED}
    table = between("| Kind | Names | Payload |", "An answer's keys")
    assert set(Outcome.values) <= coded(table)
    assert all(f'"{reason}"' in table for reason in Hostility.values)
    answer = rows("| Key | |\n|---|---|\n")
    assert set(answer) == rules._ANSWER - {"note_flagged", "canvasser"}
    assert set(Wish.values) <= coded(answer["wishes"])


def test_every_reason_to_wait_and_to_send_back_is_there() -> None:
    assert set(rows("| Quarantined because | |\n|---|---|\n")) == set(QuarantineReason.values)
    source = inspect.getsource(sync) + inspect.getsource(views.actions)
    rejected = {"MALFORMED", *re.findall(r'REJECTED, "(\w+)"', source), *re.findall(r'bytes\.", "(\w+)"\)', source)}
    assert set(rows("| Rejected because | |\n|---|---|\n")) == rejected
    statuses = rows("| Status | Means | The client |\n|---|---|---|\n")
    assert set(statuses) == {sync.STORED, sync.DUPLICATE, sync.QUARANTINED, sync.REJECTED}


def test_every_refusal_is_there() -> None:
    sent = re.findall(r'_Refusal\(\s*(\d+), "(\w+)"', inspect.getsource(views))
    table = between("| Status | Code | The client |", "\n\n")
    for status, code in sent:
        assert any(status in line and code in line for line in table.splitlines()), (status, code)
    packed = re.findall(r'no\(\s*(\d+), "(\w+)"', inspect.getsource(packs) + inspect.getsource(phone))
    said = between("Instead of 200:", "\n\n")
    assert {(status, code) for status, code in packed if f"{status} `{code}`" not in said} == set()


def test_a_client_of_the_first_day_is_understood(doorstep: Doorstep, scope: Unit) -> None:
    """An old shell and a new server: without anything that was added to the batch and to the events since."""
    event = doorstep.phone.answer(doorstep.elsie, schema_v=1)
    bare = {name: value for name, value in event.items() if value is not None}
    batch = {**doorstep.phone.batch(bare), "app_version": "1"}
    assert not {"heard", "persists", "wiped"} & set(batch)
    answer = doorstep.phone.post(json.dumps(batch))
    assert answer.status_code == 202
    assert answer.json()["results"] == [{"id": event["id"], "status": "stored"}]


def test_the_ping_is_as_described(db: None) -> None:
    assert set(Client().get(reverse("canvass:sync_ping"), {"nonce": "abc"}).json()) == {"nonce", "server_time"}
