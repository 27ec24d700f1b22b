"""Giving and ending roles."""

from __future__ import annotations

import datetime
import threading
import uuid

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from access import scoping
from access.actions import grants
from access.enums import GrantKind
from access.models import AuditEvent, DeviceGrant, Grant, OutboxMessage, Tool, Unit, User
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import RoleName
from kit import clock
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere


def _give(cast: Cast, user: User, role: str = RoleName.CANVASSER, **more: object) -> Grant:
    return grants.give(user=user, unit=cast.wexcombe, role=role, reason="helps out", by=cast.marian, **more)


def test_a_role_opens_at_once_and_is_on_the_record(cast: Cast) -> None:
    grant = _give(cast, cast.noor)
    assert accesses.of(cast.noor).may(P.RECORD_DOORS, cast.wexcombe)
    entry = AuditEvent.objects.get(verb="grant.given")
    assert (entry.actor_id, entry.unit_id, entry.object_id) == (cast.marian.pk, cast.wexcombe.pk, str(grant.pk))
    assert entry.detail == {
        "role": "canvasser",
        "user": cast.noor.pk,
        "kind": "given",
        "until": grant.ends_on.isoformat(),
    }


def test_a_role_for_later_opens_on_its_day(cast: Cast) -> None:
    tomorrow = clock.today() + datetime.timedelta(days=1)
    _give(cast, cast.noor, starts_on=tomorrow, ends_on=tomorrow)
    assert not accesses.of(cast.noor).grants


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nobody gives a role to themselves"):
        _give(cast, cast.marian, RoleName.ADMINISTRATOR)
    with pytest.raises(Refused, match="Nobody gives a role to themselves"):
        grants.give(user=cast.priya, unit=cast.wexcombe, role=RoleName.SECRETARY, reason="to see names", by=cast.priya)


@pytest.mark.parametrize("who", ["osei", "alun", "noor", "rival", "lewis"])
def test_only_those_who_may_give_roles_here_give_them(who: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="may not give roles"):
        grants.give(user=cast.tess, unit=cast.wexcombe, role="secretary", reason="x", by=getattr(cast, who))


def test_who_runs_the_field_decides_about_the_field_alone(cast: Cast) -> None:
    grants.give(user=cast.noor, unit=cast.wexcombe, role=RoleName.CANVASSER, reason="keen", by=cast.osei)
    with pytest.raises(Refused, match="may not give roles"):
        grants.give(user=cast.noor, unit=cast.wexcombe, role=RoleName.DATA_OFFICER, reason="keen", by=cast.osei)


def test_it_runs_as_long_as_the_role_may_and_no_longer(cast: Cast) -> None:
    today = clock.today()
    assert _give(cast, cast.noor).ends_on == today + datetime.timedelta(days=364)
    assert _give(cast, cast.noor, RoleName.TELLER).ends_on == today + datetime.timedelta(days=89)
    with pytest.raises(Refused, match="It runs for 31 days at most"):
        _give(cast, cast.noor, RoleName.DEPUTY, ends_on=today + datetime.timedelta(days=31))


def test_what_the_command_line_gives_runs_until_it_is_ended(cast: Cast) -> None:
    given = grants.give(user=cast.noor, unit=cast.wexcombe, role="administrator", reason="set up", by=None)
    assert given.ends_on is None


def test_a_role_that_does_not_exist_in_such_a_unit(cast: Cast) -> None:
    with pytest.raises(Refused, match="no role for a unit of this kind"):
        grants.give(user=cast.noor, unit=cast.region, role=RoleName.CANVASSER, reason="x", by=cast.priya)


def test_the_emergency_role_is_never_given(cast: Cast) -> None:
    for by in (cast.marian, cast.priya, None):
        with pytest.raises(Refused, match="Nobody gives this role"):
            grants.give(user=cast.noor, unit=cast.wexcombe, role=RoleName.EMERGENCY_READER, reason="x", by=by)


