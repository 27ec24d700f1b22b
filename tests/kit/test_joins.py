"""Joins of tables that were filled a moment ago."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from kit import joins


def _allowed() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        return cursor.fetchone()[0]


def test_nested_loops_are_off_within_it_and_on_again_after_it(db: None) -> None:
    with joins.large() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
        assert _allowed() == "off"
    assert _allowed() == "on"


def test_a_block_within_another_leaves_it_off(db: None) -> None:
    with joins.large():
        with joins.large():
            assert _allowed() == "off"
        assert _allowed() == "off"
    assert _allowed() == "on"


def test_it_ends_with_what_failed(db: None) -> None:
    def fails_in_it() -> None:
        with transaction.atomic(), joins.large():
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_in_it()
    assert _allowed() == "on"


def test_it_ends_with_the_transaction(transactional_db: None) -> None:
    with transaction.atomic(), joins.large():
        assert _allowed() == "off"
    assert _allowed() == "on"
