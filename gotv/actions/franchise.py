"""Who may vote in an election: filled in from the law, changed by people."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from access.actions import audit
from access.models import User
from gotv.enums import Admission
from gotv.models import Election, FranchiseRule
from gotv.rules.franchise import Terms


def fill(election: Election, terms: Terms) -> None:
    """Give a new election its letters."""
    FranchiseRule.objects.bulk_create(
        FranchiseRule(unit_id=election.unit_id, election=election, letter=letter, admission=admission)
        for letter, admission in terms.letters.items()
    )


def follow(election: Election, was: Terms, now: Terms) -> None:
    """Bring the letters of a changed election from what the law said to what it says; what people decided stays."""
    if was.letters == now.letters:
        return
    held = dict(FranchiseRule.objects.filter(election=election).values_list("letter", "admission"))
    for letter in sorted({*was.letters, *now.letters}):
        if held.get(letter) != was.letters.get(letter):
            continue
        if letter in now.letters:
            _set(election, letter, now.letters[letter])
        else:
            FranchiseRule.objects.filter(election=election, letter=letter).delete()


@transaction.atomic
def change(*, election: Election, letters: Mapping[str, Admission], by: User) -> list[str]:
    """Say for these letters whether their bearers may vote; returns the letters that changed."""
    held = dict(FranchiseRule.objects.filter(election=election).values_list("letter", "admission"))
    changed = sorted(letter for letter, admission in letters.items() if held.get(letter, Admission.CHECK) != admission)
    for letter in changed:
        _set(election, letter, letters[letter])
    if changed:
        audit.record("franchise.changed", by=by, unit=election.unit_id, obj=election, letters=", ".join(changed))
    return changed


def _set(election: Election, letter: str, admission: Admission) -> None:
    FranchiseRule.objects.update_or_create(
        election=election, letter=letter, defaults={"unit_id": election.unit_id, "admission": admission}
    )