def test_no_more_people_at_a_time_than_may(cast: Cast) -> None:
    """Three may be secretary: two who follow one another are one at a time."""
    today, month = clock.today(), datetime.timedelta(days=30)
    _give(cast, cast.noor, RoleName.SECRETARY, ends_on=today + month)
    _give(cast, cast.tess, RoleName.SECRETARY, starts_on=today + month + datetime.timedelta(days=1))
    third = _give(cast, cast.alun, RoleName.SECRETARY)
    with pytest.raises(Refused, match="Only 3 people may hold this here at a time"):
        _give(cast, cast.osei, RoleName.SECRETARY)
    grants.end(grant=third, reason="no time", by=cast.alun)
    _give(cast, cast.osei, RoleName.SECRETARY)


def test_a_role_for_part_of_a_clp(cast: Cast) -> None:
    given = _give(cast, cast.noor, RoleName.BOARD_RUNNER, area=["ward:7"])
    assert accesses.of(cast.noor).area(P.MAKE_BOARDS, cast.wexcombe) == frozenset({"ward:7"})
    assert AuditEvent.objects.get(verb="grant.given", object_id=str(given.pk)).detail["area"] == ["ward:7"]


def test_a_key_to_a_tool_opens_nothing_here_and_is_on_the_record(cast: Cast) -> None:
    tool = Tool.objects.create(code="blue-book", name="Blue Book", what_for="x", steps="Ask", at_most=1)
    key = grants.give(user=cast.noor, unit=cast.wexcombe, tool=tool, reason="sells ads", by=cast.marian)
    assert not accesses.of(cast.noor).grants
    assert AuditEvent.objects.get(verb="tool.key_given").detail["tool"] == "blue-book"
    with pytest.raises(Refused, match="holds a key to Blue Book here already"):
        grants.give(user=cast.noor, unit=cast.wexcombe, tool=tool, reason="x", by=cast.marian)
    with pytest.raises(Refused, match="Only 1 person may hold this here"):
        grants.give(user=cast.tess, unit=cast.wexcombe, tool=tool, reason="x", by=cast.marian)
    grants.end(grant=key, reason="over", by=cast.marian, agreed=True)
    assert AuditEvent.objects.get(verb="tool.key_ended").detail["tool"] == "blue-book"


def test_the_person_is_told_by_mail(cast: Cast) -> None:
    _give(cast, cast.noor)
    message = OutboxMessage.objects.get(purpose="grant_given")
    assert (message.to_email, message.unit) == ("noor@example.org", cast.wexcombe)
    assert "Marian Teale has given you the role Canvasser" in message.text
    assert "/access/mine/" in message.text


