"""Terms of office: started, handed over on a day, ended. Their grants move with them, by dates alone."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access import hooks
from access.actions import audit, grants
from access.actions.grants import telling
from access.actions.offices.keeping import lock as lock_office
from access.actions.offices.keeping import must_be_open, must_run_offices
from access.enums import GrantKind
from access.models import Grant, Office, OfficeTerm, Unit, User
from access.rules import grants as grant_rules
from access.rules import offices as rules
from kit import clock
from kit.errors import Refused


@transaction.atomic
def start_term(
    *, office: Office, user: User, starts_on: datetime.date, ends_on: datetime.date, by: User | None
) -> OfficeTerm:
    """Let somebody hold an office from a day to the end of a day, with the roles that it brings. They are told.

    A term may have begun already; its roles run from today at the earliest. Raises Refused without the right, for
    an office with roles that one would give to oneself, for dates that can't be, and when no seat is free.
    """
    _lock_unit(office.unit_id)
    locked = lock_office(office)
    must_run_offices(by, locked.unit)
    term = _start(locked, user, starts_on, ends_on, by)
    told = {"user": user.pk, "office": locked.pk, "until": ends_on.isoformat()}
    audit.record("office.term_started", by=by, unit=locked.unit, obj=term, **told)
    return term


@transaction.atomic
def hand_over(*, term: OfficeTerm, to: User, on: datetime.date, ends_on: datetime.date, by: User | None) -> OfficeTerm:
    """Hand an office over to somebody who begins on the day `on`; whoever held it ends the day before.

    The roles move on that day by their dates, with nobody doing anything. `term` says by its `ends_on` what the
    person saw: when somebody else has changed it since, it is refused. Raises Refused as start_term does, for a
    day before today, and for one outside the term.
    """
    _lock_unit(term.unit_id)
    office = lock_office(term.office)
    must_run_offices(by, office.unit)
    old = _as_seen(term)
    _refuse_wrong_day(old, to, on)
    old.ends_on = rules.day_before(on)
    old.save(update_fields=["ends_on"])
    _end_grants(old, by)
    new = _start(office, to, on, ends_on, by)
    told = {"user": to.pk, "office": office.pk, "on": on.isoformat(), "before": old.user_id}
    audit.record("office.handed_over", by=by, unit=office.unit, obj=new, **told)
    telling.tell("office_left", [old.user], unit=office.unit, occasion=f"{old.pk}:{on}", term=old, successor=to)
    return new


@transaction.atomic
def end_term(
    *,
    term: OfficeTerm,
    reason: str,
    by: User | None,
    on: datetime.date | None = None,
    agreed: bool = False,
    urgent: bool = False,
) -> OfficeTerm:
    """End a term of office early, and its grants with it, by the same rules as grants (grants.end).

    With a week's notice, or at once: one's own, when the person agrees, when it is urgent, or before it begins.
    Raises Refused as grants.end does, and without the right for anybody's but one's own.
    """
    if not reason.strip():
        raise Refused(_("Say why the term ends."))
    _lock_unit(term.unit_id)
    locked = _as_seen(term)
    if by is not None and by.pk != locked.user_id:
        must_run_offices(by, locked.unit)
    if locked.ends_on < clock.today():
        raise Refused(_("This term is over already."))
    own = by is None or by.pk == locked.user_id
    if own or agreed or urgent or locked.starts_on > clock.today():
        last = rules.day_before(max(clock.today(), locked.starts_on))
    else:
        last = _with_notice(locked, on)
    for grant in _running(locked):
        grants.end(grant=grant, reason=reason, by=by, on=last, agreed=agreed, urgent=urgent)
    locked.ends_on = max(last, rules.day_before(locked.starts_on))
    locked.save(update_fields=["ends_on"])
    told = {"user": locked.user_id, "office": locked.office_id, "until": locked.ends_on.isoformat(), "urgent": urgent}
    audit.record("office.term_ended", by=by, unit=locked.unit, obj=locked, **told)
    return locked


def _with_notice(term: OfficeTerm, on: datetime.date | None) -> datetime.date:
    soonest = grant_rules.first_free_last_day(clock.today())
    last = on or soonest
    if last < soonest:
        raise Refused(
            _("Notice is a week at least: until %(day)s. Sooner only when the person agrees, or when it is urgent.")
            % {"day": date_format(soonest, "j F Y")}
        )
    if term.ends_on <= last:
        raise Refused(_("The term ends on %(day)s anyway.") % {"day": date_format(term.ends_on, "j F Y")})
    return last


def _lock_unit(unit: int) -> None:
    """One change of offices and grants at a time in each unit: the same lock as grants.give takes."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit)


def _as_seen(term: OfficeTerm) -> OfficeTerm:
    """Return the term as it is now, or raise Refused when it is no longer what the person saw."""
    now = OfficeTerm.objects.select_related("unit", "office", "user").get(pk=term.pk)
    if now.ends_on != term.ends_on:
        raise Refused(
            _("Somebody else changed this a moment ago: the term of %(name)s now ends on %(day)s. Nothing was changed.")
            % {"name": now.user.name, "day": date_format(now.ends_on, "j F Y")}
        )
    return now


