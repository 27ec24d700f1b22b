"""Several who look at once, each with a connection of their own, while the cache goes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.db import connection
from redis.exceptions import ConnectionError as NoCache

from access import scoping
from gotv.actions import dashboard, tallies
from gotv.models import DistrictTally, Election
from gotv.queries.tallies import Read
from tests import cast as people
from tests.factories import canvass
from tests.factories import gotv as make

pytestmark = pytest.mark.django_db(transaction=True)
_SECONDS = 10


def test_the_cache_goes_between_reading_and_sharing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One has counted and kept what was counted when the cache goes, another counts in its place: neither waits."""
    unit = people.make().wexcombe
    canvass.bulk(unit, districts=4, streets=1, doors=10, per_door=2)
    poll = make.election(unit, rehearsal=True)
    first_has_kept, second_counts = threading.Event(), threading.Event()
    keep, servers = tallies.keep, type(caches["default"])  # each thread has a cache of its own

    def kept(*, election: Election, read: Read) -> None:
        if threading.current_thread().name.endswith("_0"):
            keep(election=election, read=read)
            first_has_kept.set()
            assert second_counts.wait(_SECONDS)
        else:
            second_counts.set()
            keep(election=election, read=read)

    def gone(*_args: object, **_kwargs: object) -> None:
        raise NoCache("nobody there")

    def look(place: int) -> int:
        if place:
            assert first_has_kept.wait(_SECONDS)
            monkeypatch.setattr(servers, "get", gone)
        try:
            with scoping.units([unit.pk]):
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '5s'")  # rather than hang
                return len(dashboard.figures(election=poll).districts)
        finally:
            connection.close()

    monkeypatch.setattr(tallies, "keep", kept)
    monkeypatch.setattr(servers, "set_many", gone)
    dashboard._here.clear()
    with ThreadPoolExecutor(2, thread_name_prefix="look") as pool:
        assert list(pool.map(look, (0, 1))) == [4, 4]
    dashboard._here.clear()
    with scoping.units([unit.pk]):
        assert DistrictTally.objects.filter(election=poll).count() == 4
