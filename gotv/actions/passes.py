"""Tellers' codes: making one, saying it on the telephone, letting one phone in by it, handing over, taking it back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind, PhoneStop
from access.models import DeviceGrant, User
from canvass.rules import passes as tokens
from gotv.actions import elections
from gotv.actions.tellers import SENDS_ON_FOR
from gotv.models import PollingStation, TellerPass, TellerShift
from gotv.queries import passes as queries
from gotv.queries import tellers
from gotv.rules import passes as rules
from gotv.rules.keeping import KEPT
from kit import clock
from kit.errors import Refused


@transaction.atomic
def make(*, station: PollingStation, by: User | None, name: str = "", shift: TellerShift | None = None) -> TellerPass:
    """Make a code that lets one phone send numbers for a station, until tellers stop. Raises Refused once they have."""
    until = tellers.hours_of(station).closes
    if until <= timezone.now():
        raise Refused(elections.over(station.election))
    key = uuid.uuid4()
    made = TellerPass.objects.create(
        id=key,
        unit_id=station.unit_id,
        election_id=station.election_id,
        station=station,
        shift=shift,
        token_sha256=tokens.digest(tokens.token("teller", key)),
        name=name.strip()[:120],
        made_by=by,
        expires_at=until,
    )
    audit.record("teller.code_made", by=by, unit=station.unit_id, obj=made, station=station.pk)
    return made


@transaction.atomic
def speak(*, found: TellerPass, by: User) -> None:
    """Make the eight characters that say this code on the telephone, good for ten minutes and five tries.

    Raises Refused for a code that lets nobody in any more.
    """
    locked = _lock(found)
    refusal = queries.refusal(locked, timezone.now())
    if refusal:
        raise Refused(refusal)
    until = timezone.now() + rules.SPOKEN_FOR
    code = rules.spoken(queries.token(locked), until)
    while queries.by_finder(code) is not None:  # another code begins the same just now
        until += rules.SPOKEN_FOR / 600
        code = rules.spoken(queries.token(locked), until)
    locked.spoken_finder, locked.spoken_sha256 = code[: rules.FINDER], hashlib.sha256(code.encode()).digest()
    locked.spoken_until, locked.spoken_tries = until, 0
    locked.save(update_fields=["spoken_finder", "spoken_sha256", "spoken_until", "spoken_tries"])
    audit.record("teller.code_spoken", by=by, unit=locked.unit_id, obj=locked)


@transaction.atomic
def listen(*, found: TellerPass, code: str) -> bool:
    """Say whether these characters are the code that they begin like; each wrong try counts against it."""
    locked = _lock(found)
    if locked.spoken_sha256 is None or locked.spoken_tries >= rules.SPOKEN_TRIES:
        return False
    if hmac.compare_digest(bytes(locked.spoken_sha256), hashlib.sha256(code.encode()).digest()):
        return True
    locked.spoken_tries += 1
    locked.save(update_fields=["spoken_tries"])
    return False


@transaction.atomic
def use(*, found: TellerPass, name: str, phone: str) -> TellerPass:
    """Let one phone in by a code: the first that uses it keeps it. Returns the code with its grant.

    Raises Refused when it was used or taken back, and when a station has as many phones as it may.
    """
    # The station first: two codes of one station that are used in the same moment are counted one after the other.
    station = PollingStation.objects.select_for_update(no_key=True).get(pk=found.station_id)
    locked = _lock(found)
    refusal = queries.refusal(locked, timezone.now())
    if refusal:
        raise Refused(refusal)
    before = TellerPass.objects.filter(followed_by=locked, revoked_at=None, grant__isnull=False).first()
    if queries.phones(station) - (before is not None) >= rules.MOST_PHONES:
        raise Refused(
            _("%(count)d phones send from this station already, and no more may. Ask your organiser to stop one.")
            % {"count": rules.MOST_PHONES}
        )
    locked.grant = DeviceGrant.objects.create(
        unit_id=locked.unit_id,
        kind=DeviceKind.TELLER,
        token_sha256=hashlib.sha256(secrets.token_bytes(32)).digest(),
        scope={"election": locked.election_id, "station": locked.station_id},
        write_until=locked.expires_at + SENDS_ON_FOR,
    )
    locked.used_at = timezone.now()
    locked.name, locked.phone = name.strip()[:120] or locked.name, phone.strip()[:30]
    locked.spoken_finder = ""
    locked.save(update_fields=["grant", "used_at", "name", "phone", "spoken_finder"])
    audit.record("teller.let_in", by=None, unit=locked.unit_id, obj=locked.grant, station=locked.station_id)
    return locked


@transaction.atomic
def token_for(*, found: TellerPass, device_id: uuid.UUID) -> tuple[DeviceGrant, str]:
    """Give the phone that was let in by a code its token, shown only once; the one before is good no longer.

    Raises Refused for a code that was taken back.
    """
    locked = _lock(found)
    if locked.grant is None or locked.revoked_at is not None:
        raise Refused(_("This code was taken back. Ask your organiser for a new one."))
    token = secrets.token_urlsafe(32)
    locked.grant.token_sha256 = hashlib.sha256(token.encode()).digest()
    locked.grant.device_id = device_id
    locked.grant.save(update_fields=["token_sha256", "device_id"])
    return locked.grant, token


@transaction.atomic
def checked(*, found: TellerPass) -> None:
    """Note that the phone of a code has just shown that it works: before the day, so that nobody stands there at 7.

    Raises Refused where it has sent nothing: a form that was quicker than its script has tried nothing.
    """
    heard = found.grant.last_seen_at if found.grant else None
    if heard is None or timezone.now() - heard > rules.TRIED_FOR:
        raise Refused(
            _(
                "Nothing was tried: the page was not ready yet. Wait a moment and press again. If you read this again,"
                " open the link in the phone’s ordinary browser."
            )
        )
    TellerPass.objects.filter(pk=found.pk).update(checked_at=timezone.now())
    audit.record("teller.checked", by=None, unit=found.unit_id, obj=found, station=found.station_id)


@transaction.atomic
def hand_over(*, station: PollingStation, before: TellerPass | None, by: User | None) -> TellerPass:
    """Make the code for the next teller of a station, and return it. An unused one that was made before holds.

    `before` is the code of the teller who goes; None for one with an account (`by`). What their phone still holds is
    sent and counts.
    """
    if before is not None:
        locked = _lock(before)
        waiting = locked.followed_by
        if waiting is not None and not queries.refusal(waiting, timezone.now()):
            return waiting
    made = make(station=station, by=by)
    if before is not None:
        locked.followed_by = made
        locked.save(update_fields=["followed_by"])
    return made


@transaction.atomic
def revoke(*, found: TellerPass, by: User) -> None:
    """Take a code back. Its phone sends what it holds, which waits for a check, and forgets everything.

    A second time changes nothing.
    """
    locked = _lock(found)
    if locked.revoked_at is not None:
        return
    locked.revoked_at = timezone.now()
    locked.spoken_finder = ""
    locked.save(update_fields=["revoked_at", "spoken_finder"])
    if locked.grant is not None and locked.grant.revoked_at is None:
        locked.grant.revoked_at, locked.grant.stopped_why = locked.revoked_at, PhoneStop.ROLE_ENDED
        locked.grant.save(update_fields=["revoked_at", "stopped_why"])
    audit.record("teller.code_revoked", by=by, unit=locked.unit_id, obj=locked, station=locked.station_id)


@transaction.atomic
def forget(*, unit_id: int) -> int:
    """Delete the codes of polls that are four weeks over, with tellers' names and telephone numbers.

    Returns how many went. Safe to run at any time and again.
    """
    over = TellerPass.objects.filter(unit=unit_id, election__polling_on__lt=clock.today() - KEPT)
    return over.delete()[1].get("gotv.TellerPass", 0)


def _lock(found: TellerPass) -> TellerPass:
    held = TellerPass.objects.select_for_update(of=("self",)).select_related("grant", "followed_by", "station")
    return held.get(pk=found.pk)
