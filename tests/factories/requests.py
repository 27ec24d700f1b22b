"""Requests for access in the stories: asked by somebody of the cast, in Wexcombe unless said otherwise."""

from __future__ import annotations

import datetime
from typing import Any

from access.actions import requests as actions
from access.models import Absence, AccessRequest, OutboxMessage, Tool, Unit, User
from access.roles import RoleName
from tests.cast import Cast
from tests.everywhere import everywhere

# Sunday afternoon, British Summer Time.
SUNDAY = datetime.datetime(2027, 4, 18, 16, 0, tzinfo=datetime.UTC)


def ask(cast: Cast, user: User | None = None, role: str = RoleName.CANVASSER, **more: Any) -> AccessRequest:
    """Let Noor, unless another is given, ask for a role."""
    wanted = {"need": "Knock on doors", "unit": cast.wexcombe, "role": role} | more
    return actions.ask(user=user or cast.noor, **wanted)


def again(wanted: AccessRequest) -> AccessRequest:
    """Return the request as it is now, with what belongs to it."""
    with everywhere():
        return AccessRequest.objects.select_related(
            "unit", "rests_with", "user", "tool", "decided_by", "grant", "renews"
        ).get(pk=wanted.pk)


def story(wanted: AccessRequest) -> list[str]:
    """Return the kinds of steps so far, in order."""
    with everywhere():
        return list(wanted.steps.order_by("at", "kind").values_list("kind", flat=True))


def away(user: User, unit: Unit, first: datetime.date, last: datetime.date) -> Absence:
    """Let somebody be away, without the checks of the page."""
    with everywhere():
        return Absence.objects.create(user=user, unit=unit, from_on=first, until_on=last)


def tool(**more: Any) -> Tool:
    """Return a tool whose key is held in the region."""
    values = {
        "code": "list-maker",
        "name": "List Maker",
        "what_for": "Makes lists",
        "key_held_at": "region",
        "steps": "Open the page “Users”.\nAdd the person by their email address.",
        "steps_back": "Open the page “Users”.\nTake the person off.",
        "url": "https://lists.example.org/",
    }
    return Tool.objects.create(**(values | more))


def mailed(purpose: str = "") -> dict[str, list[str]]:
    """Return who was mailed what about requests: purposes without "request_", by the name before the @."""
    with everywhere():
        rows = OutboxMessage.objects.filter(purpose__startswith="request_").order_by("created_at", "pk")
        found: dict[str, list[str]] = {}
        for row in rows:
            if not purpose or row.purpose == f"request_{purpose}":
                found.setdefault(row.to_email.split("@")[0], []).append(row.purpose.removeprefix("request_"))
    return found


def letter(purpose: str, to: User) -> str:
    """Return subject and text of the one mail of this purpose to somebody."""
    with everywhere():
        row = OutboxMessage.objects.get(purpose=f"request_{purpose}", to_email=to.email)
        return f"{row.subject}\n{row.text}"
