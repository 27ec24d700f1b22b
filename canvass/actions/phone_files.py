"""Bringing in the file of a phone that could not send: all of it waits for a check, and each event is kept once."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.enums import DeviceKind
from access.models import DeviceGrant, Unit, User
from canvass.actions import sealed, sync
from canvass.models import Board
from canvass.queries import devices
from canvass.rules import phone_files as rules
from canvass.rules.phone_files import PhoneFile
from canvass.rules.sync import DUPLICATE, QUARANTINED, Batch, Result
from kit.errors import Refused


@dataclass(frozen=True)
class BroughtIn:
    """What became of a file. `left_out` are the places, from 1, of what could not be kept, each with why, in words.

    `whose` is the person whose phone it is; None where nothing proves it.
    """

    waiting: int
    here: int
    left_out: list[tuple[int, str]]
    whose: User | None

    @property
    def all(self) -> int:
        return self.waiting + self.here + len(self.left_out)


# In one transaction, which holds locks for each event that it keeps.
_AT_A_TIME = 500


def bring_in(*, by: User, unit: Unit, data: bytes) -> BroughtIn:
    """Keep what is in a file of a phone of this unit. What is here already is kept as it is.

    Raises Refused, with nothing kept, for a file that no phone of this unit wrote. Needs an open scope on the unit.
    Where it is broken off half way, the same file again does the rest.
    """
    file = _read(data, timezone.now())
    board = _board(file, unit)
    grant = devices.of_file(unit, file)
    if grant is None and board is None:
        raise Refused(_("Nothing was kept: no phone that Rosette knows wrote this file. Ask whose it is."))
    results: list[Result] = []
    for start in range(0, len(file.events), _AT_A_TIME):
        events = file.events[start : start + _AT_A_TIME]
        results += _keep(by, unit, grant or _nobodys(board), replace(file, events=events), known=grant is not None)
    counts = Counter(result.status for result in results)
    left_out = [
        (place, _why(result))
        for place, result in enumerate(results, 1)
        if result.status not in (QUARANTINED, DUPLICATE)
    ]
    return BroughtIn(counts[QUARANTINED], counts[DUPLICATE], left_out, grant.user if grant else None)


@transaction.atomic
def _keep(by: User, unit: Unit, grant: DeviceGrant, file: PhoneFile, *, known: bool) -> list[Result]:
    batch = Batch(
        id=uuid.uuid4(),
        device=file.device or uuid.uuid4(),
        app_version="",
        device_now=timezone.now(),
        queue_depth=0,
        events=file.events,
    )
    results = sync.from_file(grant=grant, known=known, batch=batch, by=by)
    counts = Counter(result.status for result in results)
    audit.record(
        "answers.brought_in",
        by=by,
        unit=unit,
        obj=grant if known else None,
        stored=counts[QUARANTINED],
        here=counts[DUPLICATE],
        left_out=len(results) - counts[QUARANTINED] - counts[DUPLICATE],
        user=grant.user_id,
        board=str(file.board or ""),
    )
    return results


def _read(data: bytes, now: datetime.datetime) -> PhoneFile:
    try:
        return rules.read(data, now, sealed.opened)
    except rules.NotJson as error:
        raise Refused(
            _(
                "Nothing was kept: this is not a file from Rosette’s phone page, or it was cut off on its way. "
                "Ask for it again, as a file and not as text in a message."
            )
        ) from error
    except rules.NotOurs as error:
        raise Refused(
            _(
                "Nothing was kept: this file does not come from Rosette’s phone page. "
                "Choose the one whose name begins with “rosette-”."
            )
        ) from error
    except rules.TooMany as error:
        raise Refused(
            _("Nothing was kept: no phone holds more than %(most)s records, as this file does. Ask who made it.")
            % {"most": rules.MAX_EVENTS}
        ) from error


def _board(file: PhoneFile, unit: Unit) -> Board | None:
    """Return the board that a file is about, None for another list's. Raises Refused for another CLP's."""
    if file.unit and file.unit != unit.code:
        raise Refused(
            _("Nothing was kept: this file is from another CLP, “%(unit)s”. Give it to whoever runs canvassing there.")
            % {"unit": file.unit[:40]}
        )
    board = Board.objects.select_related("unit").filter(unit=unit, pk=file.board).first() if file.board else None
    if file.board and board is None:
        raise Refused(
            _("Nothing was kept: this file is about a board that is not this CLP’s. Give it to the CLP it comes from.")
        )
    return board


def _nobodys(board: Board | None) -> DeviceGrant:
    """Return what stands for a phone of which nothing is known: never stored. Nothing came before its board was."""
    assert board is not None  # noqa: S101 - any other phone is known, or its file was refused
    return DeviceGrant(
        unit=board.unit, kind=DeviceKind.DOORSTEP, scope={"board": str(board.pk)}, created_at=board.made_at
    )


def _why(result: Result) -> str:
    words = {
        "ID_REUSED": _("another record came under the same id"),
        "WRONG_ORG": _("it is about somebody in another CLP"),
        "TOO_LARGE": _("it is larger than anything a phone records"),
    }
    return words.get(result.code) or _("it can’t be read")
