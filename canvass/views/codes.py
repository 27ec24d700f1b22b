"""Addresses that a phone's camera reads off a screen."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from segno import make as qr_code


def whole(request: HttpRequest, path: str) -> str:
    """Return the whole address of a page: the public one, or one beside the page that was asked for."""
    return f"{settings.BASE_URL}{path}" if settings.HTTPS else request.build_absolute_uri(path)


@lru_cache(maxsize=64)  # a CLP has one, and making it is half the work of a whole pack
def cells(address: str) -> tuple[str, ...]:
    """Return an address as the rows of a QR code, dark cells as 1: "1110100…". Without the quiet edge around it."""
    return tuple("".join(str(int(cell)) for cell in row) for row in qr_code(address, error="m", micro=False).matrix)


def qr(address: str, title: str) -> SafeString:
    """Return an address as a QR code in SVG that takes the size of its box."""
    svg = qr_code(address, error="m", micro=False).svg_inline(omitsize=True, border=2, title=title)
    return mark_safe(svg)  # noqa: S308 - made by the library of an address of ours
