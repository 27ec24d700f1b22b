"""Giving a role, or noting a key to an external tool."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import hooks
from access.actions import audit
from access.actions.grants import telling
from access.enums import GrantKind, Purpose
from access.models import Grant, OfficeTerm, Tool, Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.roles import ROLES, RoleName
from access.rules import grants as rules
from kit import clock
from kit.errors import Refused


@transaction.atomic
def give(
    *,
    user: User,
    unit: Unit,
    reason: str,
    by: User | None,
    role: str = "",
    tool: Tool | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    area: Sequence[str] = (),
    kind: GrantKind = GrantKind.GIVEN,
    term: OfficeTerm | None = None,
    expires_at: datetime.datetime | None = None,
) -> Grant:
    """Give `user` a role in `unit`, or note a key to `tool`, from a day (today unless given) to the end of a day.

    Without `ends_on` it runs as long as the role may (Role.lasts_days), or as its term of office; only what the
    system itself gives (`by` None: command line, first visit) then runs until it is ended. `area` holds keys of
    hooks.areas; empty is the whole unit. Anybody else than the system must have the right to decide about the
    role, checked here. Of the kind GIVEN the person is told by mail; of other kinds by whoever gives it.
    Raises Refused for your own role, without a reason, for dates that can't be, for a role that isn't for this kind
    of unit, when as many hold it as may, and when the person has it on one of those days already.
    """
    grant = Grant(
        user=user,
        unit=unit,
        role=role,
        tool=tool,
        kind=kind,
        term=term,
        area=list(area),
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
        expires_at=expires_at,
        reason=reason.strip()[:300],
        granted_by=by,
    )
    return _store(grant)


def _store(grant: Grant) -> Grant:
    _refuse_unfit(grant)
    # One at a time in each unit, so that two people can't give the same role at the same moment.
    Unit.objects.select_for_update(no_key=True).get(pk=grant.unit_id)
    _refuse_undecided(grant)
    by = grant.granted_by
    grant.purpose = ROLES[grant.role].purpose if grant.role else Purpose.ACCESS
    if grant.term is not None:
        grant.ends_on = grant.term.ends_on
    elif by is not None and grant.kind != GrantKind.BREAK_GLASS:
        grant.ends_on = last_day(grant.role, grant.starts_on, grant.ends_on)
    if grant.ends_on is not None and grant.ends_on < clock.today():
        raise Refused(_("The last day has gone by already."))
    _refuse_held(grant)
    refuse_too_many(grant)
    refuse_elsewhere(grant)
    _save(grant)
    _note(grant)
    if grant.kind == GrantKind.GIVEN and by is not None:
        telling.given(grant)
    return grant


def _save(grant: Grant) -> None:
    try:
        grant.full_clean()
        # A savepoint, so that the caller may tell the person why and go on.
        with transaction.atomic():
            grant.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(_("Somebody else gave this role at the same moment. Look at the list again.")) from error


def _note(grant: Grant) -> None:
    told: dict[str, object] = {"user": grant.user_id, "kind": str(grant.kind)}
    if grant.ends_on is not None:
        told["until"] = grant.ends_on.isoformat()
    if grant.area:
        told["area"] = grant.area
    if grant.kind == GrantKind.BREAK_GLASS:
        audit.record("break_glass.opened", by=grant.granted_by, unit=grant.unit, obj=grant, user=grant.user_id)
    elif grant.tool is not None:
        audit.record("tool.key_given", by=grant.granted_by, unit=grant.unit, obj=grant, tool=grant.tool.code, **told)
    else:
        audit.record("grant.given", by=grant.granted_by, unit=grant.unit, obj=grant, role=grant.role, **told)


def _refuse_unfit(grant: Grant) -> None:
    if not grant.reason:
        raise Refused(_("Say why this person needs the role."))
    if grant.tool is not None and not grant.role:
        return
    if grant.role not in ROLES:
        raise Refused(_("There is no role called %(role)s.") % {"role": grant.role})
    role = ROLES[grant.role]
    if grant.unit.kind not in role.kinds:
        raise Refused(
            _("%(role)s is no role for a unit of this kind. Choose a unit above or below it.")
            % {"role": role.name.label}
        )
    if not role.may_be_asked and grant.kind != GrantKind.BREAK_GLASS:
        raise Refused(_("Nobody gives this role. Who may, opens it in an emergency, for an hour."))


def _refuse_undecided(grant: Grant) -> None:
    by = grant.granted_by
    if by is None:
        return
    access = accesses.of(by)
    if grant.kind == GrantKind.BREAK_GLASS:
        if by.pk != grant.user_id or not access.may(Permission.BREAK_GLASS, grant.unit):
            raise Refused(_("You may not open emergency access here."))
        return
    if grant.kind == GrantKind.VOUCHED and grant.role == RoleName.CANVASSER and by.pk != grant.user_id:
        if not access.may(Permission.MAKE_BOARDS, grant.unit):
            raise Refused(_("You may not let people join a session here."))
        return
    if by.pk == grant.user_id:
        raise Refused(_("Nobody gives a role to themselves. Ask somebody else who may give roles here."))
    if not access.may(decided_with(grant.role), grant.unit):
        raise Refused(_("You may not give roles here."))


def decided_with(role: str) -> Permission:
    """Return what somebody must hold to decide about this role; about a tool where it is empty."""
    return ROLES[role].decided_with if role in ROLES else Permission.GIVE_ACCESS


def last_day(role: str, starts_on: datetime.date, asked: datetime.date | None) -> datetime.date:
    """Return the last day that was asked for, or else the last that the role may run; a tool's where it is empty.

    Raises Refused for a day that is later than that, or over already.
    """
    days = ROLES[role].lasts_days if role else rules.TOOL_DAYS
    longest = rules.last_day(starts_on, days)
    if asked is None:
        return longest
    if asked < clock.today():
        raise Refused(_("The last day has gone by already."))
    if asked > longest:
        raise Refused(
            _("It runs for %(days)d days at most, so until %(day)s. It can be renewed then.")
            % {"days": days, "day": date_format(longest, "j F Y")}
        )
    return asked


def _refuse_held(grant: Grant) -> None:
    if grant.kind == GrantKind.OFFICE:
        return  # Two offices of one person may bring the same role; each ends with its own term.
    same = _overlapping(grant).filter(user=grant.user_id)
    if grant.kind == GrantKind.BREAK_GLASS:
        same = same.filter(expires_at__gt=timezone.now())
    if not same.exists():
        return
    if grant.tool is not None:
        raise Refused(
            _("%(name)s holds a key to %(tool)s here already.") % {"name": grant.user.name, "tool": grant.tool}
        )
    raise Refused(_("%(name)s is %(role)s here already.") % {"name": grant.user.name, "role": grant.what})


def refuse_too_many(grant: Grant) -> None:
    """Raise Refused when there would be a day on which more people hold the same as may."""
    at_most = grant.tool.at_most if grant.tool is not None else ROLES[grant.role].at_most
    if at_most is None:
        return
    others = _overlapping(grant).exclude(user=grant.user_id).values_list("starts_on", "ends_on")
    if rules.at_once(others, grant.starts_on, grant.ends_on) >= at_most:
        raise Refused(
            ngettext(
                "Only %(count)d person may hold this here at a time, and there is one already: %(what)s.",
                "Only %(count)d people may hold this here at a time, and there are as many already: %(what)s.",
                at_most,
            )
            % {"count": at_most, "what": grant.what}
        )


def refuse_elsewhere(grant: Grant) -> None:
    """Raise Refused where an app above knows why somebody may not hold this role on these days."""
    for ask in hooks.grant_refusals if grant.role else ():
        refusal = ask(grant)
        if refusal:
            raise Refused(refusal)


def _overlapping(grant: Grant) -> QuerySet[Grant]:
    """Return the grants of the same thing here, whoever holds them, that share a day with this one."""
    same = Grant.objects.filter(unit=grant.unit_id, role=grant.role, tool=grant.tool_id, ended_at=None)
    same = same.exclude(ends_on__lt=grant.starts_on).exclude(pk=grant.pk)
    return same if grant.ends_on is None else same.filter(starts_on__lte=grant.ends_on)
