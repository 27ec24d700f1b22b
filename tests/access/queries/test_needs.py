"""access's own lines of the start page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.utils import timezone

from access import scoping
from access.actions import breakglass, grants, mail, requests
from access.enums import MailState
from access.hooks import Need
from access.models import Absence, Grant, MailTransport, OutboxMessage, Unit, User
from access.queries import accesses, needs
from access.roles import RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


@pytest.fixture
def cast(cast: Cast) -> Iterator[Cast]:
    """The cast, with all the people that Wexcombe must have."""
    people.staff(cast)
    with scoping.units([cast.wexcombe.pk, cast.marsham.pk]):
        yield cast


def _needs(cast: Cast, who: str = "marian", unit: Unit | None = None) -> list[Need]:
    where = unit or cast.wexcombe
    with scoping.units(scoping.of(where)):
        return needs.of_access(accesses.of(getattr(cast, who)), where)


def _titles(cast: Cast, who: str = "marian", unit: Unit | None = None) -> list[str]:
    return [need.title for need in _needs(cast, who, unit)]


def test_when_all_is_well_nothing_is_needed(cast: Cast) -> None:
    assert _titles(cast) == []


@pytest.mark.parametrize(("days", "shown"), [(0, True), (14, True), (15, False), (-1, False)])
def test_a_role_that_ends_within_a_fortnight(days: int, shown: bool, cast: Cast) -> None:
    Grant.objects.filter(user=cast.alun).update(ends_on=clock.today() + days * DAY)
    assert _titles(cast) == (["Renew Alun Prosser’s role, or let it end"] if shown else [])
    assert _titles(cast, "osei") == [], "told somebody who can't give roles"


def test_it_is_due_at_the_end_of_the_last_day(cast: Cast) -> None:
    last = clock.today() + 3 * DAY
    Grant.objects.filter(user=cast.alun).update(ends_on=last)
    [need] = _needs(cast)
    assert need.due_at == clock.at(last, 23, 59)
    assert need.what.startswith("Canvasser, until ")


def test_several_that_end_are_one_line(cast: Cast) -> None:
    people.grant(cast.noor, cast.wexcombe, RoleName.CANVASSER)
    for number, who in enumerate((cast.alun, cast.tess, cast.noor), start=1):
        Grant.objects.filter(user=who).update(ends_on=clock.today() + number * DAY)
    [need] = _needs(cast)
    assert need.title == "Renew 3 roles, or let them end"
    assert need.what.startswith("Alun Prosser, Tess Okafor, Noor Haddad. The first ends on ")
    assert need.due_at == clock.at(clock.today() + DAY, 23, 59)


def _tell_of_cover(cast: Cast) -> list[str]:
    return [title for title in _titles(cast) if "role" in title]


def test_only_one_person_who_can_give_roles(cast: Cast) -> None:
    Grant.objects.filter(user__name="Sunil Rao").update(ended_at=timezone.now())
    assert _tell_of_cover(cast) == [
        "Find a second person who can give roles",
        "Find people for 1 role that needs more",
    ]
    people.grant(cast.noor, cast.wexcombe, RoleName.ADMINISTRATOR)
    assert _tell_of_cover(cast) == ["Find people for 1 role that needs more"]


def test_one_person_with_two_roles_is_still_one_person(cast: Cast) -> None:
    Grant.objects.filter(user__name="Sunil Rao").update(ended_at=timezone.now())
    people.grant(cast.marian, cast.wexcombe, RoleName.ADMINISTRATOR)
    assert "Find a second person who can give roles" in _tell_of_cover(cast)


def test_all_who_decide_are_away(cast: Cast) -> None:
    first, last = clock.today() + 10 * DAY, clock.today() + 12 * DAY
    for user in (cast.marian, User.objects.get(name="Sunil Rao")):
        Absence.objects.create(unit=cast.wexcombe, user=user, from_on=first, until_on=last)
    [deciders, secretaries] = [need for need in _needs(cast) if "role" in need.title or "there" in need.title]
    assert deciders.title == "Everybody who can give roles is away"
    assert "Marian Teale, Sunil Rao" in deciders.what
    assert deciders.due_at == clock.at(first, 0)
    assert secretaries.title == "Nobody is there as CLP secretary"


def test_ones_own_role_ends_soon_until_one_has_asked(cast: Cast) -> None:
    Grant.objects.filter(user=cast.alun).update(ends_on=clock.today() + 5 * DAY)
    [need] = _needs(cast, "alun")
    assert (need.title, need.button) == ("Your role Canvasser ends soon", "Ask to keep it")
    requests.ask(
        user=cast.alun,
        unit=cast.wexcombe,
        role="canvasser",
        need="Go on",
        renews=Grant.objects.get(user=cast.alun),
    )
    assert _titles(cast, "alun") == []
    assert "Renew Alun Prosser’s role, or let it end" not in _titles(cast), "it is on the desk now"


def test_what_does_not_need_renewing(cast: Cast) -> None:
    """One's own, what notice was given for, and what goes on by another grant."""
    soon = clock.today() + 5 * DAY
    Grant.objects.filter(user=cast.alun).update(starts_on=datetime.date(2021, 1, 1), ends_on=soon)
    later = people.grant(cast.alun, cast.wexcombe, RoleName.CANVASSER)
    Grant.objects.filter(pk=later.pk).update(starts_on=soon + DAY)
    Grant.objects.filter(user=cast.tess).update(ends_on=soon, notice_at=timezone.now(), notice_by=cast.marian)
    assert not [title for title in _titles(cast) if title.startswith("Renew")]


