"""The letters of a CLP: each change is a scheme of its own, so that old sheets are read by their own letters."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.models import LetterScheme
from canvass.queries import letters as queries
from canvass.rules import letters as rules
from kit.errors import Refused


@transaction.atomic
def save(*, by: User, unit: Unit, letters: Iterable[tuple[str, str]]) -> int:
    """Use these letters from now on, (letter, Intention code). Returns the scheme's number; the same ones make no new.

    Raises Refused for letters that can't be used together.
    """
    try:
        wanted = rules.read_scheme(letters)
    except rules.BadScheme as bad:
        raise Refused(_("Nothing was saved. %(why)s") % {"why": bad}) from bad
    Unit.objects.select_for_update().get(pk=unit.pk)  # two at once would give one number twice
    current = queries.current(unit)
    if dict(current.letters) == wanted:
        return current.number
    made = LetterScheme.objects.create(unit=unit, number=current.number + 1, letters=wanted, made_by=by)
    audit.record("letters.saved", by=by, unit=unit, obj=made, number=made.number)
    return made.number
