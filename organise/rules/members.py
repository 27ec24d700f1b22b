"""What is true of a membership: how long it is provisional, what its cells in a file mean, why each thing is kept."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from organise.enums import MemberField as F
from organise.enums import MemberState

# A new member is provisional for eight weeks; until then the CLP may object (domain D4).
PROVISIONAL = datetime.timedelta(weeks=8)
_LONGEST = {F.MEMBERSHIP_NUMBER: 30, F.FIRST_NAME: 100, F.LAST_NAME: 100, F.EMAIL: 254, F.PHONE: 30, F.ADDRESS: 300}
_STATES = {
    MemberState.PROVISIONAL: "provisional|pending|new|applied|applicant",
    MemberState.PAID_UP: "paid up|paid|active|current|member|full|full member|yes|in compliance",
    MemberState.IN_ARREARS: "in arrears|arrears|grace|overdue|unpaid",
    MemberState.LAPSED: "lapsed|expired|inactive",
    MemberState.LEFT: "left|resigned|cancelled|canceled|former|removed|deceased|no",
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split("|")}
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_LEADING_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2} [A-Za-z]+ \d{4})(?:[ T,].*)?")
_DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y")


class Unfit(ValueError):
    """A cell doesn't hold what its column should. `str(error)` is for people."""


def provisional_until(joined_on: datetime.date | None) -> datetime.date | None:
    """Return the last day on which a member who joined then is provisional; None when we don't know the day."""
    return None if joined_on is None else joined_on + PROVISIONAL


def fields(
    cells: Sequence[str], columns: Sequence[str], branches: Mapping[str, int], today: datetime.date
) -> dict[str, str | int]:
    """Return what one row says about a member: only what is filled in, dates as YYYY-MM-DD, the branch as its id.

    `columns` are MemberField values or "", one for each cell; `branches` are ids by `plain_branch` name.
    Raises Unfit with the first thing that is wrong.
    """
    said: dict[str, str] = {}
    for cell, field in zip(cells, columns, strict=True):
        if field and cell:
            said[field] = f"{said[field]}, {cell}" if field in said else cell
    if full := said.pop(F.FULL_NAME, ""):
        said[F.FIRST_NAME], said[F.LAST_NAME] = _apart(full)
    found: dict[str, str | int] = {}
    for field, text in said.items():
        if text:
            found[field] = _value(F(field), text, branches, today)
    return found


def _apart(full: str) -> tuple[str, str]:
    """Return first and last name of "Teale, Marian" or "Marian Teale"; one word is a last name."""
    last, comma, first = full.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _space, last = full.rpartition(" ")
    return first.strip(), last.strip()


def _value(field: F, text: str, branches: Mapping[str, int], today: datetime.date) -> str | int:
    if len(text) > _LONGEST.get(field, 1000):
        raise Unfit(_("%(what)s is too long.") % {"what": field.label})
    if field == F.EMAIL:
        return _email(text)
    if field == F.POSTCODE:
        return _postcode(text)
    if field == F.STATE:
        return _state(text)
    if field == F.JOINED_ON:
        return _joined(text, today)
    if field == F.BRANCH:
        return _branch(text, branches)
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise Unfit(_("“%(text)s” is not an email address.") % {"text": text[:60]}) from error
    return text.lower()


def _postcode(text: str) -> str:
    """Return a British postcode with its one space; a foreign one as it is."""
    packed = text.replace(" ", "").upper()
    if _POSTCODE.fullmatch(packed):
        return f"{packed[:-3]} {packed[-3:]}"
    if len(text) > 8:
        raise Unfit(_("“%(text)s” is not a postcode.") % {"text": text[:60]})
    return text


def _state(text: str) -> str:
    word = " ".join(re.sub(r"[^a-z]+", " ", text.lower()).split())
    if word not in _STATE_OF:
        raise Unfit(
            _("“%(text)s” is not a state of membership. Known are: %(known)s.")
            % {"text": text[:60], "known": ", ".join(str(state.label).lower() for state in MemberState)}
        )
    return _STATE_OF[word].value


def _joined(text: str, today: datetime.date) -> str:
    """Return the day as YYYY-MM-DD. Figures with strokes are read as in Britain: day, month, year."""
    match = _LEADING_DATE.fullmatch(text)
    written = match[1] if match else ""
    for form in _DATE_FORMS:
        try:
            day = datetime.datetime.strptime(written, form).date()  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
        if day > today:
            raise Unfit(_("The date of joining, %(text)s, is in the future.") % {"text": text[:60]})
        if day.year < 1900:
            break
        return day.isoformat()
    raise Unfit(_("“%(text)s” is not a date. Write it like 5/3/2024 or 2024-03-05.") % {"text": text[:60]})


def _branch(text: str, branches: Mapping[str, int]) -> int:
    found = branches.get(plain_branch(text))
    if found is None:
        raise Unfit(_("There is no branch called “%(text)s” here.") % {"text": text[:60]})
    return found


def plain_branch(name: str) -> str:
    """Return a branch's name for comparing: small letters, without the word branch."""
    return " ".join(word for word in name.lower().split() if word not in {"branch", "blp", "labour"})
