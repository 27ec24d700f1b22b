"""Decisions about mail on values alone: what an address is, when to try again, what an answer means."""

from __future__ import annotations

import datetime
import hashlib
import re
import smtplib
from collections.abc import Sequence
from enum import Enum

# What the columns take, and what an address may be at most (RFC 5321: 254 characters).
ADDRESS_LENGTH = 254
SUBJECT_LENGTH = 200
TEXT_LENGTH = 200_000
# Never anybody's: RFC 2606 keeps .invalid free for good.
_NOWHERE = "no-address.invalid"
NUMBER_LENGTH = 8
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


def normal_address(email: str) -> str:
    """Return the address as one person writes it once: no spaces around it, lower case.

    The part before the @ could differ by case in theory; no mailbox in use does, and one person must be one.
    """
    return email.strip().lower()


def address_of(number: str) -> str:
    """Return what stands for the address of an account that has none: its number at a name that is nobody's."""
    return f"{number}@{_NOWHERE}"


def number_of(address: str) -> str:
    """Return the number of an account without an address; "" for an address."""
    number, _at, host = address.partition("@")
    return number if host == _NOWHERE else ""


def address_hash(address: str) -> bytes:
    """Return the SHA-256 of a normal address: what an objection is kept as."""
    return hashlib.sha256(address.encode()).digest()


def one_line(text: str, length: int) -> str:
    """Return the text as one line without control characters, cut to `length`: fit for a header (ASVS 1.3.11)."""
    return _CONTROL.sub(" ", text).strip()[:length]


def next_try(
    *, attempts: int, now: datetime.datetime, not_after: datetime.datetime, minutes: Sequence[int], jitter: float
) -> datetime.datetime | None:
    """Return when to try again after the `attempts`-th attempt failed for now; None when that would be too late.

    The last of `minutes` repeats. `jitter`, from 0 to 1, adds up to a fifth, so that a storm doesn't come back
    as one.
    """
    wait = minutes[min(attempts, len(minutes)) - 1]
    at = now + datetime.timedelta(minutes=wait * (1 + jitter / 5))
    return at if at < not_after else None


class Outcome(Enum):
    """What became of one try."""

    SENT = "sent"
    LATER = "later"  # the server can't take it now: this message waits
    REFUSED = "refused"  # the server will never take it
    DOUBTFUL = "doubtful"  # the message was handed over and no answer came: perhaps it went
    STUCK = "stuck"  # nothing can go: the server is away or doesn't let us in


def meaning(error: OSError, *, handed_over: bool) -> tuple[Outcome, str]:
    """Return what an error while sending one message means, and the server's words.

    `handed_over`: the body was on its way, so that without an answer nobody knows. A sender that the server
    refuses for good is a wrong setting, not a fault of this message, so everything waits.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return (Outcome.REFUSED if code >= 500 else Outcome.LATER), _words(code, words)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Outcome.STUCK, _words(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code >= 500 and error.smtp_code != 552:
        return Outcome.STUCK, _words(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return (Outcome.REFUSED if error.smtp_code >= 500 else Outcome.LATER), _words(error.smtp_code, error.smtp_error)
    return (Outcome.DOUBTFUL if handed_over else Outcome.LATER), type(error).__name__


def way_is_shut(error: OSError | UnicodeError) -> str:
    """Return why no connection could be made, for people: the server's words, or the kind of fault."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:200]


def _words(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return one_line(f"{code} {text}", 200)


def pause_minutes(failures: int) -> int:
    """Return how long everything waits after that many failures in a row to reach the mail server: 1, 2, 4, 8, 15."""
    return min(2 ** (max(failures, 1) - 1), 15)
