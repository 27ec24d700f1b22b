"""The phone: what it fetches before it can record anything, and what it sends when the network or the crowd is bad.

What is made stays in the bench's own database: events can't be deleted, which is what they are for. The server is
gunicorn as in production (deploy/gunicorn.py); it, PostgreSQL and the phones share the machine's cores.
"""

from __future__ import annotations

import datetime
import gzip
import itertools
import os
import random
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import Unit, User
from canvass.models import (
    Board,
    BoardDoor,
    CanvassSession,
    ConsentWording,
    ContactEvent,
    DoorFlag,
    Elector,
    Joined,
    LetterScheme,
    Survey,
    SurveyVersion,
    Team,
)
from canvass.queries import phone as packs
from canvass.views import packs as views
from tests import cast as people
from tests.bench._people import officer, take_away
from tests.factories import canvass, phones
from tests.faults.phones import Caller, together, work
from tests.faults.proxy import FAULTS, Proxy
from tests.journeys.servers import Server

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
PAGES = {"board": "canvass/walk.js", "keypad": "gotv/keypad.js"}
LIMIT_KB, PACK_KB, PACK_QUERIES, P95_MS = 150, 40, 6, 300
ELECTORS, BOARDS = 400, 50
PHONES, EVENTS, PATIENCE = 16, 250, 600
CROWD, EVERY = 500, 60.0
# How often each of the 500 sends: three minutes by default.
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
_SEED = 2026
_IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^;"']*?\bfrom)?\s*["'](\.[^"']+)["']""", re.MULTILINE)
_CODE = "bench-phones"

Line = tuple[str, float, float, str]


def measure() -> Iterator[Line]:
    """Yield (name, value, limit, detail) for each thing measured."""
    yield from _javascript()
    with _server() as server, _ground(server) as ground:
        yield from _pack(ground)
        yield from _spoiled(ground, server)
        yield from _crowd(ground, server)


def _javascript() -> Iterator[Line]:
    """Yield the kilobytes of each phone page's modules, with all that they import."""
    for page, entry in PAGES.items():
        modules = _with_imports(STATIC / entry)
        size = sum(len(gzip.compress(module.read_bytes(), 9)) for module in modules) / 1000
        yield f"JavaScript of the {page}, kB compressed", size, LIMIT_KB, f"{len(modules)} modules"


def _with_imports(entry: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [entry.resolve()]
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        found.add(module)
        waiting += [(module.parent / name).resolve() for name in _IMPORT.findall(module.read_text(encoding="utf-8"))]
    return found


# --- The pack --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ground:
    """A constituency's boards of doors, the first of which has 400 people and everything that a pack can carry."""

    unit: Unit
    user: User
    boards: list[Board]
    electors: list[list[Elector]]


def _pack(ground: Ground) -> Iterator[Line]:
    """Measure the pack of 400 people with a survey, wordings, letters, a team, a flag and their last answers."""
    browser = people.sign_in(ground.user, SERVER_NAME="127.0.0.1")
    url = reverse("canvass:sync_pack") + f"?board={ground.boards[0].pk}"
    browser.get(url)  # a first visit also notes that the session lives, once a minute
    inside: list[int] = []
    reading = mock.patch.multiple(views, held=_counting(views.held, inside))
    with _counted() as whole, reading, mock.patch.object(packs, "pack", _counting(packs.pack, inside)):
        answer = browser.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}: {answer.content[:200]!r}")
    said = answer.json()
    shown = sum(len(door["people"]) for door in said["doors"])
    if shown != ELECTORS or not (said["questions"]["survey"] and said["session"] and said["letters"]):
        raise RuntimeError(f"The pack is not whole: {shown} people")
    size = len(gzip.compress(answer.content, 6)) / 1000
    seconds = statistics.median(_seconds(lambda: browser.get(url)) for _ in range(15))
    detail = f"{shown} people, {len(answer.content) / 1000:.0f} kB plain, {seconds * 1e3:.0f} ms"
    yield f"pack of {ELECTORS}: kB compressed", size, PACK_KB, detail
    detail = f"{whole[0]} with the session, the rights, the scope and the record of who looked"
    yield f"pack of {ELECTORS}: queries", sum(inside), PACK_QUERIES, detail


