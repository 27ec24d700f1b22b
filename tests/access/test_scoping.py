"""The second wall and the third: no query about people outside a scope, and none beyond it inside one."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access import scoping
from access.models import Absence, DeviceGrant, Grant, Unit
from access.scoping import ScopeMissing
from tests.cast import Cast
from tests.everywhere import as_in_production


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


def _seen_by_sql() -> set[int]:
    """What a query sees that goes round the manager."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id FROM access_devicegrant")
        return {row[0] for row in cursor.fetchall()}


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
            assert _seen() == _seen_by_sql() == {cast.marsham.pk}
        assert _seen() == _seen_by_sql() == {cast.wexcombe.pk}
        with pytest.raises(ZeroDivisionError), scoping.units([cast.marsham.pk]):
            raise ZeroDivisionError
        assert _seen() == _seen_by_sql() == {cast.wexcombe.pk}
    assert scoping.current() is None


def test_the_same_scope_again_asks_nothing_of_the_database(cast: Cast) -> None:
    with (
        scoping.units([cast.wexcombe.pk], user=cast.marian.pk),
        CaptureQueriesContext(connection) as queries,
        scoping.units([cast.wexcombe.pk]),
    ):
        pass
    assert len(queries) == 0


def test_a_broken_transaction_is_left_without_another_error(cast: Cast, phones: dict[int, DeviceGrant]) -> None:
    """An inner scope can say nothing to a transaction that is broken; rolling back gives the outer one back."""
    with scoping.units([cast.wexcombe.pk]):
        with (
            pytest.raises(DataError),
            transaction.atomic(),
            scoping.units([cast.marsham.pk]),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        assert _seen_by_sql() == {cast.wexcombe.pk}


def test_a_scope_is_a_transaction(cast: Cast) -> None:
    def breaks_off() -> None:
        with scoping.units([cast.wexcombe.pk]):
            Absence.objects.create(unit=cast.wexcombe, user=cast.marian, from_on="2026-12-01", until_on="2026-12-02")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks_off()
    with scoping.units([cast.wexcombe.pk]):
        assert not Absence.objects.exists()


def test_within_a_transaction_a_scope_ends_with_its_block(cast: Cast, phones: dict[int, DeviceGrant]) -> None:
    """As in a command that is one transaction and opens a scope for each unit in turn."""
    with as_in_production(), transaction.atomic():
        with scoping.units([cast.wexcombe.pk]):
            assert _seen_by_sql() == {cast.wexcombe.pk}
        assert _seen_by_sql() == set()


def test_ones_own_rows_are_seen_in_any_unit_and_nobody_elses(cast: Cast) -> None:
    for user, unit in ((cast.marian, cast.wexcombe), (cast.marian, cast.marsham), (cast.osei, cast.wexcombe)):
        with scoping.units([unit.pk]):
            Absence.objects.create(unit=unit, user=user, from_on="2026-12-01", until_on="2026-12-02")
    with scoping.person(cast.marian.pk):
        assert {one.unit_id for one in Absence.objects.all()} == {cast.wexcombe.pk, cast.marsham.pk}
        assert {one.user_id for one in Absence.objects.all()} == {cast.marian.pk}
        assert set(Grant.objects.values_list("user", flat=True)) == {cast.marian.pk}
        assert list(DeviceGrant.objects.all()) == []


def test_afterwards_is_done_although_the_scope_was_rolled_back(cast: Cast) -> None:
    done: list[str] = []

    def is_rolled_back() -> None:
        with scoping.units([cast.wexcombe.pk]), scoping.units([cast.marsham.pk]):
            scoping.afterwards(lambda: done.append(str(scoping.current())))
            assert done == []
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        is_rolled_back()
    scoping.afterwards(lambda: done.append("at once"))
    assert done == ["None", "at once"]


def test_a_scope_does_not_leak_into_another_thread(cast: Cast) -> None:
    found = []
    with scoping.units([cast.wexcombe.pk]):
        thread = threading.Thread(target=lambda: found.append(scoping.current()))
        thread.start()
        thread.join()
    assert found == [None]


def test_a_queryset_shows_no_more_in_another_scope(cast: Cast, phones: dict[int, DeviceGrant]) -> None:
    """It is filtered when it is made, and the database looks when it runs: handing it on can't widen it."""
    with scoping.units([cast.wexcombe.pk]):
        rows = DeviceGrant.objects.all()
        assert {row.unit_id for row in rows.all()} == {cast.wexcombe.pk}
    with scoping.units([cast.marsham.pk]):
        assert list(rows) == []


def test_at_the_top_of_the_tree_what_belongs_to_no_unit_is_in_scope(cast: Cast) -> None:
    assert scoping.of(cast.wexcombe) == [cast.wexcombe.pk]
    top = cast.region.parent or cast.region
    assert set(scoping.of(top)) == {top.pk, scoping.WHOLE}
