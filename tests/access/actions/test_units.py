"""Making and changing units."""

from __future__ import annotations

import pytest

from access.actions import units
from access.enums import UnitKind
from access.models import AuditEvent, Unit
from kit.errors import Refused
from tests.cast import Cast


def test_a_unit_gets_its_place_in_the_tree(cast: Cast) -> None:
    branch = units.create(kind="branch", code="brickfields", name="Brickfields branch", parent=cast.wexcombe, by=None)
    assert branch.path == f"{cast.wexcombe.path}{branch.pk}/"
    assert branch.lineage() == [*cast.wexcombe.lineage(), branch.pk]
    assert cast.region.contains(branch)
    assert not branch.contains(cast.wexcombe)


def test_a_clp_may_be_the_top_of_its_own_tree(db: None) -> None:
    unit = units.create(kind="clp", code="alone", name="Alone", by=None)
    assert (unit.parent, unit.path) == (None, f"/{unit.pk}/")


def test_it_is_on_the_record(cast: Cast) -> None:
    unit = units.create(kind="clp", code="new", name="New", parent=cast.region, by=cast.priya)
    entry = AuditEvent.objects.get(verb="unit.created", unit_id=unit.pk)
    assert (entry.actor_id, entry.detail) == (cast.priya.pk, {"kind": "clp", "parent": cast.region.pk})


@pytest.mark.parametrize(
    ("kind", "code", "name", "words"),
    [
        ("clp", "wexcombe", "Twice", "already"),
        ("clp", "has space", "Odd", "letters, numbers"),
        ("clp", "", "Odd", "blank"),
        ("clp", "fine", "", "blank"),
        ("ward", "fine", "Ward", "no kind of unit called ward"),
        ("branch", "fine", "Branch", "belongs to a CLP"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(kind: str, code: str, name: str, words: str, cast: Cast) -> None:
    before = Unit.objects.count()
    with pytest.raises(Refused, match=words):
        units.create(kind=kind, code=code, name=name, by=None)
    assert Unit.objects.count() == before


def test_units_nest_downwards_only(cast: Cast) -> None:
    with pytest.raises(Refused, match="can't stand under Wexcombe"):
        units.create(kind=UnitKind.REGION, code="north", name="North", parent=cast.wexcombe, by=None)


def test_settings_are_changed_and_the_record_says_which(cast: Cast) -> None:
    units.change(unit=cast.wexcombe, name="Wexcombe", imprint="", contact_email="wexcombe@example.org", by=cast.marian)
    cast.wexcombe.refresh_from_db()
    assert (cast.wexcombe.name, cast.wexcombe.imprint) == ("Wexcombe", "")
    entry = AuditEvent.objects.get(verb="unit.changed")
    assert entry.detail == {"fields": ["name", "imprint"]}


def test_saving_the_same_again_leaves_no_trace(cast: Cast) -> None:
    unit = cast.wexcombe
    units.change(unit=unit, name=unit.name, imprint=unit.imprint, contact_email=unit.contact_email, by=cast.marian)
    assert not AuditEvent.objects.filter(verb="unit.changed").exists()


def test_a_wrong_address_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="email"):
        units.change(unit=cast.wexcombe, name="X", imprint="", contact_email="nowhere", by=cast.marian)
    cast.wexcombe.refresh_from_db()
    assert cast.wexcombe.name == "Wexcombe and Harrow Hill"
