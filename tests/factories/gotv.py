"""Makes elections, stations, promises and marks for tests. Each function opens the scope that it needs.

poll = gotv.election(unit)                      # today, a real one
hall = gotv.station(poll, "Harrow Hill Library", hh3)
gotv.promise(elsie)                             # said Labour
gotv.mark(hall, elsie)                          # a teller typed her number
"""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from access import scoping
from access.models import Unit, User
from canvass.enums import Intention
from canvass.models import Elector, LatestContact, PollingDistrict
from gotv.actions import marks
from gotv.enums import ElectionType, MarkVerdict
from gotv.models import Election, PollingStation, VoteMark
from gotv.rules.numbers import RollNumber
from kit import clock


def election(
    unit: Unit,
    name: str = "Borough council",
    *,
    on: datetime.date | None = None,
    rehearsal: bool = False,
    type: str = ElectionType.LOCAL,  # noqa: A002 - the name of the field
    voting_age: int = 18,
) -> Election:
    """Make an election: today unless another day is given, past days too."""
    with scoping.units([unit.pk]):
        return Election.objects.create(
            unit=unit,
            name=name,
            type=type,
            polling_on=on or clock.today(),
            voting_age=voting_age,
            is_rehearsal=rehearsal,
        )


def station(at: Election, name: str = "Harrow Hill Library", *districts: PollingDistrict) -> PollingStation:
    """Make a station where these districts vote."""
    with scoping.units([at.unit_id]):
        made = PollingStation.objects.create(unit_id=at.unit_id, election=at, name=name)
        made.districts.set(districts)
        return made


def promise(
    elector: Elector, intention: str = Intention.LABOUR, *, said_at: datetime.datetime | None = None, **flags: bool
) -> LatestContact:
    """Let an elector have said Labour, in May unless said otherwise; flags such as moved=True."""
    with scoping.units([elector.unit_id]):
        return LatestContact.objects.create(
            unit_id=elector.unit_id,
            elector=elector,
            intention=intention,
            intention_at=said_at or datetime.datetime(2026, 5, 3, 11, tzinfo=datetime.UTC),
            **flags,
        )


def entry(elector: Elector, at: datetime.datetime | None = None) -> marks.Entry:
    """Return the entry of a teller who types this elector's number."""
    number = RollNumber(elector.number, elector.suffix)
    return marks.Entry(uuid.uuid4(), elector.polling_district.code, str(number), number, at or timezone.now())


def mark(
    at: PollingStation, elector: Elector, *, by: User | None = None, when: datetime.datetime | None = None
) -> VoteMark:
    """Let a teller type this elector's number."""
    with scoping.units([at.unit_id]):
        typed = entry(elector, when)
        marks.record(election=at.election, station=at, entries=[typed], by=by)
        return VoteMark.objects.get(pk=typed.id)


def verdicts(answers: dict[uuid.UUID, MarkVerdict]) -> list[str]:
    """Return the verdicts of an answer, in the order of the entries."""
    return [verdict.value for verdict in answers.values()]
