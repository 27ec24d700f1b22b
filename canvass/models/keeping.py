"""What stays of somebody who is no longer kept, a hash of their objection and nothing else; and what was purged."""

from __future__ import annotations

from django.db import models

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, User
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from canvass.enums import Outcome

# What of the doors a run counts (canvass/actions/keeping/erasing.py).
FROM_DOORS = (
    "notes", "flags", "consents", "found", "events", "approaches", "boards", "lists", "sessions", "rules", "surveys",
    "words",
)  # fmt: skip


class KeptObjection(OwnedByUnit):
    """That a person whose entry was forgotten objected (reliability 3.7), found again by the hash of name and door.

    `fingerprint` is HMAC-SHA-256 of the plain name and the household's key, under a key made from the secret key.
    """

    privacy = Privacy(
        about="people who asked not to be contacted and are on no register that is kept",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="for good",
        readers=frozenset({Permission.IMPORT_REGISTER}),
        exporter=rows(),
    )

    fingerprint = models.BinaryField(max_length=32)
    outcome = models.CharField(max_length=20, choices=Outcome)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "fingerprint", "outcome"], name="canvass_kept_objection_once")
        ]

    def __str__(self) -> str:
        return self.outcome


class PurgeReport(OwnedByUnit):
    """One run of the purge. `counts` says how many of what went (canvass/actions/keeping.py names them).

    There is one for every night, also for those on which nothing went: that it ran is what it proves. `by` is None
    for the nightly run.
    """

    privacy = NotAboutPeople("counts of what was purged")

    day = models.DateField()
    ran_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-ran_at"]
        indexes = [models.Index(fields=["unit", "-ran_at"], name="canvass_purge_unit")]

    def __str__(self) -> str:
        return str(self.day)

    @property
    def from_doors(self) -> int:
        """How much went of what doors had given: words, flags, consents, what was found, events,
        and what outings were planned and walked with."""
        return sum(self.counts.get(name, 0) for name in FROM_DOORS)
