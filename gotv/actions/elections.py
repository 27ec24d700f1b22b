"""Setting up an election."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, Unit, User
from gotv.models import Election, VoteMark
from kit import clock
from kit.errors import Refused

_FIXED = ("polling_on", "is_rehearsal")  # once a number is in, these can't change


@transaction.atomic
def create(
    *,
    unit: Unit,
    name: str,
    type: str,  # noqa: A002 - the name of the field
    polling_on: datetime.date,
    voting_age: int,
    is_rehearsal: bool,
    by: User | None,
) -> Election:
    """Make an election, today or later. Raises Refused for a day that has gone by or a name that is taken."""
    if polling_on < clock.today():
        raise Refused(_("That day has gone by. Polling day must be today or later."))
    election = Election(
        unit=unit, name=name.strip(), type=type, polling_on=polling_on, voting_age=voting_age, is_rehearsal=is_rehearsal
    )
    _check(election)
    election.save()
    audit.record("election.created", by=by, unit=unit, obj=election, polling_on=str(polling_on), rehearsal=is_rehearsal)
    return election


@transaction.atomic
def change(
    *,
    election: Election,
    name: str,
    type: str,  # noqa: A002 - the name of the field
    polling_on: datetime.date,
    voting_age: int,
    is_rehearsal: bool,
    by: User,
) -> Election:
    """Change an election that is not over; note which fields changed.

    Raises Refused when it is over, when the new day has gone by, or when the day or the rehearsal would change
    although numbers have been typed or a teller's phone has been let in.
    """
    locked = lock(election)
    new = {
        "name": name.strip(),
        "type": type,
        "polling_on": polling_on,
        "voting_age": voting_age,
        "is_rehearsal": is_rehearsal,
    }
    changed = [field for field, value in new.items() if getattr(locked, field) != value]
    if not changed:
        return locked
    if polling_on < clock.today():
        raise Refused(_("That day has gone by. Polling day must be today or later."))
    if set(changed) & set(_FIXED) and has_begun(locked):
        raise Refused(
            _(
                "Tellers have begun in this election, so its day and whether it is a rehearsal can’t change. "
                "Make another election for the other day."
            )
        )
    for field in changed:
        setattr(locked, field, new[field])
    _check(locked)
    locked.save(update_fields=changed)
    audit.record("election.changed", by=by, unit=locked.unit_id, obj=locked, fields=changed)
    return locked


def lock(election: Election) -> Election:
    """Return the election, locked until the transaction ends, so that changes to it come one after the other.

    Raises Refused when its day is over.
    """
    locked = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
    if locked.polling_on < clock.today():
        raise Refused(over(locked))
    return locked


def over(election: Election) -> str:
    """Return why nothing can be changed after the day, as a sentence."""
    return _("%(election)s is over. What was recorded stays, and nothing can be changed.") % {"election": election}


def has_begun(election: Election) -> bool:
    """Say whether a number has been typed, or a phone let in that may hold numbers not sent yet."""
    phones = DeviceGrant.objects.filter(kind=DeviceKind.TELLER, scope__election=election.pk)
    return VoteMark.objects.filter(election=election).exists() or phones.exists()


def _check(election: Election) -> None:
    try:
        election.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
