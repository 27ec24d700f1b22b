"""A board of 400 electors on the office's screen and on the phone, and batches coming in from phones.

What is made stays in the bench's own database: events can't be deleted, which is what they are for.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import Unit, User
from canvass.actions import sync as actions
from canvass.models import Board, ContactEvent, Elector
from canvass.queries import sync as queries
from canvass.rules import sync
from tests import cast as people
from tests.bench._people import officer, take_away
from tests.factories import canvass, phones
from tests.factories.phones import Phone

ELECTORS, BATCH, RUNS = 400, 50, 21
_CODE = "bench-boards"
_PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def measure() -> Iterator[tuple[str, float, float, str]]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with _board() as (board, user), override_settings(STORAGES=_PLAIN_STATIC):
        browser = people.sign_in(user, SERVER_NAME="127.0.0.1")
        office = reverse("canvass:board", kwargs={"unit": _CODE, "board": board.pk})
        phone = reverse("canvass:phone_board", kwargs={"board": board.pk})
        for name, url in (("board of 400: queries", office), ("board of 400, on the phone: queries", phone)):
            browser.get(url)  # a first visit also notes that the session lives, once a minute
            count = _queries(browser, url)
            seconds = statistics.median(_timed(lambda url=url: browser.get(url)) for _ in range(RUNS))
            yield name, count, 8, f"{ELECTORS} electors, {seconds * 1e3:.0f} ms"
        yield _ingest(phones.phone(board, user), board)


def _queries(browser: Client, url: str) -> int:
    seen: list[str] = []

    def count(execute: Callable, statement: str, parameters: object, many: bool, context: dict) -> object:
        seen.append(statement)
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(count):
        answer = browser.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return len(seen)


def _timed(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def _ingest(phone: Phone, board: Board) -> tuple[str, float, float, str]:
    """Compare taking in a batch of 50, all that follows from it included, with inserting its rows alone."""
    with scoping.units([board.unit_id]):
        grant = queries.grant_for(hashlib.sha256(phone.token.encode()).digest())
        electors = list(Elector.objects.select_related("polling_district").order_by("pk")[:BATCH])
        batches = [_body(phone, electors) for _ in range(RUNS)]
        whole = [_timed(lambda batch=batch: actions.receive(grant=grant, batch=batch)) for batch in batches]
        inserts = [_rows(phone, electors) for _ in range(RUNS)]
        bare = [_timed(lambda rows=rows: _insert(rows)) for rows in inserts]
    taken, inserted = statistics.median(whole), statistics.median(bare)
    detail = f"{BATCH / taken:,.0f} events a second in one line, {taken * 1e3:.0f} ms a batch of {BATCH}"
    return "sync, a batch / its bare insert", taken / inserted, 12, detail


def _body(phone: Phone, electors: list[Elector]) -> sync.Batch:
    return sync.read(json.dumps(phone.batch(*[phone.answer(elector) for elector in electors])).encode())


def _rows(phone: Phone, electors: list[Elector]) -> list[ContactEvent]:
    body = _body(phone, electors)
    now = timezone.now()
    return [
        ContactEvent(
            id=event.id,
            unit_id=phone.grant.unit_id,
            board_id=event.board,
            elector_id=event.elector,
            household_id=event.household,
            district_code=event.district,
            number=event.number,
            suffix=event.suffix,
            kind=event.kind,
            payload=event.payload,
            payload_sha256=event.sha256,
            schema_v=event.schema_v,
            device=phone.grant,
            device_seq=event.seq,
            device_time=event.device_time,
            device_utc_offset=event.utc_offset,
            est_occurred_at=event.device_time,
            received_at=now,
        )
        for event in body.events
        if isinstance(event, sync.Event)
    ]


def _insert(rows: list[ContactEvent]) -> None:
    with transaction.atomic():
        ContactEvent.objects.bulk_create(rows)


@contextmanager
def _board() -> Iterator[tuple[Board, User]]:
    """Make a unit with one board of 400 electors, in the hands of its own secretary."""
    unit = Unit.objects.create(kind="clp", code=_CODE, name="A measured street")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    unit.refresh_from_db()
    user = officer(_CODE, unit)
    town = canvass.bulk(unit, streets=4, doors=50, per_door=ELECTORS // 200)
    with scoping.units([unit.pk]):
        doors = list(town.districts[0].households.order_by("pk"))
    board = canvass.board(user, *doors, name="Bench")
    canvass.hand(board, user, user)
    yield board, user
    take_away(user)
