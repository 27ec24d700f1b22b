"""What an address is, when to try again, what a mail server's answer means."""

from __future__ import annotations

import datetime
import smtplib

import pytest

from access.rules import mail
from access.rules.mail import Outcome

NOW = datetime.datetime(2027, 4, 20, 12, tzinfo=datetime.UTC)
MINUTES = (1, 5, 15, 60, 240)


def test_one_mailbox_is_one_address() -> None:
    assert mail.normal_address("  Marian.Teale@Example.ORG ") == "marian.teale@example.org"
    assert mail.address_hash("a@b.org") != mail.address_hash("a@c.org")
    assert len(mail.address_hash("a@b.org")) == 32


@pytest.mark.parametrize("bad", ["Hello\r\nBcc: all@example.org", "Hello\nX", "Hello\x0b\x00X", "Hello\u2028X"])
def test_a_header_is_one_line(bad: str) -> None:
    line = mail.one_line(bad, 200)
    assert line.isprintable()
    assert line.startswith("Hello ")


def test_a_header_is_cut() -> None:
    assert mail.one_line("x" * 300, 200) == "x" * 200


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240), (6, 240), (40, 240)])
def test_each_try_waits_longer_than_the_one_before(attempts: int, minutes: int) -> None:
    far = NOW + datetime.timedelta(days=30)
    without = mail.next_try(attempts=attempts, now=NOW, not_after=far, minutes=MINUTES, jitter=0)
    most = mail.next_try(attempts=attempts, now=NOW, not_after=far, minutes=MINUTES, jitter=1)
    assert without == NOW + datetime.timedelta(minutes=minutes)
    assert most == NOW + datetime.timedelta(minutes=minutes * 1.2)


def test_there_is_no_next_try_after_the_message_is_of_use() -> None:
    end = NOW + datetime.timedelta(minutes=4)
    assert mail.next_try(attempts=2, now=NOW, not_after=end, minutes=MINUTES, jitter=0) is None


def _recipients(code: int, words: bytes) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"x@example.org": (code, words)})


@pytest.mark.parametrize(
    ("error", "handed_over", "outcome", "words"),
    [
        (_recipients(550, b"5.1.1 No such mailbox"), False, Outcome.REFUSED, "550 5.1.1 No such mailbox"),
        (_recipients(421, b"busy"), False, Outcome.LATER, "421 busy"),
        (_recipients(450, b"greylisted"), False, Outcome.LATER, "450 greylisted"),
        (smtplib.SMTPDataError(554, b"spam\r\nreally"), True, Outcome.REFUSED, "554 spam really"),
        (smtplib.SMTPDataError(452, b"full"), True, Outcome.LATER, "452 full"),
        (smtplib.SMTPSenderRefused(451, b"later", "a@b.org"), False, Outcome.LATER, "451 later"),
        (smtplib.SMTPSenderRefused(550, b"not your sender", "a@b.org"), False, Outcome.STUCK, "550 not your sender"),
        (smtplib.SMTPSenderRefused(552, b"too big", "a@b.org"), False, Outcome.REFUSED, "552 too big"),
        (smtplib.SMTPAuthenticationError(535, b"no"), False, Outcome.STUCK, "535 no"),
        (smtplib.SMTPServerDisconnected("gone"), False, Outcome.LATER, "SMTPServerDisconnected"),
        (smtplib.SMTPServerDisconnected("gone"), True, Outcome.DOUBTFUL, "SMTPServerDisconnected"),
        (TimeoutError("timed out"), False, Outcome.LATER, "TimeoutError"),
        (TimeoutError("timed out"), True, Outcome.DOUBTFUL, "TimeoutError"),
        (ConnectionResetError(), True, Outcome.DOUBTFUL, "ConnectionResetError"),
    ],
)
def test_what_an_answer_means(error: OSError, handed_over: bool, outcome: Outcome, words: str) -> None:
    assert mail.meaning(error, handed_over=handed_over) == (outcome, words)


def test_everything_waits_longer_each_time_the_server_is_away() -> None:
    assert [mail.pause_minutes(failures) for failures in range(1, 8)] == [1, 2, 4, 8, 15, 15, 15]


def test_why_the_way_is_shut_is_in_the_servers_words_where_it_has_any() -> None:
    assert (
        mail.way_is_shut(smtplib.SMTPAuthenticationError(535, b"5.7.8 bad\r\ncredentials"))
        == "535 5.7.8 bad credentials"
    )
    assert mail.way_is_shut(ConnectionRefusedError(111, "Connection refused")) == (
        "ConnectionRefusedError: [Errno 111] Connection refused"
    )


def test_what_stands_for_an_address_is_known_again_and_is_nobodys() -> None:
    stands = mail.address_of("04217733")
    assert mail.number_of(stands) == "04217733"
    assert stands.endswith(".invalid")
    assert mail.number_of("04217733@example.net") == ""
    assert mail.number_of("04217733") == ""
