"""Whom a rule finds: each line, what keeps people out, and the whole against a slow check by hand."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access.models import Unit
from canvass.actions import holds
from canvass.enums import Intention
from canvass.models import Elector, IssueTopic, RegisterEdition
from canvass.queries.targets import finding
from canvass.rules import targets as rules
from canvass.rules.targets import BadRule, Condition, Rule
from kit import clock
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.factories import canvass, gotv, targets

FREE = {"recontact_days": 0, "approaches": 0, "approach_days": 0}


def found(unit: Unit, rule: Rule, where: finding.Place | None = None) -> dict[str, tuple[list[int], str | None]]:
    """Return, by forename, the reasons and what keeps out, of everybody whom the statement looks at."""
    statement, parameters = finding.found(unit, rule, where)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    names = dict(Elector.objects.values_list("pk", "forenames"))
    return {names[elector]: (reasons, why) for elector, _household, reasons, why in rows}


def listed(unit: Unit, *lines: Condition, but_not: tuple[Condition, ...] = (), **limits: int) -> set[str]:
    everybody = found(unit, Rule(lines, but_not, **(FREE | limits)))
    return {name for name, (_reasons, why) in everybody.items() if why is None}


def why(unit: Unit, name: str, *lines: Condition, but_not: tuple[Condition, ...] = (), **limits: int) -> str | None:
    return found(unit, Rule(lines or (EVERYBODY,), but_not, **(FREE | limits)))[name][1]


# Never spoken to, or ever: everybody, whom the tests of what keeps people out need.
EVERYBODY = Condition("never_spoken", "is")


def test_what_they_said_last(doorstep: Doorstep, scope: Unit) -> None:
    targets.latest(doorstep.elsie, "undecided", days=250)
    targets.latest(doorstep.graham, "undecided", days=20)
    targets.latest(doorstep.zofia, "labour", days=250)
    assert listed(scope, Condition("answer", "any_time", codes=("undecided",))) == {"Elsie", "Graham"}
    assert listed(scope, Condition("answer", "more_than", codes=("undecided",), months=6)) == {"Elsie"}
    assert listed(scope, Condition("answer", "less_than", codes=("undecided",), months=6)) == {"Graham"}
    assert listed(scope, Condition("answer", "more_than", months=6)) == {"Elsie", "Zofia"}


def test_never_spoken_to(doorstep: Doorstep, scope: Unit) -> None:
    targets.latest(doorstep.elsie, "", days=900)
    targets.latest(doorstep.graham, "", spoken_at=None)
    assert listed(scope, EVERYBODY) == {"Graham", "Zofia"}


def test_new_is_who_came_after_the_first_register(doorstep: Doorstep, scope: Unit) -> None:
    place = canvass.council(scope)
    today = clock.today()
    first = today - datetime.timedelta(days=60)
    for day in (first, today - datetime.timedelta(days=20)):
        RegisterEdition.objects.create(unit=scope, council=place, dated_on=day, is_current=day != first)
    doorstep.door.polling_district.council = place
    doorstep.door.polling_district.save()
    Elector.objects.filter(pk=doorstep.elsie.pk).update(first_listed_on=first)
    Elector.objects.filter(pk=doorstep.zofia.pk).update(first_listed_on=today - datetime.timedelta(days=20))
    assert listed(scope, Condition("new", "since", months=6)) == {"Zofia"}


def test_an_issue_is_followed_where_it_was_merged(doorstep: Doorstep, scope: Unit) -> None:
    osei = doorstep.cast.osei
    targets.raised(doorstep.elsie, "own_weir", days=400)
    targets.raised(doorstep.graham, "own_river", days=10)
    targets.raised(doorstep.zofia, "buses")
    for code, into in (("own_weir", "own_river"), ("own_river", "")):
        IssueTopic.objects.create(unit=scope, code=code, label=code, merged_into=into, made_by=osei)
    for code in ("own_weir", "own_river"):
        assert listed(scope, Condition("issue", "ever", codes=(code,))) == {"Elsie", "Graham"}
    assert listed(scope, Condition("issue", "since", codes=("own_river", "buses"), months=3)) == {"Graham", "Zofia"}


def test_turnout_in_the_last_elections_that_are_known(doorstep: Doorstep, scope: Unit) -> None:
    days = [clock.today() - datetime.timedelta(days=365 * years) for years in (1, 2, 3)]
    polls = [gotv.election(scope, f"Poll {day.year}", on=day) for day in days]
    gotv.election(scope, "Nobody typed this one", on=days[0] - datetime.timedelta(days=7))
    gotv.election(scope, "A rehearsal", on=days[0], rehearsal=True)
    states = (("voted", "did_not_vote"), ("by_post", "not_returned"), ("did_not_vote", "voted"))
    for poll, (hers, his) in zip(polls, states, strict=True):
        gotv.turnout(doorstep.elsie, poll, hers)
        gotv.turnout(doorstep.graham, poll, his)
    assert listed(scope, Condition("turnout", "voted", times=2, of=2)) == {"Elsie"}
    assert listed(scope, Condition("turnout", "missed", times=2, of=2)) == {"Graham"}
    assert listed(scope, Condition("turnout", "voted", times=1, of=3)) == {"Elsie", "Graham"}
    assert listed(scope, Condition("turnout", "voted", times=3, of=3)) == set()


def test_voting_by_post_and_coming_of_age(doorstep: Doorstep, scope: Unit) -> None:
    poll = gotv.election(scope, on=clock.today() + datetime.timedelta(days=100))
    gotv.absent(doorstep.elsie, poll)
    for person, days in ((doorstep.graham, 90), (doorstep.zofia, 110)):
        Elector.objects.filter(pk=person.pk).update(date_of_attainment=clock.today() + datetime.timedelta(days=days))
    assert listed(scope, Condition("postal", "yes")) == {"Elsie"}
    assert listed(scope, Condition("postal", "no")) == {"Graham", "Zofia"}
    assert listed(scope, Condition("attainer", "is")) == {"Graham"}


def test_without_a_poll_nobody_votes_by_post_and_all_come_of_age(doorstep: Doorstep, scope: Unit) -> None:
    Elector.objects.filter(pk=doorstep.zofia.pk).update(date_of_attainment=clock.today() + datetime.timedelta(days=500))
    assert listed(scope, Condition("postal", "yes")) == set()
    assert listed(scope, Condition("attainer", "is")) == {"Zofia"}


def test_each_reason_that_keeps_somebody_out(doorstep: Doorstep, scope: Unit) -> None:
    spoken = (Condition("answer", "any_time"), EVERYBODY)
    assert why(scope, "Elsie") is None
    targets.latest(doorstep.elsie, "labour", days=10)
    assert why(scope, "Elsie") == rules.NONE
    assert why(scope, "Elsie", *spoken) is None
    assert why(scope, "Elsie", *spoken, recontact_days=11) == rules.RECENT
    assert why(scope, "Elsie", *spoken, recontact_days=9) is None
    assert why(scope, "Elsie", *spoken, but_not=(spoken[1], spoken[0])) == "not_1"
    targets.approach(doorstep.door, days=5)
    targets.approach(doorstep.door, days=50, channel="post")
    assert why(scope, "Elsie", *spoken, approaches=2, approach_days=60) == rules.BUDGET
    assert why(scope, "Elsie", *spoken, approaches=2, approach_days=40) is None
    assert why(scope, "Graham", *spoken, approaches=2, approach_days=60) == rules.BUDGET
    assert why(scope, "Zofia", *spoken, approaches=2, approach_days=60) is None
    targets.latest(doorstep.elsie, "labour", moved=True)
    assert why(scope, "Elsie", *spoken) == rules.GONE
    targets.latest(doorstep.elsie, "labour", moved=True, do_not_contact=True)
    assert why(scope, "Elsie", *spoken, recontact_days=60) == rules.OBJECTING


def test_a_door_on_a_board_is_kept_out_while_the_board_holds_it(doorstep: Doorstep, scope: Unit) -> None:
    holds.take(board=doorstep.board)
    assert why(scope, "Elsie") == rules.HELD
    holds.release(board=doorstep.board)
    assert why(scope, "Elsie") is None


def test_on_a_polling_day_only_do_not_contact_and_who_is_gone_are_kept_out(doorstep: Doorstep, scope: Unit) -> None:
    gotv.election(scope)
    holds.take(board=doorstep.board)
    spoken = Condition("answer", "any_time")
    limits = {"recontact_days": 60, "approaches": 1, "approach_days": 60}
    targets.approach(doorstep.door)
    targets.latest(doorstep.elsie, "labour", days=2)
    targets.latest(doorstep.graham, "labour", days=2, do_not_contact=True)
    assert why(scope, "Elsie", spoken, **limits) is None
    assert why(scope, "Graham", spoken, **limits) == rules.OBJECTING


def test_somebody_who_may_have_objected_is_kept_out(doorstep: Doorstep, scope: Unit) -> None:
    was = canvass.elector(doorstep.next_door, "Zosia", "Haddad", left_on=clock.today())
    targets.latest(was, "", do_not_contact=True)
    canvass.doubt(was, doorstep.zofia)
    assert why(scope, "Zofia") == rules.UNKNOWN


def test_the_place_is_whole_districts_and_streets_of_others(cast: Cast, scope: Unit) -> None:
    inside, other = canvass.district(scope, "A"), canvass.district(scope, "B")
    road, lane = canvass.street(scope, "Road"), canvass.street(scope, "Lane")
    for name, street, district in (("Anna", road, inside), ("Bert", road, other), ("Cleo", lane, other)):
        canvass.elector(canvass.household(street, 1, in_district=district), name)
    rule = Rule((EVERYBODY,), **FREE)
    assert set(found(scope, rule)) == {"Anna", "Bert", "Cleo"}
    where = finding.Place((inside.pk,), ((other.pk, lane.pk),))
    assert set(found(scope, rule, where)) == {"Anna", "Cleo"}
    assert finding.place_of(where.data()) == where
    assert found(scope, rule, finding.Place()) == {}
    assert finding.tally(scope, rule, where).electors == 2


def test_another_clps_people_are_never_found(cast: Cast, scope: Unit) -> None:
    theirs = canvass.household(canvass.street(cast.marsham), 1, in_district=canvass.district(cast.marsham, "MV1"))
    canvass.elector(theirs)
    assert finding.tally(scope, Rule((EVERYBODY,), **FREE), None).everybody == 0


@pytest.mark.parametrize("kind", ["anonymous", "overseas", "other"])
def test_only_people_behind_a_door(doorstep: Doorstep, scope: Unit, kind: str) -> None:
    canvass.elector(doorstep.door, "Secret", "Person", kind=kind)
    canvass.elector(doorstep.door, "Gone", "Person", left_on=clock.today())
    assert set(found(scope, Rule((EVERYBODY,), **FREE))) == {"Elsie", "Graham", "Zofia"}


def test_a_field_outside_the_list_reaches_no_statement(doorstep: Doorstep, scope: Unit) -> None:
    for name in ("surname", "e.surname", "1=1) OR (true"):
        with CaptureQueriesContext(connection) as queries, pytest.raises(BadRule):
            finding.tally(scope, Rule((Condition(name, "is"),), **FREE), None)
        assert not queries


def test_one_statement(doorstep: Doorstep, scope: Unit) -> None:
    lines = (EVERYBODY, Condition("postal", "yes"), Condition("issue", "ever", codes=("buses",)))
    with CaptureQueriesContext(connection) as queries:
        finding.tally(scope, Rule(lines, (Condition("turnout", "voted", times=1, of=2),)), None)
    over_the_register = [one["sql"] for one in queries if "canvass_elector" in one["sql"]]
    assert len(over_the_register) == 1
    assert len(queries) == 2  # and whether today is a polling day


@dataclass
class Facts:
    """What the slow check knows of one elector. Times are in days ago, None for never."""

    name: str
    door: int
    said: str
    spoken: int | None
    topic: str
    marks: set[str]


def _people(chance: random.Random, unit: Unit) -> tuple[list[Facts], dict[int, list[int]]]:
    road = canvass.street(unit, "Long Road")
    facts: list[Facts] = []
    approaches: dict[int, list[int]] = {}
    for number in range(1, 13):
        door = canvass.household(road, number)
        approaches[number] = [chance.randrange(1, 120) for _ in range(chance.randrange(4))]
        for days in approaches[number]:
            targets.approach(door, days=days + 0.5)
        for at_home in range(chance.randrange(1, 4)):
            one = Facts(f"P{number}-{at_home}", number, "", None, "", set())
            elector = canvass.elector(door, one.name)
            if chance.random() < 0.7:
                one.said, one.spoken = chance.choice(["", *Intention.values]), chance.randrange(1, 500)
                one.marks = {mark for mark in ("do_not_contact", "moved", "deceased") if chance.random() < 0.1}
                targets.latest(elector, one.said, days=one.spoken + 0.5, **dict.fromkeys(one.marks, True))
            if chance.random() < 0.4:
                one.topic = chance.choice(["buses", "housing", "parks"])
                targets.raised(elector, one.topic, days=400)
            facts.append(one)
    return facts, approaches


def _line(chance: random.Random) -> Condition:
    codes = tuple(chance.sample(Intention.values, 3))
    return chance.choice(
        [
            Condition("answer", "any_time", codes=codes),
            Condition("answer", "more_than", codes=codes, months=chance.randrange(1, 13)),
            Condition("answer", "less_than", months=chance.randrange(1, 13)),
            EVERYBODY,
            Condition("issue", "ever", codes=(chance.choice(["buses", "housing"]),)),
        ]
    )


def _meets(one: Facts, line: Condition) -> bool:
    if line.field == "never_spoken":
        return one.spoken is None
    if line.field == "issue":
        return one.topic in line.codes
    if not one.said or (line.codes and one.said not in line.codes) or one.spoken is None:
        return False
    if line.months is None:
        return True
    edge = rules.months_before(timezone.now().date(), line.months)
    is_older = timezone.now().date() - datetime.timedelta(days=one.spoken) <= edge
    return is_older if line.op == "more_than" else not is_older


def _slowly(one: Facts, rule: Rule, approaches: dict[int, list[int]]) -> tuple[list[int], str | None]:
    reasons = [place for place, line in enumerate(rule.conditions) if _meets(one, line)]
    recent = one.spoken is not None and one.spoken < rule.recontact_days
    over = sum(days < rule.approach_days for days in approaches[one.door]) >= rule.approaches
    steps = [
        (rules.NONE, not reasons),
        (rules.OBJECTING, "do_not_contact" in one.marks),
        (rules.GONE, bool(one.marks & {"moved", "deceased"})),
        (rules.RECENT, recent),
        (rules.BUDGET, bool(rule.approaches) and bool(rule.approach_days) and over),
        *((rules.not_reason(place), _meets(one, line)) for place, line in enumerate(rule.but_not)),
    ]
    return reasons, next((reason for reason, holds in steps if holds), None)


@pytest.mark.parametrize("seed", range(6))
def test_everybody_is_listed_or_counted_once_for_the_reasons_that_a_slow_check_finds(
    cast: Cast, scope: Unit, seed: int
) -> None:
    chance = random.Random(seed)
    facts, approaches = _people(chance, scope)
    for _ in range(5):
        rule = Rule(
            tuple(_line(chance) for _ in range(chance.randrange(1, 5))),
            tuple(_line(chance) for _ in range(chance.randrange(3))),
            chance.choice([0, 60, 200]),
            chance.choice([0, 1, 2]),
            chance.choice([0, 30, 90]),
        )
        by_hand = {one.name: _slowly(one, rule, approaches) for one in facts}
        assert {name: (sorted(reasons), kept) for name, (reasons, kept) in found(scope, rule).items()} == by_hand
        tally = finding.tally(scope, rule, None)
        counted = Counter(kept for _reasons, kept in by_hand.values())
        assert tally.electors == counted.pop(None, 0)
        assert tally.left_out == counted
        assert tally.everybody == len(facts)
