"""Sending what is in the outbox: claims, leases, doubts, lateness. Killing is in tests/faults/test_mail.py."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from access import tasks, transport
from access.actions import deliveries, mail
from access.enums import MailKind, MailState
from access.models import AuditEvent, MailTransport, OutboxMessage, Suppression
from access.queries import mail as queries
from access.rules.mail import Outcome, address_hash
from access.scoping import WHOLE
from tests.cast import Cast
from tests.everywhere import as_in_production

HOUR = datetime.timedelta(hours=1)


def _queue(number: int = 1, **more: object) -> OutboxMessage:
    wanted = {"to": f"p{number}@example.org", "kind": "service", "purpose": "t", "subject": "S", "text": "T"}
    return mail.queue(**(wanted | more))


def _now(message: OutboxMessage) -> OutboxMessage:
    message.refresh_from_db()
    return message


def _lose_lease(message: OutboxMessage, ago: datetime.timedelta = HOUR) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=MailState.SENDING, lease_id=uuid.uuid4(), lease_until=timezone.now() - ago, attempts=1
    )


class Way:
    """A way out that answers what the test says."""

    def __init__(self) -> None:
        self.answers: list[Outcome] = []
        self.shut = False
        self.delivered: list[OutboxMessage] = []
        self.closed = 0

    def open(self) -> None:
        if self.shut:
            raise transport.Shut("the way is shut")

    def deliver(self, message: OutboxMessage) -> tuple[Outcome, str]:
        self.delivered.append(message)
        answer = self.answers.pop(0) if self.answers else Outcome.SENT
        return answer, answer.value

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> Way:
    made = Way()
    monkeypatch.setattr(transport, "choose", lambda: made)
    return made


def test_caught_mail_counts_as_sent(db: None) -> None:
    message = _queue()
    assert deliveries.sweep() == 1
    assert (_now(message).state, message.last_answer) == (MailState.SENT, "caught")
    assert message.sent_at is not None


def test_a_claim_takes_the_lease_and_nobody_else_gets_the_message(db: None) -> None:
    message = _queue()
    claimed = deliveries.claim(WHOLE)
    assert claimed == message
    assert (claimed.state, claimed.attempts) == (MailState.SENDING, 1)
    assert 110 < (claimed.lease_until - timezone.now()).total_seconds() <= 120
    assert deliveries.claim(WHOLE) is None
    assert deliveries.claim(WHOLE, message.pk) is None


def test_the_oldest_goes_first(db: None, way: Way) -> None:
    second, first = _queue(2), _queue(1)
    OutboxMessage.objects.filter(pk=first.pk).update(next_try_at=timezone.now() - HOUR)
    deliveries.send_due()
    assert way.delivered == [first, second]


def test_the_doorbell_sends_its_message_first_and_then_the_rest_by_one_connection(db: None, way: Way) -> None:
    older, rung = _queue(1), _queue(2)
    tasks.send_mail(message=str(rung.pk), unit=WHOLE)
    assert way.delivered == [rung, older]
    assert way.closed == 1


def test_units_take_turns(cast: Cast, way: Way) -> None:
    """Much mail of one CLP keeps nobody else's waiting."""
    ours = [_queue(number, unit=cast.wexcombe) for number in (1, 2, 3)]
    theirs = _queue(4, unit=cast.marsham)
    deliveries.send_due()
    assert way.delivered == [ours[0], theirs, ours[1], ours[2]]


def test_a_worker_sees_no_units_mail_before_it_says_which(cast: Cast) -> None:
    message = _queue(unit=cast.wexcombe)
    with as_in_production():
        assert not OutboxMessage.objects.exists()
        assert deliveries.claim(cast.marsham.pk) is None
        assert deliveries.claim(cast.marsham.pk, message.pk) is None
        assert deliveries.claim(cast.wexcombe.pk) == message


def test_a_doorbell_of_an_earlier_version_names_no_unit(db: None, way: Way) -> None:
    message = _queue()
    tasks.send_mail(message=str(message.pk))
    assert way.delivered == [message]


def test_a_doorbell_that_rings_twice_sends_once(db: None, way: Way) -> None:
    message = _queue()
    tasks.send_mail(message=str(message.pk), unit=WHOLE)
    tasks.send_mail(message=str(message.pk), unit=WHOLE)
    assert way.delivered == [message]