def test_the_region_may_give_roles_in_its_clps(cast: Cast) -> None:
    grants.give(user=cast.noor, unit=cast.marsham, role=RoleName.CANVASSER, reason="asked by Roy", by=cast.priya)
    assert accesses.of(cast.noor).may(P.RECORD_DOORS, cast.marsham)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": "  "}, "Say why this person needs the role"),
        ({"starts_on": datetime.date(2030, 2, 2), "ends_on": datetime.date(2030, 2, 1)}, "before the first day"),
        ({"ends_on": datetime.date(2020, 1, 1)}, "gone by already"),
        ({"role": "emperor"}, "no role"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_given(change: dict, words: str, cast: Cast) -> None:
    before = Grant.objects.count()
    wanted = {"user": cast.noor, "unit": cast.wexcombe, "role": "canvasser", "reason": "x", "by": cast.marian}
    with pytest.raises(Refused, match=words):
        grants.give(**(wanted | change))
    assert Grant.objects.count() == before


def test_the_same_role_is_not_given_twice_for_the_same_days(cast: Cast) -> None:
    today = clock.today()
    _give(cast, cast.noor, ends_on=today + datetime.timedelta(days=3))
    with pytest.raises(Refused, match="Noor Haddad is Canvasser here already"):
        _give(cast, cast.noor, starts_on=today + datetime.timedelta(days=3))
    _give(cast, cast.noor, starts_on=today + datetime.timedelta(days=4))
    assert Grant.objects.filter(user=cast.noor).count() == 2


def test_the_database_refuses_a_role_without_a_reason_too(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="access_grant_has_a_reason"), transaction.atomic():
        Grant.objects.filter(user=cast.alun).update(reason="")


def _of(user: User, role: str | None = None) -> Grant:
    held = Grant.objects.filter(user=user)
    return held.get(role=role) if role else held.get()


def test_an_ended_role_is_refused_at_once_and_its_sessions_are_over(cast: Cast) -> None:
    browser = cast.client(cast.osei)
    assert browser.get("/u/wexcombe/").status_code == 200
    over = grants.end(grant=_of(cast.osei), reason="moved away", by=cast.marian, agreed=True)
    assert browser.get("/u/wexcombe/").status_code == 302, "still signed in"
    assert cast.client(cast.osei).get("/u/wexcombe/").status_code == 404
    assert (over.ended_by, over.ended_reason, over.was_urgent) == (cast.marian, "moved away", False)
    assert AuditEvent.objects.get(verb="grant.ended").detail == {
        "role": "campaign_organiser",
        "user": cast.osei.pk,
        "urgent": False,
    }
    message = OutboxMessage.objects.get(purpose="grant_ended")
    assert message.to_email == "osei@example.org"
    assert "Why: moved away" in message.text
    assert "appeal once to the unit above" in message.text


_JUNE = datetime.datetime(2027, 6, 1, 12, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_notice_is_a_week_and_nothing_changes_until_then() -> None:
    with time_machine.travel(_JUNE, tick=False) as travel:
        cast = people.make()
        given = _give(cast, cast.noor)
        told = grants.end(grant=given, reason="we are too many", by=cast.marian)
        assert (told.ended_at, told.ends_on, told.notice_by) == (None, datetime.date(2027, 6, 8), cast.marian)
        assert AuditEvent.objects.get(verb="grant.notice_given").detail["until"] == "2027-06-08"
        message = OutboxMessage.objects.get(purpose="grant_notice")
        assert "Until the end of Tuesday 8 June 2027 nothing changes" in message.text
        assert "Why: we are too many" in message.text
        # Midnight in London is 23:00 UTC in June.
        travel.move_to(datetime.datetime(2027, 6, 8, 22, 59, tzinfo=datetime.UTC))
        assert accesses.of(cast.noor).may(P.RECORD_DOORS, cast.wexcombe)
        travel.move_to(datetime.datetime(2027, 6, 8, 23, 0, tzinfo=datetime.UTC))
        assert not accesses.of(cast.noor).may(P.RECORD_DOORS, cast.wexcombe)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"on": datetime.date(2027, 6, 7)}, "Notice is a week at least: until 8 June 2027"),
        ({"reason": " "}, "Say why the role ends"),
    ],
)
@pytest.mark.django_db
def test_less_notice_is_refused(change: dict, words: str) -> None:
    with time_machine.travel(_JUNE, tick=False):
        cast = people.make()
        given = grants.give(user=cast.noor, unit=cast.wexcombe, role="teller", reason="x", by=None)
        with pytest.raises(Refused, match=words):
            grants.end(**({"grant": given, "reason": "x", "by": cast.marian} | change))


def test_notice_is_given_once_and_not_for_what_ends_sooner_anyway(cast: Cast) -> None:
    soon = _give(cast, cast.noor, ends_on=clock.today() + datetime.timedelta(days=7))
    with pytest.raises(Refused, match="It ends by itself on"):
        grants.end(grant=soon, reason="x", by=cast.marian)
    grants.end(grant=_of(cast.tess), reason="x", by=cast.marian)
    with pytest.raises(Refused, match="Notice was given already"):
        grants.end(grant=_of(cast.tess), reason="x", by=cast.marian, on=clock.today() + datetime.timedelta(days=20))
    grants.end(grant=_of(cast.tess), reason="now it burns", by=cast.marian, urgent=True)
    assert _of(cast.tess).ended_at is not None


def test_an_urgent_ending_is_seen_by_the_region(cast: Cast) -> None:
    over = grants.end(grant=_of(cast.osei), reason="sold the list", by=cast.marian, urgent=True)
    assert over.was_urgent
    message = OutboxMessage.objects.get(purpose="grant_urgent")
    assert message.to_email == "priya@example.org"
    assert "Marian Teale ended Osei Mensah-Hart’s role Campaign organiser" in message.text
    assert "sold the list" in message.text
    desk = cast.client(cast.priya).get("/u/eastshire/access/desk/").content.decode()
    assert "sold the list" in desk


