"""The ways round inside the section "Access"."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from access.guards import GuardedRequest
from access.models import Unit
from access.permissions import Permission as P
from access.queries import units


def ways(request: GuardedRequest, unit: Unit) -> list[dict[str, object]]:
    """Return the pages of this section that the person may open: label, address, and whether it is this one."""
    pages = [
        (_("Desk"), "access:desk", P.DECIDE_FIELD),
        (_("Who has access"), "access:grants", P.SEE_ACCESS),
        (_("All keys"), "access:keys", P.SEE_ACCESS),
        (_("Away"), "access:away", P.DECIDE_FIELD),
        (_("Offices"), "access:offices", P.SEE_ACCESS),
        (_("What each role may do"), "access:roles", None),
        (_("The party’s other tools"), "access:keep_tools", P.KEEP_TOOLS),
        (_("Units below"), "access:units", P.SEE_ACCESS),
        (_("Emergency access"), "access:break_glass", P.SEE_ACCESS),
        (_("The record"), "access:record", P.SEE_AUDIT),
        (_("Lost second steps"), "access:resets", P.GIVE_ACCESS),
        (_("Mail"), "access:mail", P.SEE_MAIL),
        (_("Settings"), "access:settings", P.CHANGE_UNIT),
    ]
    allowed = request.access.permissions_in(unit)
    if P.SEE_ACCESS in allowed and not units.below(unit).exists():
        pages = [page for page in pages if page[1] != "access:units"]
    found = [
        (label, reverse(name, kwargs={"unit": unit.code}))
        for label, name, permission in pages
        if permission is None or permission in allowed
    ]
    return [{"label": label, "url": url, "here": url == request.path} for label, url in found]
