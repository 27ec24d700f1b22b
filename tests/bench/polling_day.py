"""Polling day in a constituency: dashboards, viewers, numbers coming in, and all of it at once.

BENCH_ELECTORS, BENCH_ENTRIES, BENCH_SECONDS, BENCH_A_SECOND and BENCH_VIEWERS make it smaller, to see that it runs or
what a small machine gives. BENCH_PARTS names what to measure, of "pages entries viewers crowd"; without it all is.
"""

from __future__ import annotations

import datetime
import gc
import hashlib
import http.client
import itertools
import json
import os
import secrets
import statistics
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from access import scoping
from access.enums import DeviceKind
from access.models import DeviceGrant, User
from canvass.actions import sync as actions
from canvass.models import Elector
from canvass.queries import sync as queries
from canvass.rules import sync
from gotv.actions import marks
from gotv.models import Election, PollingStation, Voted, VoteMark
from kit import dbroles
from tests import cast as people
from tests.bench import _screens
from tests.bench._constituency import constituency
from tests.bench.gotv import PLAIN_STATIC
from tests.factories.phones import EVENTS, Phone
from tests.journeys.servers import Server, collect

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = int(os.environ.get("BENCH_ENTRIES", "3000"))
BATCHES = (1, 10, 50)
WARM = 5  # batches at the beginning that don't count: a server that has been up for an hour has its plans made
A_SECOND, VIEWERS = int(os.environ.get("BENCH_A_SECOND", "500")), int(os.environ.get("BENCH_VIEWERS", "300"))
A_BATCH, EVERY = 10, 10.0
SECONDS = float(os.environ.get("BENCH_SECONDS", "30"))
CODE = "bench-polling-day"
PARTS = os.environ.get("BENCH_PARTS", "pages entries viewers crowd").split()

Line = tuple[str, float, float, str]


def measure() -> Iterator[Line]:
    """Yield (name, value, limit, detail) for each thing measured."""
    with constituency(CODE, stays=True) as (election, user):
        if "pages" in PARTS:
            with override_settings(STORAGES=PLAIN_STATIC):
                yield from _screens.measure(election, user)
        if {"entries", "viewers", "crowd"}.isdisjoint(PARTS):
            return
        typing = _Typing(election)
        if "entries" in PARTS:
            yield from _entries(typing)
            yield from _recount(election)
        if {"viewers", "crowd"}.isdisjoint(PARTS):
            return
        with _server() as server:
            if "viewers" in PARTS:
                yield from _viewers(election, user, server)
            if "crowd" in PARTS:
                yield from _crowd(typing, user, server)
        yield from _recount(election)


# --- Numbers coming in -----------------------------------------------------------------------------------------------


