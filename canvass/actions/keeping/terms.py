"""Until when a file may be kept: changed by a person, set where nobody set it, and said before the day comes."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.actions import audit, mail
from access.enums import MailKind
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from canvass.enums import ImportState
from canvass.models import Council, RegisterImport
from canvass.queries import keeping as queries
from canvass.rules import keeping as rules
from canvass.rules.keeping import Fate
from kit.errors import Refused


@transaction.atomic
def change_delete_by(
    *, register_import: RegisterImport, to: datetime.date, reason: str, today: datetime.date, by: User
) -> None:
    """Set the day by which a file must be deleted. Raises Refused for a day too late or over, or without a reason."""
    row = RegisterImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=register_import.pk)
    fate = queries.fate_of(row) if row.state == ImportState.APPLIED else None
    if fate is None or fate.is_gone(today):
        raise Refused(_("Nothing was changed: nothing is held of this file any more."))
    if not reason.strip():
        raise Refused(_("Nothing was changed. Say why the day is another one."))
    if to <= today:
        raise Refused(_("Nothing was changed. The earliest day is tomorrow: then it goes in the coming night."))
    latest = rules.latest_delete_by(fate, today)
    if to > latest:
        raise Refused(
            _("Nothing was changed. The latest day is %(day)s: an earlier register is kept for 18 months at most.")
            % {"day": date_format(latest, "j F Y")}
        )
    was, row.delete_by = row.delete_by, to
    row.save(update_fields=["delete_by", "touched_at"])
    audit.record(
        "register.delete_by_changed",
        by=by,
        unit=row.unit_id,
        obj=row,
        was=was.isoformat() if was else "",
        to=to.isoformat(),
        reason=reason.strip(),
    )


def give_dates(unit: Unit, today: datetime.date) -> None:
    """Give each register in use that has no delete-by date one, a month from now at the earliest."""
    for edition, brought_in_on in queries.undated(unit):
        file = RegisterImport.objects.filter(edition=edition, state=ImportState.APPLIED).order_by("uploaded_at").first()
        if file is None:
            continue  # no file is known that it came with: it ends with the next edition
        file.delete_by = rules.without_a_date(brought_in_on, today)
        file.save(update_fields=["delete_by", "touched_at"])
        audit.record("register.dated", by=None, unit=unit, obj=file, to=file.delete_by.isoformat())


def warn(unit: Unit, today: datetime.date) -> None:
    """Mail those who bring in the register, a month and a week before the one in use has to go. Each once."""
    for council, fate in queries.ending(unit, today):
        days = rules.warning_due(fate.goes_on, today)
        if days is not None:
            for person in accesses.holders(unit, [Permission.IMPORT_REGISTER]):
                _tell(person, unit, council, fate, days)


def _tell(person: User, unit: Unit, council: Council, fate: Fate, days: int) -> None:
    link = f"{settings.BASE_URL}{reverse('canvass:keeping', kwargs={'unit': unit.code})}"
    context = {"person": person, "unit": unit, "council": council, "goes_on": fate.goes_on, "link": link}
    mail.queue(
        to=person.email,
        kind=MailKind.SERVICE,
        purpose="register_ends",
        subject=render_to_string("canvass/emails/register_ends.subject.txt", context),
        text=render_to_string("canvass/emails/register_ends.txt", context),
        unit=unit,
        dedupe_key=f"register_ends:{fate.supply.edition}:{fate.goes_on}:{days}:{person.pk}",
    )
