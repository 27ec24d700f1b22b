"""Rounds: one team in one place, handed on, ended and taken up again; and what a round never does to a list."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Grant
from canvass.actions import road_groups
from canvass.models import Elector, Household, RoadGroup, RoadGroupStreet
from gotv.actions import rounds as actions
from gotv.enums import KnockSaid
from gotv.models import Knock, Round
from gotv.queries import knock_ups, promises, rounds
from gotv.rules import knocks
from kit import clock
from kit.errors import Refused
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture
def there(day: Day):  # type: ignore[no-untyped-def]
    with scoping.units([day.cast.wexcombe.pk]):
        yield day


def _begin(day: Day, **changes: object) -> Round:
    facts: dict = {"district": day.hh1, "road_group": None, "team": "Red team", "runner": None, "by": day.cast.osei}
    return actions.begin(election=day.poll, **facts | changes)


def _group(day: Day, *streets: str, district: bool = False) -> RoadGroup:
    unit = day.cast.wexcombe
    made = RoadGroup.objects.create(unit=unit, name=f"Group {RoadGroup.objects.count()}", ward=day.hh1.ward)
    for name in streets:
        place = day.hh1 if district else None
        RoadGroupStreet.objects.create(unit=unit, road_group=made, street=canvass.street(unit, name), district=place)
    return made


def _knock(
    day: Day,
    elector: Elector | None,
    said: str,
    *,
    at: datetime.datetime | None = None,
    one: Round | None = None,
    door: Household | None = None,
) -> Knock:
    return Knock.objects.create(
        id=uuid.uuid4(),
        unit=day.cast.wexcombe,
        election=day.poll,
        round=one,
        elector=elector,
        household=door or elector.household,  # type: ignore[union-attr]
        said=said,
        actor=day.cast.alun,
        at=at or timezone.now(),
    )


def _names(day: Day, **kwargs: object) -> list[str]:
    streets = knock_ups.doors(day.poll, day.hh1, **kwargs)  # type: ignore[arg-type]
    return sorted(person.name.split()[0] for street in streets for door in street.doors for person in door.people)


def test_rounds_of_a_place_are_counted_from_one(there: Day) -> None:
    first = _begin(there)
    actions.end(round=first, by=there.cast.osei)
    assert (first.number, _begin(there).number) == (1, 2)
    assert _begin(there, district=there.hh2).number == 1
    verbs = AuditEvent.objects.filter(verb__startswith="round.").values_list("verb", flat=True)
    assert sorted(verbs) == ["round.begun", "round.begun", "round.begun", "round.ended"]


def test_one_team_a_road_group_a_round_in_words(there: Day) -> None:
    group = _group(there, "Tanyard Row")
    _begin(there, road_group=group, team="Red team")
    with pytest.raises(Refused, match="Red team is out there already"):
        _begin(there, road_group=group, team="Blue team")
    _begin(there, road_group=None, team="Blue team")  # the rest of the district is another place
    with pytest.raises(Refused, match="Blue team is out there already"):
        _begin(there, road_group=None, team="Green team")


def test_the_database_holds_one_team_a_place_too(there: Day) -> None:
    _begin(there)
    with pytest.raises(IntegrityError, match="gotv_round_one_team"), transaction.atomic():
        Round.objects.create(unit=there.cast.wexcombe, election=there.poll, polling_district=there.hh1, number=9)


def test_the_same_form_begins_one_round(there: Day) -> None:
    key = uuid.uuid4()
    assert _begin(there, key=key) == _begin(there, key=key)
    assert Round.objects.count() == 1


def test_somebody_has_to_go(there: Day) -> None:
    with pytest.raises(Refused, match="Say who goes"):
        _begin(there, team=" ")


def test_only_on_the_day(there: Day) -> None:
    for days, words in ((1, "has not begun"), (-1, "is over")):
        poll = make.election(there.cast.wexcombe, f"In {days}", on=clock.today() + datetime.timedelta(days=days))
        with pytest.raises(Refused, match=words):
            actions.begin(
                election=poll, district=there.hh1, road_group=None, team="Red", runner=None, by=there.cast.osei
            )


def test_the_runner_may_call_at_these_doors(there: Day) -> None:
    assert there.cast.alun in rounds.runners(there.poll, there.hh1)
    assert there.cast.tess not in rounds.runners(there.poll, there.hh1)
    made = _begin(there, team="", runner=there.cast.alun)
    assert rounds.who(made) == there.cast.alun.name
    with pytest.raises(Refused, match="may not call at these doors"):
        actions.hand(round=made, team="", runner=there.cast.tess, by=there.cast.osei)


def test_a_runner_of_another_ward_may_not(there: Day) -> None:
    with everywhere():
        Grant.objects.filter(user=there.cast.osei).update(area=[f"ward:{there.hh1.ward_id}"])
    assert there.cast.osei in rounds.runners(there.poll, there.hh1)
    assert there.cast.osei not in rounds.runners(there.poll, there.hh2)


def test_handing_on_and_ending_and_going_on(there: Day) -> None:
    made = _begin(there)
    handed = actions.hand(round=made, team="", runner=there.cast.alun, by=there.cast.osei)
    assert (handed.team, handed.runner) == ("", there.cast.alun)
    ended = actions.end(round=made, by=there.cast.osei)
    assert actions.end(round=made, by=there.cast.marian).ended_by == there.cast.osei == ended.ended_by
    with pytest.raises(Refused, match="has ended"):
        actions.hand(round=made, team="Blue", runner=None, by=there.cast.osei)
    assert actions.go_on(round=made, by=there.cast.osei).ended_at is None
    actions.end(round=made, by=there.cast.osei)
    _begin(there, team="Blue team")
    with pytest.raises(Refused, match="Blue team is out there already"):
        actions.go_on(round=made, by=there.cast.osei)


@pytest.mark.parametrize("said", KnockSaid.values)
def test_a_door_goes_by_what_was_said_and_the_list_agrees_with_the_rule(there: Day, said: str) -> None:
    for ago in (datetime.timedelta(minutes=1), knocks.REST + datetime.timedelta(minutes=1)):
        Knock.objects.all().delete()
        at = timezone.now() - ago
        _knock(there, there.elsie, said, at=at)
        calls = knocks.standing(said, at, timezone.now()) == knocks.Standing.CALL
        assert _names(there) == (["Elsie", "Zofia"] if calls else ["Zofia"])


def test_ending_a_round_hides_nobody_and_brings_nobody_back(there: Day) -> None:
    made = _begin(there)
    _knock(there, there.elsie, "wont", one=made)
    _knock(there, there.zofia, "not_in", one=made)
    before = _names(there)
    actions.end(round=made, by=there.cast.osei)
    assert _names(there) == before == ["Zofia"]
    _begin(there, team="Blue team")
    assert _names(there) == ["Zofia"]


def test_the_last_word_counts_and_what_was_undone_does_not(there: Day) -> None:
    now = timezone.now()
    first = _knock(there, there.elsie, "wont", at=now - datetime.timedelta(hours=3))
    assert _names(there) == ["Zofia"]
    second = _knock(there, there.elsie, "not_in", at=now - datetime.timedelta(hours=1))
    assert _names(there) == ["Elsie", "Zofia"]
    Knock.objects.filter(pk=second.pk).update(undone_at=now)
    assert _names(there) == ["Zofia"]
    Knock.objects.filter(pk=first.pk).update(undone_at=now)
    assert _names(there) == ["Elsie", "Zofia"]


def test_what_one_person_says_finishes_nobody_else_at_the_door(there: Day) -> None:
    make.promise(there.graham)  # lives with Elsie
    _knock(there, there.elsie, "wont")
    assert _names(there) == ["Graham", "Zofia"]


def test_a_knock_under_an_entry_that_was_merged_counts_for_the_person(there: Day) -> None:
    old = canvass.elector(there.elsie.household, "Elsie", left_on=clock.today())
    Elector.objects.filter(pk=old.pk).update(merged_into=there.elsie.pk)
    _knock(there, old, "wont")
    assert _names(there) == ["Zofia"]


def test_the_list_is_narrowed_by_what_was_tried(there: Day) -> None:
    make.promise(there.graham)
    _knock(there, there.elsie, "will")
    assert _names(there, show=knock_ups.NOW) == ["Graham", "Zofia"]
    assert _names(there, show=knock_ups.UNTRIED) == ["Zofia"]
    assert _names(there, show=knock_ups.TRIED) == ["Graham"]
    assert _names(there, show=knock_ups.LATER) == ["Elsie"]
    late = [p for s in knock_ups.doors(there.poll, there.hh1, show=knock_ups.LATER) for d in s.doors for p in d.people]
    assert late[0].last.startswith("Will vote later, ")


def test_the_newest_of_person_and_door_stands_on_the_row(there: Day) -> None:
    now = timezone.now()
    _knock(there, there.zofia, "language", at=now - datetime.timedelta(hours=1))
    _knock(there, None, "not_in", at=now, door=there.zofia.household)
    people = [p for s in knock_ups.doors(there.poll, there.hh1) for d in s.doors for p in d.people]
    assert next(p for p in people if p.name.startswith("Zofia")).last.startswith("Not in, ")


def test_a_list_by_road_group_and_the_rest(there: Day) -> None:
    ash = canvass.household(canvass.street(there.cast.wexcombe, "Ash Way"), 1, in_district=there.hh1)
    make.promise(canvass.elector(ash, "Aisha"))
    group = _group(there, "Ash Way", "Kiln Lane")
    assert _names(there) == ["Aisha", "Elsie", "Zofia"]
    assert _names(there, road_group=group) == ["Aisha"]
    assert _names(there, rest=True) == ["Elsie", "Zofia"]
    part = _group(there, "Ash Way", district=True)  # the part in the district goes before the whole street
    assert (_names(there, road_group=group), _names(there, road_group=part)) == ([], ["Aisha"])
    patches = {
        (patch.district.code, patch.name): (patch.people, patch.doors) for patch in rounds.patches(there.poll, None)
    }
    assert patches == {("HH1", part.name): (1, 1), ("HH1", ""): (2, 2), ("HH2", group.name): (1, 1)}
    made = _begin(there, road_group=part)
    assert [street.name for street in knock_ups.of_round(made)] == ["Ash Way"]
    assert rounds.left(made) == 1


def test_who_has_voted_is_on_no_list(there: Day) -> None:
    make.mark(there.hall, there.elsie)
    assert _names(there) == ["Zofia"]
    assert {one.pk for one in promises.left(there.poll)} == {there.zofia.pk, there.imran.pk}


def test_progress_counts_doors_and_the_last_word_of_each(there: Day) -> None:
    made = _begin(there)
    now = timezone.now()
    _knock(there, there.elsie, "not_in", at=now - datetime.timedelta(minutes=9), one=made)
    _knock(there, there.elsie, "voted", at=now - datetime.timedelta(minutes=4), one=made)
    _knock(there, there.zofia, "will", at=now - datetime.timedelta(minutes=2), one=made)
    done = rounds.progress([made])[made.pk]
    assert (done.doors, done.said, done.finished) == (2, {"voted": 1, "will": 1}, 1)
    assert done.last_at is not None


def test_a_road_group_that_a_team_was_sent_to_is_not_deleted(there: Day) -> None:
    group = _group(there, "Tanyard Row")
    _begin(there, road_group=group)
    with pytest.raises(Refused, match="teams knocked on doors of this group"):
        road_groups.delete(group=group, by=there.cast.osei)
    assert RoadGroup.objects.filter(pk=group.pk).exists()
    assert not AuditEvent.objects.filter(verb="road_group.deleted").exists()
