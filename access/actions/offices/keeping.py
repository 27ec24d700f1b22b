"""Which offices a unit has, and what roles they bring."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import UnitKind
from access.models import Office, OfficeTerm, Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.roles import ROLES
from access.rules import offices as rules
from kit import clock
from kit.errors import Refused


@transaction.atomic
def create(*, unit: Unit, title: str, seats: int, roles: Iterable[str], by: User | None) -> Office:
    """Make an office. `roles` are what each term of it brings; `seats` how many may hold it together.

    Raises Refused without the right, for a title that is taken, for roles that don't exist in such a unit or are
    never given, and when an office is shared that can't be.
    """
    must_run_offices(by, unit)
    office = Office(unit=unit, title=title.strip(), seats=seats, roles=sorted(set(roles)))
    _store(office)
    audit.record("office.made", by=by, unit=unit, obj=office, roles=office.roles, seats=seats)
    return office


@transaction.atomic
def create_usual(*, unit: Unit, by: User | None) -> list[Office]:
    """Make the offices that most CLPs have, as far as there is none of that name yet. Returns those that were made."""
    if unit.kind != UnitKind.CLP:
        raise Refused(_("The usual offices are those of a CLP. Make the offices of this unit one by one."))
    there = {
        title.casefold() for title in Office.objects.filter(unit=unit, closed_at=None).values_list("title", flat=True)
    }
    return [
        create(unit=unit, title=str(usual.title), seats=1, roles=usual.roles, by=by)
        for usual in rules.USUAL
        if str(usual.title).casefold() not in there
    ]


@transaction.atomic
def change(*, office: Office, title: str, seats: int, roles: Iterable[str], by: User) -> Office:
    """Change an office. The roles hold for terms that are started from now on; running terms keep what they have."""
    locked = lock(office)
    must_run_offices(by, locked.unit)
    must_be_open(locked)
    new = {"title": title.strip(), "seats": seats, "roles": sorted(set(roles))}
    changed = [field for field, value in new.items() if getattr(locked, field) != value]
    for field in changed:
        setattr(locked, field, new[field])
    if changed:
        _store(locked)
        audit.record("office.changed", by=by, unit=locked.unit, obj=locked, fields=changed)
    return locked


@transaction.atomic
def close(*, office: Office, by: User) -> Office:
    """Close an office that nobody holds any more. What was stays on record. Raises Refused while a term runs."""
    locked = lock(office)
    must_run_offices(by, locked.unit)
    must_be_open(locked)
    if OfficeTerm.objects.filter(office=locked, ends_on__gte=clock.today()).exists():
        raise Refused(_("Somebody holds this office. End the term first, then close the office."))
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    audit.record("office.closed", by=by, unit=locked.unit, obj=locked)
    return locked


def lock(office: Office) -> Office:
    """Return the office as it is now, held to the end of the transaction."""
    held = Office.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("unit").get(pk=office.pk)


def must_be_open(office: Office) -> None:
    """Raise Refused for an office that was closed."""
    if office.closed_at is not None:
        raise Refused(_("This office was closed. Make a new one if it is there again."))


def must_run_offices(by: User | None, unit: Unit) -> None:
    """Raise Refused for people who may not say who holds which office here. None, the system, may."""
    if by is not None and not accesses.of(by).may(Permission.RUN_OFFICES, unit):
        raise Refused(_("You may not change the offices here."))


def _store(office: Office) -> None:
    _refuse_unfit_roles(office)
    if office.seats > 1 and not rules.may_be_shared(office.title):
        raise Refused(_("%(title)s can’t be shared: the rules allow one holder.") % {"title": office.title})
    try:
        office.full_clean()
        with transaction.atomic():
            office.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(_("There is an office of this name already.")) from error


def _refuse_unfit_roles(office: Office) -> None:
    for name in office.roles:
        role = ROLES.get(name)
        if role is None or office.unit.kind not in role.kinds or not role.may_be_asked:
            raise Refused(
                _("An office here can’t bring the role %(role)s.") % {"role": role.name.label if role else name}
            )
