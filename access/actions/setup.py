"""The first visit to an empty installation."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit, grants, mail, units, users
from access.enums import UnitKind
from access.models import Unit, User
from access.roles import RoleName
from access.transport import Server
from kit.errors import Refused

# Any number that nothing else locks with: "rosette setup" as digits of a telephone keypad.
_LOCK = 7673883738877


@transaction.atomic
def carry_out(
    *,
    unit_name: str,
    unit_code: str,
    person_name: str,
    email: str,
    password: str,
    imprint: str = "",
    server: Server | None = None,
    test_message: bool = False,
) -> tuple[Unit, User]:
    """Make the CLP and its first administrator, who is its secretary too, and store the mail server.

    Works once in the life of an installation: two visitors at the same moment are put in a row, and the second is
    Refused, as is everybody after. Nothing is kept when any part is refused.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if Unit.objects.exists():
        raise Refused(_("This installation has been set up already."))
    unit = units.create(kind=UnitKind.CLP, code=unit_code, name=unit_name, by=None)
    with scoping.units(scoping.of(unit)):
        return _first_steps(unit, person_name, email, password, imprint, server, test_message)


def _first_steps(
    unit: Unit, person_name: str, email: str, password: str, imprint: str, server: Server | None, test_message: bool
) -> tuple[Unit, User]:
    user, _new = users.find_or_make(email=email, name=person_name, by=None, unit=unit)
    user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)
    reason = _("Set up the installation at the first visit.")
    for role in (RoleName.ADMINISTRATOR, RoleName.SECRETARY):
        grants.give(user=user, unit=unit, role=role, reason=reason, by=None)
    if imprint:
        unit = units.change(unit=unit, name=unit.name, imprint=imprint, contact_email="", by=user)
    if server is not None:
        mail.set_server(server=server, by=user, unit=unit)
    if test_message:
        mail.send_test(to=user, unit=unit)
    audit.record("setup.done", by=user, unit=unit, obj=unit)
    return unit, user
