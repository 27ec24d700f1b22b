"""Rehearsals, played within this process: what goes out comes in once, and can be cleared away again."""

from __future__ import annotations

import datetime
import random
import uuid
from typing import Any

import pytest
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, DeviceGrant
from canvass.models import ContactEvent, Elector
from gotv.actions import counts, knocks, marks, rehearsals, rounds
from gotv.actions.rehearsals.lines import Here
from gotv.actions.rehearsals.playing import Player, Unreachable
from gotv.actions.rehearsals.working import summary
from gotv.enums import CountKind
from gotv.models import (
    BallotBox,
    BoxDistrict,
    Count,
    DistrictCounter,
    Election,
    Knock,
    Lift,
    PollingStation,
    PostalAnswer,
    Rehearsal,
    Round,
    Sheet,
    Voted,
    VoteMark,
)
from gotv.queries import rehearsals as queries
from kit import clock
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

LAST = 22 * 3600


@pytest.fixture
def poll(cast: Cast) -> Election:
    """Four districts of 60 people each, and a station for each two."""
    town = canvass.bulk(cast.wexcombe, districts=4, streets=1, doors=30, per_door=2)
    made = make.election(cast.wexcombe, rehearsal=True)
    make.station(made, "Library", *town.districts[:2])
    make.station(made, "Chapel", *town.districts[2:])
    return made


def _begin(poll: Election, cast: Cast, **more: Any) -> Rehearsal:
    with scoping.units([poll.unit_id]):
        return rehearsals.begin(election=poll, speed=600, by=cast.osei, **more)


class _FirstIsLost(random.Random):
    """Dice that lose the first answer of all, and no other."""

    def __init__(self) -> None:
        super().__init__()
        self._thrown = 0

    def random(self) -> float:
        self._thrown += 1
        return 0.0 if self._thrown == 1 else 1.0


def _played(made: Rehearsal, dice: random.Random | None = None) -> Player:
    player = Player(made, Here())
    player._chance = dice or player._chance
    player.play(0, LAST)
    return player


def test_a_day_is_played_and_nothing_is_missing(poll: Election, cast: Cast) -> None:
    made = _begin(poll, cast, by_command=True)
    player = _played(made, _FirstIsLost())
    with scoping.units([poll.unit_id]):
        found = player.ledger.figures() | summary(made, player, LAST)
        counted = {row.polling_district_id: row.voted for row in DistrictCounter.objects.filter(election=poll)}
        assert marks.recount(election=poll).agreed
        assert sum(counted.values()) == Voted.objects.filter(election=poll).count() == found["dashboard"]
    assert found["sent"] == found["acknowledged"] == found["stored"] > 50
    assert (found["acknowledged_missing"], found["rejected"], found["waiting"]) == (0, 0, 0)
    assert found["duplicates"] > 0, "no answer was lost"


def test_playing_it_again_changes_nothing(poll: Election, cast: Cast) -> None:
    made = _begin(poll, cast, by_command=True)
    first = _played(made)
    with scoping.units([poll.unit_id]):
        before = set(VoteMark.objects.values_list("pk", flat=True)), Voted.objects.count()
    again = _played(made)
    with scoping.units([poll.unit_id]):
        assert (set(VoteMark.objects.values_list("pk", flat=True)), Voted.objects.count()) == before
    assert again.ledger.acknowledged == first.ledger.acknowledged
    assert again.ledger.duplicates >= len(first.ledger.acknowledged)


def test_the_workers_play_it_slice_by_slice_and_end_it(poll: Election, cast: Cast) -> None:
    made = _begin(poll, cast)
    for share in (0.3, 0.7, 1.1):
        played = datetime.timedelta(seconds=share * 15 * 3600 / made.speed)
        with scoping.units([poll.unit_id]):
            Rehearsal.objects.update(started_at=timezone.now() - played)
            if share < 1:
                assert Rehearsal.objects.get().ended_at is None
        rehearsals.play_due()
    with scoping.units([poll.unit_id]):
        made.refresh_from_db()
        assert made.ended_at is not None
        assert made.report["acknowledged_missing"] == 0
        assert made.report["stored"] == made.report["acknowledged"] == ContactEvent.objects.count() > 50
        assert made.report["dashboard"] == made.report["voted"] == Voted.objects.count()
        assert not DeviceGrant.objects.filter(write_until__gt=timezone.now()).exists()


