from __future__ import annotations

import datetime

import pytest
from uk_election_ids.election_ids import validate

from gotv.rules import elections

_DAY = datetime.date(2027, 5, 6)


@pytest.mark.parametrize(
    ("kind", "place", "facts", "made"),
    [
        ("local", "Wexcombe", {}, "local.wexcombe.2027-05-06"),
        ("local", "Wexcombe", {"ward": "Harrow Hill & Lode"}, "local.wexcombe.harrow-hill-lode.2027-05-06"),
        ("local", "Wexcombe", {"ward": "Castle", "is_by_election": True}, "local.wexcombe.castle.by.2027-05-06"),
        ("local", "Wexcombe", {"is_by_election": True}, "local.wexcombe.2027-05-06"),
        ("parliament", "Ynys Môn", {}, "parl.ynys-mon.2027-05-06"),
        ("parliament", "Wexcombe", {"is_by_election": True}, "parl.wexcombe.by.2027-05-06"),
        ("mayor", "Eastshire", {"ward": "Castle"}, "mayor.eastshire.2027-05-06"),
        ("pcc", "Eastshire", {}, "pcc.eastshire.2027-05-06"),
        ("senedd", "Bangor Conwy Môn", {}, "senedd.bangor-conwy-mon.2027-05-06"),
        ("holyrood", "Almond Valley", {}, "sp.c.almond-valley.2027-05-06"),
        ("local", "  ", {}, ""),
    ],
)
def test_an_id_is_made_of_the_kind_the_place_and_the_day(kind: str, place: str, facts: dict, made: str) -> None:
    assert elections.make_id(kind, place, _DAY, **facts) == made
    assert made == "" or (validate(made) and not elections.check_id(made, kind, _DAY))


def test_the_senedd_had_regions_until_2026() -> None:
    assert elections.make_id("senedd", "Cardiff West", datetime.date(2021, 5, 6)) == "senedd.c.cardiff-west.2021-05-06"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("local", "no election ID"),
        ("local.Wexcombe.2027-05-06", "no election ID"),
        ("local..2027-05-06", "no election ID"),
        ("sp.by.2027-05-06", "no election ID"),
        ("local.a.b.c.2027-05-06", "no election ID"),
        ("crown.wexcombe.2027-05-06", "no election ID"),
        ("parl.wexcombe.2027-05-06", "another kind"),
        ("local.wexcombe.2027-05-07", "another day"),
        ("local.wexcombe.2027-05-06", ""),
        ("local.wexcombe.castle.by.2027-05-06", ""),
        ("local.2027-05-06", ""),
    ],
)
def test_an_id_that_was_typed_is_checked(typed: str, words: str) -> None:
    said = elections.check_id(typed, "local", _DAY)
    assert words in said
    assert bool(said) == bool(words)


@pytest.mark.parametrize(
    ("council", "place"),
    [
        ("Wexcombe Borough Council", "Wexcombe"),
        ("Vale District Council", "Vale"),
        ("London Borough of Hackney", "Hackney"),
        ("The City of York Council", "York"),
        ("Birmingham City Council", "Birmingham"),
        ("Caerphilly County Borough Council", "Caerphilly"),
        ("Council", "Council"),
        ("Wexcombe", "Wexcombe"),
    ],
)
def test_a_council_is_named_by_its_place(council: str, place: str) -> None:
    assert elections.place_of_council(council) == place


@pytest.mark.parametrize(
    ("uk_id", "place"),
    [
        ("local.wexcombe.castle.by.2027-05-06", "wexcombe"),
        ("parl.ynys-mon.2027-05-06", "ynys-mon"),
        ("sp.c.almond-valley.2027-05-06", "almond-valley"),
        ("local.2027-05-06", ""),
        ("nonsense", ""),
    ],
)
def test_an_id_says_which_place_it_is_of(uk_id: str, place: str) -> None:
    assert elections.place_in(uk_id) == place