def test_a_doorbell_for_a_message_that_is_gone_does_nothing(db: None, way: Way) -> None:
    tasks.send_mail(message=str(uuid.uuid4()), unit=WHOLE, something_from_a_later_version=1)
    assert way.delivered == []


@pytest.mark.parametrize("scope", ["all", "campaign"])
def test_an_objection_is_seen_inside_the_claim(scope: str, db: None, way: Way) -> None:
    """Also one that was added without touching what waits."""
    service, campaign = _queue(kind=MailKind.SERVICE), _queue(kind=MailKind.CAMPAIGN)
    Suppression.objects.create(email_hash=address_hash("p1@example.org"), scope=scope, reason="r", source="s")
    other = _queue(2, kind=MailKind.CAMPAIGN)
    deliveries.send_due()
    assert _now(campaign).state == MailState.SUPPRESSED
    assert campaign.attempts == 0
    assert _now(service).state == (MailState.SUPPRESSED if scope == "all" else MailState.SENT)
    assert _now(other).state == MailState.SENT


def test_what_is_too_late_is_not_sent(db: None, way: Way) -> None:
    message = _queue(not_after=timezone.now() - HOUR)
    claimed = deliveries.claim(WHOLE)
    assert claimed is not None
    assert claimed.state == MailState.LATE
    another = _queue(2, not_after=timezone.now() - HOUR)
    deliveries.sweep()
    assert way.delivered == []
    assert [_now(one).state for one in (message, another)] == [MailState.LATE] * 2


def test_settling_needs_the_lease(db: None) -> None:
    _queue()
    claimed = deliveries.claim(WHOLE)
    assert claimed is not None
    OutboxMessage.objects.update(lease_id=uuid.uuid4())
    assert not deliveries.settle(claimed, Outcome.SENT, "250")
    assert _now(claimed).state == MailState.SENDING


@pytest.mark.parametrize(
    ("outcome", "state", "attempts"),
    [
        (Outcome.SENT, MailState.SENT, 1),
        (Outcome.REFUSED, MailState.FAILED, 1),
        (Outcome.LATER, MailState.QUEUED, 1),
        (Outcome.STUCK, MailState.QUEUED, 0),
        (Outcome.DOUBTFUL, MailState.UNKNOWN, 1),
    ],
)
def test_what_became_of_a_message(outcome: Outcome, state: MailState, attempts: int, db: None) -> None:
    _queue()
    claimed = deliveries.claim(WHOLE)
    assert claimed is not None
    assert deliveries.settle(claimed, outcome, "words")
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, message.lease_id, message.lease_until) == (state, attempts, None, None)
    assert not deliveries.settle(claimed, Outcome.SENT, "250"), "it was settled twice"


def test_a_message_that_cannot_go_before_it_is_useless_is_given_up(db: None) -> None:
    _queue(not_after=timezone.now() + datetime.timedelta(seconds=30))
    claimed = deliveries.claim(WHOLE)
    assert claimed is not None
    deliveries.settle(claimed, Outcome.LATER, "421 busy")
    message = _now(claimed)
    assert (message.state, message.last_answer) == (MailState.LATE, "421 busy")


def test_a_lease_that_ran_out_leaves_a_doubt_and_service_mail_goes_once_more(db: None, way: Way) -> None:
    message = _queue()
    _lose_lease(message)
    assert deliveries.sweep() == 1
    assert (_now(message).state, message.attempts, message.doubts) == (MailState.SENT, 2, 1)


def test_a_second_doubt_stays_one(db: None, way: Way) -> None:
    message = _queue()
    OutboxMessage.objects.update(doubts=1)
    _lose_lease(message)
    deliveries.sweep()
    deliveries.sweep()
    assert (_now(message).state, message.doubts) == (MailState.UNKNOWN, 2)
    assert way.delivered == []


def test_a_secret_in_doubt_is_never_sent_again(db: None, way: Way) -> None:
    message = _queue(has_secret=True)
    _lose_lease(message)
    deliveries.sweep()
    OutboxMessage.objects.update(next_try_at=timezone.now() - HOUR)
    deliveries.sweep()
    assert _now(message).state == MailState.UNKNOWN
    assert way.delivered == []


