"""The second wall: no query about people outside a scope, and none beyond it inside one."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.utils import timezone

from access import scoping
from access.models import DeviceGrant, Unit
from access.scoping import ScopeMissing
from tests.cast import Cast


@pytest.fixture
def phones(cast: Cast) -> dict[int, DeviceGrant]:
    """One phone in each of the two CLPs, by unit."""
    return {unit.pk: _phone(unit) for unit in (cast.wexcombe, cast.marsham)}


def _phone(unit: Unit) -> DeviceGrant:
    with scoping.units([unit.pk]):
        return DeviceGrant.objects.create(
            unit=unit, kind="doorstep", token_sha256=uuid.uuid4().bytes * 2, write_until=timezone.now()
        )


def _seen() -> set[int]:
    return set(DeviceGrant.objects.values_list("unit_id", flat=True))


@pytest.mark.parametrize(
    "query",
    [
        DeviceGrant.objects.all,
        lambda: DeviceGrant.objects.filter(kind="teller"),
        DeviceGrant.objects.count,
        lambda: DeviceGrant.objects.create(kind="teller"),
        DeviceGrant._default_manager.first,
    ],
)
def test_outside_a_scope_a_query_raises(query: object) -> None:
    with pytest.raises(ScopeMissing, match="DeviceGrant was queried outside a scope"):
        query()


def test_inside_a_scope_only_its_units_are_seen(cast: Cast, phones: dict[int, DeviceGrant]) -> None:
    with scoping.units([cast.wexcombe.pk]):
        assert _seen() == {cast.wexcombe.pk}
        assert not DeviceGrant.objects.filter(pk=phones[cast.marsham.pk].pk).exists()
    with scoping.units([cast.wexcombe.pk, cast.marsham.pk]):
        assert _seen() == set(phones)
    with scoping.units([]):
        assert _seen() == set()


def test_an_inner_scope_replaces_the_outer_one_and_gives_it_back(cast: Cast, phones: dict[int, DeviceGrant]) -> None:
    with scoping.units([cast.wexcombe.pk]):
        with scoping.units([cast.marsham.pk]):
            assert _seen() == {cast.marsham.pk}
        assert _seen() == {cast.wexcombe.pk}
        with pytest.raises(ZeroDivisionError), scoping.everything("to break it"):
            raise ZeroDivisionError
        assert _seen() == {cast.wexcombe.pk}
    assert scoping.current() is None


def test_everything_must_say_why(cast: Cast, phones: dict[int, DeviceGrant]) -> None:
    with pytest.raises(ValueError, match="Say why"), scoping.everything(""):
        pass
    with scoping.everything("to count in the test"):
        assert _seen() == set(phones)


def test_a_scope_does_not_leak_into_another_thread(cast: Cast) -> None:
    found = []
    with scoping.units([cast.wexcombe.pk]):
        thread = threading.Thread(target=lambda: found.append(scoping.current()))
        thread.start()
        thread.join()
    assert found == [None]


def test_a_queryset_keeps_the_scope_it_was_made_in(cast: Cast, phones: dict[int, DeviceGrant]) -> None:
    """It is filtered when it is made: handing it on can't widen it."""
    with scoping.units([cast.wexcombe.pk]):
        rows = DeviceGrant.objects.all()
    with scoping.units([cast.marsham.pk]):
        assert {row.unit_id for row in rows} == {cast.wexcombe.pk}
