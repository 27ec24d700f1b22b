"""Tellers' codes, as a phone finds them and as the office looks through them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.enums import DeviceKind
from access.models import DeviceGrant
from access.queries import units
from canvass.rules import passes as tokens
from gotv.models import Election, PollingStation, TellerPass, VoteMark
from gotv.rules import passes as rules

# Of a phone's session: which code it was let in with, by station.
KEY = "teller_passes"
_WITH = ("station__election", "station__unit", "election", "grant", "followed_by")


def token(found: TellerPass) -> str:
    """Return the token of a code. It follows from its id and this installation's key, and is kept nowhere."""
    return tokens.token("teller", found.pk)


def spoken(found: TellerPass) -> str:
    """Return the eight characters to say; "" while there are none, or they are good no longer."""
    if found.spoken_until is None or found.spoken_until <= timezone.now() or found.used_at is not None:
        return ""
    return "" if found.spoken_tries >= rules.SPOKEN_TRIES else rules.spoken(token(found), found.spoken_until)


def by_token(typed: str) -> TellerPass | None:
    """Return the code of a token, whatever has become of it; None for a token that is none of ours."""
    key = tokens.key_of(typed)
    unit = units.of_row(TellerPass, key) if key is not None else None
    if key is None or unit is None:
        return None
    return _get(unit, key, token_sha256=tokens.digest(typed))


def by_finder(code: str) -> TellerPass | None:
    """Return the code that the first four characters of what was said mean, while it is good; None where none is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gotv_spoken_pass(%s, %s)", [code[: rules.FINDER], timezone.now()])
        row = cursor.fetchone()
    return _get(*row) if row else None


def held(session: SessionBase, station: int) -> TellerPass | None:
    """Return the code by which this phone was let in at a station; None where it was not."""
    key = session.get(KEY, {}).get(str(station))
    unit = units.of_row(TellerPass, key) if key else None
    return _get(unit, UUID(key), station=station) if unit is not None else None


def _get(unit: int, key: UUID, **more: object) -> TellerPass | None:
    with scoping.units([unit]):
        return TellerPass.objects.select_related(*_WITH).filter(pk=key, **more).first()


def refusal(found: TellerPass, now: datetime.datetime) -> str:
    """Return why a code lets no phone in (any more), in words for whoever scanned it; "" when it does."""
    if found.revoked_at is not None:
        return _("This code was taken back. Ask whoever gave it to you for a new one.")
    if found.used_at is not None:
        return _("This code was used already, on this phone or another. Ask whoever gave it to you for a new one.")
    if found.expires_at <= now:
        return _("The election is over, so this code opens nothing.")
    return ""


def is_followed(found: TellerPass) -> bool:
    """Say whether another teller has taken over from this one."""
    return found.followed_by is not None and found.followed_by.used_at is not None


def phones(station: PollingStation) -> int:
    """Return how many phones may send numbers from a station: with a code or an account, without who handed over."""
    rows = DeviceGrant.objects.filter(
        kind=DeviceKind.TELLER, scope__station=station.pk, revoked_at=None, wiped_at=None
    ).values_list("pk", "device_id")
    gone = TellerPass.objects.filter(station=station, followed_by__used_at__isnull=False)
    over = set(gone.values_list("grant_id", flat=True))
    return len({device or pk for pk, device in rows if pk not in over})


@dataclass(frozen=True)
class Line:
    """A code in the office: who has it, and what came from its phone last (None: nothing yet)."""

    code: TellerPass
    last_entry_at: datetime.datetime | None
    is_over: bool


def of_station(station: PollingStation) -> list[Line]:
    """Return the codes of a station, those in use and to be used first."""
    return of_election(station.election, station=station).get(station.pk, [])


def of_election(election: Election, station: PollingStation | None = None) -> dict[int, list[Line]]:
    """Return the codes of an election by station. Two queries."""
    rows: QuerySet[TellerPass] = TellerPass.objects.filter(election=election).select_related("grant", "followed_by")
    if station is not None:
        rows = rows.filter(station=station)
    codes = list(rows.order_by("made_at", "pk"))
    grants = [code.grant_id for code in codes if code.grant_id]
    last = dict(
        VoteMark.objects.filter(device__in=grants).order_by().values_list("device").annotate(at=Max("marked_at"))
    )
    found: dict[int, list[Line]] = {}
    for code in codes:
        is_over = code.revoked_at is not None or is_followed(code)
        found.setdefault(code.station_id, []).append(Line(code, last.get(code.grant_id), is_over))
    return {pk: sorted(lines, key=lambda line: line.is_over) for pk, lines in found.items()}
