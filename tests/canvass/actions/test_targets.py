"""Rules and lists as actions: versions that never change, lists that stay as they were found."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace

import pytest

from access.models import AuditEvent, Unit
from canvass.actions import boards, targets
from canvass.models import Elector, Listed, TargetList, TargetRule, TargetRuleVersion
from canvass.queries.targets import finding, lists
from canvass.queries.targets.fields import Reader, shapes
from canvass.rules.targets import Condition, Rule, read
from kit import clock
from kit.errors import Refused
from tests.canvass.conftest import Doorstep
from tests.factories import canvass
from tests.factories import targets as making
from tests.factories.targets import NEVER, UNDECIDED

SAYS = Rule((NEVER,), (), 0, 0, 0)


def save(doorstep: Doorstep, rule: Rule = SAYS, **more: object) -> TargetRuleVersion:
    options = {"name": "Never met"} | more
    return targets.save(by=doorstep.cast.osei, unit=doorstep.cast.wexcombe, rule=rule, **options)


def make(doorstep: Doorstep, version: TargetRuleVersion, **more: object) -> TargetList:
    options = {"name": "June", "where": None, "key": uuid.uuid4()} | more
    return targets.make(by=doorstep.cast.osei, version=version, **options)


def on(found: TargetList) -> set[str]:
    return set(Elector.objects.filter(pk__in=found.listed.values("elector")).values_list("forenames", flat=True))


def test_a_change_makes_a_version_and_no_change_makes_none(doorstep: Doorstep, scope: Unit) -> None:
    first = save(doorstep)
    assert save(doorstep, of=first.rule) == first
    second = save(doorstep, replace(SAYS, recontact_days=30), of=first.rule)
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert read(first.body) == SAYS
    assert save(doorstep, read(second.body), of=first.rule, name="Strangers") == second
    assert lists.newest(first.rule) == second
    assert TargetRule.objects.get().name == "Strangers"
    verbs = AuditEvent.objects.filter(verb__startswith="rule.").values_list("verb", flat=True)
    assert sorted(verbs) == ["rule.renamed", "rule.saved", "rule.saved"]


def test_the_form_sent_twice_makes_one_rule(doorstep: Doorstep, scope: Unit) -> None:
    key = uuid.uuid4()
    assert save(doorstep, key=key) == save(doorstep, key=key)
    assert TargetRule.objects.count() == TargetRuleVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("rule", "name", "why"),
    [
        (Rule(()), "A rule", "finds nobody yet"),
        (Rule((Condition("surname", "is"),)), "A rule", "no rule may ask about"),
        (SAYS, "  ", "Give the rule a name"),
        (SAYS, "never MET", "a rule with this name already"),
    ],
)
def test_what_can_not_be_saved(doorstep: Doorstep, scope: Unit, rule: Rule, name: str, why: str) -> None:
    save(doorstep)
    with pytest.raises(Refused, match=why):
        save(doorstep, rule, name=name)
    assert TargetRule.objects.count() == 1


def test_a_rule_put_away_makes_no_list_and_comes_back(doorstep: Doorstep, scope: Unit) -> None:
    version = save(doorstep)
    targets.put_away(by=doorstep.cast.osei, rule=version.rule)
    targets.put_away(by=doorstep.cast.osei, rule=version.rule)
    with pytest.raises(Refused, match="put away"):
        make(doorstep, version)
    with pytest.raises(Refused, match="put away"):
        save(doorstep, replace(SAYS, recontact_days=9), of=version.rule)
    taken = save(doorstep)
    with pytest.raises(Refused, match="this name already"):
        targets.bring_back(by=doorstep.cast.osei, rule=version.rule)
    targets.put_away(by=doorstep.cast.osei, rule=taken.rule)
    targets.bring_back(by=doorstep.cast.osei, rule=version.rule)
    assert make(doorstep, version).electors == 3
    assert AuditEvent.objects.filter(verb="rule.put_away").count() == 2


def test_a_list_is_frozen_with_the_reasons_and_who_was_left_out(doorstep: Doorstep, scope: Unit) -> None:
    making.latest(doorstep.elsie, "undecided", days=300)
    making.latest(doorstep.graham, "labour", days=5)
    canvass.elector(doorstep.next_door, "Nell", "Haddad")
    making.latest(Elector.objects.get(forenames="Nell"), "", spoken_at=None, do_not_contact=True)
    version = save(doorstep, Rule((UNDECIDED, NEVER), (), 60, 0, 0))
    made = make(doorstep, version)
    assert (made.electors, made.households, made.left_out) == (2, 2, {"objecting": 1, "none": 1})
    assert dict(made.listed.values_list("elector__forenames", "reasons")) == {"Elsie": [0], "Zofia": [1]}
    making.latest(doorstep.zofia, "labour")
    save(doorstep, Rule((NEVER,), (), 0, 0, 0), of=version.rule)
    made.refresh_from_db()
    assert on(made) == {"Elsie", "Zofia"}
    assert made.version == version
    row = AuditEvent.objects.get(verb="target_list.made")
    assert row.detail == {"electors": 2, "doors": 2, "left_out": 1, "version": 1}


def test_the_form_sent_twice_makes_one_list(doorstep: Doorstep, scope: Unit) -> None:
    version, key = save(doorstep), uuid.uuid4()
    assert make(doorstep, version, key=key) == make(doorstep, version, key=key)
    assert Listed.objects.count() == 3


def test_a_list_of_nobody_is_not_made(doorstep: Doorstep, scope: Unit) -> None:
    version = save(doorstep, Rule((UNDECIDED,), (), 0, 0, 0))
    with pytest.raises(Refused, match="finds nobody there now"):
        make(doorstep, version)
    assert not TargetList.objects.exists()
    assert not AuditEvent.objects.filter(verb="target_list.made").exists()


def test_made_anew_it_is_another_list_of_what_the_rule_says_now(doorstep: Doorstep, scope: Unit) -> None:
    first = make(doorstep, save(doorstep), where=finding.Place((doorstep.door.polling_district_id,)))
    making.latest(doorstep.zofia, "undecided", days=300)
    canvass.elector(doorstep.door, "Nell", "Marchbank")
    save(doorstep, Rule((NEVER,), (Condition("answer", "any_time"),), 0, 0, 0), of=first.version.rule)
    second = targets.refresh(by=doorstep.cast.osei, found=first, name="July", key=uuid.uuid4())
    assert (on(first), on(second)) == ({"Elsie", "Graham", "Zofia"}, {"Elsie", "Graham", "Nell"})
    assert (second.version.number, second.area) == (2, first.area)
    change = lists.difference(second)
    assert change is not None
    assert (change.before, change.added, change.gone) == (first, 1, 1)
    assert lists.difference(first) is None


def test_a_list_put_away_makes_no_boards(doorstep: Doorstep, scope: Unit) -> None:
    made = make(doorstep, save(doorstep))
    targets.close(by=doorstep.cast.osei, found=made)
    closed = targets.close(by=doorstep.cast.osei, found=made)
    picks = [(doorstep.door.polling_district_id, doorstep.door.street_id or 0)]
    asked = {"by": doorstep.cast.osei, "unit": scope, "key": uuid.uuid4(), "name": "B", "picks": picks}
    with pytest.raises(Refused, match="the list is put away"):
        boards.make(**asked, target_list=closed)
    opened = targets.reopen(by=doorstep.cast.osei, found=closed)
    assert len(boards.make(**asked, target_list=opened).boards) == 1
    assert AuditEvent.objects.filter(verb="target_list.put_away").count() == 1


def test_a_board_of_a_list_has_only_its_peoples_doors_and_says_why(doorstep: Doorstep, scope: Unit) -> None:
    making.latest(doorstep.elsie, "labour")
    making.latest(doorstep.graham, "labour")
    third = canvass.household(doorstep.door.street, 27)
    making.latest(canvass.elector(third, "Una", "Ottaway"), "undecided", days=300)
    found = make(doorstep, save(doorstep, Rule((UNDECIDED, NEVER), (), 0, 0, 0)))
    picks = [(third.polling_district_id, third.street_id or 0)]
    made = boards.make(
        by=doorstep.cast.osei, unit=scope, key=uuid.uuid4(), name="B", picks=picks, target_list=found
    ).boards[0]
    assert set(made.doors.values_list("household", flat=True)) == {doorstep.next_door.pk, third.pk}
    assert made.target_list == found
    assert set(lists.coarse(made).values()) == {"undecided", "never_asked"}
    assert lists.coarse(doorstep.board) == {}


def test_a_list_says_nothing_about_who_left_the_register(doorstep: Doorstep, scope: Unit) -> None:
    found = make(doorstep, save(doorstep))
    Elector.objects.filter(pk=doorstep.zofia.pk).update(left_on=clock.today() - datetime.timedelta(days=1))
    district = doorstep.door.polling_district
    rows = lists.doors(found, list(lists.households(found, district)), Reader(shapes(), {}))
    assert [[one.person and one.person.elector.forenames for one in door.people] for door in rows] == [
        ["Elsie", "Graham"],
        [None],
    ]
    assert rows[0].people[0].reasons == ("Was never spoken to",)
