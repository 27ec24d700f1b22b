from __future__ import annotations

import pytest
from django.utils import timezone

from access.models import AuditEvent, Unit
from gotv.actions import rooms
from gotv.enums import CountKind, RoomDuty
from gotv.models import CommitteeRoom, Count, Driver, Election, Lift, PaperPack, RoomDistrict, RoomOfficer
from gotv.queries import rooms as queries
from kit import clock
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make


@pytest.fixture
def poll(scope: Unit) -> Election:
    return make.election(scope, rehearsal=True)


def _whose() -> dict[str, str]:
    return dict(RoomDistrict.objects.values_list("polling_district__code", "room__name"))


def test_a_room_has_its_districts_and_its_stock(scope: Unit, cast: Cast, poll: Election) -> None:
    facts = rooms.Facts(name=" Castle ", planned_canvassers=12, planned_cars=2)
    room = rooms.add(election=poll, facts=facts, districts=[canvass.district(scope)], by=cast.osei)
    kept = CommitteeRoom.objects.get()
    assert (kept.name, kept.planned_canvassers, kept.planned_cars, kept.planned_lifts) == ("Castle", 12, 2, None)
    assert _whose() == {"HH1": "Castle"}
    assert AuditEvent.objects.get(verb="room.added").object_id == str(room.pk)


def test_a_district_is_one_rooms(scope: Unit, cast: Cast, poll: Election) -> None:
    hh1, hh2 = canvass.district(scope), canvass.district(scope, "HH2")
    rooms.add(election=poll, facts=rooms.Facts("Castle"), districts=[hh1], by=cast.osei)
    with pytest.raises(Refused, match=r"HH1 \(Castle\)"):
        rooms.add(election=poll, facts=rooms.Facts("Quay"), districts=[hh1, hh2], by=cast.osei)
    quay = rooms.add(election=poll, facts=rooms.Facts("Quay"), districts=[hh2], by=cast.osei)
    with pytest.raises(Refused, match=r"HH1 \(Castle\)"):
        rooms.change(room=quay, facts=rooms.Facts("Quay"), districts=[hh1], by=cast.osei)
    assert _whose() == {"HH1": "Castle", "HH2": "Quay"}


def test_two_rooms_of_one_name_are_refused(cast: Cast, poll: Election) -> None:
    rooms.add(election=poll, facts=rooms.Facts("Castle"), districts=[], by=cast.osei)
    with pytest.raises(Refused, match="already"):
        rooms.add(election=poll, facts=rooms.Facts("Castle "), districts=[], by=cast.osei)


def test_changing_a_room_moves_only_what_is_different(scope: Unit, cast: Cast, poll: Election) -> None:
    hh1, hh2 = canvass.district(scope), canvass.district(scope, "HH2")
    room = rooms.add(election=poll, facts=rooms.Facts("Castle"), districts=[hh1], by=cast.osei)
    rooms.change(room=room, facts=rooms.Facts("Castle", phone="01632 960001"), districts=[hh1, hh2], by=cast.osei)
    assert _whose() == {"HH1": "Castle", "HH2": "Castle"}
    assert CommitteeRoom.objects.get().phone == "01632 960001"


def test_all_districts_at_once(scope: Unit, cast: Cast, poll: Election) -> None:
    hh1, hh2, hh3 = (canvass.district(scope, code) for code in ("HH1", "HH2", "HH3"))
    castle = rooms.add(election=poll, facts=rooms.Facts("Castle"), districts=[hh1, hh3], by=cast.osei)
    quay = rooms.add(election=poll, facts=rooms.Facts("Quay"), districts=[], by=cast.osei)
    assert rooms.arrange(election=poll, places={hh1: quay, hh2: castle, hh3: None}, by=cast.osei) == 3
    assert _whose() == {"HH1": "Quay", "HH2": "Castle"}
    assert rooms.arrange(election=poll, places={hh1: quay}, by=cast.osei) == 0
    assert AuditEvent.objects.filter(verb="rooms.arranged").count() == 1
    quay.districts.all().delete()
    CommitteeRoom.objects.filter(pk=quay.pk).delete()
    with pytest.raises(Refused, match="removed meanwhile"):
        rooms.arrange(election=poll, places={hh3: quay}, by=cast.osei)