def test_a_deputy_who_is_not_needed_any_more_is_told_and_not_signed_out(cast: Cast) -> None:
    deputy = _give(cast, cast.noor, RoleName.DEPUTY, kind=GrantKind.DEPUTY)
    browser = cast.client(cast.noor)
    grants.end(grant=deputy, reason="back again", by=cast.marian)
    assert browser.get("/access/mine/").status_code == 200
    text = OutboxMessage.objects.get(purpose="grant_ended").text
    assert "back again" in text
    assert "appeal" not in text
    assert "signed out" not in text


def test_a_role_ends_once(cast: Cast) -> None:
    grants.end(grant=_of(cast.osei), reason="moved away", by=cast.marian, agreed=True)
    with pytest.raises(Refused, match="ended already"):
        grants.end(grant=_of(cast.osei), reason="moved away", by=cast.marian, agreed=True)
    with pytest.raises(Refused, match="ended already"):
        grants.end(grant=_of(cast.lewis), reason="ran out", by=cast.marian)


def test_anybody_may_hand_back_their_own_role_and_nobody_elses(cast: Cast) -> None:
    with pytest.raises(Refused, match="may not end roles"):
        grants.end(grant=_of(cast.tess), reason="x", by=cast.alun)
    browser = cast.client(cast.alun)
    grants.end(grant=_of(cast.alun), reason="no time", by=cast.alun)
    assert not accesses.of(cast.alun).grants
    assert browser.get("/access/mine/").status_code == 200, "signed out by their own hand-back"
    assert not OutboxMessage.objects.exists(), "told what they did themselves"


def test_who_runs_the_field_ends_roles_of_the_field_alone(cast: Cast) -> None:
    grants.end(grant=_of(cast.alun), reason="x", by=cast.osei, agreed=True)
    with pytest.raises(Refused, match="may not end roles"):
        grants.end(grant=_of(cast.marian), reason="x", by=cast.osei, agreed=True)


def test_a_grant_is_renewed_in_one_step_and_stays_the_same_grant(cast: Cast) -> None:
    today = clock.today()
    given = _give(cast, cast.noor, ends_on=today + datetime.timedelta(days=9))
    renewed = grants.renew(grant=given, by=cast.osei)
    assert (renewed.pk, renewed.ends_on) == (given.pk, today + datetime.timedelta(days=364))
    assert AuditEvent.objects.get(verb="grant.renewed").detail["until"] == renewed.ends_on.isoformat()
    assert OutboxMessage.objects.filter(purpose="grant_renewed", to_email="noor@example.org").count() == 1
    with pytest.raises(Refused, match="runs that long already"):
        grants.renew(grant=given, by=cast.osei)


def test_renewing_takes_notice_back(cast: Cast) -> None:
    grants.end(grant=_of(cast.alun), reason="x", by=cast.marian)
    renewed = grants.renew(grant=_of(cast.alun), by=cast.osei)
    assert (renewed.notice_at, renewed.notice_by, renewed.ended_reason) == (None, None, "")


def test_nobody_renews_their_own_role(cast: Cast) -> None:
    Grant.objects.filter(user=cast.marian).update(ends_on=clock.today())
    with pytest.raises(Refused, match="Nobody renews their own role"):
        grants.renew(grant=_of(cast.marian), by=cast.marian)
    with pytest.raises(Refused, match="may not give roles"):
        grants.renew(grant=_of(cast.marian), by=cast.osei)


def test_what_is_over_is_not_renewed(cast: Cast) -> None:
    with pytest.raises(Refused, match="ended already"):
        grants.renew(grant=_of(cast.lewis), by=cast.marian)


