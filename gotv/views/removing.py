"""What was removed a moment ago stands signed in the address of its list: so it can be brought back for an hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gotv.models import Election
from kit.errors import Refused

_UNDO_SECONDS = 60 * 60


def remove(request: HttpRequest, to: HttpResponse, do: Callable[[], Mapping[str, Any]], *, salt: str) -> HttpResponse:
    """Remove something and answer with `to`, the way back to its list, which then offers to bring it back."""
    try:
        was = do()
    except Refused as error:
        messages.error(request, str(error))
    else:
        to["Location"] += f"?removed={signing.dumps(was, salt=salt)}"
    return to


def removed(token: str, *, salt: str) -> dict[str, Any] | None:
    """Return what was removed, from the address that `remove` made; None for any other, or after an hour."""
    try:
        found: dict[str, Any] = signing.loads(token, salt=salt, max_age=_UNDO_SECONDS)
    except signing.BadSignature:
        return None
    return found


def to_put_back(election: Election, token: str, *, salt: str) -> dict[str, Any]:
    """Return what is to be put back in an election. Raises Http404 for anything else."""
    was = removed(token, salt=salt)
    if was is None or was["election"] != election.pk:
        raise Http404(_("There is no such page."))
    return was
