from __future__ import annotations

import datetime

import pytest

from access.models import AuditEvent, Unit
from gotv.actions import elections, franchise
from gotv.enums import Admission
from gotv.models import Election
from kit import clock
from kit.errors import Refused
from tests.factories import gotv as make


def _letters(election: Election) -> dict[str, str]:
    return dict(election.franchise.values_list("letter", "admission"))


def _create(unit: Unit, **facts: object) -> Election:
    given = {"name": "Local", "type": "local", "polling_on": clock.today(), "is_rehearsal": False, "by": None}
    return elections.create(unit=unit, **(given | facts))  # type: ignore[arg-type]


def test_a_new_election_has_the_law_s_letters_and_age(scope: Unit) -> None:
    local, senedd = _create(scope), _create(scope, name="Senedd", type="senedd")
    assert (local.nation, local.voting_age, senedd.nation, senedd.voting_age) == ("england", 18, "wales", 16)
    assert _letters(local)["F"] == Admission.NO
    assert _letters(senedd)["M"] == Admission.YES


def test_a_voting_age_that_is_given_holds(scope: Unit) -> None:
    assert _create(scope, voting_age=17).voting_age == 17


def test_no_poll_is_made_where_it_is_never_held(scope: Unit) -> None:
    with pytest.raises(Refused, match=r"Scottish Parliament: there is no such election in England\. Choose Scotland"):
        _create(scope, type="holyrood", nation="england")
    assert not Election.objects.exists()


def test_people_change_letters_and_it_is_on_record(scope: Unit, cast) -> None:
    poll = _create(scope)
    wanted = {"G": Admission.YES, "U": Admission.NO, "F": Admission.NO, "Z": Admission.CHECK}
    assert franchise.change(election=poll, letters=wanted, by=cast.osei) == ["G", "U"]
    assert (_letters(poll)["G"], _letters(poll)["U"]) == (Admission.YES, Admission.NO)
    assert AuditEvent.objects.get(verb="franchise.changed").detail == {"letters": "G, U"}
    assert franchise.change(election=poll, letters=wanted, by=cast.osei) == []


def test_another_kind_of_poll_brings_its_letters_and_keeps_what_people_decided(scope: Unit, cast) -> None:
    poll = _create(scope)
    franchise.change(election=poll, letters={"B": Admission.CHECK, "U": Admission.NO}, by=cast.osei)
    elections.change(
        election=poll, name="GE", type="parliament", polling_on=poll.polling_on, is_rehearsal=False, by=cast.osei
    )
    letters = _letters(poll)
    assert (letters["F"], letters["G"], letters["L"], letters["M"]) == ("yes", "no", "no", "no")
    assert (letters["B"], letters["U"]) == ("check", "no")


def test_an_election_that_is_over_is_made_for_its_marked_register(scope: Unit) -> None:
    day = clock.today() - datetime.timedelta(days=200)
    made = elections.create_past(unit=scope, name="Locals", type="local", polling_on=day, by=None)
    assert (made.polling_on, made.is_rehearsal, _letters(made)["N"]) == (day, False, "yes")
    with pytest.raises(Refused, match="has not gone by yet"):
        elections.create_past(unit=scope, name="Today", type="local", polling_on=clock.today(), by=None)


def test_the_migration_s_rows_are_those_of_the_table(scope: Unit) -> None:
    """What the migration wrote into elections that were there is what a new one is given."""
    from importlib import import_module

    from django.db import connection

    poll = make.election(scope, type="parliament")
    old = make.election(scope, "Old", on=datetime.date(2022, 5, 5))
    new = make.election(scope, "New", on=datetime.date(2026, 5, 7))
    want = {one.pk: _letters(one) for one in (poll, old, new)}
    for one in (poll, old, new):
        one.franchise.all().delete()
    fill = import_module("gotv.migrations.0004_franchise_absent_turnout").FILL
    with connection.cursor() as cursor:
        cursor.execute(fill.partition("INSERT")[1] + fill.partition("INSERT")[2].partition("SET CONSTRAINTS")[0])
    assert {one.pk: _letters(one) for one in (poll, old, new)} == want
