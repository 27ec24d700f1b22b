"""Sealing the record: every day once, in a chain, and the check that notices any change."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from access.actions import audit, audit_days
from access.models import AuditDay, AuditEvent, OutboxMessage
from access.queries import audit_days as queries
from kit import dbroles

MAY = datetime.date(2027, 5, 3)


def _days(*counts: int, first: datetime.date = MAY) -> None:
    """Write so many entries on each day from the first on, at noon."""
    for passed, count in enumerate(counts):
        noon = datetime.datetime.combine(first, datetime.time(12), datetime.UTC) + datetime.timedelta(days=passed)
        with time_machine.travel(noon, tick=False):
            for number in range(count):
                audit.record("unit.changed", by=None, number=number)


def _seal(at: datetime.datetime) -> int:
    with time_machine.travel(at, tick=False):
        return audit_days.seal()


def _utc(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime.datetime:
    return datetime.datetime(2027, month, day, hour, minute, tzinfo=datetime.UTC)


def test_each_day_that_is_over_is_sealed_once_and_empty_days_too(db: None) -> None:
    _days(2, 0, 3, 1)
    assert _seal(_utc(6, 12)) == 3
    assert list(AuditDay.objects.values_list("day", "rows")) == [
        (MAY, 2),
        (MAY + datetime.timedelta(days=1), 0),
        (MAY + datetime.timedelta(days=2), 3),
    ]
    assert _seal(_utc(6, 12)) == 0


def test_a_day_is_left_open_until_what_began_in_it_has_been_committed(db: None) -> None:
    _days(1)
    assert _seal(_utc(4, 0, 59)) == 0, "01:59 in London"
    assert _seal(_utc(4, 1)) == 1, "02:00 in London"


@pytest.mark.parametrize(
    ("day", "last_minute"),
    [
        (datetime.date(2027, 3, 28), datetime.datetime(2027, 3, 28, 22, 59, tzinfo=datetime.UTC)),  # clocks go forward
        (datetime.date(2027, 10, 31), datetime.datetime(2027, 10, 31, 23, 59, tzinfo=datetime.UTC)),  # and back
    ],
)
def test_days_are_londons_when_the_clocks_change(day: datetime.date, last_minute: datetime.datetime, db: None) -> None:
    for at in (last_minute, last_minute + datetime.timedelta(minutes=1)):
        with time_machine.travel(at, tick=False):
            audit.record("unit.changed", by=None)
    _seal(last_minute + datetime.timedelta(days=3))
    assert list(AuditDay.objects.values_list("day", "rows"))[:2] == [(day, 1), (day + datetime.timedelta(days=1), 1)]


def test_an_empty_record_has_nothing_to_seal(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_days.seal() == 0
    call_command("verify_audit")
    assert "Nothing is sealed yet" in capsys.readouterr().out


def test_a_whole_record_verifies_and_shows_its_newest_seal(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    _days(2, 1)
    _seal(_utc(5, 12))
    call_command("verify_audit")
    said = capsys.readouterr().out
    seal = f"2027-05-04={bytes(AuditDay.objects.latest('day').digest).hex()}"
    assert "The record holds: 2 days, 3 entries, sealed until 2027-05-04." in said
    assert seal in said
    call_command("verify_audit", expect=seal)


def test_an_entry_slipped_into_a_sealed_day_is_found(db: None) -> None:
    _days(2, 2, 2)
    _seal(_utc(6, 12))
    _days(1, first=MAY + datetime.timedelta(days=1))
    with pytest.raises(CommandError, match=r"broken on 2027-05-04: 2 entries were sealed, 3 are there now"):
        call_command("verify_audit")


def test_an_entry_from_before_the_first_day_is_found(db: None) -> None:
    _days(1)
    _seal(_utc(4, 12))
    _days(1, first=MAY - datetime.timedelta(days=30))
    with pytest.raises(CommandError, match="broken on 2027-04-03: it was not sealed"):
        call_command("verify_audit")


def test_the_application_can_change_neither_an_entry_nor_a_seal(db: None) -> None:
    _days(1)
    _seal(_utc(4, 12))
    for table in ("access_auditday", "access_auditevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def as_a_superuser(transactional_db: None) -> Iterator[None]:
    """A record of four sealed days, committed, for somebody with the owner's rights to tamper with."""
    _days(2, 1, 0, 2)
    _seal(_utc(7, 12))
    yield
    _tamper("DELETE FROM access_auditday", "DELETE FROM access_auditevent")


def _tamper(*statements: str) -> None:
    with dbroles.as_owner(), connection.cursor() as cursor:
        for table in ("access_auditevent", "access_auditday"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in ("access_auditevent", "access_auditday"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("deed", "broken_on"),
    [
        ("UPDATE access_auditevent SET verb = 'grant.given' WHERE at::date = '2027-05-04'", "2027-05-04: an entry"),
        ("UPDATE access_auditevent SET actor_id = 7 WHERE at::date = '2027-05-06'", "2027-05-06: an entry was changed"),
        ("UPDATE access_auditevent SET detail = '{\"number\": 9}' WHERE at::date = '2027-05-04'", "2027-05-04"),
        ("DELETE FROM access_auditevent WHERE at::date = '2027-05-06'", "2027-05-06: 2 entries were sealed, 0 are"),
        ("DELETE FROM access_auditday WHERE day = '2027-05-05'", "2027-05-05: it was not sealed"),
        ("DELETE FROM access_auditday WHERE day = '2027-05-03'", "2027-05-03: it was not sealed"),
        ("UPDATE access_auditday SET digest = sha256('x') WHERE day = '2027-05-05'", "2027-05-05: an entry"),
    ],
)
def test_whoever_owns_the_tables_is_found_out(deed: str, broken_on: str, as_a_superuser: None) -> None:
    _tamper(deed)
    with pytest.raises(CommandError, match=f"The record is broken on {broken_on}"):
        call_command("verify_audit")


def test_a_chain_that_was_made_anew_differs_from_the_seal_that_was_mailed(as_a_superuser: None) -> None:
    mailed = f"2027-05-06={bytes(AuditDay.objects.latest('day').digest).hex()}"
    _tamper(
        "UPDATE access_auditevent SET verb = 'grant.given' WHERE at::date = '2027-05-04'",
        "DELETE FROM access_auditday",
    )
    _seal(_utc(7, 12))
    assert queries.check().broken_on is None, "by itself the new chain is whole"
    with pytest.raises(CommandError, match="rewritten, with its chain, on or before that day"):
        call_command("verify_audit", expect=mailed)


@pytest.mark.parametrize("wrong", ["yesterday", "2027-13-01=ab", "=", "2027-05-03"])
def test_what_is_no_seal_is_said_so(wrong: str, db: None) -> None:
    _days(1)
    _seal(_utc(4, 12))
    with pytest.raises(CommandError):
        call_command("verify_audit", expect=wrong)


def test_a_day_that_is_missing_here_is_said_so(db: None) -> None:
    with pytest.raises(CommandError, match="2027-05-03 is not sealed here"):
        call_command("verify_audit", expect="2027-05-03=ab")


@override_settings(AUDIT_SEAL_EMAIL="keeper@example.org")
def test_the_newest_seal_is_mailed_out_of_the_house_once(db: None) -> None:
    _days(1, 1)
    _seal(_utc(5, 12))
    _seal(_utc(5, 13))
    message = OutboxMessage.objects.get(purpose="audit_seal")
    assert message.to_email == "keeper@example.org"
    assert f"2027-05-04={bytes(AuditDay.objects.latest('day').digest).hex()}" in message.text
    assert AuditEvent.objects.count() == 2