def _refuse_wrong_day(term: OfficeTerm, to: User, on: datetime.date) -> None:
    if to.pk == term.user_id:
        raise Refused(_("%(name)s holds it already. Start another term instead.") % {"name": to.name})
    if on < clock.today():
        raise Refused(_("Roles can’t be moved in the past. Choose today or a later day."))
    if on < term.starts_on:
        raise Refused(_("The term begins only on %(day)s.") % {"day": date_format(term.starts_on, "j F Y")})
    if rules.day_before(on) > term.ends_on:
        raise Refused(
            _("The term ends on %(day)s, before that day. Start a new term instead.")
            % {"day": date_format(term.ends_on, "j F Y")}
        )


def _start(office: Office, user: User, starts_on: datetime.date, ends_on: datetime.date, by: User | None) -> OfficeTerm:
    must_be_open(office)
    if by is not None and by.pk == user.pk and office.roles:
        raise Refused(_("Nobody gives an office with roles to themselves. Ask somebody else who keeps the offices."))
    _refuse_wrong_dates(starts_on, ends_on)
    _refuse_taken(office, user, starts_on, ends_on)
    term = OfficeTerm.objects.create(
        unit=office.unit, office=office, user=user, starts_on=starts_on, ends_on=ends_on, made_by=by
    )
    _entitle(term, by)
    if by is None or by.pk != user.pk:
        telling.tell("office_begun", [user], unit=office.unit, occasion=term.pk, term=term, by=by)
    return term


def _refuse_wrong_dates(starts_on: datetime.date, ends_on: datetime.date) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day can’t be before the first day."))
    if ends_on < clock.today():
        raise Refused(_("The last day has gone by already."))
    if ends_on - starts_on > rules.LONGEST_TERM:
        raise Refused(_("A term runs for two years at most. Choose an earlier last day."))


def _refuse_taken(office: Office, user: User, starts_on: datetime.date, ends_on: datetime.date) -> None:
    meeting = OfficeTerm.objects.filter(office=office, starts_on__lte=ends_on, ends_on__gte=starts_on)
    terms = list(meeting.filter(ends_on__gte=F("starts_on")).select_related("user"))
    if any(term.user_id == user.pk for term in terms):
        raise Refused(_("%(name)s holds this office in that time already.") % {"name": user.name})
    if grant_rules.at_once([(term.starts_on, term.ends_on) for term in terms], starts_on, ends_on) >= office.seats:
        names = ", ".join(sorted(term.user.name for term in terms))
        raise Refused(
            _("%(title)s is held by %(names)s in that time. Hand it over, or choose another day.")
            % {"title": office.title, "names": names}
        )


def _running(term: OfficeTerm) -> list[Grant]:
    """Return the grants of a term that are in force or to come."""
    found = Grant.objects.filter(term=term, ended_at=None, ends_on__gte=clock.today())
    return list(found.select_related("unit", "user").order_by("pk"))


def _end_grants(term: OfficeTerm, by: User | None) -> None:
    """Let the grants of a term end with its last day."""
    for grant in _running(term):
        _let_end(grant, term.ends_on, by, _("The office was handed over."))
        if term.ends_on < clock.today():
            for stop in hooks.grant_ended:
                stop(grant)


def _entitle(term: OfficeTerm, by: User | None) -> None:
    """Give the roles of the office for the term, from today at the earliest."""
    begins = max(term.starts_on, clock.today())
    for role in term.office.roles:
        _replace(term, role, begins, by)
        grants.give(
            user=term.user,
            unit=term.unit,
            role=role,
            starts_on=begins,
            reason=term.office.title,
            by=by,
            kind=GrantKind.OFFICE,
            term=term,
        )


def _replace(term: OfficeTerm, role: str, begins: datetime.date, by: User | None) -> None:
    """Let a grant of the same role that was given or asked for make way: with the office it must end as a whole."""
    others = Grant.objects.filter(
        user=term.user_id,
        unit=term.unit_id,
        role=role,
        kind__in=[GrantKind.GIVEN, GrantKind.ASKED],
        ended_at=None,
        starts_on__lte=term.ends_on,
    )
    for grant in others.exclude(ends_on__lt=begins):
        _let_end(grant, rules.day_before(begins), by, _("The role comes with an office now."))
        audit.record("grant.replaced", by=by, unit=term.unit, obj=grant, role=role, user=term.user_id)


def _let_end(grant: Grant, last: datetime.date, by: User | None, reason: str) -> None:
    """Let a grant run until the end of that day; one that begins later never begins."""
    if grant.starts_on <= last:
        grant.ends_on = last
        grant.save(update_fields=["ends_on"])
    else:
        grant.ended_at, grant.ended_by, grant.ended_reason = timezone.now(), by, reason
        grant.save(update_fields=["ended_at", "ended_by", "ended_reason"])