def test_campaign_mail_in_doubt_waits_a_quarter_of_an_hour(db: None, way: Way) -> None:
    message = _queue(kind=MailKind.CAMPAIGN)
    _lose_lease(message)
    deliveries.sweep()
    assert _now(message).state == MailState.UNKNOWN
    assert 890 < (message.next_try_at - timezone.now()).total_seconds() <= 900
    OutboxMessage.objects.update(next_try_at=timezone.now())
    assert deliveries.sweep() == 1


def test_an_objection_made_during_a_doubt_holds(db: None, way: Way) -> None:
    message = _queue(kind=MailKind.CAMPAIGN)
    _lose_lease(message)
    mail.suppress(email="p1@example.org", scope="campaign", reason="r", source="s")
    deliveries.sweep()
    OutboxMessage.objects.update(next_try_at=timezone.now())
    deliveries.sweep()
    assert _now(message).state == MailState.SUPPRESSED


def test_a_lease_that_still_runs_is_left_alone(db: None, way: Way) -> None:
    message = _queue()
    deliveries.claim(WHOLE)
    assert deliveries.sweep() == 0
    assert _now(message).state == MailState.SENDING


def test_a_shut_way_stops_the_rest_and_is_on_the_record_once(db: None, way: Way) -> None:
    messages = [_queue(number) for number in range(3)]
    way.answers = [Outcome.SENT, Outcome.STUCK]
    assert deliveries.sweep() == 1
    assert deliveries.sweep() == 0, "the pause was not kept"
    assert len(way.delivered) == 2
    assert [(_now(one).state, one.attempts) for one in messages[1:]] == [(MailState.QUEUED, 0)] * 2
    state = MailTransport.objects.get()
    assert (state.failures, state.stuck_reason) == (1, "stuck")
    MailTransport.objects.update(try_again_at=timezone.now())
    way.shut = True
    deliveries.sweep()
    assert MailTransport.objects.get().stuck_reason == "the way is shut"
    way.shut = False
    MailTransport.objects.update(try_again_at=timezone.now())
    assert deliveries.sweep() == 2
    assert MailTransport.objects.get().failures == 0
    verbs = AuditEvent.objects.filter(verb__startswith="mail.").order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["mail.stuck", "mail.flows_again"]


def test_a_link_that_has_left_is_not_kept(db: None, way: Way, settings: object) -> None:
    secret, plain = _queue(1, has_secret=True, html="<p>T</p>"), _queue(2)
    settings.MAIL_IS_CAUGHT = False
    settings.EMAIL_URL = "smtp://mail.example.org"
    way.answers = [Outcome.LATER]
    deliveries.sweep()
    assert _now(secret).text == "T", "needed for the next try"
    OutboxMessage.objects.update(next_try_at=timezone.now())
    deliveries.sweep()
    assert (_now(secret).state, secret.text, secret.html) == (MailState.SENT, "", "")
    assert _now(plain).text == "T"


def test_while_it_is_shut_one_worker_at_a_time_tries(db: None) -> None:
    MailTransport.objects.create(failures=2, try_again_at=timezone.now())
    assert deliveries._go_ahead() == 2
    assert deliveries._go_ahead() is None


def test_without_a_mail_server_mail_waits(db: None, settings: object) -> None:
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "", False
    message = _queue()
    assert deliveries.sweep() == 0
    assert (_now(message).state, message.attempts) == (MailState.QUEUED, 0)
    assert queries.way_out().kind == "none"


def test_the_counters_add_up_to_all_there_is(db: None, way: Way) -> None:
    way.answers = [Outcome.SENT, Outcome.REFUSED, Outcome.LATER, Outcome.DOUBTFUL]
    for number in range(6):
        _queue(number, has_secret=True)
    _queue(7, not_after=timezone.now() - HOUR)
    mail.suppress(email="p5@example.org", scope="all", reason="r", source="s")
    deliveries.sweep()
    _queue(8)
    deliveries.claim(WHOLE)
    counted = queries.counters()
    assert counted.total == OutboxMessage.objects.count() == 8
    assert counted.by_state == {
        "queued": 1, "sending": 1, "sent": 2, "suppressed": 1, "failed": 1, "unknown": 1, "late": 1,
    }  # fmt: skip
    assert counted.unfinished == 2


def test_the_database_holds_leases_to_their_state(db: None) -> None:
    _queue()
    for wrong in ({"state": MailState.SENDING}, {"lease_id": uuid.uuid4()}, {"state": MailState.SENT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutboxMessage.objects.update(**wrong)
