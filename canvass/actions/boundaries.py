"""Bringing in boundaries: read, said what they are, approved, taken back."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import ManyToOneRel
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.actions import wards
from canvass.enums import BoundaryKind, PlaceFileState
from canvass.models import Boundary, BoundaryFile, Council, DistrictWard, PollingDistrict, Ward
from canvass.queries import boundaries
from canvass.rules import boundaries as rules
from kit.errors import Refused

_SIDES = ("district_id", "ward_id", "doors", "electors", "share")


@transaction.atomic
def upload(*, unit: Unit, file_name: str, data: bytes, by: User | None) -> BoundaryFile:
    """Read a file and keep what it holds until somebody approves it. Raises Refused for what is no boundaries."""
    features = rules.read(data)
    codes = PollingDistrict.objects.filter(unit=unit).values_list("code", flat=True)
    seems = rules.propose(features, set(codes))
    made = BoundaryFile.objects.create(
        unit=unit,
        file_name=file_name[:200],
        features=features,
        kind=seems.kind,
        code_property=seems.code,
        name_property=seems.name,
        uploaded_by=by,
    )
    audit.record("boundaries.uploaded", by=by, unit=unit, obj=made, features=len(features))
    return made


@transaction.atomic
def describe(
    *,
    file: BoundaryFile,
    kind: str,
    code_property: str,
    name_property: str,
    starts_on: datetime.date | None,
    council: Council | None,
    source: str,
    by: User | None,
) -> BoundaryFile:
    """Say what a waiting file is. Raises Refused when a column doesn't name its places one by one."""
    found = _waiting(file)
    columns = rules.properties(found.features)
    for name, longest in ((code_property, rules.LONGEST_CODE), (name_property, rules.LONGEST_NAME)):
        if name:
            _check_column(name, columns.get(name, []), longest)
    if kind == BoundaryKind.DISTRICT and not code_property:
        raise Refused(_("Polling districts are told by their code. Choose the column that holds it."))
    if kind != BoundaryKind.DISTRICT and not name_property:
        raise Refused(_("Choose the column that holds the names."))
    found.kind, found.code_property, found.name_property = kind, code_property, name_property
    found.starts_on, found.council, found.source = starts_on, council, source.strip()
    found.save()
    audit.record("boundaries.described", by=by, unit=found.unit_id, obj=found, kind=kind)
    return found


@transaction.atomic
def approve(
    *, file: BoundaryFile, ends: Collection[int] = (), makes_districts: bool = False, by: User | None
) -> BoundaryFile:
    """Bring the boundaries in, and put each district into its ward or ask about it.

    `ends` are ids of wards that the new ones replace from their day on. `makes_districts` makes the polling districts
    that no register has named yet.
    """
    found = _waiting(file)
    if not found.kind:
        raise Refused(_("Say first what this file encloses."))
    before = _snapshot(found.unit)
    report: dict[str, int] = {"boundaries": len(found.features)}
    before["boundaries"] = _replace(found)
    if found.kind == BoundaryKind.WARD:
        report["ended"] = _end_wards(found, ends)
        report["wards"] = _make_wards(found)
    elif found.kind == BoundaryKind.DISTRICT and makes_districts:
        report["districts"] = _make_districts(found)
    if found.kind != BoundaryKind.CONSTITUENCY:
        report |= wards.settle(unit=found.unit, ended=ends)
    found.report, found.before, found.state = report, before, PlaceFileState.APPLIED
    found.features, found.settled_by, found.settled_at = [], by, timezone.now()
    found.save()
    audit.record("boundaries.approved", by=by, unit=found.unit_id, obj=found, kind=found.kind, **report)
    return found


@transaction.atomic
def undo(*, file: BoundaryFile, by: User | None) -> BoundaryFile:
    """Put everything back as it was before a file was approved. Raises Refused for any but the last one."""
    found = BoundaryFile.objects.select_for_update(of=("self",)).select_related("unit").get(pk=file.pk)
    last = boundaries.last_applied(found.unit)
    if last is None or last.pk != found.pk:
        raise Refused(_("Only the file that was approved last can be taken back. Take back the later ones first."))
    before = found.before
    _restore_boundaries(found.unit, before["boundaries"])
    _restore_places(found.unit, before)
    wards.place_doors(unit=found.unit)
    found.state, found.before = PlaceFileState.UNDONE, {}
    found.settled_by, found.settled_at = by, timezone.now()
    found.save()
    audit.record("boundaries.undone", by=by, unit=found.unit_id, obj=found)
    return found


@transaction.atomic
def discard(*, file: BoundaryFile, by: User | None) -> BoundaryFile:
    """Throw a waiting file away; nothing else changes."""
    found = _waiting(file)
    found.state, found.features = PlaceFileState.DISCARDED, []
    found.settled_by, found.settled_at = by, timezone.now()
    found.save()
    audit.record("boundaries.discarded", by=by, unit=found.unit_id, obj=found)
    return found


def _waiting(file: BoundaryFile) -> BoundaryFile:
    found: BoundaryFile = BoundaryFile.objects.select_for_update(of=("self",)).select_related("unit").get(pk=file.pk)
    if found.state != PlaceFileState.WAITING:
        raise Refused(_("This file has been dealt with already. Nothing was changed."))
    return found


