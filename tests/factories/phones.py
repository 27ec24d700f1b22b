"""Makes phones for tests, and the events they send: with the hands of a client that keeps to docs/offline.md."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from access import scoping
from access.enums import DeviceKind
from access.models import DeviceGrant, User
from canvass.models import Board, Elector, Household

EVENTS = "/canvass/sync/v1/events"
PING = "/canvass/sync/v1/ping"


@dataclass
class Phone:
    """A phone with a grant. `send` posts a batch; the event makers count device_seq up by themselves."""

    grant: DeviceGrant
    token: str
    board_id: uuid.UUID | None
    device_id: uuid.UUID = field(default_factory=uuid.uuid4)
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def event(self, kind: str, payload: dict | None = None, **more: Any) -> dict:
        """Return an event of now; `more` replaces any field."""
        found = {
            "id": str(uuid.uuid4()),
            "device_seq": next(self.numbers),
            "kind": kind,
            "schema_v": 2,
            "device_time": timezone.now().isoformat(),
            "device_utc_offset": 60,
            "board_id": str(self.board_id) if self.board_id else None,
            "household": None,
            "elector": None,
            "district": None,
            "number": None,
            "suffix": None,
            "supersedes": None,
            "payload": payload or {},
        }
        return found | more

    def answer(self, elector: Elector, intention: str | None = "labour", **more: Any) -> dict:
        payload = {"intention": intention, "labour_scale": more.pop("scale", None), "issues": more.pop("issues", [])}
        payload |= more.pop("said", {})
        return self.event("answer", payload, **self._named(elector) | more)

    def outcome(
        self, code: str, *, elector: Elector | None = None, household: Household | None = None, **more: Any
    ) -> dict:
        named = self._named(elector) if elector else {"household": household.pk if household else None}
        return self.event("outcome", {"outcome": code}, **named | more)

    def consent(self, elector: Elector, wording: int, value: str = "07700 900123", **more: Any) -> dict:
        channel = "email" if "@" in value else "phone"
        payload = {"channel": channel, "value": value, "wording": wording}
        return self.event("consent", payload, **self._named(elector) | more)

    def flag(self, household: Household, reason: str = "threat", note: str = "", **more: Any) -> dict:
        return self.event("flag", {"reason": reason, "note": note}, household=household.pk, **more)

    def found(self, door: str = "", name: str = "", *, street: int | None = None, **more: Any) -> dict:
        return self.event("found", {"street": street, "door": door, "name": name}, **more)

    def undo(self, event: dict, **more: Any) -> dict:
        return self.event("undo", {}, supersedes=event["id"], **more)

    def batch(self, *events: dict, **more: Any) -> dict:
        """Return the body of a batch."""
        return {
            "batch_id": str(uuid.uuid4()),
            "device_id": str(self.device_id),
            "app_version": "1",
            "device_now": timezone.now().isoformat(),
            "queue_depth": len(events),
            "events": list(events),
        } | more

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "X-Sync-Version": "1"}

    def post(self, body: Any, **headers: str) -> Any:
        """Post a body as it is and return the response."""
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return Client().post(EVENTS, data, content_type="application/json", headers=self.headers() | headers)

    def send(self, *events: dict, **more: Any) -> list[dict]:
        """Send the events as one batch that must be taken in; return the result of each."""
        response = self.post(self.batch(*events, **more))
        assert response.status_code == 202, response.content
        assert response["X-Sync-Ack"] == "1"
        return response.json()["results"]

    @staticmethod
    def _named(elector: Elector) -> dict:
        return {
            "elector": elector.pk,
            "household": elector.household_id,
            "district": elector.polling_district.code,
            "number": elector.number,
            "suffix": elector.suffix,
        }


def phone(board: Board, user: User, *, days: int = 15, created_at: datetime.datetime | None = None) -> Phone:
    """Make a phone that may send for a board, `days` from now on."""
    token = secrets.token_urlsafe(32)
    with scoping.units([board.unit_id]):
        grant = DeviceGrant.objects.create(
            unit_id=board.unit_id,
            kind=DeviceKind.DOORSTEP,
            user=user,
            token_sha256=hashlib.sha256(token.encode()).digest(),
            scope={"board": str(board.pk)},
            write_until=timezone.now() + datetime.timedelta(days=days),
        )
        # Long ago by default, so that a test's times are not all moved up to the moment the grant was made.
        made = created_at or timezone.now() - datetime.timedelta(days=30)
        DeviceGrant.objects.filter(pk=grant.pk).update(created_at=made)
        grant.refresh_from_db()
    return Phone(grant, token, board.pk)