def test_districts_without_a_room_are_named(scope: Unit, cast: Cast, poll: Election) -> None:
    castle = canvass.ward(scope, "Castle")
    hh1, hh2 = canvass.district(scope, "HH1", in_ward=castle), canvass.district(scope, "HH2")
    for number, district in enumerate((hh1, hh2), start=1):
        canvass.elector(canvass.household(canvass.street(scope), number, in_district=district))
    assert queries.unassigned(poll) == [hh1, hh2]
    rooms.add(election=poll, facts=rooms.Facts("Castle"), districts=[hh2], by=cast.osei)
    assert queries.unassigned(poll) == [hh1]
    poll.wards.set([canvass.ward(scope, "Quay")])
    assert queries.unassigned(poll) == []


def test_removing_a_room_can_be_undone(scope: Unit, cast: Cast, poll: Election) -> None:
    facts = rooms.Facts("Castle", planned_lifts=3)
    room = rooms.add(election=poll, facts=facts, districts=[canvass.district(scope)], by=cast.osei)
    rooms.add_officer(room=room, user=cast.osei, duty=RoomDuty.LEAD, by=cast.marian)
    was = rooms.remove(room=room, by=cast.osei)
    assert (CommitteeRoom.objects.count(), _whose()) == (0, {})
    rooms.put_back(election=poll, was=was, by=cast.osei)
    back = CommitteeRoom.objects.get()
    assert (back.planned_lifts, _whose(), back.officers.get().user) == (3, {"HH1": "Castle"}, cast.osei)


def test_a_room_that_was_at_work_stays(cast: Cast, poll: Election) -> None:
    room = rooms.add(election=poll, facts=rooms.Facts("Castle"), districts=[], by=cast.osei)
    Count.objects.create(
        id="0190a1b2-0000-7000-8000-000000000001",
        unit=poll.unit,
        election=poll,
        kind=CountKind.CARS,
        room=room,
        value=2,
        counted_at=clock.at(poll.polling_on, 9),
    )
    with pytest.raises(Refused, match="at work"):
        rooms.remove(room=room, by=cast.osei)


@pytest.mark.parametrize("what", ["pack", "driver", "lift"])
def test_a_room_with_a_fetched_pack_a_driver_or_a_lift_stays(cast: Cast, poll: Election, what: str) -> None:
    room = rooms.add(election=poll, facts=rooms.Facts("Castle"), districts=[], by=cast.osei)
    facts = {"unit_id": poll.unit_id, "election": poll, "room": room}
    if what == "pack":
        PaperPack.objects.create(**facts, built_at=timezone.now(), fetched_at=timezone.now())
    elif what == "driver":
        Driver.objects.create(**facts, name="Ada")
    else:
        Lift.objects.create(**facts, name="Dot", address="2 Quay")
    with pytest.raises(Refused, match="at work"):
        rooms.remove(room=room, by=cast.osei)


def test_who_does_what_is_kept_once_and_gives_no_right(cast: Cast, poll: Election) -> None:
    room = rooms.add(election=poll, facts=rooms.Facts("Castle"), districts=[], by=cast.osei)
    for _again in range(2):
        rooms.add_officer(room=room, user=cast.osei, duty=RoomDuty.LEAD, by=cast.marian)
    officer = RoomOfficer.objects.get()
    assert AuditEvent.objects.filter(verb="room.officer_added").count() == 1
    with pytest.raises(Refused, match="no role here"):
        rooms.add_officer(room=room, user=cast.noor, duty=RoomDuty.LIFTS, by=cast.marian)
    rooms.remove_officer(officer=officer, by=cast.marian)
    assert not RoomOfficer.objects.exists()


def test_nothing_changes_when_the_day_is_over(cast: Cast, scope: Unit) -> None:
    past = make.election(scope, on=clock.today().replace(year=2020))
    with pytest.raises(Refused, match="is over"):
        rooms.add(election=past, facts=rooms.Facts("Castle"), districts=[], by=cast.osei)
