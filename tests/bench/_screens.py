"""The screens of polling day: counted afresh, just after a number came in, and asked again with nothing new."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from functools import partial
from unittest.mock import patch

from django.core.cache import cache
from django.db.models import F
from django.test import Client
from django.urls import reverse

from access import scoping
from access.models import User
from gotv.models import CommitteeRoom, DistrictCounter, Election, RoomDistrict
from gotv.queries import dashboard
from gotv.views import dashboard as screens
from tests import cast as people
from tests.bench._constituency import BOXES, DISTRICTS, ELECTORS, MARKS
from tests.bench.gotv import Seen, get, timed

RUNS = 15
_ROOMS = 5

Line = tuple[str, float, float, str]


def measure(election: Election, user: User) -> Iterator[Line]:
    """Measure each screen, what changes on it, and the answer that nothing has changed."""
    browser = people.sign_in(user, SERVER_NAME="127.0.0.1")
    about = f"{ELECTORS:,} electors, {MARKS:,} marks, {BOXES} boxes"
    room = _rooms(election)
    for screen, url in (
        ("agent", address("dashboard", election)),
        ("agent's figures", address("figures", election)),
        ("wall's figures", address("wall_figures", election)),
        ("room's figures", address("room_figures", election, room=room)),
    ):
        yield from _screen(browser, election, f"polling day, {screen}", url, about)
    url = address("figures", election)
    etag = browser.get(url).headers["ETag"]
    seen = [timed(lambda: _unchanged(browser, url, etag)) for _ in range(RUNS * 4)][RUNS:]
    yield "polling day, nothing new (304): ms", _median(seen, "seconds"), 3, _parts(seen)


def address(name: str, election: Election, **more: object) -> str:
    where = {"unit": election.unit.code, "election": election.pk} | more
    return reverse(f"gotv:{name}", kwargs=where)


def _rooms(election: Election) -> int:
    """Give each committee room its share of the districts. Returns one of them."""
    with scoping.units([election.unit_id]):
        counted = DistrictCounter.objects.filter(election=election).order_by("pk")
        districts = list(counted.values_list("polling_district", flat=True))
        for number in range(_ROOMS):
            room = CommitteeRoom.objects.create(unit_id=election.unit_id, election=election, name=f"Room {number}")
            for district in districts[number::_ROOMS]:
                RoomDistrict.objects.create(
                    unit_id=election.unit_id, election=election, room=room, polling_district_id=district
                )
    return room.pk


def _screen(browser: Client, election: Election, name: str, url: str, about: str) -> Iterator[Line]:
    """Measure with nothing new, with a number that has just come in, and with numbers from everywhere at once."""
    for said, moved, limit in (("", 0, 40), (", one district moved", 1, 40), (", all moved", DISTRICTS, 100)):
        seen = []
        for _ in range(RUNS + 1):
            _move(election, moved)
            seen.append(timed(partial(_counted_afresh, browser, url, election)))
        seen = seen[1:]
        yield f"{name}{said}: queries", max(one.queries for one in seen), 12, about
        yield f"{name}{said}: ms", _median(seen, "seconds"), limit, _parts(seen)


def _move(election: Election, districts: int) -> None:
    """Write the counters of so many districts, as a mark does."""
    with scoping.units([election.unit_id]):
        rows = DistrictCounter.objects.filter(election=election).order_by("?")[:districts]
        DistrictCounter.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(voted=F("voted"))


def _median(seen: Sequence[Seen], part: str) -> float:
    return statistics.median(getattr(one, part) for one in seen) * 1e3


def _parts(seen: Sequence[Seen]) -> str:
    least = min(one.seconds for one in seen) * 1e3
    sql, cpu = _median(seen, "sql"), _median(seen, "cpu")
    return f"least {least:.1f} ms; SQL {sql:.1f} ms in {seen[0].queries} queries, processor {cpu:.1f} ms"


def _counted_afresh(browser: Client, url: str, election: Election) -> None:
    """Count and draw: neither is taken from what somebody else has just been shown."""
    key = dashboard.key(election)
    cache.delete_many([key, f"{key}:version"])
    with patch.object(screens, "DRAWN_SECONDS", 0):
        get(browser, url)


def _unchanged(browser: Client, url: str, etag: str) -> None:
    answer = browser.get(url, headers={"If-None-Match": etag})
    if answer.status_code not in {200, 304}:
        raise RuntimeError(f"{answer.status_code}")
