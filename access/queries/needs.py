"""What needs somebody in matters of access and mail, and what changed there: access's own lines of the start page."""

from __future__ import annotations

import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.enums import Gap, MailState
from access.hooks import Change, Need
from access.models import Grant, Unit
from access.permissions import Permission as P
from access.queries import breakglass, cover, grants, mail
from access.queries.accesses import Access
from access.rules import grants as rules
from kit import clock

# A message that didn't go is put before somebody for a week; after that nobody waits for it any more.
MAIL_MATTERS = datetime.timedelta(days=7)
_NOT_SENT = Q(state__in=[MailState.FAILED, MailState.LATE, MailState.UNKNOWN])


def of_access(access: Access, unit: Unit) -> list[Need]:
    """Return the needs of this person here: roles that end soon, cover, what is open in an emergency, imprint, mail."""
    found: list[Need] = _mine(access, unit)
    allowed = access.permissions_in(unit)
    if P.GIVE_ACCESS in allowed:
        found += _ending(access, unit)
        found += _cover(unit)
        found += _break_glass(access, unit)
    if P.CHANGE_UNIT in allowed and not unit.imprint:
        found.append(_imprint(unit))
    if P.SEE_MAIL in allowed:
        found += _mail(unit, P.SET_UP_MAIL in allowed)
    return found


def _mine(access: Access, unit: Unit) -> list[Need]:
    """Return a line for each role of one's own that ends soon, until somebody has been asked to renew it."""
    last = clock.today() + rules.WARNING
    soon = [one.pk for one in access.held if one.unit_id == unit.pk and _ends_by(one, last)]
    if not soon:
        return []
    return [
        Need(
            title=_("Your role %(role)s ends soon") % {"role": grant.what},
            what=_("It ends by itself at the end of %(day)s.") % {"day": date_format(grant.ends_on, "l j F")},
            why=_("If you still need it, ask now. Whoever decides renews it with one button."),
            url=reverse("access:mine"),
            button=_("Ask to keep it"),
            due_at=clock.at(grant.ends_on, 23, 59),
        )
        for grant in grants.really_ending(Grant.objects.filter(pk__in=soon)).order_by("ends_on", "pk")
        if grant.ends_on is not None
    ]


def _ends_by(grant: Grant, last: datetime.date) -> bool:
    return grant.ends_on is not None and grant.ends_on <= last and grant.kind in grants.RENEWED


def _ending(access: Access, unit: Unit) -> list[Need]:
    """Return a line about the roles of others that end soon and could be renewed here."""
    today = clock.today()
    soon = grants.held(unit, today).filter(
        ends_on__lte=today + rules.WARNING, starts_on__lte=today, kind__in=grants.RENEWED, notice_at=None
    )
    ending = list(grants.really_ending(soon.exclude(user=access.user)).order_by("ends_on", "user__name", "pk"))
    if not ending:
        return []
    first = ending[0]
    last_day = first.ends_on or today
    if len(ending) == 1:
        title = _("Renew %(name)s’s role, or let it end") % {"name": first.user.name}
        what = _("%(role)s, until %(day)s.") % {"role": first.what, "day": date_format(last_day, "l j F")}
    else:
        title = ngettext(
            "Renew %(count)d role, or let it end", "Renew %(count)d roles, or let them end", len(ending)
        ) % {"count": len(ending)}
        what = _("%(names)s. The first ends on %(day)s.") % {
            "names": _names([grant.user.name for grant in ending]),
            "day": date_format(last_day, "l j F"),
        }
    return [
        Need(
            title=title,
            what=what,
            why=_("A role ends by itself on its last day, and the person is locked out the day after."),
            url=reverse("access:grants", kwargs={"unit": unit.code}),
            button=_("See who has access"),
            due_at=clock.at(last_day, 23, 59),
        )
    ]


def _names(names: list[str], shown: int = 3) -> str:
    """Return the first names of a list and how many there are beyond them."""
    words = ", ".join(names[:shown])
    if len(names) > shown:
        return _("%(names)s and %(count)d more") % {"names": words, "count": len(names) - shown}
    return words


def _cover(unit: Unit) -> list[Need]:
    """Return the gaps that stop work here: one line for those who decide, one for each absence, one for all roles."""
    gaps = [short for short in cover.shortfalls([unit]) if short.critical]
    few = [short for short in gaps if short.gap == Gap.HOLDERS]
    return [
        *(_gap(unit, short) for short in gaps if short not in few),
        *([_few(unit, few)] if few else []),
    ]


def _gap(unit: Unit, short: cover.Shortfall) -> Need:
    title = _("Find a second person who can give roles")
    why = _("While nobody is there, nobody can be let in, and nobody can be shut out.")
    if short.gap == Gap.DECIDERS_AWAY:
        title = _("Everybody who can give roles is away")
    elif short.gap == Gap.HOLDERS_AWAY:
        title = _("Nobody is there as %(role)s") % {"role": short.what}
        why = _("What only they can do waits until one of them is back.")
    return Need(
        title=title,
        what=short.sentence,
        why=why,
        url=reverse("access:offices", kwargs={"unit": unit.code}),
        button=_("See who holds what"),
        **_when(short),
    )


def _few(unit: Unit, few: list[cover.Shortfall]) -> Need:
    title = ngettext(
        "Find people for %(count)d role that needs more", "Find people for %(count)d roles that need more", len(few)
    )
    return Need(
        title=title % {"count": len(few)},
        what=" ".join(short.sentence for short in few),
        why=_("With one holder, work stops when that person is away."),
        url=reverse("access:offices", kwargs={"unit": unit.code}),
        button=_("See who holds what"),
        **_when(few[0]),
    )


