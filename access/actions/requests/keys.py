"""Keys to external tools: a grant is a fact on record, and the key-holder says when it has been done over there."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, mail
from access.actions.requests import steps
from access.enums import MailKind, StepKind
from access.models import AccessRequest, Grant, Tool, User
from access.permissions import Permission as P
from access.queries import accesses, keys
from kit import clock
from kit.errors import Refused


def tell_key_holders(wanted: AccessRequest, grant: Grant, *, occasion: object) -> None:
    """Ask whoever holds the key of the tool to let the person in. Nothing for a role."""
    if grant.tool is None:
        return
    steps.tell("key", keys.holders(grant), about=wanted, occasion=occasion, grant=grant, tool=grant.tool)


@transaction.atomic
def done(*, grant: Grant, by: User) -> None:
    """Say that the person has been let into the tool. They are told, with its address.

    Raises Refused for a role, for one's own key, for those who hold no key, and when it was said already.
    """
    with scoping.units(grant.unit.lineage()):
        held, tool = _lock(grant, by)
        if held.done_at is not None:
            raise _said_already(held.done_by)
        if held.ended_at is not None or (held.ends_on is not None and held.ends_on < clock.today()):
            raise Refused(_("This key has ended meanwhile. Do not let the person in."))
        held.done_at, held.done_by = timezone.now(), by
        held.save(update_fields=["done_at", "done_by"])
        audit.record("tool.key_done", by=by, unit=held.unit, obj=held, user=held.user_id, tool=tool.code)
        wanted = AccessRequest.objects.select_related("unit", "user", "tool").filter(grant=held).first()
        if wanted is None:
            _tell_holder(held, "key_done", by)
            return
        step = steps.add(wanted, StepKind.DONE, by=by)
        steps.tell("key_done", [wanted.user], about=wanted, occasion=step.pk, tool=tool, by=by)


@transaction.atomic
def taken_back(*, grant: Grant, by: User) -> None:
    """Say that somebody whose key has ended is out of the tool again. They are told.

    Raises Refused as `done` does, and while the key still runs.
    """
    with scoping.units(grant.unit.lineage()):
        held, tool = _lock(grant, by)
        if held.taken_back_at is not None:
            raise Refused(
                _("%(name)s has said so already.") % {"name": held.taken_back_by.name if held.taken_back_by else ""}
            )
        if held.ended_at is None and (held.ends_on is None or held.ends_on >= clock.today()):
            raise Refused(_("This key has not ended. End it first."))
        held.taken_back_at, held.taken_back_by = timezone.now(), by
        held.save(update_fields=["taken_back_at", "taken_back_by"])
        audit.record("tool.key_taken_back", by=by, unit=held.unit, obj=held, user=held.user_id, tool=tool.code)
        _tell_holder(held, "key_back", by)


def _said_already(who: User | None) -> Refused:
    return Refused(_("%(name)s has said so already.") % {"name": who.name if who is not None else _("Somebody")})


def _lock(grant: Grant, by: User) -> tuple[Grant, Tool]:
    Grant.objects.select_for_update(no_key=True).only("pk").get(pk=grant.pk)
    held = Grant.objects.select_related("unit", "user", "tool", "done_by", "taken_back_by").get(pk=grant.pk)
    if held.tool is None:
        raise Refused(_("This is a role and not a key to a tool."))
    if by.pk == held.user_id:
        raise Refused(_("Nobody confirms their own key. Somebody else who holds it must."))
    if not accesses.of(by).may(P.GIVE_ACCESS, keys.held_at(held.tool, held.unit)):
        raise Refused(_("You do not hold the key to this tool."))
    return held, held.tool


def _tell_holder(held: Grant, event: str, by: User) -> None:
    """Mail somebody about a key that was not asked for by a request, or that is gone."""
    link = f"{settings.BASE_URL}{reverse('access:my_requests')}"
    context = {"person": held.user, "unit": held.unit, "tool": held.tool, "by": by, "link": link}
    mail.queue(
        to=held.user.email,
        kind=MailKind.SERVICE,
        purpose=f"request_{event}",
        subject=render_to_string(f"access/emails/request_{event}.subject.txt", context),
        text=render_to_string(f"access/emails/request_{event}.txt", context),
        unit=held.unit,
        dedupe_key=f"request:{event}:{held.pk}:{held.user_id}",
    )