def _seconds(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


@contextmanager
def _counted() -> Iterator[list[int]]:
    """Count queries: what is yielded holds how many there were so far."""
    count = [0]

    def carry_out(execute: Callable, *arguments: object) -> object:
        count[0] += 1
        return execute(*arguments)

    with connection.execute_wrapper(carry_out):
        yield count


def _counting(real: Callable, into: list[int]) -> Callable:
    def run(*arguments: object) -> object:
        with _counted() as count:
            made = real(*arguments)
        into.append(count[0])
        return made

    return run


# --- A bad network, and a crowd --------------------------------------------------------------------------------------


@contextmanager
def _server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as place:
        how = ("-c", str(ROOT / "deploy" / "gunicorn.py"))
        server = Server(static=Path(place) / "static", log=Path(place) / "log", how=how)
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _spoiled(ground: Ground, server: Server) -> Iterator[Line]:
    """Send 16 phones' rounds through a proxy that spoils three exchanges of five, until every queue is empty."""
    chance = random.Random(_SEED)
    callers = []
    for number in range(PHONES):
        phone = phones.phone(ground.boards[number], ground.user)
        callers.append(Caller(phone, 0, work(phone, ground.electors[number], EVENTS, chance)))
    made = [event["id"] for one in callers for event in one.queue]
    with Proxy(to=server.port, seed=_SEED) as proxy:
        for one in callers:
            one.port = proxy.port
        took = _seconds(lambda: together(callers, PATIENCE))
    if trouble := [one.trouble for one in callers if one.trouble]:
        raise RuntimeError(f"The server refused: {trouble[0][:3]}")
    rows = _stored(ground, made)
    exchanges = proxy.happened.total()
    spoiled = exchanges - proxy.happened["passed"]
    name = f"{PHONES} phones x {EVENTS}, {100 * sum(FAULTS.values()):.0f}% spoiled"
    detail = f"{len(made):,} made, {len(rows):,} stored, {spoiled:,} of {exchanges:,} exchanges spoiled, {took:.0f} s"
    yield f"{name}: lost", len(set(made) - set(rows)), 0, detail
    again = sum(one.duplicates for one in callers)
    yield f"{name}: twice", len(rows) - len(set(rows)), 0, f"{again:,} sent again and known again"
    unsent = sum(len(one.queue) for one in callers)
    yield f"{name}: left on phones", unsent, 0, f"{sum(one.tries for one in callers):,} tries"


def _stored(ground: Ground, made: list[str]) -> list[str]:
    with scoping.units([ground.unit.pk]):
        return [str(pk) for pk in ContactEvent.objects.filter(pk__in=made).values_list("pk", flat=True)]


def _crowd(ground: Ground, server: Server) -> Iterator[Line]:
    """Let 500 phones sync once a minute each, at a moment of their own, and see how long each waits for its answer.

    Counted from the moment at which the phone meant to send, so that a jam on this side is not left out.
    """
    chance = random.Random(_SEED)
    callers = [Caller(phones.phone(ground.boards[n % BOARDS], ground.user), server.port, []) for n in range(CROWD)]
    waits: list[float] = []
    made: list[str] = []
    lock = threading.Lock()
    at = sorted((chance.random() * EVERY + turn * EVERY, n) for turn in range(ROUNDS) for n in range(CROWD))
    start = time.perf_counter() + 1

    def sync(due: float, number: int) -> None:
        one = callers[number]
        with lock:
            one.queue += work(one.phone, ground.electors[number % BOARDS], chance.randint(1, 3), chance)
            made.extend(event["id"] for event in one.queue)
        one.settle(one.post(one.batch(*one.queue)))
        waits.append(time.perf_counter() - start - due)

    with ThreadPoolExecutor(64) as pool:
        for due, number in at:
            time.sleep(max(0.0, start + due - time.perf_counter()))
            pool.submit(sync, due, number)
    left = sum(len(one.queue) for one in callers)
    trouble = sum(len(one.trouble) for one in callers)
    if left or trouble or len(waits) != len(at) or len(_stored(ground, made)) != len(set(made)):
        raise RuntimeError(
            f"Of {len(at)} exchanges {len(waits)} ended, {left} events stayed on phones, {trouble} refused"
        )
    p50, p95 = (statistics.quantiles(waits, n=100)[place] * 1e3 for place in (49, 94))
    detail = (
        f"{len(waits):,} exchanges in {ROUNDS * EVERY:.0f} s, p50 {p50:.0f}, longest {max(waits) * 1e3:.0f} ms; "
        f"server, database and phones on {os.cpu_count()} cores"
    )
    yield f"{CROWD} phones every {EVERY:.0f} s: p95 ms", p95, P95_MS, detail


# --- What it is measured on ------------------------------------------------------------------------------------------


@contextmanager
def _ground(server: Server) -> Iterator[Ground]:
    """Make 50 boards of 100 people, and one of 400 before them."""
    unit = Unit.objects.create(kind="clp", code=_CODE, name="Measured phones")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    unit.refresh_from_db()
    user = officer(_CODE, unit)
    large = canvass.bulk(unit, streets=4, doors=50, per_door=ELECTORS // 200, prefix="L")
    small = canvass.bulk(unit, districts=BOARDS - 1, streets=1, doors=50, per_door=2, prefix="S")
    boards, electors = [], []
    with scoping.units([unit.pk]):
        for district in (*large.districts, *small.districts):
            doors = list(district.households.order_by("pk"))
            boards.append(canvass.board(user, *doors, name=f"Board {district.code}"))
            canvass.hand(boards[-1], user, user)
            known = Elector.objects.filter(polling_district=district)
            electors.append(list(known.select_related("polling_district", "household")))
        _fill(unit, user, boards[0])
    phone = phones.phone(boards[0], user)
    said = [phone.answer(one, issues=["buses", "housing"]) for one in electors[0]]
    Caller(phone, server.port, said, a_batch=50).run(threading.Event())
    yield Ground(unit, user, boards, electors)
    take_away(user)


def _fill(unit: Unit, user: User, board: Board) -> None:
    """Give the unit and the board everything that a pack can carry."""
    letters = itertools.count(1)
    questions = [
        {
            "key": f"q{number}",
            "text": f"What would you say about the {number}th thing that people in your street talk about?",
            "kind": "choice",
            "options": [{"code": f"o{next(letters)}", "label": f"An answer in some words {one}"} for one in range(6)],
            "only_if": None,
        }
        for number in range(12)
    ]
    body = {"script": "Hello, I am from your local Labour Party. " * 20, "questions": questions}
    survey = Survey.objects.create(unit=unit, name="This spring", made_by=user)
    version = SurveyVersion.objects.create(unit=unit, survey=survey, number=1, body=body, made_by=user)
    now = timezone.now()
    session = CanvassSession.objects.create(
        unit=unit,
        name="Saturday",
        meets_at=now,
        back_at=now + datetime.timedelta(hours=2),
        meeting_point="The Co-op",
        survey=version,
        leader=user,
        made_by=user,
    )
    team = Team.objects.create(unit=unit, session=session, name="Team 1")
    Joined.objects.create(unit=unit, session=session, team=team, user=user, way="role")
    Board.objects.filter(pk=board.pk).update(session=session, team=team)
    for channel in ("phone", "email"):
        words = "May we keep this to tell you about campaigns near you? You can ask us to stop at any time. " * 3
        ConsentWording.objects.create(unit=unit, channel=channel, text=words[:500], made_by=user)
    LetterScheme.objects.create(unit=unit, number=1, letters={"L": "labour", "T": "conservative"}, made_by=user)
    for door in BoardDoor.objects.filter(board=board)[:5]:
        DoorFlag.objects.create(
            unit=unit, household_id=door.household_id, reason="dog", flagged_at=now, review_on=now.date()
        )
