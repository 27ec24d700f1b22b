"""What every page shows around its own content. Here, because only the top floor may name every app."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.enums import GrantKind
from access.models import Unit
from access.permissions import Permission
from access.queries import heartbeats
from access.queries.accesses import Access
from config.demo import units as demo
from kit import health

# label, URL name, the permission that opens it, and the parts of the path that mark the current section.
SECTIONS = (
    (_("People"), "organise:members", Permission.SEE_MEMBERS, ("/organise/",)),
    (_("Register"), "canvass:register", Permission.SEE_REGISTER, ("/canvass/register/", "/canvass/places/")),
    (
        _("Boards"),
        "canvass:boards",
        Permission.SEE_BOARDS,
        ("/canvass/boards/", "/canvass/sessions/", "/canvass/issues/", "/canvass/figures/", "/canvass/doorstep/"),
    ),
    (_("Polling day"), "gotv:polling_days", Permission.SEE_POLLING_DAY, ("/gotv/",)),
    (_("Access"), "access:grants", Permission.SEE_ACCESS, ("/access/",)),
)
THEMES = (("device", _("As the device")), ("light", _("Light")), ("dark", _("Dark")), ("sunlight", _("Sunlight")))


def page(request: HttpRequest) -> dict:
    """Return nav, unit, units, theme, themes, imprint, demo and version for the base templates. No queries."""
    access = getattr(request, "access", None)
    unit = getattr(request, "unit", None)
    theme = request.COOKIES.get("theme", "device")
    return {
        "nav": _sections(request, access, unit) if access is not None else [],
        "foot": _foot(request),
        "glass": _glass(access) if access is not None else [],
        "signed_in_as": _roles(access, unit) if access is not None and unit is not None else "",
        "unit": unit,
        "units": access.units() if access is not None else [],
        "theme": theme if theme in dict(THEMES) else "device",
        "themes": THEMES,
        "trouble": _trouble() if access is not None else "",
        "imprint": unit.imprint if unit is not None else "",
        "rehearsal": settings.DEMO,
        "version": settings.VERSION,
        "demo_sign_ins": _demo_sign_ins(request),
        "demo_password": demo.PASSWORD if settings.DEMO else "",
    }


def _trouble() -> str:
    """Return what of the installation is down: "cache", "background", or "". The first brings the second."""
    if health.cache_is_down():
        return "cache"
    return "background" if heartbeats.is_background_silent() else ""


def _demo_sign_ins(request: HttpRequest) -> list[dict[str, str]]:
    """Return who may be signed in as, for the sign-in page of a demo; nothing anywhere else."""
    if not settings.DEMO or request.path != reverse("account_login"):
        return []
    return [
        {"label": one.role, "what": one.what, "email": one.email, "password": demo.PASSWORD} for one in demo.SIGNINS
    ]


def _sections(request: HttpRequest, access: Access, unit: Unit | None) -> list[dict]:
    """Return the way round: the start page, and of each app what this person may open here."""
    if unit is None:
        home = reverse("home")
        return [{"url": home, "label": _("Today"), "current": request.path == home}, _ask(request)]
    allowed = access.permissions_in(unit)
    start = reverse("access:start", kwargs={"unit": unit.code})
    return [
        {"url": start, "label": _("Today"), "current": request.path == start},
        *(
            {"url": reverse(name, kwargs={"unit": unit.code}), "label": label, "current": _is_in(request, parts)}
            for label, name, permission, parts in SECTIONS
            if permission in allowed
        ),
        # Whoever may not see who has access may still ask for it.
        *([] if Permission.SEE_ACCESS in allowed else [_ask(request)]),
    ]


def _is_in(request: HttpRequest, parts: tuple[str, ...]) -> bool:
    return any(part in request.path for part in parts)


def _ask(request: HttpRequest) -> dict:
    ask = reverse("access:ask")
    return {"url": ask, "label": _("Access"), "current": request.path.startswith(ask)}


def _foot(request: HttpRequest) -> list[dict]:
    """Return the links at the foot: what is open to everybody who is signed in."""
    user = getattr(request, "user", None)  # an error page may be shown before anybody was looked up
    if user is None or not user.is_authenticated:
        return []
    return [
        {"url": reverse("access:ask"), "label": _("Ask for access")},
        {"url": reverse("access:role_list"), "label": _("Roles, and who decides")},
        {"url": reverse("access:training"), "label": _("Training and terms")},
        {"url": reverse("roadmap:items"), "label": _("What is asked for and planned")},
    ]


def _glass(access: Access) -> list[dict]:
    """Return the CLPs whose names this person has open in an emergency, until when, and how to close them."""
    return [
        {
            "unit": grant.unit.name,
            "until": grant.expires_at,
            "close_url": reverse("access:break_glass_close", kwargs={"unit": grant.unit.code, "grant": grant.pk}),
        }
        for grant in access.grants
        if grant.kind == GrantKind.BREAK_GLASS
    ]


def _roles(access: Access, unit: Unit) -> str:
    """Return the roles that this person holds here, or above, in words."""
    here = [grant for grant in access.grants if grant.unit_id == unit.pk]
    above = [grant for grant in access.grants if grant.unit_id != unit.pk and grant.unit.contains(unit)]
    return ", ".join(str(grant.get_role_display()) for grant in here or above)
