from access import scoping
from gotv.models import BallotBox, BoxDistrict
from gotv.queries import rehearsals
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def test_voters_are_those_who_can_be_seen_at_a_station(day: Day) -> None:
    make.absent(day.graham, day.poll)
    with scoping.units([day.cast.wexcombe.pk]):
        found = {voter.elector: voter for voter in rehearsals.voters(day.poll)}
    assert found.keys() == {day.elsie.pk, day.zofia.pk}, "not by post, and of no district that votes nowhere"
    assert found[day.elsie.pk].station == day.hall.pk
    assert found[day.elsie.pk].district == "HH1"
    assert found[day.elsie.pk].promise


def test_boxes_have_the_electors_that_their_file_counts_or_share_those_of_the_register(day: Day) -> None:
    with scoping.units([day.cast.wexcombe.pk]):
        for number, electors in (("1", 700), ("2", None), ("3", None)):
            box = BallotBox.objects.create(unit_id=day.poll.unit_id, station=day.hall, number=number)
            BoxDistrict.objects.create(unit_id=day.poll.unit_id, box=box, district=day.hh1, electors=electors)
        assert sorted(electors for _box, electors in rehearsals.boxes(day.poll)) == [1, 1, 700]
        assert rehearsals.districts(day.poll) == [day.hh1.pk]
        assert rehearsals.running(day.poll) is None