def test_clearing_takes_back_what_it_made_and_leaves_what_people_typed(poll: Election, cast: Cast) -> None:
    made = _begin(poll, cast, by_command=True)
    with scoping.units([poll.unit_id]):
        hall = PollingStation.objects.get(name="Library")
        typed = Elector.objects.filter(polling_district__in=hall.districts.all()).order_by("pk")[0]
    make.mark(hall, typed, by=cast.tess)
    _played(made)
    with scoping.units([poll.unit_id]):
        with pytest.raises(Refused, match="still running"):
            rehearsals.clear(rehearsal=made, by=cast.osei)
        rehearsals.stop(rehearsal=made, by=cast.osei)
        assert rehearsals.clear(rehearsal=made, by=cast.osei) > 50
        assert list(Voted.objects.values_list("elector_id", flat=True)) == [typed.pk]
        assert sum(DistrictCounter.objects.values_list("voted", flat=True)) == 1
        assert marks.recount(election=poll).agreed
        kept = VoteMark.objects.count()
        assert rehearsals.clear(rehearsal=made, by=cast.osei) == 0, "a second time changes nothing"
        assert VoteMark.objects.count() == kept, "marks are taken back, never deleted"
        assert AuditEvent.objects.filter(verb="rehearsal.cleared").count() == 1


def test_after_clearing_it_can_be_played_again(poll: Election, cast: Cast) -> None:
    first = _begin(poll, cast, by_command=True)
    _played(first)
    with scoping.units([poll.unit_id]):
        rehearsals.stop(rehearsal=first, by=cast.osei)
        rehearsals.clear(rehearsal=first, by=cast.osei)
    player = _played(_begin(poll, cast, by_command=True))
    assert len(player.ledger.acknowledged) > 50
    with scoping.units([poll.unit_id]):
        assert Voted.objects.count() > 40


def test_a_real_election_is_refused(poll: Election, cast: Cast) -> None:
    real = make.election(cast.wexcombe, "Real one")
    with pytest.raises(Refused, match="real election"):
        _begin(real, cast)
    with scoping.units([poll.unit_id]):
        assert not Rehearsal.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"speed": 0}, "1 to 600"),
        ({"speed": 601}, "1 to 600"),
        ({"from_hour": 6}, "from 7 to 22"),
        ({"from_hour": 12, "until_hour": 12}, "from 7 to 22"),
        ({"until_hour": 23}, "from 7 to 22"),
    ],
)
def test_what_cannot_be_played_is_refused(poll: Election, cast: Cast, more: dict, words: str) -> None:
    with scoping.units([poll.unit_id]), pytest.raises(Refused, match=words):
        rehearsals.begin(election=poll, by=cast.osei, **{"speed": 60, **more})


def test_without_stations_or_on_another_day_it_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="No district votes"):
        _begin(make.election(cast.wexcombe, rehearsal=True), cast)
    tomorrow = clock.today() + datetime.timedelta(days=1)
    with pytest.raises(Refused, match="own day"):
        _begin(make.election(cast.wexcombe, "Tomorrow", on=tomorrow, rehearsal=True), cast)


def test_two_at_once_are_refused(poll: Election, cast: Cast) -> None:
    _begin(poll, cast)
    with pytest.raises(Refused, match="running"):
        _begin(poll, cast)


def test_what_a_stopped_one_still_sends_counts_nothing(poll: Election, cast: Cast) -> None:
    made = _begin(poll, cast, by_command=True)
    player = Player(made, Here(), answers_lost=0)
    with scoping.units([poll.unit_id]):
        rehearsals.stop(rehearsal=made, by=cast.osei)
        rehearsals.stop(rehearsal=made, by=cast.osei)
    player.play(0, LAST)
    with scoping.units([poll.unit_id]):
        assert Voted.objects.count() == 0
        assert AuditEvent.objects.filter(verb="rehearsal.stopped").count() == 1
    assert player.ledger.waiting == len(player.ledger.acknowledged) > 0


def test_a_server_that_never_answers_is_given_up(poll: Election, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Here, "post", lambda *_anything: None)
    player = Player(_begin(poll, cast, by_command=True), Here(), patience=0.2)
    with pytest.raises(Unreachable):
        player.play(0, LAST)
    assert player.ledger.acknowledged == set()


def test_a_copy_has_the_stations_and_nobody(poll: Election, cast: Cast) -> None:
    real = make.election(cast.wexcombe, "Real one")
    with scoping.units([poll.unit_id]):
        hall = PollingStation.objects.get(name="Library")
        district = hall.districts.order_by("code")[0]
        hall.districts.remove(district)
    make.station(real, "Old Hall", district)
    with scoping.units([poll.unit_id]):
        copied = rehearsals.copy_for_rehearsal(election=real, by=cast.osei)
        assert copied.is_rehearsal
        assert copied.polling_on == clock.today()
        assert [station.name for station in copied.stations.all()] == ["Old Hall"]
        assert [one.code for one in copied.stations.get().districts.all()] == [district.code]
        assert copied.franchise.count() == real.franchise.count()
        assert queries.running(copied) is None


