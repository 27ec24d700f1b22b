"""access's own lines of the start page."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from access.actions import grants, mail
from access.enums import MailState
from access.models import Grant, MailTransport, OutboxMessage, Unit
from access.queries import accesses, needs
from access.roles import RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


def _titles(cast: Cast, who: str = "marian", unit: Unit | None = None) -> list[str]:
    access = accesses.of(getattr(cast, who))
    return [need.title for need in needs.of_access(access, unit or cast.wexcombe)]


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
    [need] = needs.of_access(accesses.of(cast.marian), cast.wexcombe)
    assert need.due_at == clock.at(last, 23, 59)
    assert need.what.startswith("Canvasser, until ")


def test_several_that_end_are_one_line(cast: Cast) -> None:
    for number, who in enumerate((cast.alun, cast.tess, cast.osei), start=1):
        Grant.objects.filter(user=who).update(ends_on=clock.today() + number * DAY)
    [need] = needs.of_access(accesses.of(cast.marian), cast.wexcombe)
    assert need.title == "Renew 3 roles, or let them end"
    assert need.what.startswith("Alun Prosser, Tess Okafor, Osei Mensah-Hart. The first ends on ")
    assert need.due_at == clock.at(clock.today() + DAY, 23, 59)


def test_only_one_person_who_can_give_roles(cast: Cast) -> None:
    Grant.objects.filter(user=cast.priya).update(ended_at=timezone.now())
    assert _titles(cast) == ["Find a second person who can give roles"]
    people.grant(cast.noor, cast.wexcombe, RoleName.ADMINISTRATOR)
    assert _titles(cast) == []


def test_one_person_with_two_roles_is_still_one_person(cast: Cast) -> None:
    Grant.objects.filter(user=cast.priya).update(ended_at=timezone.now())
    people.grant(cast.marian, cast.wexcombe, RoleName.ADMINISTRATOR)
    assert _titles(cast) == ["Find a second person who can give roles"]


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
    assert _titles(cast, "rival", cast.marsham) == [], "told another CLP"
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=timezone.now() - 8 * DAY)
    assert _titles(cast) == [], "still told after a week"


def test_a_mail_server_that_lets_nobody_in(cast: Cast, settings: object) -> None:
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "smtp://mail.example.org", False
    _queue(cast)
    MailTransport.objects.create(
        failures=1, stuck_since=timezone.now(), stuck_reason="535 no", try_again_at=timezone.now()
    )
    [need] = needs.of_access(accesses.of(cast.marian), cast.wexcombe)
    assert need.title == "Mail is stuck: the mail server doesn’t let us in"
    assert need.what == "1 message waits. It says: 535 no"


def test_no_mail_server(cast: Cast, settings: object) -> None:
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "", False
    assert _titles(cast) == [], "told somebody who can't change it, with nothing waiting"
    _queue(cast)
    assert _titles(cast) == ["Set up mail"]
    top = Unit.objects.get(parent=None)
    people.grant(cast.noor, top, RoleName.ADMINISTRATOR)
    [need] = [need for need in needs.of_access(accesses.of(cast.noor), top) if need.title == "Set up mail"]
    assert need.url.endswith("/access/mail/server/")


def test_what_changed_in_access_and_mail(cast: Cast) -> None:
    since = timezone.now() - 2 * DAY
    Grant.objects.filter(user=cast.alun).update(ends_on=clock.today() - DAY)
    grants.end(grant=Grant.objects.get(user=cast.tess), reason="x", by=cast.marian)
    Grant.objects.filter(user=cast.lewis).update(ends_on=clock.today() - 9 * DAY)
    _queue(cast)
    _queue(cast)
    OutboxMessage.objects.update(state=MailState.SENT, sent_at=timezone.now())
    _queue(cast)
    OutboxMessage.objects.filter(state=MailState.QUEUED).update(state=MailState.FAILED)
    ended, sent = needs.changed(accesses.of(cast.marian), cast.wexcombe, since)
    assert (ended.figure, ended.sentence) == ("2", "roles ended: Alun Prosser, Tess Okafor.")
    assert (sent.figure, sent.sentence, sent.source) == ("+2", "messages sent.", "1 was not sent")


def test_who_may_not_see_it_is_told_nothing(cast: Cast) -> None:
    grants.end(grant=Grant.objects.get(user=cast.tess), reason="x", by=cast.marian)
    assert needs.changed(accesses.of(cast.alun), cast.wexcombe, timezone.now() - DAY) == []
