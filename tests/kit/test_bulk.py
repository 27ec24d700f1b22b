"""Rows by the ten thousand."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, connection, transaction

from access.models import Unit
from canvass.models import Street, Ward
from kit import bulk


def test_ids_are_new_and_in_order_and_the_next_row_gets_another(scope: Unit) -> None:
    ids = bulk.ids(Ward, 3)
    assert ids == sorted(set(ids))
    assert Ward.objects.create(unit=scope, name="Broad Oak").pk > ids[-1]
    assert bulk.ids(Ward, 0) == []


def test_rows_come_in_by_the_names_of_the_fields(scope: Unit) -> None:
    """Signs that COPY has a meaning for come in as they are, and what is left out is the database's default."""
    first, second = bulk.ids(Ward, 2)
    odd = 'Tab\tand \\N and "quotes"'
    bulk.fill(Ward, "name id unit", iter([("Moss Vale", first, scope.pk), (odd, second, scope.pk)]))
    assert list(Ward.objects.order_by("pk").values_list("pk", "name", "unit_id", "code", "starts_on")) == [
        (first, "Moss Vale", scope.pk, "", None),
        (second, odd, scope.pk, "", None),
    ]


def test_it_can_be_done_twice_in_a_transaction_and_leaves_no_table_behind(scope: Unit) -> None:
    for name in ("Oak Road", "Elm Road"):
        bulk.fill(Street, "unit name locality key", [(scope.pk, name, "", name.lower())])
    assert Street.objects.count() == 2
    assert "filling" not in connection.introspection.table_names()


def test_a_row_of_another_unit_is_kept_out(scope: Unit) -> None:
    """Row-level security looks at these rows too."""
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        bulk.fill(Ward, "unit name", [(scope.pk + 1000, "Elsewhere")])


def test_a_field_that_there_is_not_is_a_fault(scope: Unit) -> None:
    with pytest.raises(FieldDoesNotExist, match="no_such"):
        bulk.fill(Ward, "unit no_such", [])
