"""Giving and ending roles."""

from __future__ import annotations

import datetime
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from access import scoping
from access.actions import grants
from access.models import AuditEvent, DeviceGrant, Grant, Unit, User
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import RoleName
from kit import clock
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast


def _give(cast: Cast, user: User, role: str = RoleName.CANVASSER, **more: object) -> Grant:
    return grants.give(user=user, unit=cast.wexcombe, role=role, reason="helps out", by=cast.marian, **more)


def test_a_role_opens_at_once_and_is_on_the_record(cast: Cast) -> None:
    grant = _give(cast, cast.noor)
    assert accesses.of(cast.noor).may(P.RECORD_DOORS, cast.wexcombe)
    entry = AuditEvent.objects.get(verb="grant.given")
    assert (entry.actor_id, entry.unit_id, entry.object_id) == (cast.marian.pk, cast.wexcombe.pk, str(grant.pk))
    assert entry.detail == {"role": "canvasser", "user": cast.noor.pk}


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
        grants.give(user=cast.tess, unit=cast.wexcombe, role="canvasser", reason="x", by=getattr(cast, who))


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


def test_an_ended_role_is_refused_at_once(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.osei)
    browser = cast.client(cast.osei)
    assert browser.get("/u/wexcombe/").status_code == 200
    grants.end(grant=grant, reason="moved away", by=cast.marian)
    assert browser.get("/u/wexcombe/").status_code == 404
    grant.refresh_from_db()
    assert (grant.ended_by, grant.ended_reason) == (cast.marian, "moved away")
    assert AuditEvent.objects.get(verb="grant.ended").detail == {
        "role": "campaign_organiser",
        "user": cast.osei.pk,
        "phones": 0,
    }


def test_a_role_needs_a_reason_to_end_and_ends_once(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.osei)
    with pytest.raises(Refused, match="Say why"):
        grants.end(grant=grant, reason=" ", by=cast.marian)
    grants.end(grant=grant, reason="moved away", by=cast.marian)
    with pytest.raises(Refused, match="ended already"):
        grants.end(grant=grant, reason="moved away", by=cast.marian)


def test_anybody_may_hand_back_their_own_role_and_nobody_elses(cast: Cast) -> None:
    with pytest.raises(Refused, match="may not end roles"):
        grants.end(grant=Grant.objects.get(user=cast.tess), reason="x", by=cast.alun)
    grants.end(grant=Grant.objects.get(user=cast.alun), reason="no time", by=cast.alun)
    assert not accesses.of(cast.alun).grants


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
        grant=Grant.objects.get(user=cast.alun, unit=cast.wexcombe, role="canvasser"), reason="x", by=cast.marian
    )
    with scoping.everything("to look at every phone of the test"):
        stopped = set(DeviceGrant.objects.filter(revoked_at__isnull=False).values_list("pk", flat=True))
    assert stopped == {here.pk}
    assert {teller.pk, elsewhere.pk, somebodys.pk} & stopped == set()


def test_a_phone_goes_on_while_another_role_allows_it(cast: Cast) -> None:
    people.grant(cast.osei, cast.wexcombe, RoleName.CANVASSER)
    phone = _phone(cast, cast.osei, cast.wexcombe, "doorstep")
    grants.end(grant=Grant.objects.get(user=cast.osei, role="canvasser"), reason="x", by=cast.marian)
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
    grants.end(grant=own, reason="tired", by=cast.noor)


def test_somebody_above_is_cover_enough(cast: Cast) -> None:
    grants.end(grant=Grant.objects.get(user=cast.marian), reason="tired", by=cast.priya)
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
            grants.end(grant=grant, reason="you go", by=by)
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