def test_names_that_are_open_in_an_emergency(cast: Cast) -> None:
    grant = breakglass.begin(unit=cast.wexcombe, reason="a leak", reference="T-1", by=cast.priya)
    [need] = _needs(cast)
    assert need.title == "Priya Nair reads your names in an emergency"
    assert (need.what, need.due_at) == ("T-1: a leak", grant.expires_at)
    assert "Priya Nair" not in str(_titles(cast, "priya"))


def test_a_unit_without_an_imprint(cast: Cast) -> None:
    cast.wexcombe.imprint = ""
    cast.wexcombe.save()
    assert _titles(cast) == ["Add your imprint"]
    assert _titles(cast, "priya") == [], "told somebody who can't change it"


def _queue(cast: Cast, **more: object) -> OutboxMessage:
    wanted = {"to": "jo@example.org", "kind": "service", "purpose": "t", "subject": "S", "text": "T"}
    return mail.queue(**(wanted | {"unit": cast.wexcombe} | more))


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.LATE, MailState.UNKNOWN])
def test_mail_that_did_not_go(state: MailState, cast: Cast) -> None:
    message = _queue(cast)
    OutboxMessage.objects.update(state=state)
    assert _titles(cast) == ["Look at 1 message that was not sent"]
    told = [title for title in _titles(cast, "rival", cast.marsham) if "not sent" in title]
    assert told == [], "told another CLP"
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=timezone.now() - 8 * DAY)
    assert _titles(cast) == [], "still told after a week"


def test_a_mail_server_that_lets_nobody_in(cast: Cast, settings: object) -> None:
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "smtp://mail.example.org", False
    _queue(cast)
    MailTransport.objects.create(
        failures=1, stuck_since=timezone.now(), stuck_reason="535 no", try_again_at=timezone.now()
    )
    [need] = _needs(cast)
    assert need.title == "Mail is stuck: the mail server doesn’t let us in"
    assert need.what == "1 message waits. It says: 535 no"


def test_no_mail_server(cast: Cast, settings: object) -> None:
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "", False
    assert _titles(cast) == [], "told somebody who can't change it, with nothing waiting"
    _queue(cast)
    assert _titles(cast) == ["Set up mail"]
    top = Unit.objects.get(parent=None)
    people.grant(cast.noor, top, RoleName.ADMINISTRATOR)
    [need] = [need for need in _needs(cast, "noor", top) if need.title == "Set up mail"]
    assert need.url.endswith("/access/mail/server/")


def test_what_changed_in_access_and_mail(cast: Cast) -> None:
    since = timezone.now() - 2 * DAY
    Grant.objects.filter(user=cast.alun).update(ends_on=clock.today() - DAY)
    grants.end(grant=Grant.objects.get(user=cast.tess), reason="x", by=cast.marian, agreed=True)
    Grant.objects.filter(user=cast.lewis).update(ends_on=clock.today() - 9 * DAY)
    _queue(cast)
    _queue(cast)
    OutboxMessage.objects.update(state=MailState.SENT, sent_at=timezone.now())
    _queue(cast)
    OutboxMessage.objects.filter(state=MailState.QUEUED).update(state=MailState.FAILED)
    ended, sent = needs.changed(accesses.of(cast.marian), cast.wexcombe, since)
    assert (ended.figure, ended.sentence) == ("2", "roles ended: Alun Prosser, Tess Okafor.")
    assert (sent.figure, sent.sentence, sent.source) == ("+3", "messages sent.", "1 was not sent")


def test_who_may_not_see_it_is_told_nothing(cast: Cast) -> None:
    grants.end(grant=Grant.objects.get(user=cast.tess), reason="x", by=cast.marian, agreed=True)
    assert needs.changed(accesses.of(cast.alun), cast.wexcombe, timezone.now() - DAY) == []
