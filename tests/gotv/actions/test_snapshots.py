"""Freezing the knock-up list: who is on it and why, who comes later, who goes, and what stays as it was."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Unit
from canvass.actions import targets as rule_actions
from canvass.models import Elector, LatestContact, RegisterImport
from canvass.rules.targets import Condition, Rule
from gotv.actions import snapshots as actions
from gotv.enums import Joined
from gotv.models import Election, KnockUpEntry, KnockUpSnapshot
from gotv.queries import knock_ups, promises, reasons, snapshots
from gotv.rules import snapshots as rules
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make


@pytest.fixture
def poll(scope: Unit) -> Election:
    return make.election(scope)


def _elector(unit: Unit, name: str, **facts: object) -> Elector:
    number = Elector.objects.count() + 1
    return canvass.elector(canvass.household(canvass.street(unit), number), name, **facts)  # type: ignore[arg-type]


def _freeze(poll: Election, cast: Cast, rule: Rule = rules.OFFERED, name: str = "Ours") -> KnockUpSnapshot:
    version = rule_actions.save(by=cast.osei, unit=poll.unit, name=name, rule=rule)
    return actions.freeze(election=poll, version=version, by=cast.osei)


def _names(poll: Election) -> list[str]:
    return sorted(promises.left(poll).values_list("forenames", flat=True))


def _say(elector: Elector, intention: str, **facts: object) -> None:
    LatestContact.objects.update_or_create(
        elector=elector,
        defaults={"unit_id": elector.unit_id, "intention": intention, "intention_at": timezone.now(), **facts},
    )


def test_the_rule_that_is_offered_finds_labour_and_who_is_near(scope: Unit, poll: Election, cast: Cast) -> None:
    make.promise(_elector(scope, "Labour"))
    for name, scale in (("Six", 6), ("Nine", 9), ("Five", 5)):
        make.promise(_elector(scope, name), "undecided", labour_scale=scale)
    make.promise(_elector(scope, "Green"), "green", labour_scale=8)
    _elector(scope, "Never asked")
    made = _freeze(poll, cast)
    assert _names(poll) == ["Labour", "Nine", "Six"]
    assert (made.electors, made.households, made.left_out) == (3, 3, {"none": 3})
    assert dict(made.entries.values_list("elector__forenames", "reasons")) == {"Labour": [0], "Six": [1], "Nine": [1]}
    row = AuditEvent.objects.get(verb="knock_ups.frozen")
    assert row.detail["electors"] == 3


def test_who_is_left_out_is_counted_by_the_first_reason(scope: Unit, poll: Election, cast: Cast) -> None:
    make.promise(_elector(scope, "Fine"))
    make.promise(_elector(scope, "Objects"), do_not_contact=True, moved=True)
    make.promise(_elector(scope, "Moved"), moved=True)
    make.promise(_elector(scope, "Young", date_of_attainment=poll.polling_on + datetime.timedelta(days=1)))
    posts = _elector(scope, "By post")
    make.promise(posts)
    make.absent(posts, poll)
    rule = Rule(rules.OFFERED.conditions, (Condition("postal", "yes"),))
    made = _freeze(poll, cast, rule)
    assert made.left_out == {"objecting": 1, "gone": 1, "franchise": 1, "not_0": 1}
    assert _names(poll) == ["Fine"]
    reader = snapshots.anybodys_reader(scope, rule)
    said = snapshots.left_out(reader, rule, made.left_out)
    assert said.total == 4
    assert (1, "who may not vote in this election") in said.rows


def test_what_is_seen_before_is_what_is_frozen(scope: Unit, poll: Election, cast: Cast) -> None:
    for number in range(3):
        make.promise(_elector(scope, f"At {number}"), moved=number == 2)
    seen = snapshots.tally(poll, rules.OFFERED)
    made = _freeze(poll, cast)
    assert (seen.electors, seen.households, dict(seen.left_out)) == (made.electors, made.households, made.left_out)


def test_window_budget_and_locks_are_off(scope: Unit, cast: Cast) -> None:
    coming = make.election(scope, on=timezone.localdate() + datetime.timedelta(days=5))
    elsie = _elector(scope, "Elsie")
    make.promise(elsie, spoken_at=timezone.now())
    canvass.board(cast.osei, elsie.household)
    made = _freeze(coming, cast, Rule(rules.OFFERED.conditions, (), recontact_days=700, approaches=1, approach_days=90))
    assert (made.electors, made.left_out) == (1, {})


def test_do_not_contact_holds_though_it_was_said_after_the_freezing(scope: Unit, poll: Election, cast: Cast) -> None:
    elsie = _elector(scope, "Elsie")
    make.promise(elsie)
    make.promise(_elector(scope, "Graham"))
    _freeze(poll, cast)
    LatestContact.objects.filter(elector=elsie).update(do_not_contact=True)
    assert _names(poll) == ["Graham"]


def test_a_frozen_list_stays_as_it_is_until_it_follows(scope: Unit, poll: Election, cast: Cast) -> None:
    stays, turns, late = (_elector(scope, name) for name in ("Stays", "Turns", "Late"))
    make.promise(stays)
    make.promise(turns)
    made = _freeze(poll, cast)
    _say(turns, "green")
    _say(late, "labour")
    assert _names(poll) == ["Stays", "Turns"]
    assert actions.follow(snapshot=made, by=None) == actions.Followed(1, 1)
    assert _names(poll) == ["Late", "Stays"]
    assert snapshots.since(made) == snapshots.Since(door=1, register=0, hand=0, gone=1)
    assert actions.follow(snapshot=made, by=None) == actions.Followed(0, 0)
    _say(turns, "labour")
    assert actions.follow(snapshot=made, by=None) == actions.Followed(1, 0)
    assert _names(poll) == ["Late", "Stays", "Turns"]
    assert made.entries.get(elector=late).joined == Joined.DOOR


def test_time_alone_moves_nobody(scope: Unit, poll: Election, cast: Cast) -> None:
    """Somebody who would be found by now, though nothing was said since, does not join."""
    make.promise(_elector(scope, "Stays"))
    made = _freeze(poll, cast)
    make.promise(_elector(scope, "Old answer"))  # said in May
    assert actions.follow(snapshot=made, by=None) == actions.Followed(0, 0)


def test_who_is_new_on_the_register_joins_and_says_so(scope: Unit, poll: Election, cast: Cast) -> None:
    rule = Rule((Condition("never_spoken", "is"),))
    _elector(scope, "Old")
    made = _freeze(poll, cast, rule)
    brought = RegisterImport.objects.create(
        unit=scope,
        council=canvass.council(scope),
        file_name="new.csv",
        size=1,
        sha256="0" * 64,
        approved_at=timezone.now(),
    )
    Elector.objects.filter(pk=_elector(scope, "New").pk).update(added_by=brought)
    assert actions.follow(snapshot=made, by=cast.osei) == actions.Followed(1, 0)
    assert made.entries.get(joined=Joined.REGISTER).elector.forenames == "New"


def test_freezing_again_replaces_and_keeps_the_old_to_be_read(scope: Unit, poll: Election, cast: Cast) -> None:
    elsie, graham, zofia = (_elector(scope, name) for name in ("Elsie", "Graham", "Zofia"))
    make.promise(elsie)
    make.promise(graham)
    first = _freeze(poll, cast)
    actions.add(snapshot=first, elector=zofia, by=cast.osei)
    _say(graham, "green")
    second = actions.freeze(election=poll, version=first.version, by=cast.osei)
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert snapshots.holding(poll) == second
    assert first.entries.count() == 3
    assert _names(poll) == ["Elsie", "Zofia"]  # added by hand, and so still wanted
    found = snapshots.difference(second)
    assert found is not None
    assert (found.before, found.added, found.gone) == (first, 0, 1)
    assert snapshots.difference(first) is None
    assert list(snapshots.history(poll)) == [second, first]
    assert actions.follow(snapshot=first, by=None) == actions.Followed(0, 0)


def test_the_same_form_freezes_once(scope: Unit, poll: Election, cast: Cast) -> None:
    make.promise(_elector(scope, "Elsie"))
    version = actions.offer(unit=scope, by=cast.osei)
    assert actions.offer(unit=scope, by=cast.osei) == version
    key = uuid.uuid4()
    made = [actions.freeze(election=poll, version=version, by=cast.osei, key=key) for _each in range(2)]
    assert made[0] == made[1]
    assert KnockUpEntry.objects.count() == 1


def test_nothing_is_frozen_of_nobody_or_after_the_day(scope: Unit, poll: Election, cast: Cast) -> None:
    make.promise(_elector(scope, "Elsie"))
    kept = _freeze(poll, cast)
    nobody = rule_actions.save(
        by=cast.osei, unit=scope, name="Nobody", rule=Rule((Condition("answer", "any_time", codes=("snp",)),))
    )
    with pytest.raises(Refused, match="finds nobody"):
        actions.freeze(election=poll, version=nobody, by=cast.osei)
    assert snapshots.holding(poll) == kept  # the one before holds on
    past = make.election(scope, "Past", on=timezone.localdate() - datetime.timedelta(days=2))
    with pytest.raises(Refused, match="is over"):
        actions.freeze(election=past, version=kept.version, by=cast.osei)
    rule_actions.put_away(by=cast.osei, rule=kept.version.rule)
    kept.version.rule.refresh_from_db()
    with pytest.raises(Refused, match="put away"):
        actions.freeze(election=poll, version=kept.version, by=cast.osei)


def test_adding_by_hand_and_taking_off_again(scope: Unit, poll: Election, cast: Cast) -> None:
    elsie, zofia = _elector(scope, "Elsie"), _elector(scope, "Zofia")
    make.promise(elsie)
    made = _freeze(poll, cast)
    row = actions.add(snapshot=made, elector=zofia, by=cast.osei)
    assert _names(poll) == ["Elsie", "Zofia"]
    with pytest.raises(Refused, match="already"):
        actions.add(snapshot=made, elector=zofia, by=cast.osei)
    actions.take_off(entry=row, by=cast.osei)
    assert _names(poll) == ["Elsie"]
    actions.follow(snapshot=made, by=None)
    assert _names(poll) == ["Elsie"]
    actions.add(snapshot=made, elector=zofia, by=cast.osei)
    assert _names(poll) == ["Elsie", "Zofia"]
    with pytest.raises(Refused, match="rule found"):
        actions.take_off(entry=made.entries.get(elector=elsie), by=cast.osei)


@pytest.mark.parametrize(
    ("facts", "said", "words"),
    [
        ({}, {"do_not_contact": True}, "asked not to be contacted"),
        ({}, {"deceased": True}, "has died"),
        ({"date_of_attainment": datetime.date(2999, 1, 1)}, {}, "may not vote"),
        ({"left_on": datetime.date(2020, 1, 1)}, {}, "no door"),
    ],
)
def test_nobody_is_added_who_must_not_be_called_on(
    scope: Unit, poll: Election, cast: Cast, facts: dict, said: dict, words: str
) -> None:
    make.promise(_elector(scope, "Elsie"))
    made = _freeze(poll, cast)
    other = _elector(scope, "Other", **facts)
    if said:
        make.promise(other, "", **said)
    with pytest.raises(Refused, match=words):
        actions.add(snapshot=made, elector=other, by=cast.osei)


def test_every_row_says_why(scope: Unit, poll: Election, cast: Cast) -> None:
    elsie, near, hand, late = (_elector(scope, name) for name in ("Elsie", "Near", "Hand", "Late"))
    make.promise(elsie, said_at=datetime.datetime(2025, 5, 3, 11, tzinfo=datetime.UTC))
    make.promise(near, "undecided", labour_scale=7, said_at=datetime.datetime(2025, 5, 4, 11, tzinfo=datetime.UTC))
    made = _freeze(poll, cast)
    actions.add(snapshot=made, elector=hand, by=cast.osei)
    _say(late, "labour")
    actions.follow(snapshot=made, by=None)
    people = [
        p for street in knock_ups.doors(poll, canvass.district(scope)) for door in street.doors for p in door.people
    ]
    why = {person.name.split()[0]: (person.reason, person.coarse) for person in people}
    assert why["Elsie"] == ("Said Labour on 3 May 2025, not marked as voted", "asked_before")
    assert why["Near"] == (
        "Said Undecided, at 6 of 10 or more for Labour on 4 May 2025, not marked as voted",
        "undecided",
    )
    assert why["Hand"] == ("Added by hand, not marked as voted", "")
    assert "since the list was frozen" in why["Late"][0]


def test_turnout_is_not_told_to_whoever_may_see_the_list(scope: Unit, poll: Election, cast: Cast) -> None:
    past = make.election(scope, "Past", on=timezone.localdate() - datetime.timedelta(days=300))
    elsie = _elector(scope, "Elsie")
    make.turnout(elsie, past, "did_not_vote")
    _freeze(poll, cast, Rule((Condition("turnout", "missed", times=1, of=1),)))
    assert "vote in the last" not in reasons.of(poll, [(elsie.pk, None)])[elsie.pk].words


def test_another_clp_is_out_of_it(scope: Unit, poll: Election, cast: Cast) -> None:
    make.promise(_elector(scope, "Elsie"))
    with scoping.units([cast.marsham.pk]):
        road = canvass.street(cast.marsham)
        door = canvass.household(road, 1, in_district=canvass.district(cast.marsham, "MV1"))
        make.promise(canvass.elector(door, "Stranger"))
    assert _freeze(poll, cast).electors == 1


def test_two_entries_that_are_one_person_are_one_promise(scope: Unit, poll: Election, cast: Cast) -> None:
    from gotv.actions import turnout

    was = _elector(scope, "Elsie", left_on=datetime.date(2025, 12, 1))
    now = _elector(scope, "Elsie")
    make.promise(was)
    make.promise(now)
    made = _freeze(poll, cast)
    Elector.objects.filter(pk=now.pk).update(merged_into=was.pk, left_on=datetime.date(2025, 12, 1))
    Elector.objects.filter(pk=was.pk).update(left_on=None)
    turnout.follow_merge(scope.pk, now.pk, was.pk)
    assert list(made.entries.values_list("elector", flat=True)) == [was.pk]
    assert _names(poll) == ["Elsie"]
    Elector.objects.filter(pk=now.pk).update(merged_into=None)
    turnout.follow_merge(scope.pk, now.pk, was.pk)
    assert list(made.entries.values_list("elector", flat=True)) == [now.pk]