def _check_column(name: str, values: list[str], longest: int) -> None:
    if not values or not all(values):
        raise Refused(_("The column %(name)s is empty for some places. Choose another one.") % {"name": name})
    if len(set(values)) != len(values):
        raise Refused(_("The column %(name)s names two places alike. Choose another one.") % {"name": name})
    if max(map(len, values)) > longest:
        raise Refused(
            _("The column %(name)s holds more than %(longest)s letters. Choose another one.")
            % {"name": name, "longest": longest}
        )


def _snapshot(unit: Unit) -> dict[str, Any]:
    """Return the wards, and where each district is, as undoing needs them."""
    ends = Ward.objects.filter(unit=unit).values_list("pk", "ends_on", "code")
    places = PollingDistrict.objects.filter(unit=unit).values_list("pk", "ward_id", "ward_split")
    return {
        "wards": {str(pk): [ends_on.isoformat() if ends_on else None, code] for pk, ends_on, code in ends},
        "districts": {str(pk): [ward, split] for pk, ward, split in places},
        "sides": list(DistrictWard.objects.filter(unit=unit).values(*_SIDES)),
    }


def _replace(file: BoundaryFile) -> dict[str, Any]:
    """Put the file's boundaries in place of those of the same kind, code or name, and day. Returns what went."""
    named = [(_of(one, file.code_property), _of(one, file.name_property)) for one in file.features]
    same = Boundary.objects.filter(unit=file.unit, kind=file.kind, starts_on=file.starts_on)
    if file.kind == BoundaryKind.DISTRICT:
        same = same.filter(code__in=[code for code, _name in named])
    else:
        same = same.filter(name__in=[name for _code, name in named])
    went = [
        {
            "kind": one.kind,
            "code": one.code,
            "name": one.name,
            "starts_on": one.starts_on.isoformat() if one.starts_on else None,
            "geometry": one.geometry,
            "source": one.source,
        }
        for one in same
    ]
    same.delete()
    made = Boundary.objects.bulk_create(
        Boundary(
            unit=file.unit,
            kind=file.kind,
            code=code,
            name=name or code,
            starts_on=file.starts_on,
            geometry=one["geometry"],
            source=file.source,
        )
        for one, (code, name) in zip(file.features, named, strict=True)
    )
    return {"went": went, "came": [one.pk for one in made]}


def _of(feature: Mapping[str, Any], name: str) -> str:
    value: str = feature["properties"].get(name, "") if name else ""
    return value


def _end_wards(file: BoundaryFile, ends: Collection[int]) -> int:
    """End the wards that the new ones replace; without a day there is nothing to end them on."""
    if file.starts_on is None:
        return 0
    old = Ward.objects.filter(unit=file.unit, pk__in=ends, ends_on=None).exclude(starts_on=file.starts_on)
    return old.update(ends_on=file.starts_on)


def _make_wards(file: BoundaryFile) -> int:
    """Make the wards that are not there yet. Returns how many."""
    made = 0
    for one in file.features:
        code, name = _of(one, file.code_property), _of(one, file.name_property)
        ward = Ward.objects.filter(unit=file.unit, starts_on=file.starts_on, name=name).first()
        if ward is None:
            Ward.objects.create(unit=file.unit, name=name[:100], code=code[:12], starts_on=file.starts_on)
            made += 1
        elif code and ward.code != code:
            Ward.objects.filter(pk=ward.pk).update(code=code[:12])
    return made


def _make_districts(file: BoundaryFile) -> int:
    """Make the polling districts that are not there yet, of whichever council. Returns how many."""
    there = set(PollingDistrict.objects.filter(unit=file.unit).values_list("code", flat=True))
    made = PollingDistrict.objects.bulk_create(
        PollingDistrict(unit=file.unit, code=code, name=name[:100] if name != code else "", council=file.council)
        for code, name in ((_of(one, file.code_property), _of(one, file.name_property)) for one in file.features)
        if code not in there
    )
    return len(made)


def _restore_boundaries(unit: Unit, boundaries_before: Mapping[str, Any]) -> None:
    Boundary.objects.filter(unit=unit, pk__in=boundaries_before["came"]).delete()
    Boundary.objects.bulk_create(Boundary(unit=unit, **one) for one in boundaries_before["went"])


def _restore_places(unit: Unit, before: Mapping[str, Any]) -> None:
    """Put districts and wards back; what was made since and is used by nothing goes."""
    districts = list(PollingDistrict.objects.filter(unit=unit).select_for_update(of=("self",)))
    for district in districts:
        district.ward_id, district.ward_split = before["districts"].get(str(district.pk), (None, ""))
    PollingDistrict.objects.bulk_update(districts, ["ward", "ward_split"], batch_size=500)
    DistrictWard.objects.filter(unit=unit).delete()
    DistrictWard.objects.bulk_create(DistrictWard(unit=unit, **side) for side in before["sides"])
    for ward in Ward.objects.filter(unit=unit):
        if str(ward.pk) in before["wards"]:
            ward.ends_on, ward.code = before["wards"][str(ward.pk)]
            ward.save(update_fields=["ends_on", "code"])
        elif not ward.road_groups.exists():
            ward.delete()
    made = {one.pk for one in districts if str(one.pk) not in before["districts"]}
    PollingDistrict.objects.filter(pk__in=made - _in_use(made)).delete()


def _in_use(districts: set[int]) -> set[int]:
    """Return those of the districts that anything points to, also what the apps above keep."""
    used: set[int] = set()
    for relation in PollingDistrict._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            name = relation.field.name
            rows = relation.field.model._default_manager.filter(**{f"{name}__in": districts})
            used.update(rows.values_list(name, flat=True).distinct())
    return used
