"""The editions of a register: each with the file that made it and the notices that altered it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from access.models import Unit
from canvass.enums import ImportState
from canvass.models import Council, RegisterEdition, RegisterImport
from canvass.rules import imports as rules

# Of these nothing became part of an edition, or no longer is, but all that was ever in use is listed.
_WAS_USED = (ImportState.APPLIED, ImportState.UNDONE)


@dataclass(frozen=True)
class File:
    """One file of an edition with its report, complete whichever version kept it."""

    file: RegisterImport
    report: dict


def editions(unit: Unit) -> QuerySet[RegisterEdition]:
    """Return all editions, those in use first, then the latest; each with its files, in the order they came in."""
    rows = RegisterImport.objects.filter(state__in=_WAS_USED).order_by("finished_at", "pk")
    files = rows.select_related("uploaded_by", "approved_by", "confirmed_by", "undone_by")
    found = RegisterEdition.objects.filter(unit=unit).select_related("council")
    return found.prefetch_related(Prefetch("imports", queryset=files)).order_by(
        "-is_current", "-dated_on", "-created_at"
    )


def files(edition: RegisterEdition) -> list[File]:
    """Return the files of an edition that editions() returned. No query."""
    return [File(file, rules.complete(file.report)) for file in edition.imports.all()]


def current(unit: Unit) -> list[RegisterEdition]:
    """Return the edition in use of each council that has one, by the council's name."""
    rows = RegisterEdition.objects.filter(unit=unit, is_current=True).select_related("council")
    return list(rows.order_by("council__name"))


def of_council(council: Council) -> RegisterEdition | None:
    """Return the edition of a council that is in use, or None."""
    return RegisterEdition.objects.filter(council=council, is_current=True).select_related("council").first()


def councils(unit: Unit) -> list[Council]:
    """Return the councils of a unit by name."""
    return list(Council.objects.filter(unit=unit).order_by("name"))
