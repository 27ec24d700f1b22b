"""What stays of somebody who is no longer kept: that they asked not to be contacted, as a hash and nothing else."""

from __future__ import annotations

from django.db import models

from access.enums import Basis, Purpose
from access.models import OwnedByUnit
from access.permissions import Permission
from access.privacy import Privacy, rows
from canvass.enums import Outcome


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
