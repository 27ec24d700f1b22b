"""Setting up an election."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, Unit, User
from canvass.enums import Nation
from gotv.actions import franchise
from gotv.enums import ElectionType
from gotv.models import Election, VoteMark
from gotv.rules import franchise as rules
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
    is_rehearsal: bool,
    by: User | None,
    nation: str = "",
    voting_age: int | None = None,
) -> Election:
    """Make an election, today or later, and fill in who may vote in it as the law has it.

    Without a nation it is the first that holds such polls; without a voting age it is the law's. Raises Refused for a
    day that has gone by, a name that is taken, or a poll that this nation doesn't hold.
    """
    if polling_on < clock.today():
        raise Refused(_("That day has gone by. Polling day must be today or later."))
    return _make(unit, name, type, polling_on, is_rehearsal, nation, voting_age, by)


@transaction.atomic
def create_past(
    *,
    unit: Unit,
    name: str,
    type: str,  # noqa: A002 - the name of the field
    polling_on: datetime.date,
    by: User | None,
    nation: str = "",
    voting_age: int | None = None,
) -> Election:
    """Make an election that is over, for its marked register. Raises Refused like create(), and for a day to come."""
    if polling_on >= clock.today():
        raise Refused(_("That day has not gone by yet. Set the election up as a coming one."))
    return _make(unit, name, type, polling_on, False, nation, voting_age, by)


def _make(
    unit: Unit,
    name: str,
    type: str,  # noqa: A002 - the name of the field
    polling_on: datetime.date,
    is_rehearsal: bool,
    nation: str,
    voting_age: int | None,
    by: User | None,
) -> Election:
    nation = nation or rules.nations(type)[0]
    terms = _terms(type, nation, polling_on)
    election = Election(
        unit=unit,
        name=name.strip(),
        type=type,
        nation=nation,
        polling_on=polling_on,
        voting_age=terms.voting_age if voting_age is None else voting_age,
        is_rehearsal=is_rehearsal,
    )
    _check(election)
    election.save()
    franchise.fill(election, terms)
    audit.record("election.created", by=by, unit=unit, obj=election, polling_on=str(polling_on), rehearsal=is_rehearsal)
    return election


def _terms(election_type: str, nation: str, polling_on: datetime.date) -> rules.Terms:
    try:
        return rules.terms(election_type, nation, polling_on)
    except ValueError as error:
        where = ", ".join(str(one.label) for one in rules.nations(election_type))
        raise Refused(
            _("%(type)s: there is no such election in %(nation)s. Choose %(where)s, or another kind.")
            % {"type": ElectionType(election_type).label, "nation": Nation(nation).label, "where": where}
        ) from error


@transaction.atomic
def change(
    *,
    election: Election,
    name: str,
    type: str,  # noqa: A002 - the name of the field
    polling_on: datetime.date,
    is_rehearsal: bool,
    by: User,
    nation: str = "",
    voting_age: int | None = None,
) -> Election:
    """Change an election that is not over; note which fields changed.

    Letters that nobody has decided otherwise follow the kind of poll, the nation and the day. Raises Refused when it
    is over, when the new day has gone by, when the day or the rehearsal would change although numbers have been
    typed or a teller's phone has been let in, or for a poll that this nation doesn't hold.
    """
    locked = lock(election)
    nation = nation or locked.nation
    was, terms = _terms(locked.type, locked.nation, locked.polling_on), _terms(type, nation, polling_on)
    new = {
        "name": name.strip(),
        "type": type,
        "nation": nation,
        "polling_on": polling_on,
        "voting_age": terms.voting_age if voting_age is None else voting_age,
        "is_rehearsal": is_rehearsal,
    }
    changed = [field for field, value in new.items() if getattr(locked, field) != value]
    if not changed:
        return locked
    _refuse_change(locked, changed, polling_on)
    for field in changed:
        setattr(locked, field, new[field])
    _check(locked)
    locked.save(update_fields=changed)
    franchise.follow(locked, was, terms)
    audit.record("election.changed", by=by, unit=locked.unit_id, obj=locked, fields=changed)
    return locked


def _refuse_change(election: Election, changed: list[str], polling_on: datetime.date) -> None:
    if polling_on < clock.today():
        raise Refused(_("That day has gone by. Polling day must be today or later."))
    if set(changed) & set(_FIXED) and has_begun(election):
        raise Refused(
            _(
                "Tellers have begun in this election, so its day and whether it is a rehearsal can’t change. "
                "Make another election for the other day."
            )
        )


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
