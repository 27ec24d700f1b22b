"""Setting up an election."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, Unit, User
from canvass.enums import Nation
from canvass.models import Ward
from gotv.actions import franchise, moving
from gotv.enums import ElectionType
from gotv.models import DistrictTally, Election, VoteMark
from gotv.queries import elections, station_files
from gotv.rules import elections as ids
from gotv.rules import franchise as rules
from kit import clock
from kit.errors import Refused

_FIXED = ("polling_on", "is_rehearsal")  # once a number is in, these can't change


@dataclass(frozen=True)
class Details:
    """What an election has beside its name, kind and day.

    `uk_id` is its ID; where it is "" one is made from `place` ("": the council of the register, or the CLP's name).
    No `wards`: the whole of the unit votes. `postal_dispatch_on` is None while nobody knows it.
    """

    uk_id: str = ""
    place: str = ""
    is_by_election: bool = False
    wards: tuple[Ward, ...] = ()
    postal_dispatch_on: datetime.date | None = None


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
    details: Details | None = None,
    counts_only: bool = False,
) -> Election:
    """Make an election, today or later, and fill in who may vote in it as the law has it.

    Without a nation it is the first that holds such polls; without a voting age it is the law's. One of counts only
    needs no register (gotv.queries.counts_only). Raises Refused for a day that has gone by, a name that is taken, an
    ID that can't be its own, or a poll that this nation doesn't hold.
    """
    if polling_on < clock.today():
        raise Refused(_("That day has gone by. Polling day must be today or later."))
    made = _make(unit, name, type, polling_on, is_rehearsal, nation, voting_age, by)
    if counts_only:
        made.counts_only = True
        made.save(update_fields=["counts_only"])
    _detail(made, details or Details())
    return made


@transaction.atomic
def use_register(*, election: Election, by: User) -> Election:
    """Let an election of counts only live on the register from now on.

    Raises Refused where there is no register, or after its day.
    """
    locked = lock(election)
    if not station_files.has_register(locked.unit):
        raise Refused(_("There is no register yet. Bring it in first; until then the counts go on."))
    if locked.counts_only:
        locked.counts_only = False
        locked.save(update_fields=["counts_only"])
        DistrictTally.objects.filter(election=locked).delete()
        audit.record("election.changed", by=by, unit=locked.unit_id, obj=locked, fields=["counts_only"])
    return locked


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
    details: Details | None = None,
) -> Election:
    """Change an election that is not over; note which fields changed. Without details these stay as they are.

    Letters that nobody has decided otherwise follow the kind of poll, the nation and the day. Raises Refused when it
    is over, when the new day has gone by, when the day or the rehearsal would change although numbers have been
    typed or a teller's phone has been let in, where somebody on the rota is a polling agent on the new day, or for a
    poll that this nation doesn't hold.
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
    if changed:
        _refuse_change(locked, changed, polling_on)
        for field in changed:
            setattr(locked, field, new[field])
        _check(locked)
        locked.save(update_fields=changed)
        franchise.follow(locked, was, terms)
    if set(changed) & set(_FIXED):
        moving.follow(locked)
    if details is not None:
        changed += _detail(locked, details)
    if changed:
        audit.record("election.changed", by=by, unit=locked.unit_id, obj=locked, fields=changed)
    return locked


def _detail(election: Election, details: Details) -> list[str]:
    """Set the details of an election and return which of them changed. Raises Refused for an ID that can't be its own.

    Postal votes are sent out before polling day, or at the latest on it.
    """
    if details.postal_dispatch_on is not None and details.postal_dispatch_on > election.polling_on:
        raise Refused(_("Postal votes are sent out before polling day. Nothing was changed."))
    new = {
        "uk_id": _uk_id(election, details),
        "postal_dispatch_on": details.postal_dispatch_on,
    }
    changed = [field for field, value in new.items() if getattr(election, field) != value]
    if changed:
        Election.objects.filter(pk=election.pk).update(**{field: new[field] for field in changed})
        for field in changed:
            setattr(election, field, new[field])
    if {ward.pk for ward in details.wards} != set(election.wards.values_list("pk", flat=True)):
        election.wards.set(details.wards)
        changed.append("wards")
    return changed


def _uk_id(election: Election, details: Details) -> str:
    if details.uk_id:
        wrong = ids.check_id(details.uk_id, election.type, election.polling_on)
        if wrong:
            raise Refused(wrong)
        return details.uk_id
    place = details.place or elections.place_of(election)
    ward = details.wards[0].name if len(details.wards) == 1 else ""
    return ids.make_id(election.type, place, election.polling_on, ward=ward, is_by_election=details.is_by_election)


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
