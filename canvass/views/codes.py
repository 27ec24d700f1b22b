"""Addresses that a phone's camera reads off a screen."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from segno import make as qr_code


def whole(request: HttpRequest, path: str) -> str:
    """Return the whole address of a page: the public one, or one beside the page that was asked for."""
    return f"{settings.BASE_URL}{path}" if settings.HTTPS else request.build_absolute_uri(path)


def qr(address: str, title: str) -> SafeString:
    """Return an address as a QR code in SVG that takes the size of its box."""
    svg = qr_code(address, error="m", micro=False).svg_inline(omitsize=True, border=2, title=title)
    return mark_safe(svg)  # noqa: S308 - made by the library of an address of ours
