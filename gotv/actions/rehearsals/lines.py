"""How a rehearsal's phones reach the server: over the network, as a real phone does, or within this process."""

from __future__ import annotations

import hashlib
import http.client
import json
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError

from access import scoping
from access.models import DeviceGrant
from canvass.actions import sync as actions
from canvass.queries import sync as queries
from canvass.rules import sync

EVENTS = "/canvass/sync/v1/events"
_PING = "/canvass/sync/v1/ping?nonce=rehearsal"
_TIMEOUT = 30
_OURS = {"X-Sync-Version": sync.PROTOCOL, "Content-Type": "application/json"}


class Line(Protocol):
    """Something that carries one batch to the server."""

    name: str

    def post(self, grant: DeviceGrant, token: str, batch: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Return what became of each event; None when no whole acknowledgement came back."""

    def close(self) -> None:
        """Let go of whatever is held open."""


@dataclass
class Network:
    """The server at an address. Connections are kept open, one for each phone."""

    url: str
    name: str = "http"
    _wires: dict[str, http.client.HTTPConnection] = field(default_factory=dict)

    def answers(self) -> bool:
        """Say whether it is this server, and not something else, that answers there."""
        wire = self._wire("ping")
        try:
            wire.request("GET", _PING)
            found = json.loads(wire.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            self._hang_up("ping")
        return isinstance(found, dict) and found.get("nonce") == "rehearsal"

    def post(self, grant: DeviceGrant, token: str, batch: dict[str, Any]) -> list[dict[str, Any]] | None:
        wire = self._wire(token)
        try:
            wire.request("POST", EVENTS, json.dumps(batch), _OURS | {"Authorization": f"Bearer {token}"})
            answer = wire.getresponse()
            said = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self._hang_up(token)
            return None
        if answer.status != 202 or answer.getheader("X-Sync-Ack") != sync.PROTOCOL:
            return None
        return said["results"]

    def close(self) -> None:
        """Hang up on every phone."""
        for key in list(self._wires):
            self._hang_up(key)

    def _wire(self, key: str) -> http.client.HTTPConnection:
        if key not in self._wires:
            parts = urlsplit(self.url)
            kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            self._wires[key] = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
        return self._wires[key]

    def _hang_up(self, key: str) -> None:
        wire = self._wires.pop(key, None)
        if wire is not None:
            wire.close()


@dataclass
class Here:
    """The same way in without a network: what the address of the protocol does, done by this process."""

    name: str = "here"

    def post(self, grant: DeviceGrant, token: str, batch: dict[str, Any]) -> list[dict[str, Any]] | None:
        read = sync.read(json.dumps(batch).encode())
        try:
            with scoping.units([grant.unit_id]):
                found = queries.grant_for(hashlib.sha256(token.encode()).digest())
                received = actions.receive(grant=found, batch=read)
        except (OperationalError, InterfaceError):
            return None
        return [{"id": str(one.id), "status": one.status, "detail": one.detail} for one in received.results]

    def close(self) -> None:
        """Nothing is held open."""
