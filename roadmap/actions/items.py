"""Asking for something, needing it too, and answering."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from kit.errors import Refused
from roadmap.enums import ItemState
from roadmap.models import Item, Support
from roadmap.queries import items as queries
from roadmap.rules import items as rules

_DAY = datetime.timedelta(days=1)


@transaction.atomic
def ask(*, title: str, body: str, by: User) -> Item:
    """Ask for something. Who asks needs it. The same title again within a day is the item that was made then.

    Raises Refused when one person asks for more than rules.MOST_A_DAY things in a day.
    """
    # One at a time for each person: the count must hold when two tabs ask at once.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    lately = queries.asked_lately(by, timezone.now() - _DAY)
    there = lately.filter(title__iexact=title.strip()).first()
    if there is not None:
        return there
    if lately.count() >= rules.MOST_A_DAY:
        raise Refused(
            _(
                "You have asked for %(count)d things since yesterday. Nothing was saved. Ask again tomorrow, or say "
                "“I need this too” to what others have asked for."
            )
            % {"count": rules.MOST_A_DAY}
        )
    item = Item(title=title.strip(), body=body.strip(), asked_by=by)
    _check(item)
    item.save()
    Support.objects.create(item=item, user=by)
    audit.record("idea.asked", by=by, obj=item)
    return item


@transaction.atomic
def need(*, item: Item, by: User) -> None:
    """Say that you need it too. A second time changes nothing."""
    _support, is_new = Support.objects.get_or_create(item=item, user=by)
    if is_new:
        audit.record("idea.needed", by=by, obj=item)


@transaction.atomic
def need_no_more(*, item: Item, by: User) -> None:
    """Take that back. Harmless when it was never said."""
    gone, _rows = Support.objects.filter(item=item, user=by).delete()
    if gone:
        audit.record("idea.not_needed", by=by, obj=item)


@transaction.atomic
def answer(*, item: Item, state: str, text: str, seen: datetime.datetime, by: User) -> Item:
    """Move an item and say why. `seen` is its `changed_at` when the person opened it.

    Raises Refused when somebody else has changed it meanwhile, and for a refusal without a reason.
    """
    locked = Item.objects.select_for_update(no_key=True).get(pk=item.pk)
    text = text.strip()
    if (locked.state, locked.answer) == (state, text):
        return locked
    if locked.changed_at != seen:
        raise Refused(
            _("Somebody else has answered this a moment ago. Your answer was not saved; look at theirs first.")
        )
    moved = locked.state != state
    if locked.answer != text:
        locked.answered_at = timezone.now() if text else None
    locked.state, locked.answer = state, text
    _check(locked)
    locked.save(update_fields=["state", "answer", "answered_at", "changed_at"])
    if moved:
        audit.record("idea.moved", by=by, obj=locked, state=ItemState(state).value)
    else:
        audit.record("idea.answered", by=by, obj=locked)
    return locked


def _check(item: Item) -> None:
    try:
        item.full_clean(exclude=["asked_by", "answered_at"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
