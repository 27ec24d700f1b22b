"""What every page shows around its own content. Here, because only the top floor may name every app."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from access.permissions import Permission as P
from config.demo import units as demo

# label, URL name, the permission that opens it, and the part of the path that marks the current section.
SECTIONS = (
    (_("People"), "organise:members", P.SEE_MEMBERS, "/organise/"),
    (_("Register"), "canvass:register", P.SEE_REGISTER, "/canvass/register/"),
    (_("Boards"), "canvass:boards", P.SEE_BOARDS, "/canvass/boards/"),
    (_("Polling day"), "gotv:polling_days", P.SEE_POLLING_DAY, "/gotv/"),
    (_("Access"), "access:grants", P.SEE_ACCESS, "/access/"),
)
THEMES = (("device", _("As the device")), ("light", _("Light")), ("dark", _("Dark")), ("sunlight", _("Sunlight")))


def page(request: HttpRequest) -> dict:
    """Return nav, unit, units, theme, themes, imprint, demo and version for the base templates. No queries."""
    access = getattr(request, "access", None)
    unit = getattr(request, "unit", None)
    theme = request.COOKIES.get("theme", "device")
    return {
        "nav": _sections(request, access, unit) if access is not None else [],
        "unit": unit,
        "units": access.units() if access is not None else [],
        "theme": theme if theme in dict(THEMES) else "device",
        "themes": THEMES,
        "imprint": unit.imprint if unit is not None else "",
        "rehearsal": settings.DEMO,
        "version": settings.VERSION,
        "demo_sign_ins": _demo_sign_ins(request),
    }


def _demo_sign_ins(request: HttpRequest) -> list[dict[str, str]]:
    """Return who may be signed in as, for the sign-in page of a demo; nothing anywhere else."""
    if not settings.DEMO or request.path != reverse("account_login"):
        return []
    return [
        {"label": one.role, "what": one.what, "email": one.email, "password": demo.PASSWORD} for one in demo.SIGNINS
    ]


def _sections(request: HttpRequest, access: object, unit: object) -> list[dict]:
    today = {"url": reverse("home"), "label": _("Today"), "current": request.path == reverse("home")}
    if unit is None:
        try:
            ideas = reverse("roadmap:items")
        except NoReverseMatch:
            return [today]
        return [today, {"url": ideas, "label": _("Roadmap"), "current": request.path.startswith("/roadmap/")}]
    allowed = access.permissions_in(unit)
    there = [name for _label, name, _permission, _part in SECTIONS if _exists(name, unit)]
    found = [
        {
            "url": reverse(name, kwargs={"unit": unit.code}),
            "label": label,
            "current": part in request.path,
        }
        for label, name, permission, part in SECTIONS
        if permission in allowed and name in there
    ]
    return [{**today, "current": request.path == f"/u/{unit.code}/"}, *found]


def _exists(name: str, unit: object) -> bool:
    try:
        reverse(name, kwargs={"unit": unit.code})
    except NoReverseMatch:
        return False
    return True