def test_teams_knock_up_and_a_team_of_peoples_own_is_left_alone(poll: Election, cast: Cast) -> None:
    with scoping.units([poll.unit_id]):
        electors = list(Elector.objects.select_related("polling_district"))
        own = rounds.begin(
            election=poll,
            district=electors[0].polling_district,
            road_group=None,
            team="Ours",
            runner=None,
            by=cast.osei,
        )
    for elector in electors:
        make.promise(elector)
    make.lift(poll, electors[0])
    before = _rows(poll)
    made = _begin(poll, cast, by_command=True)
    player = _played(made)
    with scoping.units([poll.unit_id]):
        assert Lift.objects.count() > before["Lift"]
        assert Knock.objects.count() == player.ledger.knocks > 50
        assert not Knock.objects.filter(round=own).exists()
        assert list(Round.objects.filter(ended_at__isnull=True)) == [own]
        assert not Round.objects.exclude(pk=own.pk).filter(polling_district=own.polling_district).exists()
        assert VoteMark.objects.filter(source="door").exists()
        rehearsals.stop(rehearsal=made, by=cast.osei)
        rehearsals.clear(rehearsal=made, by=cast.osei)
        assert Voted.objects.count() == 0
        assert marks.recount(election=poll).agreed
    assert _rows(poll) == before


def _rows(poll: Election) -> dict[str, int]:
    with scoping.units([poll.unit_id]):
        return {model.__name__: model.objects.count() for model in (Knock, Lift, Round, Sheet, PostalAnswer)}


def test_what_a_person_said_in_its_round_stays_when_it_is_cleared_away(poll: Election, cast: Cast) -> None:
    with scoping.units([poll.unit_id]):
        for elector in Elector.objects.all():
            make.promise(elector)
    made = _begin(poll, cast, by_command=True)
    _played(made)
    with scoping.units([poll.unit_id]):
        one = Knock.objects.select_related("round").first()
        assert one is not None
        assert one.round is not None
        own = knocks.Said(uuid.uuid4(), one.household_id, "not_in", timezone.now(), elector=one.elector_id)
        knocks.record(one=one.round, said=[own], by=cast.osei)
        rehearsals.stop(rehearsal=made, by=cast.osei)
        rehearsals.clear(rehearsal=made, by=cast.osei)
        assert list(Knock.objects.values_list("pk", flat=True)) == [own.id]
        assert list(Round.objects.all()) == [one.round]


def test_counts_are_read_off_boxes_and_cleared_away(poll: Election, cast: Cast) -> None:
    with scoping.units([poll.unit_id]):
        for station in poll.stations.all():
            for number in range(4):
                box = BallotBox.objects.create(unit_id=poll.unit_id, station=station, number=str(number))
                for district in station.districts.all():
                    BoxDistrict.objects.create(unit_id=poll.unit_id, box=box, district=district)
    made = _begin(poll, cast, by_command=True)
    player = _played(made)
    _played(made)
    with scoping.units([poll.unit_id]):
        assert AuditEvent.objects.filter(verb="count.entered").count() == len(player.counts)
        assert Count.objects.count() == player.ledger.counts == len(player.counts) > 0
        assert set(Count.objects.values_list("kind", flat=True)) == {"turnout"}
        rehearsals.stop(rehearsal=made, by=cast.osei)
        rehearsals.clear(rehearsal=made, by=cast.osei)
        assert not Count.objects.filter(invalidated_at__isnull=True).exists()


def test_a_count_that_somebody_typed_is_not_contradicted(poll: Election, cast: Cast) -> None:
    """A rehearsal counts as people do: what is refused to them is refused to it."""
    with scoping.units([poll.unit_id]):
        station = poll.stations.order_by("pk")[0]
        for number in range(8):
            box = BallotBox.objects.create(unit_id=poll.unit_id, station=station, number=str(number))
            BoxDistrict.objects.create(unit_id=poll.unit_id, box=box, district=station.districts.order_by("pk")[0])
    made = _begin(poll, cast, by_command=True)
    player = Player(made, Here())
    with scoping.units([poll.unit_id]):
        box = BallotBox.objects.get(pk=player.counts[0].box)
        most = {"election": poll, "kind": CountKind.TURNOUT, "place": box}
        counts.enter(id=uuid.uuid4(), value=60, by=cast.osei, **most)
    player.play(0, LAST)
    with scoping.units([poll.unit_id]):
        assert Count.objects.filter(box=box).count() == 1
        assert Count.objects.exclude(box=box).exists()