def test_renewal_minds_how_many_may_hold_it(cast: Cast) -> None:
    today, day = clock.today(), datetime.timedelta(days=1)
    short = _give(cast, cast.noor, RoleName.SECRETARY, ends_on=today + 9 * day)
    for user in (cast.tess, cast.alun):
        _give(cast, user, RoleName.SECRETARY, starts_on=today + 10 * day)
    with pytest.raises(Refused, match="Only 3 people"):
        grants.renew(grant=short, by=cast.marian)


def _phone(cast: Cast, user: User, unit: Unit, kind: str) -> DeviceGrant:
    with scoping.units([unit.pk]):
        return DeviceGrant.objects.create(
            unit=unit, user=user, kind=kind, token_sha256=uuid.uuid4().bytes * 2, write_until=timezone.now()
        )


def test_phones_stop_with_the_role_that_allowed_them(cast: Cast) -> None:
    people.grant(cast.alun, cast.marsham, RoleName.CANVASSER)
    people.grant(cast.alun, cast.wexcombe, RoleName.TELLER)
    here = _phone(cast, cast.alun, cast.wexcombe, "doorstep")
    teller = _phone(cast, cast.alun, cast.wexcombe, "teller")
    elsewhere = _phone(cast, cast.alun, cast.marsham, "doorstep")
    somebodys = _phone(cast, cast.osei, cast.wexcombe, "doorstep")
    grants.end(
        grant=Grant.objects.get(user=cast.alun, unit=cast.wexcombe, role="canvasser"),
        reason="x",
        by=cast.marian,
        agreed=True,
    )
    with everywhere():
        stopped = set(DeviceGrant.objects.filter(revoked_at__isnull=False).values_list("pk", flat=True))
    assert stopped == {here.pk}
    assert {teller.pk, elsewhere.pk, somebodys.pk} & stopped == set()


def test_a_phone_goes_on_while_another_role_allows_it(cast: Cast) -> None:
    people.grant(cast.osei, cast.wexcombe, RoleName.CANVASSER)
    phone = _phone(cast, cast.osei, cast.wexcombe, "doorstep")
    grants.end(grant=_of(cast.osei, "canvasser"), reason="x", by=cast.marian, agreed=True)
    with scoping.units([cast.wexcombe.pk]):
        phone.refresh_from_db()
    assert phone.revoked_at is None


def test_the_last_person_who_can_give_roles_stays(cast: Cast) -> None:
    own = Grant.objects.get(user=cast.marian)
    Grant.objects.filter(user=cast.priya).update(ends_on=datetime.date(2021, 1, 1))
    with pytest.raises(Refused, match="Nobody else may give roles here"):
        grants.end(grant=own, reason="tired", by=cast.marian)
    own.refresh_from_db()
    assert own.ended_at is None
    _give(cast, cast.noor, RoleName.SECRETARY)
    grants.end(grant=own, reason="tired", by=cast.noor, agreed=True)


def test_somebody_above_is_cover_enough(cast: Cast) -> None:
    grants.end(grant=Grant.objects.get(user=cast.marian), reason="tired", by=cast.priya, agreed=True)
    assert accesses.holders(cast.wexcombe, [P.GIVE_ACCESS]) == [cast.priya]


def test_a_role_that_is_still_to_come_can_be_taken_back(cast: Cast) -> None:
    later = _give(cast, cast.noor, RoleName.SECRETARY, starts_on=clock.today() + datetime.timedelta(days=9))
    grants.end(grant=later, reason="changed our minds", by=cast.marian)
    later.refresh_from_db()
    assert later.ended_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_end_each_other_at_the_same_moment() -> None:
    cast = people.make()
    Grant.objects.filter(user=cast.priya).update(ends_on=datetime.date(2021, 1, 1))
    second = people.grant(cast.noor, cast.wexcombe, RoleName.SECRETARY)
    first = Grant.objects.get(user=cast.marian)
    start, refused = threading.Barrier(2), []

    def end(grant: Grant, by: User) -> None:
        start.wait()
        try:
            with scoping.units([grant.unit_id]):
                grants.end(grant=grant, reason="you go", by=by, urgent=True)
        except Refused as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=pair) for pair in ((first, cast.noor), (second, cast.marian))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(accesses.holders(cast.wexcombe, [P.GIVE_ACCESS])) == 1
