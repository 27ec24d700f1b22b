"""Losing the second step: another officer vouches, a day goes by, everybody is told."""

from __future__ import annotations

import datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from access import scoping
from access.actions import resets
from access.models import AuditEvent, FactorReset, OutboxMessage, Unit, User
from access.roles import RoleName
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast

WHY = "Rang him on the number we have had for years"


@pytest.fixture
def second(cast: Cast) -> User:
    """A second secretary of Wexcombe, who decides too."""
    user = people._user("beatrix", "Beatrix Low")
    people.grant(user, cast.wexcombe, RoleName.SECRETARY)
    return user


def _ask(cast: Cast, *, user: User | None = None, by: User | None = None, unit: Unit | None = None) -> FactorReset:
    unit, by = unit or cast.wexcombe, by or cast.marian
    with scoping.units([unit.pk], user=by.pk):
        return resets.ask(user=user or cast.osei, unit=unit, reason=WHY, by=by)


def _carry_out(user: User) -> None:
    with scoping.person(user.pk):
        resets.carry_out(user=user)


def _later(reset: FactorReset, **span: int) -> None:
    """Let time go by for this reset."""
    past = datetime.timedelta(**span)
    FactorReset.objects.filter(pk=reset.pk).update(
        asked_at=reset.asked_at - past, opens_at=reset.opens_at - past, lapses_at=reset.lapses_at - past
    )


def test_the_person_and_the_other_deciders_are_told(cast: Cast, second: User) -> None:
    EmailAddress.objects.create(user=cast.osei, email="osei@home.example", verified=True)
    EmailAddress.objects.create(user=cast.osei, email="osei@thief.example", verified=False)
    made = _ask(cast)
    assert made.opens_at - made.asked_at == datetime.timedelta(hours=24)
    mails = set(OutboxMessage.objects.values_list("to_email", "purpose"))
    assert {("osei@example.org", "reset_asked"), ("osei@home.example", "reset_asked")} <= mails
    assert ("beatrix@example.org", "reset_for_deciders") in mails
    assert ("marian@example.org", "reset_for_deciders") not in mails
    assert "osei@thief.example" not in {to for to, _purpose in mails}
    text = OutboxMessage.objects.get(to_email="osei@home.example").text
    assert "Marian Teale" in text
    assert "/accounts/second-factor/" in text
    row = AuditEvent.objects.get(verb="reset.asked")
    assert (row.actor_id, row.unit_id, row.detail) == (cast.marian.pk, cast.wexcombe.pk, {"user": cast.osei.pk})


def test_nothing_happens_before_its_day(cast: Cast) -> None:
    _later(_ask(cast), hours=23, minutes=59)
    with pytest.raises(Refused):
        _carry_out(cast.osei)
    assert Authenticator.objects.filter(user=cast.osei).exists()


def test_after_its_day_the_second_step_is_taken_off_and_all_sessions_end(cast: Cast) -> None:
    browser = cast.client(cast.osei)
    made = _ask(cast)
    _later(made, hours=24)
    _carry_out(cast.osei)
    assert not Authenticator.objects.filter(user=cast.osei).exists()
    assert browser.get("/accounts/sessions/").status_code == 302
    made.refresh_from_db()
    assert made.done_at is not None
    assert OutboxMessage.objects.filter(to_email="osei@example.org", purpose="reset_done").exists()
    with pytest.raises(Refused):
        _carry_out(cast.osei)


def test_after_a_week_it_has_lapsed(cast: Cast) -> None:
    _later(_ask(cast), days=8)
    with pytest.raises(Refused):
        _carry_out(cast.osei)
    assert _ask(cast).opens_at > timezone.now(), "another may be asked for"


@pytest.mark.parametrize("who", ["osei", "marian"])
def test_the_person_and_whoever_decides_may_stop_it(who: str, cast: Cast) -> None:
    made = _ask(cast)
    with scoping.units([cast.wexcombe.pk]):
        resets.call_off(reset=made, by=getattr(cast, who))
    _later(made, hours=25)
    with pytest.raises(Refused):
        _carry_out(cast.osei)
    assert OutboxMessage.objects.filter(to_email="osei@example.org", purpose="reset_called_off").exists()


def test_nobody_else_may_stop_it(cast: Cast) -> None:
    made = _ask(cast)
    with scoping.units([cast.wexcombe.pk]), pytest.raises(Refused):
        resets.call_off(reset=made, by=cast.rival)


@pytest.mark.parametrize("by", ["osei", "alun", "rival", "noor", "lewis"])
def test_who_may_not_vouch(by: str, cast: Cast) -> None:
    with pytest.raises(Refused):
        _ask(cast, by=getattr(cast, by))


def test_the_region_may_vouch(cast: Cast) -> None:
    assert _ask(cast, by=cast.priya).asked_by == cast.priya


def test_a_clp_can_not_open_the_account_of_somebody_who_decides_above_it(cast: Cast) -> None:
    people.grant(cast.priya, cast.wexcombe, RoleName.CANVASSER)
    with pytest.raises(Refused, match="further up"):
        _ask(cast, user=cast.priya)


def test_one_at_a_time_and_only_where_there_is_one_to_lose(cast: Cast) -> None:
    _ask(cast)
    with pytest.raises(Refused, match="under way"):
        _ask(cast)
    Authenticator.objects.filter(user=cast.alun).delete()
    with pytest.raises(Refused, match="nothing to take off"):
        _ask(cast, user=cast.alun)


def test_a_stranger_sees_no_reset(cast: Cast) -> None:
    _ask(cast)
    with scoping.person(cast.rival.pk):
        assert not FactorReset.objects.exists()
    with scoping.units([cast.marsham.pk], user=cast.rival.pk):
        assert not FactorReset.objects.exists()
    with scoping.person(cast.osei.pk):
        assert FactorReset.objects.count() == 1


def test_from_the_command_line_it_is_taken_off_at_once(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    browser = cast.client(cast.osei)
    call_command("forget_second_step", "OSEI@example.org")
    assert "2 taken off" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=cast.osei).exists()
    assert browser.get("/accounts/sessions/").status_code == 302
    assert OutboxMessage.objects.filter(to_email="osei@example.org", purpose="reset_forced").exists()
    assert AuditEvent.objects.get(verb="reset.forced").detail == {"user": cast.osei.pk, "factors": 2}
    with pytest.raises(CommandError, match="no account"):
        call_command("forget_second_step", "nobody@example.org")
