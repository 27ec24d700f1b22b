"""What a rehearsal's phones know: what they sent, what the server said of it, and how long they waited."""

from __future__ import annotations

import statistics
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_SETTLED = {"stored", "duplicate", "quarantined"}
_ADDED_UP = ("sent", "acknowledged", "duplicates", "waiting", "rejected", "voided", "counts", "knocks", "tries")


@dataclass
class Ledger:
    """Counts and ids of one playing. An event is acknowledged once the server has named it as kept."""

    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    duplicates: int = 0
    waiting: int = 0
    voided: int = 0
    counts: int = 0
    knocks: int = 0
    tries: int = 0
    seconds: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tried(self, events: Sequence[Mapping[str, Any]], seconds: float) -> None:
        """Note that these events went out in one batch, and how long it took until the phone knew more."""
        with self._lock:
            self.tries += 1
            self.sent.update(event["id"] for event in events)
            self.seconds.append(seconds)

    def settle(self, results: Sequence[Mapping[str, Any]]) -> None:
        """Note what the server said of each event."""
        with self._lock:
            for result in results:
                pk, status = str(result["id"]), result["status"]
                if status in _SETTLED:
                    self.acknowledged.add(pk)
                else:
                    self.refused.add(pk)
                self.duplicates += status == "duplicate"
                self.waiting += status == "quarantined"

    def knows(self, pk: str) -> bool:
        """Say whether the phone need not send this event again."""
        return pk in self.acknowledged or pk in self.refused

    def percentile(self, percent: int) -> float:
        """Return the milliseconds within which so many in a hundred exchanges were over, 0 where there were none."""
        if len(self.seconds) < 2:
            return round(1000 * sum(self.seconds), 1)
        return round(1000 * statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1], 1)

    def figures(self) -> dict[str, Any]:
        """Return the counts, by the names under which a report has them."""
        return {
            "sent": len(self.sent),
            "acknowledged": len(self.acknowledged),
            "duplicates": self.duplicates,
            "waiting": self.waiting,
            "rejected": len(self.refused),
            "voided": self.voided,
            "counts": self.counts,
            "knocks": self.knocks,
            "tries": self.tries,
            "p50_ms": self.percentile(50),
            "p95_ms": self.percentile(95),
        }

    def added_to(self, report: Mapping[str, Any]) -> dict[str, Any]:
        """Return a report with these counts added up, and the times of the slower of both."""
        mine = self.figures()
        found = dict(report)
        for name in _ADDED_UP:
            found[name] = report.get(name, 0) + mine[name]
        for name in ("p50_ms", "p95_ms"):
            found[name] = max(report.get(name, 0.0), mine[name])
        return found
