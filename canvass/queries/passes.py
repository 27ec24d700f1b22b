"""Passes for boards, as a phone and whoever hands boards out find them."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from access import scoping
from access.queries import units
from canvass.models import BoardPass, Handing
from canvass.rules import passes as rules


def by_token(token: str) -> BoardPass | None:
    """Return the pass of a token with its handing, board and person; None for a token that is none of ours."""
    key = rules.key_of(token)
    if key is None:
        return None
    unit = units.of_row(BoardPass, key)
    if unit is None:
        return None
    with scoping.units([unit]):
        rows = BoardPass.objects.select_related("handing__user", "handing__board__session", "handing__unit")
        return rows.filter(pk=key, token_sha256=rules.digest(token)).first()


def newest(handing: Handing) -> BoardPass | None:
    """Return the last pass made for a handing."""
    return handing.passes.order_by("-made_at").first()


def refusal(found: BoardPass, now: datetime.datetime) -> str:
    """Return why a pass opens nothing (any more), in words for whoever scanned it; "" when it does."""
    if found.used_at is not None:
        return _("This code was used already, on this phone or another. Ask whoever gave it to you for a new one.")
    if found.handing.returned_at is not None:
        return _("The board went back, so its code opens nothing. Ask whoever gave it to you to hand it out again.")
    if found.expires_at <= now or found.handing.read_until <= now:
        return _("This code is too old. Ask whoever gave it to you for a new one.")
    return ""
