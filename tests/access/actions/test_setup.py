"""The first visit: once, whole or not at all."""

from __future__ import annotations

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from access import transport
from access.actions import setup
from access.enums import UnitKind
from access.models import AuditEvent, Grant, MailServer, OutboxMessage, Unit, User
from access.roles import RoleName
from kit.errors import Refused
from tests.cast import Cast

PASSWORD = "four words nobody joins"
WANTED = {
    "unit_name": "Wexcombe",
    "unit_code": "wexcombe",
    "person_name": "Marian Teale",
    "email": "Marian@Example.org",
    "password": PASSWORD,
}
SERVER = transport.Server("mail.example.org", 587, "", "", "starttls", "rosette@example.org")


def test_it_makes_the_clp_and_its_first_administrator(db: None) -> None:
    unit, user = setup.carry_out(**WANTED, imprint="Promoted by M. Teale", server=SERVER, test_message=True)
    assert (unit.kind, unit.path, unit.imprint) == (UnitKind.CLP, f"/{unit.pk}/", "Promoted by M. Teale")
    assert user.email == "marian@example.org"
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user_id=user.pk).verified
    grants = Grant.objects.filter(user=user, unit=unit)
    assert {grant.role for grant in grants} == {RoleName.ADMINISTRATOR, RoleName.SECRETARY}
    assert all(grant.reason for grant in grants)
    assert MailServer.objects.get().host == "mail.example.org"
    assert OutboxMessage.objects.get().purpose == "test"
    verbs = set(AuditEvent.objects.filter(unit_id=unit.pk).values_list("verb", flat=True))
    assert {"unit.created", "user.made", "grant.given", "mail.server_set", "setup.done"} <= verbs


def test_it_works_once(db: None) -> None:
    setup.carry_out(**WANTED)
    with pytest.raises(Refused, match="set up already"):
        setup.carry_out(**(WANTED | {"unit_code": "another", "email": "another@example.org"}))
    assert Unit.objects.count() == User.objects.count() == 1


def test_where_there_is_any_unit_it_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="set up already"):
        setup.carry_out(**(WANTED | {"unit_code": "another"}))


@pytest.mark.parametrize(
    "wrong", [{"unit_code": "no good"}, {"unit_name": ""}, {"email": "nowhere"}, {"person_name": ""}]
)
def test_it_is_done_whole_or_not_at_all(wrong: dict, db: None) -> None:
    with pytest.raises(Refused):
        setup.carry_out(**(WANTED | wrong))
    assert not Unit.objects.exists()
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_visitors_at_the_same_moment_one_sets_it_up() -> None:
    start, refused = threading.Barrier(2), []

    def visit(number: int) -> None:
        start.wait()
        try:
            setup.carry_out(**(WANTED | {"unit_code": f"unit-{number}", "email": f"p{number}@example.org"}))
        except Refused as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Unit.objects.count() == User.objects.count() == 1
