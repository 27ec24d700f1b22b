"""What a teller does: letting a phone in, typing numbers, taking the last ones back; by form or sent by the phone."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, User
from canvass.enums import QuarantineReason
from canvass.hooks import EventKind, Malformed
from canvass.models import ContactEvent
from gotv.actions import marks, secrecy
from gotv.actions.waiting import let_wait
from gotv.enums import MarkVerdict
from gotv.models import PollingStation, VoteMark
from gotv.queries import tellers
from gotv.rules import hours
from gotv.rules.numbers import NotANumber, RollNumber, parse
from kit.errors import Refused

KIND = "teller.number"
# A phone that was out of signal may send what it holds for so long after the page closed (reliability S5).
SENDS_ON_FOR = datetime.timedelta(days=14)
_LONGEST = 24


@transaction.atomic
def let_in(*, station: PollingStation, device_id: uuid.UUID, by: User) -> tuple[DeviceGrant, str]:
    """Give this phone the right to send numbers for the station. Returns the grant and its token, shown only once.

    Raises Refused outside the teller's hours, and for a polling agent of that day.
    """
    until = _refuse_closed(station).closes
    secrecy.refuse_inside(by, station.election.polling_on)
    token = secrets.token_urlsafe(32)
    grant = DeviceGrant.objects.create(
        unit_id=station.unit_id,
        kind=DeviceKind.TELLER,
        user=by,
        token_sha256=hashlib.sha256(token.encode()).digest(),
        device_id=device_id,
        scope={"election": station.election_id, "station": station.pk},
        write_until=until + SENDS_ON_FOR,
    )
    audit.record("teller.let_in", by=by, unit=station.unit_id, obj=grant, station=station.pk)
    return grant, token


@transaction.atomic
def type_number(
    *,
    station: PollingStation,
    form_id: uuid.UUID,
    district: str,
    number: RollNumber,
    by: User | None,
    device: DeviceGrant | None = None,
) -> MarkVerdict:
    """Record one number typed on the page itself. Sending the form twice is harmless.

    `device` is the grant of a phone that was let in by a code, without an account (`by` None). Raises Refused outside
    the teller's hours, and for a polling agent of that day.
    """
    _refuse_closed(station)
    if by is not None:
        secrecy.refuse_inside(by, station.election.polling_on)
    key = marks.entry_id(form_id, district, number)
    entry = marks.Entry(key, district, str(number), number, timezone.now())
    return marks.record(election=station.election, station=station, entries=[entry], by=by, device=device)[key]


@transaction.atomic
def undo(*, mark: VoteMark, by: User | None, device: DeviceGrant | None = None) -> None:
    """Take back one of your own last three numbers at this station: the account's, or those of a phone without one.

    Raises Refused for any other, or when closed.
    """
    station, who = mark.station, device or by
    if station is None or who is None or mark.pk not in tellers.may_undo(station, who):
        raise Refused(_("Only your own last three numbers can be taken back here. Ask the committee room for others."))
    _refuse_closed(station)
    marks.take_back(mark=mark, reason=_("Taken back by the teller"), by=by)


def clean_number(payload: dict) -> dict:
    """Return what to keep of a number's payload: {"typed": "1274/1"}. Raises Malformed."""
    typed = payload.get("typed")
    if not isinstance(typed, str) or not typed.strip() or len(typed) > _LONGEST:
        raise Malformed(f"typed must be 1 to {_LONGEST} characters.")
    return {"typed": "".join(typed.split())}


def apply_numbers(events: Sequence[ContactEvent]) -> dict[uuid.UUID, dict]:
    """Turn what phones sent into marks, in the order in which it was typed. Returns the verdict of each.

    A number typed after the page had closed, or after the next teller had taken over, waits, uncounted, for somebody
    to decide.
    """
    by_device: dict[DeviceGrant, list[ContactEvent]] = {}
    for event in events:
        if event.device is not None:  # numbers come from phones alone (EventKind.devices)
            by_device.setdefault(event.device, []).append(event)
    found: dict[uuid.UUID, dict] = {}
    for device, sent in by_device.items():
        station, relieved_at = tellers.post_of(device)
        open_hours = tellers.hours_of(station)
        on_time, late = [], []
        for event in sent:
            reason = _reason_to_wait(event, open_hours, relieved_at)
            # A live event with a reason to wait is one that somebody has accepted all the same.
            if reason and not event.quarantine_reason:
                late.append((event, reason))
            else:
                on_time.append(event)
        let_wait(late)
        answers = marks.record(
            election=station.election,
            station=station,
            entries=[_entry(event) for event in on_time],
            by=device.user,
            device=device,
        )
        found |= {pk: {"verdict": verdict.value} for pk, verdict in answers.items()}
    return found


def _reason_to_wait(event: ContactEvent, open_hours: hours.Hours, relieved_at: datetime.datetime | None) -> str:
    if relieved_at is not None and event.est_occurred_at > relieved_at:
        return QuarantineReason.RELIEVED
    return "" if open_hours.hold(event.est_occurred_at) else QuarantineReason.AFTER_HOURS


def take_back_number(event: ContactEvent, undoing: ContactEvent) -> None:
    """Void the mark of a number that the same phone took back."""
    mark = VoteMark.objects.select_related("election").filter(pk=event.pk).first()
    if mark is not None:
        marks.take_back(mark=mark, reason=_("Taken back by the teller"), by=undoing.actor)


def event_kind() -> EventKind:
    """Return the kind of event that this app teaches the sync protocol."""
    return EventKind(
        name=KIND,
        devices=frozenset({DeviceKind.TELLER.value}),
        clean=clean_number,
        apply=apply_numbers,
        take_back=take_back_number,
        describe=lambda event: f"{event.district_code} {event.payload.get('typed', '')}",
    )


def _entry(event: ContactEvent) -> marks.Entry:
    typed = str(event.payload["typed"])
    number: RollNumber | None
    try:
        number = parse(typed, event.district_code)
    except NotANumber:
        number = None
    return marks.Entry(event.pk, event.district_code, typed, number, event.est_occurred_at)


def _refuse_closed(station: PollingStation) -> hours.Hours:
    """Return the teller's hours, or raise Refused outside them."""
    open_hours = tellers.hours_of(station)
    now = timezone.now()
    if now < open_hours.opens:
        opens = timezone.localtime(open_hours.opens)
        raise Refused(
            _("This page opens at %(time)s on %(date)s. Nothing was recorded.")
            % {"time": time_format(opens, "H:i"), "date": date_format(opens, "l j F")}
        )
    if not open_hours.hold(now):
        raise Refused(_("Telling is over for today. Nothing was recorded."))
    return open_hours