def _when(short: cover.Shortfall) -> dict[str, datetime.datetime]:
    """Return since when there has been a gap, if that is known, or by when it must be mended."""
    if short.since_long:
        return {}
    return {"since" if short.is_now else "due_at": clock.at(short.from_on, 0)}


def _break_glass(access: Access, unit: Unit) -> list[Need]:
    """Return a line for each person who has this CLP's names open in an emergency at this moment."""
    found = breakglass.opened([unit.pk]).filter(expires_at__gt=timezone.now(), ended_at=None)
    return [
        Need(
            title=_("%(name)s reads your names in an emergency") % {"name": grant.user.name},
            what=grant.reason,
            why=_("It closes by itself. If it isn’t right, you can close it now."),
            url=reverse("access:break_glass", kwargs={"unit": unit.code}),
            button=_("See emergency access"),
            due_at=grant.expires_at,
        )
        for grant in found.exclude(user=access.user)
    ]


def _imprint(unit: Unit) -> Need:
    return Need(
        title=_("Add your imprint"),
        what=_("Who promotes your material, on whose behalf, and their address."),
        why=_("The law asks for it on everything that goes out (Elections Act 2022, Part 6)."),
        url=reverse("access:settings", kwargs={"unit": unit.code}),
        button=_("Add imprint"),
        since=unit.created_at,
    )


def _mail(unit: Unit, may_set_up: bool) -> list[Need]:
    found: list[Need] = []
    way = mail.way_out()
    not_sent = _NOT_SENT & Q(created_at__gte=timezone.now() - MAIL_MATTERS)
    counted = mail.of(unit).aggregate(
        waiting=Count("pk", filter=Q(state=MailState.QUEUED)),
        waiting_since=Min("created_at", filter=Q(state=MailState.QUEUED)),
        failed=Count("pk", filter=not_sent),
        failed_since=Min("created_at", filter=not_sent),
    )
    waiting = ngettext("%(count)d message waits.", "%(count)d messages wait.", counted["waiting"]) % {
        "count": counted["waiting"]
    }
    if way.stuck_since is not None:
        found.append(_stuck(unit, waiting, way))
    elif way.kind == "none" and (counted["waiting"] or may_set_up):
        found.append(_no_server(unit, waiting, may_set_up, counted["waiting_since"] or unit.created_at))
    if counted["failed"]:
        found.append(_failed(unit, counted["failed"], counted["failed_since"]))
    return found


def _stuck(unit: Unit, waiting: str, way: mail.WayOut) -> Need:
    return Need(
        title=_("Mail is stuck: the mail server doesn’t let us in"),
        what=_("%(waiting)s It says: %(reason)s") % {"waiting": waiting, "reason": way.stuck_reason},
        why=_("Nothing is lost. We try again every few minutes and send what waits."),
        url=reverse("access:mail", kwargs={"unit": unit.code}),
        button=_("See mail"),
        since=way.stuck_since,
    )


def _failed(unit: Unit, count: int, since: datetime.datetime) -> Need:
    title = ngettext(
        "Look at %(count)d message that was not sent", "Look at %(count)d messages that were not sent", count
    )
    return Need(
        title=title % {"count": count},
        what=_("From the last seven days."),
        why=_("The people they were for may be waiting for them."),
        url=reverse("access:mail", kwargs={"unit": unit.code}),
        button=_("See mail"),
        since=since,
    )


def _no_server(unit: Unit, waiting: str, may_set_up: bool, since: datetime.datetime) -> Need:
    name = "access:mail_server" if may_set_up and unit.parent_id is None else "access:mail"
    return Need(
        title=_("Set up mail"),
        what=_("No mail server is set. %(waiting)s") % {"waiting": waiting},
        why=_("Invitations and links to set a password can’t go out until there is one."),
        url=reverse(name, kwargs={"unit": unit.code}),
        button=_("Set up mail") if name == "access:mail_server" else _("See mail"),
        since=since,
    )


def changed(access: Access, unit: Unit, since: datetime.datetime) -> list[Change]:
    """Return what changed in access and mail since then, as far as this person may see it."""
    allowed = access.permissions_in(unit)
    found: list[Change] = []
    if P.SEE_ACCESS in allowed:
        found += _ended(unit, since)
    if P.SEE_MAIL in allowed:
        found += _sent(unit, since)
    return found


def _ended(unit: Unit, since: datetime.datetime) -> list[Change]:
    by_hand = Q(ended_at__gt=since)
    on_its_date = Q(ended_at=None, ends_on__gte=timezone.localdate(since), ends_on__lt=clock.today())
    names = list(
        Grant.objects.filter(by_hand | on_its_date, unit=unit)
        .order_by("user__name", "pk")
        .values_list("user__name", flat=True)
    )
    if not names:
        return []
    sentence = ngettext("role ended: %(names)s.", "roles ended: %(names)s.", len(names)) % {"names": _names(names)}
    return [
        Change(
            figure=str(len(names)),
            sentence=sentence,
            source="",
            url=reverse("access:grants", kwargs={"unit": unit.code}),
            do=_("See who has access"),
        )
    ]


def _sent(unit: Unit, since: datetime.datetime) -> list[Change]:
    counted = mail.of(unit).aggregate(
        sent=Count("pk", filter=Q(sent_at__gt=since)),
        failed=Count("pk", filter=_NOT_SENT & Q(created_at__gt=since)),
    )
    if not counted["sent"]:
        return []
    failed = ngettext("%(count)d was not sent", "%(count)d were not sent", counted["failed"]) % {
        "count": counted["failed"]
    }
    return [
        Change(
            figure=f"+{counted['sent']}",
            sentence=ngettext("message sent.", "messages sent.", counted["sent"]),
            source=failed if counted["failed"] else "",
            url=reverse("access:mail", kwargs={"unit": unit.code}),
            do=_("See mail"),
        )
    ]
