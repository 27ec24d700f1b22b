"""A copy of an election to rehearse in, so that nothing made up comes near the real one."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import User
from gotv.actions import boxes
from gotv.models import CommitteeRoom, Election, FranchiseRule, PollingStation, RoomDistrict
from kit import clock

_OF_ELECTION = ("type", "nation", "voting_age", "counts_only")
_OF_STATION = ("name", "address", "postcode", "latitude", "longitude")
_OF_ROOM = ("name", "address", "postcode", "phone", "planned_canvassers", "planned_cars", "planned_lifts")


@transaction.atomic
def copy_for_rehearsal(*, election: Election, by: User | None) -> Election:
    """Make an election for practice today with the same wards, letters, stations, boxes and committee rooms.

    Nobody's name goes with it: no officers, no tellers, no answers.
    """
    at = time_format(timezone.localtime(), "H:i:s")
    name = _("Rehearsal of %(election)s, %(time)s") % {"election": election.name[:80], "time": at}
    facts = {field: getattr(election, field) for field in _OF_ELECTION}
    made = Election.objects.create(
        unit_id=election.unit_id, name=name, polling_on=clock.today(), is_rehearsal=True, **facts
    )
    made.wards.set(election.wards.all())
    FranchiseRule.objects.bulk_create(
        FranchiseRule(unit_id=made.unit_id, election=made, letter=rule.letter, admission=rule.admission)
        for rule in election.franchise.all()
    )
    for station in election.stations.prefetch_related("districts", "boxes__districts"):
        _copy_station(station, made)
    _copy_rooms(election, made)
    audit.record("election.copied", by=by, unit=made.unit_id, obj=made, copied=election.pk)
    return made


def _copy_station(station: PollingStation, into: Election) -> None:
    facts = {field: getattr(station, field) for field in _OF_STATION}
    made = PollingStation.objects.create(unit_id=into.unit_id, election=into, **facts)
    made.districts.set(station.districts.all())
    boxes.make_again(made, boxes.written_down(station))


def _copy_rooms(election: Election, into: Election) -> None:
    for room in CommitteeRoom.objects.filter(election=election).prefetch_related("districts"):
        facts = {field: getattr(room, field) for field in _OF_ROOM}
        made = CommitteeRoom.objects.create(unit_id=into.unit_id, election=into, **facts)
        RoomDistrict.objects.bulk_create(
            RoomDistrict(
                unit_id=into.unit_id, election=into, room=made, polling_district_id=district.polling_district_id
            )
            for district in room.districts.all()
        )
