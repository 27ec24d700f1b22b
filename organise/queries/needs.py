"""Organise's lines of the start page: a members file that waits, new members whose eight weeks end, who is new."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import UnitKind
from access.hooks import Change, Need
from access.models import Unit
from access.permissions import Permission
from access.queries.accesses import Access
from kit import clock
from kit.templatetags.rosette import signed
from organise.enums import Effect, MemberImportState
from organise.models import MemberImport
from organise.queries import imports, members
from organise.rules import members as rules

SOON = datetime.timedelta(days=14)


def of_members(access: Access, unit: Unit) -> list[Need]:
    """Return what needs this person in this CLP about its members."""
    if unit.kind != UnitKind.CLP:
        return []
    allowed = access.permissions_in(unit)
    found: list[Need] = []
    if Permission.IMPORT_MEMBERS in allowed:
        found += [_file(unit, one) for one in imports.waiting(unit)[:5]]
    if Permission.SEE_MEMBERS in allowed:
        found += _provisional(unit)
    return found


def _file(unit: Unit, one: MemberImport) -> Need:
    if one.state == MemberImportState.READ:
        title = _("Say what the columns of %(file)s hold") % {"file": one.file_name}
        what, button = _("Its headings are not ones that Rosette knows."), _("Match columns")
    else:
        title = _("Check the members file %(file)s") % {"file": one.file_name}
        what = _("%(new)d new, %(changed)d changed, %(problem)d left out.") % {
            effect.value: one.counts.get(effect.value, 0) for effect in Effect
        }
        button = _("See changes")
    return Need(
        title=title,
        what=what,
        why=_("Until somebody approves it, the members list stays as it was."),
        url=reverse("organise:members_file", kwargs={"unit": unit.code, "file": one.pk}),
        button=button,
        since=one.uploaded_at,
    )


def _provisional(unit: Unit) -> list[Need]:
    """Return one need for all provisional members whose eight weeks end in the next fourteen days."""
    today = clock.today()
    ending = list(members.provisional_ending(unit, today, today + SOON)[:50])
    first = rules.provisional_until(ending[0].joined_on) if ending else None
    if first is None:
        return []
    title = ngettext("Look at %(count)d new member", "Look at %(count)d new members", len(ending)) % {
        "count": len(ending)
    }
    names = ", ".join(member.name for member in ending[:3])
    if len(ending) > 3:
        names = _("%(names)s and %(count)d more") % {"names": names, "count": len(ending) - 3}
    return [
        Need(
            title=title,
            what=_("%(names)s. The first becomes a full member after %(day)s.")
            % {"names": names, "day": date_format(first, "l j F")},
            why=_("For eight weeks after joining a member is provisional; after that the CLP can no longer object."),
            url=f"{reverse('organise:members', kwargs={'unit': unit.code})}?state=provisional&sort=joined",
            button=_("See new members"),
            due_at=clock.at(first, 23, 59),
        )
    ]


def changed(access: Access, unit: Unit, since: datetime.datetime) -> list[Change]:
    """Return how many members are new on the list since then."""
    if unit.kind != UnitKind.CLP or not access.may(Permission.SEE_MEMBERS, unit):
        return []
    count = members.new_since(unit, since)
    if not count:
        return []
    return [
        Change(
            figure=signed(count),
            sentence=ngettext("member is new on the list", "members are new on the list", count),
            source=_("Entered from members files"),
            url=f"{reverse('organise:members', kwargs={'unit': unit.code})}?sort=-joined",
        )
    ]
