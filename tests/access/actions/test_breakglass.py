"""Break-glass: one CLP for an hour, loud, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from access import scoping
from access.actions import audit, breakglass, grants
from access.enums import GrantKind
from access.models import AuditEvent, Grant, OutboxMessage
from access.permissions import Permission as P
from access.queries import accesses
from access.queries import breakglass as queries
from access.roles import ROLES, RoleName
from access.tasks import sweep_break_glass
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast

# A Tuesday, 23:30 in London: the hour goes over midnight.
NIGHT = datetime.datetime(2027, 6, 1, 22, 30, tzinfo=datetime.UTC)


@pytest.fixture
def clock_at(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NIGHT, tick=False) as travel:
        yield travel


@pytest.fixture
def cast(clock_at: object) -> Cast:
    made = people.make()
    people.grant(made.noor, made.wexcombe, RoleName.DATA_OFFICER)
    return made


def _begin(cast: Cast) -> Grant:
    with scoping.units([cast.wexcombe.pk]):
        return breakglass.begin(unit=cast.wexcombe, reason="a leaked list", reference="T-214", by=cast.priya)


def test_it_opens_the_names_of_one_clp_to_read_and_nothing_else(cast: Cast) -> None:
    before = accesses.of(cast.priya).permissions_in(cast.wexcombe)
    elsewhere = accesses.of(cast.priya).permissions_in(cast.marsham)
    _begin(cast)
    now = accesses.of(cast.priya)
    assert now.permissions_in(cast.wexcombe) - before == {
        P.SEE_MEMBERS,
        P.SEE_REGISTER,
        P.SEE_BOARDS,
        P.SEE_KNOCK_UPS,
        P.SEE_MAIL,
    }
    assert now.permissions_in(cast.marsham) == elsewhere
    changing = {one for one in P if one.value.split(".")[1] not in {"see", "search"}}
    assert not ROLES[RoleName.EMERGENCY_READER].permissions & changing


def test_it_closes_by_itself_to_the_minute(cast: Cast, clock_at: time_machine.Traveller) -> None:
    _begin(cast)
    clock_at.move_to(NIGHT + datetime.timedelta(minutes=59, seconds=59))
    browser = cast.client(cast.priya)
    assert browser.get("/u/wexcombe/organise/members/").status_code == 200
    clock_at.move_to(NIGHT + datetime.timedelta(minutes=60))
    assert browser.get("/u/wexcombe/organise/members/").status_code == 403


@pytest.mark.parametrize(
    "opened_at",
    [
        datetime.datetime(2027, 3, 28, 0, 30, tzinfo=datetime.UTC),  # the clocks go forward at 01:00
        datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC),  # they go back: 01:30 comes twice
    ],
)
@pytest.mark.django_db
def test_an_hour_is_an_hour_on_the_nights_when_the_clocks_change(opened_at: datetime.datetime) -> None:
    with time_machine.travel(opened_at, tick=False) as travel:
        cast = people.make()
        _begin(cast)
        travel.move_to(opened_at + datetime.timedelta(minutes=59))
        assert accesses.of(cast.priya).may(P.SEE_MEMBERS, cast.wexcombe)
        travel.move_to(opened_at + datetime.timedelta(minutes=60))
        assert not accesses.of(cast.priya).may(P.SEE_MEMBERS, cast.wexcombe)


def test_everybody_who_runs_the_clp_is_told_at_once(cast: Cast) -> None:
    _begin(cast)
    told = OutboxMessage.objects.filter(purpose="break_glass")
    assert set(told.values_list("to_email", flat=True)) == {
        "marian@example.org",
        "noor@example.org",
        "wexcombe@example.org",
    }
    text = told.get(to_email="marian@example.org").text
    assert "Priya Nair can read the members and electors of Wexcombe and Harrow Hill from 23:30 to 00:30" in text
    assert "T-214: a leaked list" in text
    entry = AuditEvent.objects.get(verb="break_glass.opened")
    assert (entry.actor_id, entry.unit_id) == (cast.priya.pk, cast.wexcombe.pk)


def test_a_data_officer_whose_role_is_not_open_is_told_too(cast: Cast) -> None:
    people.grant(people.newcomer(), cast.wexcombe, RoleName.DATA_OFFICER)
    _begin(cast)
    assert OutboxMessage.objects.filter(purpose="break_glass", to_email="newcomer@example.org").exists()


@pytest.mark.parametrize(("reason", "reference"), [("", "T-1"), ("a leak", " ")])
def test_it_needs_a_reason_and_a_reference(reason: str, reference: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="Say what has happened"):
        breakglass.begin(unit=cast.wexcombe, reason=reason, reference=reference, by=cast.priya)


@pytest.mark.parametrize("who", ["marian", "osei", "rival", "lewis"])
def test_nobody_in_a_clp_opens_it(who: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="may not open emergency access"):
        breakglass.begin(unit=cast.wexcombe, reason="x", reference="y", by=getattr(cast, who))


def test_only_a_clp_is_opened(cast: Cast) -> None:
    for unit in (cast.region, cast.branch):
        with pytest.raises(Refused, match="no role for a unit of this kind"):
            breakglass.begin(unit=unit, reason="x", reference="y", by=cast.priya)


def test_it_is_open_once_at_a_time_and_can_be_opened_again_later(cast: Cast, clock_at: time_machine.Traveller) -> None:
    _begin(cast)
    with pytest.raises(Refused, match="Priya Nair is Emergency reader here already"):
        _begin(cast)
    clock_at.shift(datetime.timedelta(minutes=61))
    _begin(cast)


def test_without_its_lesson_terms_and_passkey_it_opens_nothing_and_tells_nobody(cast: Cast) -> None:
    """A regional organiser who has a passkey, and has passed and signed nothing."""
    new = people.newcomer()
    people.grant(new, cast.region, RoleName.REGIONAL_ORGANISER)
    Authenticator.objects.create(user=new, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    assert queries.missing(accesses.of(new)) != []
    with scoping.units([cast.wexcombe.pk]), pytest.raises(Refused, match="Nothing was opened"):
        breakglass.begin(unit=cast.wexcombe, reason="a leak", reference="T-1", by=new)
    assert not Grant.objects.filter(kind=GrantKind.BREAK_GLASS).exists()
    assert not OutboxMessage.objects.exists()


def test_whoever_opened_it_closes_it_and_so_can_the_secretary(cast: Cast, clock_at: time_machine.Traveller) -> None:
    grant = _begin(cast)
    with scoping.units([cast.wexcombe.pk]), pytest.raises(Refused, match="may not end roles"):
        breakglass.close(grant=grant, by=cast.alun)
    with scoping.units([cast.wexcombe.pk]):
        breakglass.close(grant=grant, by=cast.priya)
    assert not accesses.of(cast.priya).may(P.SEE_MEMBERS, cast.wexcombe)
    again = _begin(cast)
    with scoping.units([cast.wexcombe.pk]):
        breakglass.close(grant=again, by=cast.marian)
    assert not accesses.of(cast.priya).may(P.SEE_MEMBERS, cast.wexcombe)


def test_no_other_role_is_closed_as_emergency_access(cast: Cast) -> None:
    with pytest.raises(Refused, match="no emergency access"):
        breakglass.close(grant=Grant.objects.get(user=cast.alun), by=cast.marian)


def _look(cast: Cast, count: int) -> None:
    audit.record("people.seen", by=cast.priya, unit=cast.wexcombe, count=count, what="members.see", purpose="emergency")


def test_the_list_says_how_much_was_looked_at_while_it_was_open(cast: Cast, clock_at: time_machine.Traveller) -> None:
    grant = _begin(cast)
    clock_at.shift(datetime.timedelta(minutes=10))
    _look(cast, 50)
    _look(cast, 1)
    [opening] = queries.seen(queries.opened([cast.wexcombe.pk]))
    assert (opening.grant, opening.is_open, opening.pages, opening.people) == (grant, True, 2, 51)
    clock_at.shift(datetime.timedelta(minutes=51))
    _look(cast, 999)
    [opening] = queries.seen(queries.opened([cast.wexcombe.pk]))
    assert (opening.is_open, opening.people) == (False, 51)
    assert opening.closed_at == NIGHT + datetime.timedelta(minutes=60)


def test_the_region_gets_the_list_of_a_week_once_it_is_over(cast: Cast, clock_at: time_machine.Traveller) -> None:
    _begin(cast)
    _look(cast, 7)
    sweep_break_glass()
    assert not OutboxMessage.objects.filter(purpose="break_glass_week").exists(), "the week is not over"
    clock_at.move_to(datetime.datetime(2027, 6, 6, 23, 1, tzinfo=datetime.UTC))  # Monday in London
    sweep_break_glass()
    sweep_break_glass()
    message = OutboxMessage.objects.get(purpose="break_glass_week")
    assert message.to_email == "priya@example.org"
    assert "Wexcombe and Harrow Hill" in message.text
    assert "Priya Nair: T-214: a leaked list" in message.text
    assert "1 page with people was opened (7 people in all)" in message.text


def test_a_week_that_no_worker_could_list_is_made_up_for(cast: Cast, clock_at: time_machine.Traveller) -> None:
    _begin(cast)
    clock_at.move_to(datetime.datetime(2027, 6, 22, 12, tzinfo=datetime.UTC))
    sweep_break_glass()
    assert OutboxMessage.objects.filter(purpose="break_glass_week").count() == 1


def test_it_is_neither_renewed_nor_warned_of(cast: Cast) -> None:
    grant = _begin(cast)
    with scoping.units([cast.wexcombe.pk]), pytest.raises(Refused, match="ends with the office, the absence"):
        grants.renew(grant=grant, by=cast.marian)
    grants.sweep()
    assert not OutboxMessage.objects.filter(purpose="grant_ends").exists()
