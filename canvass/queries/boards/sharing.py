"""What sharing a board with one person means (access/hooks.py)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.hooks import Shareable
from access.permissions import Permission
from access.roles import REGISTER_TERMS


def shareable() -> Shareable:
    """Return how a board is shared: to read, once the terms for using the register are signed."""
    return Shareable(
        codename="view_board",
        label=_("board"),
        shares=Permission.MAKE_BOARDS,
        terms=(REGISTER_TERMS,),
        url=lambda pk: reverse("canvass:shared_board", kwargs={"board": pk}),
    )
