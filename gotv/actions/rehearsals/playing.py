"""Playing a rehearsal: at each moment what the script has due by then goes out, again and again until it is answered.

Everything that is sent follows from the rehearsal itself, ids included, so whatever is played twice changes nothing.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scoping
from access.models import DeviceGrant
from canvass.models import PollingDistrict
from gotv.actions import counts, knocks, marks, rounds, tellers
from gotv.actions.rehearsals import lifecycle
from gotv.actions.rehearsals.ledger import Ledger
from gotv.actions.rehearsals.lines import Line
from gotv.enums import CountKind
from gotv.models import BallotBox, Rehearsal, VoteMark
from gotv.queries import promises, rehearsals
from gotv.rules import rehearsals as rules
from gotv.rules.rehearsals import UNDO, VOID, Step
from kit.errors import Refused

T = TypeVar("T")
_A_BATCH = 50
_SCHEMA = 2
_SHORTEST_WAIT, _LONGEST_WAIT = 0.1, 5.0


class Unreachable(Exception):
    """The server gave no answer for longer than the rehearsal waits."""


@dataclass
class Player:
    """Plays one rehearsal over a line. With several `hands` phones send at the same time.

    `patience` is for how many seconds a phone tries again before it gives up: then Unreachable is raised, with
    everything that was acknowledged in the ledger.
    """

    rehearsal: Rehearsal
    line: Line
    turnout: float | None = None
    hands: int = 1
    patience: float = 120.0
    # As often an answer is lost after the server has committed, and the phone sends the same again.
    answers_lost: float = 0.05
    ledger: Ledger = field(default_factory=Ledger)
    steps: list[Step] = field(init=False)
    counts: list[rules.BoxCount] = field(init=False)
    visits: list[rules.Visit] = field(init=False)
    _phones: dict[int, DeviceGrant] = field(init=False)
    _team: DeviceGrant = field(init=False)
    _chance: random.Random = field(init=False)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        seed = rehearsals.seed(self.rehearsal)
        self._chance = random.Random(f"{seed} answers")  # noqa: S311 - made-up faults, no secret
        more = {} if self.turnout is None else {"turnout": self.turnout}
        with self._scope():
            self.steps = rules.script(seed, rehearsals.voters(self.rehearsal.election), **more)
            self.counts = rules.counts(seed, rehearsals.boxes(self.rehearsal.election), **more)
            grants = rehearsals.phones(self.rehearsal).select_related("unit")
            self.visits = rules.visits(seed, rehearsals.districts(self.rehearsal.election))
            self._team = next(grant for grant in grants if "station" not in grant.scope)
            self._phones = {grant.scope["station"]: grant for grant in grants if "station" in grant.scope}

    def stop(self) -> None:
        """Let phones that wait for an answer give up."""
        self._stopped.set()

    def play(self, after: float, until: float) -> None:
        """Let everything happen that gets through after one time of the day and until another. Raises Unreachable."""
        due = rules.between(self.steps, after, until)
        self._send_due([step for step in due if step.kind != VOID])
        for step in due:
            if step.kind == VOID:
                self._void(step)
        read_off = [count for count in self.counts if after < count.at <= until]
        if read_off:
            self.patiently(partial(self._read_off, read_off))
        for visit in self.visits:
            if after < visit.at <= until:
                self.patiently(partial(self._visit, visit))

    def _send_due(self, due: Sequence[Step]) -> None:
        """Let each station's phone send what it has, several phones at the same time."""
        by_station: dict[int, list[Step]] = defaultdict(list)
        for step in due:
            by_station[step.station].append(step)
        if self.hands == 1:
            for station, steps in by_station.items():
                self._send_all(station, steps)
            return
        with ThreadPoolExecutor(self.hands) as pool:
            sending = [pool.submit(self._send_all, *one) for one in by_station.items()]
            try:
                for sent in sending:
                    sent.result()
            except KeyboardInterrupt:
                self.stop()  # else somebody who interrupts it waits until the last phone has lost its patience
                raise

    def event_id(self, name: str) -> uuid.UUID:
        """Return the id of the event of a step."""
        return uuid.uuid5(self.rehearsal.pk, name)

    def _send_all(self, station: int, steps: Sequence[Step]) -> None:
        events = [self._event(step) for step in steps]
        for start in range(0, len(events), _A_BATCH):
            self._send(self._phones[station], events[start : start + _A_BATCH])

    def _send(self, phone: DeviceGrant, events: list[dict[str, Any]]) -> None:
        """Send a batch until every event of it is settled."""
        token = lifecycle.token(self.rehearsal, phone.scope["station"])
        left, wait, since = events, _SHORTEST_WAIT, time.monotonic()
        while left:
            started = time.monotonic()
            results = self.line.post(phone, token, self._batch(phone, left))
            self.ledger.tried(left, time.monotonic() - started)
            if results is not None and self._chance.random() >= self.answers_lost:
                self.ledger.settle(results)
                left = [event for event in left if not self.ledger.knows(event["id"])]
                continue
            if results is None:
                if self._stopped.is_set() or time.monotonic() - since > self.patience:
                    raise Unreachable(self.line.name)
                self._stopped.wait(wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    def _event(self, step: Step) -> dict[str, Any]:
        undo = step.kind == UNDO
        return {
            "id": str(self.event_id(step.name)),
            "device_seq": step.place,
            "kind": "undo" if undo else tellers.KIND,
            "schema_v": _SCHEMA,
            "device_time": rehearsals.moment(self.rehearsal, step.at).isoformat(),
            "device_utc_offset": 0,
            "board_id": None,
            "household": None,
            "elector": None,
            "district": None if undo else step.district,
            "number": None,
            "suffix": None,
            "supersedes": str(self.event_id(step.undoes)) if undo else None,
            "payload": {} if undo else {"typed": step.typed},
        }

    def _batch(self, phone: DeviceGrant, events: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "batch_id": str(uuid.uuid4()),
            "device_id": str(phone.device_id),
            "app_version": "rehearsal",
            "device_now": timezone.now().isoformat(),
            "queue_depth": len(events),
            "events": events,
        }

    def patiently(self, deed: Callable[[], T]) -> T:
        """Do something in the database in a scope on the unit, again and again while it can't be reached.

        Raises Unreachable once the patience is over. What is done must be safe to do twice.
        """
        wait, since = _SHORTEST_WAIT, time.monotonic()
        while True:
            try:
                with scoping.units([self.rehearsal.unit_id]):
                    return deed()
            except (OperationalError, InterfaceError) as error:
                connection.close()
                if self._stopped.is_set() or time.monotonic() - since > self.patience:
                    raise Unreachable("database") from error
            self._stopped.wait(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    def _void(self, step: Step) -> None:
        """Let the office take back a number that was typed for somebody else."""

        def take_back() -> None:
            wrong = VoteMark.objects.select_related("election").filter(pk=self.event_id(step.undoes)).first()
            if wrong is not None:
                reason = _("Rehearsal: the number was somebody else’s")
                marks.take_back(mark=wrong, reason=reason, by=self.rehearsal.started_by)

        self.patiently(take_back)
        self.ledger.voided += 1

    def _read_off(self, due: Sequence[rules.BoxCount]) -> None:
        """Let polling agents send how many papers are in their boxes, as people do. Sent twice, it is one count.

        What contradicts a count that somebody typed is not taken, as it would not be from a person either.
        """
        boxes = BallotBox.objects.in_bulk([count.box for count in due])
        taken = 0
        for count in due:
            at = min(rehearsals.moment(self.rehearsal, count.at), timezone.now())
            with suppress(Refused, KeyError):  # its box may be gone meanwhile
                counts.enter(
                    id=self.event_id(count.name),
                    election=self.rehearsal.election,
                    kind=CountKind.TURNOUT,
                    place=boxes[count.box],
                    value=count.value,
                    counted_at=at,
                    by=self.rehearsal.started_by,
                    device=self._team,
                )
                taken += 1
        self.ledger.counts += taken

    def _visit(self, visit: rules.Visit) -> None:
        """Send a team through a district and bring it home. Where a team of people's own is out, none is sent."""
        election, by = self.rehearsal.election, self.rehearsal.started_by
        seed, now = rehearsals.seed(self.rehearsal), timezone.now()
        rows = promises.left(election).filter(polling_district=visit.district).values_list("pk", "household_id")
        said = [
            knocks.Said(self.event_id(f"{pk} knock {visit.hour}"), home, answer, now, elector=pk)
            for pk, home in rows
            if (answer := rules.heard(seed, pk, visit.hour))
        ]
        if not said:
            return
        key = self.event_id(f"round {visit.district} {visit.hour}")
        district = PollingDistrict.objects.get(pk=visit.district)
        try:
            one = rounds.begin(
                election=election, district=district, road_group=None, team=_("Rehearsal"), runner=None, by=by, key=key
            )
        except Refused:
            return
        knocks.record(one=one, said=said, by=by, device=self._team)
        rounds.end(round=one, by=by)
        self.ledger.knocks += len(said)

    def _scope(self) -> Any:
        return scoping.units([self.rehearsal.unit_id])
