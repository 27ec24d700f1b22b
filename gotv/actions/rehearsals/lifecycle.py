"""Beginning a rehearsal and ending it. Its tellers' phones are let in without anybody's account."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, User
from gotv.actions import elections
from gotv.models import Election, PollingStation, Rehearsal
from gotv.queries import rehearsals
from gotv.rules import hours
from gotv.rules import rehearsals as rules
from kit import clock, jobs
from kit.errors import Refused


@transaction.atomic
def begin(
    *,
    election: Election,
    speed: int,
    by: User | None,
    from_hour: int = rules.FIRST_HOUR,
    until_hour: int = rules.LAST_HOUR,
    by_command: bool = False,
) -> Rehearsal:
    """Begin to play a polling day, so many times as fast as a real one, in an election that is for practice.

    Unless the command plays it, the workers do. Raises Refused in a real election, on another day than the
    election's, without a station that has districts, and while another rehearsal is running there.
    """
    locked = elections.lock(election)
    stations = list(PollingStation.objects.filter(election=locked, districts__isnull=False).distinct().order_by("pk"))
    _refuse(locked, stations, speed, from_hour, until_hour)
    made = Rehearsal.objects.create(
        unit_id=locked.unit_id,
        election=locked,
        speed=speed,
        from_hour=from_hour,
        until_hour=until_hour,
        by_command=by_command,
        started_by=by,
    )
    DeviceGrant.objects.bulk_create([*(_phone(made, station) for station in stations), _team(made)])
    audit.record("rehearsal.begun", by=by, unit=locked.unit_id, obj=made, speed=speed, stations=len(stations))
    if not by_command:
        jobs.enqueue("gotv.play_rehearsals")
    return made


@transaction.atomic
def stop(*, rehearsal: Rehearsal, by: User | None) -> Rehearsal:
    """Stop a rehearsal before its end. What it made stays until it is cleared away; a second time changes nothing."""
    locked = Rehearsal.objects.select_for_update(no_key=True).get(pk=rehearsal.pk)
    if locked.ended_at is not None:
        return locked
    locked.stop_asked_at = timezone.now()
    locked.save(update_fields=["stop_asked_at"])
    audit.record("rehearsal.stopped", by=by, unit=locked.unit_id, obj=locked)
    return _end(locked)


@transaction.atomic
def end(*, rehearsal: Rehearsal, report: dict[str, Any] | None = None) -> Rehearsal:
    """Note that the day is played, with what came of it. One that was stopped meanwhile stays stopped."""
    locked = Rehearsal.objects.select_for_update(no_key=True).get(pk=rehearsal.pk)
    if report is not None:
        locked.report = report
        locked.save(update_fields=["report"])
    if locked.ended_at is None:
        _end(locked)
        audit.record("rehearsal.ended", by=None, unit=locked.unit_id, obj=locked)
    return locked


def token(rehearsal: Rehearsal, station: int) -> str:
    """Return what the phone at a station shows: always the same, and kept nowhere."""
    return salted_hmac("gotv.rehearsal", f"{rehearsal.pk} {station}", algorithm="sha256").hexdigest()


def device(rehearsal: Rehearsal, station: int) -> uuid.UUID:
    """Return the id of the phone at a station."""
    return uuid.uuid5(rehearsal.pk, f"phone {station}")


def _end(rehearsal: Rehearsal) -> Rehearsal:
    now = timezone.now()
    rehearsal.ended_at = now
    rehearsal.save(update_fields=["ended_at"])
    # Nothing more may come from its phones, and they go from the list of those that may send.
    rehearsals.phones(rehearsal).update(write_until=now)
    return rehearsal


def _phone(rehearsal: Rehearsal, station: PollingStation) -> DeviceGrant:
    scope = {
        "election": rehearsal.election_id,
        "station": station.pk,
        "rehearsal": str(rehearsal.pk),
        "speed": rehearsal.speed,
    }
    return DeviceGrant(
        unit_id=rehearsal.unit_id,
        kind=DeviceKind.TELLER,
        token_sha256=hashlib.sha256(token(rehearsal, station.pk).encode()).digest(),
        device_id=device(rehearsal, station.pk),
        scope=scope,
        write_until=hours.whole_day(rehearsal.election.polling_on).closes,
    )


def _team(rehearsal: Rehearsal) -> DeviceGrant:
    """Return the phone of the teams that knock up: it sends nothing, and names what they are told."""
    return DeviceGrant(
        unit_id=rehearsal.unit_id,
        kind=DeviceKind.DOORSTEP,
        token_sha256=hashlib.sha256(token(rehearsal, 0).encode()).digest(),
        device_id=device(rehearsal, 0),
        scope={"election": rehearsal.election_id, "rehearsal": str(rehearsal.pk)},
        write_until=hours.whole_day(rehearsal.election.polling_on).closes,
    )


def _refuse(election: Election, stations: list[PollingStation], speed: int, first: int, last: int) -> None:
    if not election.is_rehearsal:
        raise Refused(
            _(
                "%(election)s is a real election, and nothing is made up in one. Make a copy of it to rehearse in. "
                "Nothing was changed."
            )
            % {"election": election}
        )
    if election.polling_on != clock.today():
        raise Refused(_("A rehearsal is played on its election’s own day. Change the day to today, or make a copy."))
    if not stations:
        raise Refused(_("No district votes anywhere in this election yet. Say where each votes, then rehearse."))
    if not rules.SLOWEST <= speed <= rules.FASTEST:
        raise Refused(
            _("A rehearsal runs %(least)s to %(most)s times as fast as the day.")
            % {"least": rules.SLOWEST, "most": rules.FASTEST}
        )
    if not rules.FIRST_HOUR <= first < last <= rules.LAST_HOUR:
        raise Refused(_("The polls are open from 7 to 22. Choose hours within that."))
    if Rehearsal.objects.filter(election=election, ended_at__isnull=True).exists():
        raise Refused(_("A rehearsal is running in this election already. Watch it, or stop it first."))
