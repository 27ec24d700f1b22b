from collections import Counter
from itertools import pairwise

from gotv.rules import rehearsals
from gotv.rules.rehearsals import NUMBER, UNDO, VOID, Voter

VOTERS = [Voter(pk, pk % 5, f"HH{pk % 5}", pk, pk % 7 == 0, pk % 3 == 0) for pk in range(1, 6001)]


def test_the_same_seed_is_the_same_day() -> None:
    assert rehearsals.script("a", VOTERS) == rehearsals.script("a", VOTERS)
    assert rehearsals.script("a", VOTERS) != rehearsals.script("b", VOTERS)


def test_what_happens_to_an_elector_does_not_hang_on_who_else_is_there() -> None:
    whole = rehearsals.script("a", VOTERS)
    half = rehearsals.script("a", VOTERS[::2])
    assert {step.name for step in half} <= {step.name for step in whole}
    assert set(half) <= set(whole)


def test_about_a_third_is_typed_within_the_hours_and_promises_come_more_often() -> None:
    steps = rehearsals.script("a", VOTERS)
    typed = {step.name for step in steps if step.kind == NUMBER and " " not in step.name}
    assert 0.30 < len(typed) / len(VOTERS) < 0.40
    promised = sum(str(voter.elector) in typed for voter in VOTERS if voter.promise) / 2000
    others = sum(str(voter.elector) in typed for voter in VOTERS if not voter.promise) / 4000
    assert 1.1 < promised / others < 1.5
    assert all(7 * 3600 - 20 <= step.at <= 22 * 3600 for step in steps if step.kind == NUMBER)
    assert len({step.name for step in steps}) == len(steps)


def test_the_day_has_its_mistakes() -> None:
    steps = rehearsals.script("a", VOTERS)
    kinds = Counter(step.kind for step in steps)
    assert kinds[UNDO] > 0
    assert kinds[VOID] > 0
    assert Counter(step.name.partition(" ")[2] for step in steps).keys() >= {"", "twice", "wrong", "mistake"}
    by_name = {step.name: step for step in steps}
    for step in steps:
        if step.undoes:
            wrong = by_name[step.undoes]
            assert wrong.station == step.station
            assert wrong.at < step.at
            assert wrong.sends_at <= step.sends_at
            assert wrong.place < step.place


def test_at_noon_nobody_has_a_signal_and_everything_comes_after() -> None:
    steps = rehearsals.script("a", VOTERS)
    silent = [step for step in steps if 43200 <= step.at < 43800 and step.kind != VOID]
    assert silent
    assert all(step.sends_at >= 43800 for step in silent)


def test_parts_make_up_the_whole() -> None:
    steps = rehearsals.script("a", VOTERS)
    edges = [6 * 3600 + minute * 7 * 60 for minute in range(200)]
    parts = [step for after, until in pairwise(edges) for step in rehearsals.between(steps, after, until)]
    assert parts == steps


def test_boxes_are_counted_hourly_and_never_fall() -> None:
    found = rehearsals.counts("a", [(pk, 900) for pk in range(1, 69)])
    boxes = {count.box for count in found}
    assert 30 <= len(boxes) <= 50
    for box in boxes:
        mine = [count for count in found if count.box == box]
        assert len(mine) == 15
        assert [one.value for one in mine] == sorted(one.value for one in mine)
        assert 0 < mine[-1].value <= 900


def test_a_turnout_can_be_chosen() -> None:
    few = rehearsals.script("a", VOTERS, turnout=0.1)
    assert len(few) < len(rehearsals.script("a", VOTERS)) / 3


def test_teams_go_through_each_district_five_times_and_reach_some() -> None:
    visits = rehearsals.visits("a", [3, 4])
    assert Counter(visit.district for visit in visits) == {3: 5, 4: 5}
    assert all(visit.hour * 3600 <= visit.at < (visit.hour + 1) * 3600 for visit in visits)
    said = Counter(rehearsals.heard("a", elector, 13) for elector in range(2000))
    assert 0.35 < 1 - said[""] / 2000 < 0.45
    assert said["not_in"] > said["will"] > said["voted"] > said["wont"] > 0