class _Typing:
    """Tellers' phones at every station, and the numbers of those who are not in yet, each handed out once."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self.phones: dict[int, Phone] = {}
        with scoping.units([election.unit_id]):
            for station in PollingStation.objects.filter(election=election).prefetch_related("districts"):
                self.phones[station.districts.all()[0].pk] = _phone(election, station)
            came = Voted.objects.filter(election=election).values("elector")
            rows = Elector.objects.on_register().exclude(pk__in=came).order_by("number", "pk")
            columns = ("polling_district_id", "polling_district__code", "number")
            by_district: dict[int, list[tuple[int, str, int]]] = {}
            for row in rows.values_list(*columns):
                by_district.setdefault(row[0], []).append(row)
        self._left = {district: iter(found) for district, found in by_district.items()}
        self._turn = itertools.cycle(sorted(self._left))
        self._lock = threading.Lock()

    def batch(self, size: int) -> tuple[Phone, dict]:
        """Return the next phone in turn with a batch of numbers that are not in yet."""
        with self._lock:
            for _ in range(len(self._left)):
                district = next(self._turn)
                rows = list(itertools.islice(self._left[district], size))
                if len(rows) == size:
                    phone = self.phones[district]
                    return phone, phone.batch(*(_typed(phone, code, number) for _pk, code, number in rows))
        raise RuntimeError("Everybody has voted: make BENCH_ELECTORS larger or BENCH_ENTRIES smaller.")


def _typed(phone: Phone, code: str, number: int) -> dict:
    return phone.event("teller.number", {"typed": str(number)}, district=code)


def _phone(election: Election, station: PollingStation) -> Phone:
    token, device = secrets.token_urlsafe(32), uuid.uuid4()
    grant = DeviceGrant.objects.create(
        unit_id=election.unit_id,
        kind=DeviceKind.TELLER,
        token_sha256=hashlib.sha256(token.encode()).digest(),
        device_id=device,
        scope={"election": election.pk, "station": station.pk},
        write_until=timezone.now() + datetime.timedelta(days=1),
    )
    return Phone(grant, token, None, device)


def _entries(typing: _Typing) -> Iterator[Line]:
    """Compare entries by the protocol with a bare insert of two columns, a commit a batch, of the same sizes.

    The table is an ordinary one, so that its commits are as lasting as ours: those of a temporary one are not. A
    batch of ours and a bare one take turns, so that whatever else the machine does slows both.
    """
    with dbroles.as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (a bigint, b bigint)")
        cursor.execute(f'GRANT INSERT ON bench_bare TO "{settings.DATABASE_RUNTIME_ROLE}"')
    for size in BATCHES:
        count = max(min(ENTRIES, 40 * size), 2 * size) // size
        taking = [typing.batch(size) for _ in range(count + WARM)]
        gc.collect()
        gc.freeze()  # as deploy/gunicorn.py does: a server has none of these lists to search for garbage
        ours, bare = [], []
        for phone, body in taking:
            batch = sync.read(json.dumps(body).encode())
            ours.append(_seconds(partial(_receive, phone, batch)))
            bare.append(_seconds(partial(_insert, size)))
        ratio = sum(bare[WARM:]) / sum(ours[WARM:])
        detail = (
            f"{size * count / sum(ours[WARM:]):,.0f} a second against {size * count / sum(bare[WARM:]):,.0f} bare: "
            f"{ratio:.3f} of it (at least 0.12 wanted); medians {statistics.median(ours[WARM:]) * 1e3:.2f} ms and "
            f"{statistics.median(bare[WARM:]) * 1e3:.2f} ms a batch"
        )
        yield f"numbers in batches of {size}: bare / ours", 1 / ratio, 1 / 0.12, detail
    with dbroles.as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_bare")


def _receive(phone: Phone, batch: sync.Batch) -> None:
    """Do what the address of the protocol does with a body that it has read, until the commit."""
    with scoping.units([phone.grant.unit_id]):
        grant = queries.grant_for(hashlib.sha256(phone.token.encode()).digest())
        received = actions.receive(grant=grant, batch=batch)
    if any(one.status != sync.STORED for one in received.results):
        raise RuntimeError(f"{[one.status for one in received.results]}")


def _insert(size: int) -> None:
    values = ", ".join(["(%s, %s)"] * size)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        cursor.execute(f"INSERT INTO bench_bare VALUES {values}", list(range(2 * size)))


def _recount(election: Election) -> Iterator[Line]:
    """Take back every hundredth mark, and count again: whatever differs is over the limit."""
    with scoping.units([election.unit_id]):
        rows = VoteMark.objects.filter(election=election, void__isnull=True).select_related("election")
        wrong = list(rows.order_by("pk")[::100][:200])
    for mark in wrong:
        with scoping.units([election.unit_id]):
            marks.take_back(mark=mark, reason="measured", by=None)
    with scoping.units([election.unit_id]):
        found = marks.recount(election=election)
    differ = found.added + found.withdrawn + len(found.counters)
    yield "counters that differ from a recount", differ, 0, f"{len(wrong)} marks taken back one by one before it"


# --- Through the server ----------------------------------------------------------------------------------------------


@contextmanager
def _server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as place:
        static = Path(place) / "static"
        collect(static)
        server = Server(static=static, log=Path(place) / "log", how=("-c", str(ROOT / "deploy" / "gunicorn.py")))
        server.start()
        try:
            yield server
        finally:
            server.kill()


class _Viewer:
    """A dashboard that is open somewhere: asks with the ETag that it had last."""

    def __init__(self, server: Server, url: str, cookie: str) -> None:
        self.url, self.cookie, self.etag = url, cookie, ""
        self.wire = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def look(self) -> int:
        """Return the status. A connection that the server had closed meanwhile is opened anew, as a browser does."""
        headers = {"Cookie": self.cookie} | ({"If-None-Match": self.etag} if self.etag else {})
        for _ in range(2):
            try:
                self.wire.request("GET", self.url, headers=headers)
                answer = self.wire.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.wire.close()
                continue
            self.etag = answer.getheader("ETag") or ""
            return answer.status
        return 0


def _cookie(user: User) -> str:
    browser = people.sign_in(user, SERVER_NAME="127.0.0.1")
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _viewers(election: Election, user: User, server: Server) -> Iterator[Line]:
    """Let 5 and then 50 people look again and again, all at once, each as soon as they have an answer."""
    cookie, url = _cookie(user), _screens.address("figures", election)
    rates: dict[int, float] = {}
    for number in (5, 50):
        viewers = [_Viewer(server, url, cookie) for _ in range(number)]
        looks = 20 if number == 5 else 6
        answers: Counter[int] = Counter()
        with ThreadPoolExecutor(number) as pool:
            started = time.perf_counter()
            for statuses in pool.map(partial(_look_often, looks), viewers):
                answers.update(statuses)
            took = time.perf_counter() - started
        if set(answers) - {200, 304}:
            raise RuntimeError(f"{answers}")
        rates[number] = number * looks / took
    detail = f"{rates[5]:.0f} answers a second for 5, {rates[50]:.0f} for 50; linear decay would be 10"
    # What one of fifty waits, against what one of five waits: 10 is what a queue in single file would give.
    yield "50 viewers' wait / 5 viewers' wait, per viewer", rates[5] / rates[50], 2, detail


def _look_often(looks: int, viewer: _Viewer) -> list[int]:
    return [viewer.look() for _ in range(looks)]


def _crowd(typing: _Typing, user: User, server: Server) -> Iterator[Line]:
    """Send 500 numbers a second while 300 dashboards ask every ten seconds; each wait counts from when it was due."""
    cookie, url = _cookie(user), _screens.address("figures", typing.election)
    viewers = [_Viewer(server, url, cookie) for _ in range(VIEWERS)]
    gap = A_BATCH / A_SECOND
    sending = [(place * gap, typing.batch(A_BATCH)) for place in range(int(SECONDS / gap))]
    waits: list[float] = []
    seen: Counter[int] = Counter()
    refused: Counter[int] = Counter()
    start = time.perf_counter() + 1

    def send(due: float, phone: Phone, body: dict) -> None:
        status = _post(server, phone, body)
        refused.update([status] if status != 202 else [])
        waits.append(time.perf_counter() - start - due)

    def watch(number: int) -> None:
        for turn in itertools.count():
            due = start + (number / VIEWERS + turn) * EVERY
            if due > start + SECONDS:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            seen.update([viewers[number].look()])

    with ThreadPoolExecutor(64) as pool, ThreadPoolExecutor(VIEWERS or 1) as audience:
        watching = [audience.submit(watch, number) for number in range(VIEWERS)]
        for due, (phone, body) in sending:
            time.sleep(max(0.0, start + due - time.perf_counter()))
            pool.submit(send, due, phone, body)
        for one in watching:
            one.result()
    if refused or set(seen) - {200, 304} or len(waits) != len(sending):
        raise RuntimeError(f"{len(waits)} of {len(sending)} batches, refused {refused}, dashboards {seen}")
    p50, p95 = (statistics.quantiles(waits, n=100)[place] * 1e3 for place in (49, 94))
    detail = (
        f"{A_SECOND} numbers a second in batches of {A_BATCH} for {SECONDS:.0f} s, {sum(seen.values())} looks at "
        f"{VIEWERS} dashboards; p50 {p50:.0f} ms; server, database and phones on {os.cpu_count()} cores"
    )
    yield "everybody at once: p95 ms of a batch", p95, 300, detail


def _post(server: Server, phone: Phone, body: dict) -> int:
    wire = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = phone.headers() | {"Content-Type": "application/json", "Connection": "close"}
    try:
        wire.request("POST", EVENTS, json.dumps(body), headers)
        answer = wire.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        wire.close()
    return answer.status


def _seconds(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start
