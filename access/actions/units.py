"""Making and changing units."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import UnitKind
from access.models import Unit, User
from access.rules import units as rules
from kit.errors import Refused


@transaction.atomic
def create(*, kind: str, code: str, name: str, by: User | None, parent: Unit | None = None) -> Unit:
    """Make a unit below `parent` (None: at the top of its own tree), with its path, and note it in the record.

    `by` is None on the command line and at the first visit. Raises Refused when the code is taken or unfit, or
    when the kinds don't nest downwards.
    """
    _check_place(kind, parent)
    unit = Unit(kind=UnitKind(kind), code=code.strip(), name=name.strip(), parent=parent)
    try:
        unit.full_clean(exclude=["path"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    audit.record("unit.created", by=by, unit=unit, obj=unit, kind=kind, parent=parent.pk if parent else None)
    return unit


def _check_place(kind: str, parent: Unit | None) -> None:
    if kind not in UnitKind.values:
        raise Refused(
            _("There is no kind of unit called %(kind)s. It is one of: %(kinds)s.")
            % {"kind": kind, "kinds": ", ".join(UnitKind.values)}
        )
    if parent is None and not rules.may_stand_alone(kind):
        raise Refused(_("A branch belongs to a CLP. Say which one with its short name."))
    if parent is not None and not rules.may_hold(parent.kind, kind):
        raise Refused(
            _("A unit of the kind %(kind)s can't stand under %(parent)s, which is a %(parent_kind)s.")
            % {"kind": UnitKind(kind).label, "parent": parent.name, "parent_kind": parent.get_kind_display()}
        )


@transaction.atomic
def change(*, unit: Unit, name: str, imprint: str, contact_email: str, by: User) -> Unit:
    """Change what the unit is called, its imprint and its address for replies; note which of them changed."""
    locked = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    new = {"name": name.strip(), "imprint": imprint.strip(), "contact_email": contact_email.strip()}
    changed = [field for field, value in new.items() if getattr(locked, field) != value]
    if not changed:
        return locked
    for field in changed:
        setattr(locked, field, new[field])
    try:
        locked.full_clean(exclude=["path"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    locked.save(update_fields=changed)
    audit.record("unit.changed", by=by, unit=locked, obj=locked, fields=changed)
    return locked
