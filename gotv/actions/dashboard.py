"""The figures of the day for everybody who looks: counted by one, kept for a moment for the others."""

from __future__ import annotations

import datetime
import threading
from dataclasses import dataclass

import structlog
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from gotv.actions import tallies
from gotv.models import Election
from gotv.queries import dashboard
from gotv.queries.dashboard import Figures

log = structlog.get_logger(__name__)
FRESH_SECONDS = 2
# While one counts anew, the others are shown what was counted before; its age stands on the page.
_KEPT_SECONDS = 30
_COUNTING_SECONDS = 5
# Without a cache each process keeps what it counted itself. Of so many elections, no more.
_MOST_HERE = 8
_here: dict[str, tuple[Figures, datetime.datetime]] = {}
_counting_here = threading.Lock()


@dataclass(frozen=True)
class Version:
    """Which figures are kept: small, to answer "nothing new" without reading them."""

    version: str
    at: datetime.datetime
    fresh_until: datetime.datetime
    about: tuple[str, datetime.date, bool]  # name, polling day and whether it is a rehearsal


def figures(*, election: Election) -> Figures:
    """Return figures of at most two seconds ago, or the last ones while somebody else is counting anew."""
    key = dashboard.key(election)
    try:
        kept = cache.get(key)
        if kept is not None and (kept[1] > timezone.now() or not cache.add(f"{key}:counting", 1, _COUNTING_SECONDS)):
            return kept[0]
    except (RedisError, OSError) as error:
        log.warning("dashboard_without_cache", error=type(error).__name__)
        return _counted_here(election, key)
    return _counted(election, key)


def version(*, unit: int, election: int) -> Version | None:
    """Return which figures everybody is shown now; None where they are due to be counted, or no cache is there.

    While somebody counts anew, that is the version from before, as it is for whoever asks for the figures.
    """
    key = dashboard.key_of(unit, election)
    try:
        kept: Version | None = cache.get(f"{key}:version")
        if kept is None or kept.fresh_until > timezone.now():
            return kept
        return kept if cache.get(f"{key}:counting") else None
    except (RedisError, OSError):
        return None


def _counted(election: Election, key: str) -> Figures:
    found = _count(election)
    until = timezone.now() + datetime.timedelta(seconds=FRESH_SECONDS)
    about = (election.name, election.polling_on, election.is_rehearsal)
    shared = {key: (found, until), f"{key}:version": Version(found.version, found.at, until, about)}
    try:
        cache.set_many(shared, _KEPT_SECONDS)
        cache.delete(f"{key}:counting")
    except (RedisError, OSError) as error:
        log.warning("dashboard_without_cache", error=type(error).__name__)
    return found


def _counted_here(election: Election, key: str) -> Figures:
    """Return what this process counted itself: by one of its threads, while the others show what was before.

    With nothing to show they wait for their turn, and not for ever. Nobody waits with rows locked: the one who counts
    could be waiting for these, and PostgreSQL sees nothing of a wait in here.
    """
    found, until = _here.get(key, (None, None))
    if found is not None and until is not None and until > timezone.now():
        return found
    is_mine = _counting_here.acquire(timeout=_COUNTING_SECONDS if found is None else 0)
    if found is not None and not is_mine:
        return found
    try:
        return _kept_here(election, key)
    finally:
        if is_mine:
            _counting_here.release()


def _kept_here(election: Election, key: str) -> Figures:
    """Count, unless another thread did so while this one waited, and keep it for the others."""
    found, until = _here.get(key, (None, None))
    if found is not None and until is not None and until > timezone.now():
        return found
    found = _count(election)
    if len(_here) >= _MOST_HERE:
        _here.clear()
    _here[key] = found, timezone.now() + datetime.timedelta(seconds=FRESH_SECONDS)
    return found


def _count(election: Election) -> Figures:
    found, read = dashboard.counted(election)
    tallies.keep(election=election, read=read)
    return found
