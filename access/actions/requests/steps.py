"""What every step of a request does: lock it, write the step, and tell those concerned by mail."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import mail
from access.enums import MailKind, RequestState, StepKind
from access.models import AccessRequest, Appeal, RequestStep, User
from access.queries import accesses
from access.queries import requests as queries
from access.queries.requests import Level
from kit.errors import Refused

WORDS = 1000


def lock(wanted: AccessRequest) -> AccessRequest:
    """Return the request as it is now, held until the end of the transaction. Needs a scope open on its unit."""
    # Held first and read afterwards: what a locking query joins is from before it had to wait for somebody else.
    AccessRequest.objects.select_for_update(no_key=True).only("pk").get(pk=wanted.pk)
    return AccessRequest.objects.select_related("unit", "rests_with", "user", "tool", "decided_by", "renews").get(
        pk=wanted.pk
    )


def must_be_open(wanted: AccessRequest) -> None:
    """Raise Refused, and say who was quicker, unless it still waits for a decision."""
    if wanted.is_open:
        return
    if wanted.state == RequestState.WITHDRAWN:
        raise Refused(_("%(name)s has withdrawn this request. Nothing was changed.") % {"name": wanted.user.name})
    raise Refused(
        _("%(name)s decided a moment ago: %(state)s. Nothing was changed.")
        % {
            "name": wanted.decided_by.name if wanted.decided_by else _("Somebody else"),
            "state": str(wanted.get_state_display()).lower(),
        }
    )


def must_decide(by: User, wanted: AccessRequest) -> None:
    """Raise Refused for somebody's own request, and for people who may not decide it."""
    if by.pk == wanted.user_id:
        raise Refused(_("Nobody decides their own request. Somebody else has it already."))
    access, permission = accesses.of(by), queries.decided_with(wanted.role, wanted.tool_id)
    if not access.may(permission, wanted.unit):
        raise Refused(_("You may not decide this request."))
    if not queries.reaches(access.area(permission, wanted.unit) or (), wanted.area):
        raise Refused(_("You decide for some places here, and this asks for more. Somebody else has it as well."))


def must_be_theirs(by: User, wanted: AccessRequest) -> None:
    """Raise Refused for anybody but the person who asked."""
    if by.pk != wanted.user_id:
        raise Refused(_("Only the person who asked can do this."))


def said(words: str, missing: str) -> str:
    """Return what somebody wrote, trimmed; raise Refused with `missing` where there is nothing."""
    kept = words.strip()[:WORDS]
    if not kept:
        raise Refused(missing)
    return kept


def add(
    wanted: AccessRequest,
    kind: StepKind,
    *,
    by: User | None,
    words: str = "",
    at: datetime.datetime | None = None,
    **detail: object,
) -> RequestStep:
    """Write one step of the track."""
    return RequestStep.objects.create(
        unit_id=wanted.unit_id,
        request=wanted,
        kind=kind,
        at=at or timezone.now(),
        by=by,
        words=words[:WORDS],
        detail=detail,
    )


def found_levels(wanted: AccessRequest) -> list[Level]:
    """Return the units on the way up with who can decide there: never the person who asked."""
    permission = queries.decided_with(wanted.role, wanted.tool_id)
    return [level.without(wanted.user_id) for level in queries.levels(wanted.unit, permission, wanted.area)]


def tell(event: str, people: Iterable[User], *, about: AccessRequest | Appeal, occasion: object, **more: Any) -> None:
    """Mail `access/emails/request_<event>.txt` to each of these people once, with a link to the page about it.

    `occasion` names what happened, so that the same thing is never mailed twice to the same person. In the letter
    `what` is the role or tool with its place, `given` what was approved of it, `names` those in `deciders`.
    """
    told = {one.pk: one for one in people if one.is_active}
    if not told:
        return
    context = _context(about, more)
    for person in told.values():
        context["person"] = person
        mail.queue(
            to=person.email,
            kind=MailKind.SERVICE,
            purpose=f"request_{event}",
            subject=render_to_string(f"access/emails/request_{event}.subject.txt", context),
            text=render_to_string(f"access/emails/request_{event}.txt", context),
            unit=about.unit,
            dedupe_key=f"request:{event}:{occasion}:{person.pk}",
        )


def _context(about: AccessRequest | Appeal, more: dict[str, Any]) -> dict[str, Any]:
    subject = about if isinstance(about, AccessRequest) else about.subject
    grant = more.get("grant")
    return {
        "wanted": subject if isinstance(subject, AccessRequest) else None,
        "unit": about.unit,
        "what": queries.with_places(subject.what, subject.area, about.unit),
        "given": queries.with_places(grant.what, grant.area, about.unit) if grant else "",
        "link": f"{settings.BASE_URL}{address(about)}",
        "names": queries.names(more.get("deciders", ())),
        **more,
    }


def address(about: AccessRequest | Appeal) -> str:
    """Return the path of the page about a request, or about an appeal."""
    if isinstance(about, Appeal):
        return reverse("access:appeal", kwargs={"appeal": about.pk})
    return reverse("access:request", kwargs={"wanted": about.pk})
