"""A file that takes more than five in a hundred off the register: two people say yes, to the same figures."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db.models import F

from access.models import AuditEvent, OutboxMessage, Unit, User
from access.queries import accesses
from access.roles import RoleName
from canvass.actions import imports as actions
from canvass.actions.imports import files
from canvass.enums import Entitlement, FileKind, ImportState
from canvass.models import Council, Elector, RegisterImport
from canvass.queries import imports as queries
from canvass.rules import imports as rules
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.factories import imports, registers

pytestmark = pytest.mark.usefixtures("november")

DECEMBER, LATER = datetime.date(2025, 12, 1), datetime.date(2026, 11, 1)
TOWN = registers.street(houses=10)  # 20 people


@pytest.fixture(autouse=True)
def _private(settings: LazySettings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES = tmp_path / "private"


@pytest.fixture
def officer(cast: Cast) -> User:
    """A data officer, who can be the second person."""
    user = people.newcomer("ada", "Ada Kerr")
    people.passed_everything([user])
    people.grant(user, cast.wexcombe, RoleName.DATA_OFFICER)
    return user


@pytest.fixture
def council(scope: Unit, tmp_path: Path) -> Council:
    imports.bring_in(scope, registers.xpress(tmp_path / "old.csv", TOWN), dated_on=DECEMBER)
    return Council.objects.get()


@pytest.fixture
def send(scope: Unit, cast: Cast, council: Council, tmp_path: Path) -> Callable[..., RegisterImport]:
    """Upload a register without the first so many people, and have it read."""

    def run(gone: int) -> RegisterImport:
        path = registers.xpress(tmp_path / "new.csv", TOWN[gone:])
        made = actions.upload(
            unit=scope,
            file_name="new.csv",
            chunks=[path.read_bytes()],
            council=council,
            dated_on=LATER,
            supply=actions.Supply(Entitlement.CANDIDATE, " M. Teale ", "", datetime.date(2027, 5, 1)),
            by=cast.marian,
        )
        actions.read(made.pk)
        made.refresh_from_db()
        assert made.state == ImportState.CHECKED
        return made

    return run


@pytest.fixture
def second(send: Callable, cast: Cast, officer: User) -> RegisterImport:
    """Two of twenty would go, and Marian has approved it."""
    made = send(2)
    assert actions.approve(register_import=made, by=cast.marian)
    made.refresh_from_db()
    return made


def confirm(file: RegisterImport, by: User) -> bool:
    return actions.confirm(register_import=file, figures=rules.as_seen(file.report), by=by)


def test_one_in_twenty_is_one_person_s_to_approve(send: Callable, cast: Cast) -> None:
    made = send(1)
    assert made.report["needs_second"] is False
    actions.approve(register_import=made, by=cast.marian)
    made.refresh_from_db()
    assert (made.state, made.kind) == (ImportState.APPLYING, FileKind.FULL)


def test_the_terms_stand_with_the_file(send: Callable) -> None:
    made = send(1)
    kept = (made.entitlement, made.received_by, made.delete_by)
    assert kept == (Entitlement.CANDIDATE, "M. Teale", datetime.date(2027, 5, 1))


def test_more_waits_for_a_second_person_who_is_written_to(second: RegisterImport, cast: Cast, officer: User) -> None:
    assert (second.state, second.approved_by_id) == (ImportState.SECOND, cast.marian.pk)
    actions.apply(second.pk)
    assert Elector.objects.on_register().count() == 20, "nothing happens until then"
    message = OutboxMessage.objects.get(purpose="second_person")
    assert message.subject == "Wexcombe and Harrow Hill: a register waits for a second person"
    assert "Marian Teale approved a file of Wexcombe Council that would take 2 people off" in message.text
    assert f"/canvass/register/imports/{second.pk}/" in message.text
    assert queries.who_may_confirm(second) == [officer]


def test_the_second_person_s_start_page_asks_and_the_first_s_does_not(
    second: RegisterImport, cast: Cast, officer: User
) -> None:
    (need,) = queries.needs(accesses.of(officer), cast.wexcombe)
    assert need.title == "Be the second person for a register"
    assert need.what == "Marian Teale approved a file that takes 2 people off the register."
    assert queries.needs(accesses.of(cast.marian), cast.wexcombe) == []


def test_the_second_person_has_it_brought_in(
    second: RegisterImport, cast: Cast, officer: User, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert confirm(second, officer)
    second.refresh_from_db()
    assert (second.state, second.approved_by_id, second.confirmed_by_id) == (
        ImportState.APPLIED, cast.marian.pk, officer.pk,
    )  # fmt: skip
    assert Elector.objects.on_register().count() == 18
    row = AuditEvent.objects.get(verb="register.confirmed")
    assert (row.actor_id, row.detail) == (officer.pk, {"deleted": 2})


def test_nobody_is_their_own_second_person(second: RegisterImport, cast: Cast) -> None:
    with pytest.raises(Refused, match="You approved this file yourself"):
        confirm(second, cast.marian)


def test_the_second_person_may_bring_in_registers_here(second: RegisterImport, cast: Cast) -> None:
    for user in (cast.osei, cast.rival, cast.priya):
        with pytest.raises(Refused, match="may not bring in a register here"):
            confirm(second, user)


def test_other_figures_than_those_that_were_seen(second: RegisterImport, officer: User) -> None:
    with pytest.raises(Refused, match="not those that you saw"):
        actions.confirm(register_import=second, figures="0-0-1-0-1", by=officer)
    second.refresh_from_db()
    assert second.state == ImportState.SECOND


def test_a_register_that_changed_meanwhile_is_looked_at_by_both_again(second: RegisterImport, officer: User) -> None:
    Council.objects.update(version=F("version") + 1)
    assert not confirm(second, officer)
    second.refresh_from_db()
    assert (second.state, second.approved_by, second.confirmed_by) == (ImportState.CHECKING, None, None)


def test_what_waits_for_a_second_person_is_approved_once_and_can_be_thrown_away(
    second: RegisterImport, cast: Cast, officer: User
) -> None:
    with pytest.raises(Refused, match="It waits for a second person"):
        actions.approve(register_import=second, by=officer)
    actions.discard(register_import=second, by=officer)
    second.refresh_from_db()
    assert second.state == ImportState.DISCARDED
    assert not second.samples.exists()
    with pytest.raises(Refused, match="not waiting for approval any more"):
        confirm(second, officer)


def test_a_file_that_needs_two_after_all_is_not_brought_in_by_one(send: Callable, cast: Cast) -> None:
    made = send(1)
    actions.approve(register_import=made, by=cast.marian)
    registers.xpress(files.where(made.stored_as), TOWN[2:])
    actions.apply(made.pk)
    made.refresh_from_db()
    assert (made.state, made.approved_by) == (ImportState.CHECKING, None)
    assert Elector.objects.on_register().count() == 20
