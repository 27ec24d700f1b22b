"""What people are found by: the words of a unit's register, and who has which. Derived; made anew at any time.

Under row-level security PostgreSQL uses no index for such questions, so two functions of the owner's ask them
(migration 0007, docs/adr/0015). New rows wait in a list of each index: without one, filling the tables takes eight
times as long; with a long one, looking does, so it ends at 512 kB.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from access.enums import Basis, Purpose
from access.models import OwnedByUnit, Unit
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy, rows
from canvass.models.register import Elector


class SearchWord(OwnedByUnit):
    """One word of the names and addresses of a unit's register: its vocabulary, from which misspellings are corrected.

    `kind` is what it is part of: "surname", "forename", "address", or "place" for the place that a street is in. `keys`
    are checksums of what is left of the word when letters are left out (canvass/rules/finding/words.py). `held` counts
    the electors found by it.
    """

    privacy = NotAboutPeople("single words, without whose name or address they are part of")

    kind = models.CharField(max_length=8)
    word = models.CharField(max_length=40, db_collation="C")
    keys = ArrayField(models.IntegerField())
    held = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "word", "kind"], name="canvass_search_word_once")]
        indexes = [GinIndex(fields=["keys"], name="canvass_search_word_keys", gin_pending_list_limit=512)]

    def __str__(self) -> str:
        return self.word


class SearchEntry(OwnedByUnit):
    """By which words an elector is found: ids of SearchWord. Nobody who is sealed, merged or forgotten is here."""

    privacy = Privacy(
        about="people on the electoral register",
        purpose=Purpose.REGISTER,
        basis=Basis.DEMOCRATIC,
        retention="with the elector",
        readers=frozenset({Permission.SEE_REGISTER}),
        exporter=rows(elector="elector"),
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    elector = models.OneToOneField(
        Elector, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="canvass_search_entry_words", gin_pending_list_limit=512)]

    def __str__(self) -> str:
        return str(self.elector_id)


class SearchState(OwnedByUnit):
    """Up to which state of the register a unit's people can be found: the sum of its councils' versions then."""

    privacy = NotAboutPeople("when the words of a register were gathered, and of how many electors")

    version = models.BigIntegerField()
    electors = models.IntegerField()
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit"], name="canvass_search_state_once")]

    def __str__(self) -> str:
        return str(self.made_at)
