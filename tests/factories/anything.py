"""A row of any model of ours, for tests that must know nothing of what it means: its unit counts, nothing else."""

from __future__ import annotations

import datetime
import itertools
import os
import uuid
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone

from access.models import Unit, User
from access.roles import RoleName
from tests.everywhere import everywhere

_numbers = itertools.count(1)
# What a model's constraints ask for beyond the kinds of its fields.
_PARTICULARS: dict[str, dict[str, Any]] = {
    "access.Grant": {"role": RoleName.TELLER.value},
    "access.AccessRequest": {"role": RoleName.TELLER.value},
    "gotv.FranchiseRule": {"letter": "Q"},
    "gotv.Lift": {"name": "Elsie", "address": "1 Mill Lane"},
    "gotv.TellerShift": {"name": "Tess"},
}


class Rows:
    """Makes one row of each model in each unit, with whatever the row needs."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], models.Model] = {}

    def of(self, model: type[models.Model], unit: Unit) -> models.Model:
        """Return the row of this model in this unit."""
        key = (model._meta.label, unit.pk)
        if key not in self._made:
            row = self._new(model, unit)
            with everywhere():
                row.save(force_insert=True)
            self._made[key] = row
        return self._made[key]

    def _new(self, model: type[models.Model], unit: Unit) -> models.Model:
        values = dict(_PARTICULARS.get(model._meta.label, {}))
        for field in model._meta.concrete_fields:
            if field.name not in values and not _is_optional(field):
                values[field.name] = self._value(field, unit)
        return model(**self._agreed(model, values, unit))

    def _value(self, field: models.Field, unit: Unit) -> Any:
        if field.is_relation:
            return self._related(field, unit)
        if field.choices:
            return field.choices[0][0]
        number = next(_numbers)
        for kind, make in _KINDS:
            if isinstance(field, kind):
                return unit.pk if field.name == "unit_id" else make(number)
        raise NotImplementedError(f"Say in tests/factories/anything.py how {field} is filled.")

    def _related(self, field: models.Field, unit: Unit) -> models.Model:
        if field.related_model is Unit:
            return unit
        if field.related_model is User:
            number = next(_numbers)
            return User.objects.create(email=f"somebody{number}@example.org", name=f"Somebody {number}")
        if field.related_model is ContentType:
            return ContentType.objects.get_for_model(Unit)
        if field.related_model is Permission:
            return Permission.objects.get(content_type__app_label="access", codename="view_unit")
        return self.of(field.related_model, unit)

    def _agreed(self, model: type[models.Model], values: dict[str, Any], unit: Unit) -> dict[str, Any]:
        """Bring values that hang together into agreement."""
        if model._meta.label == "access.Appeal":
            request = next(one for one in model._meta.concrete_fields if one.name == "request")
            values["request"] = self._related(request, unit)
        if model._meta.label == "access.Share":
            values["object_pk"] = str(unit.pk)
        if model._meta.label == "access.FactorReset":
            for number, name in enumerate(("asked_at", "opens_at", "lapses_at")):
                values[name] = timezone.now() + datetime.timedelta(days=number)
        if model._meta.label == "gotv.TellerShift":
            values["ends_at"] = values["starts_at"] + datetime.timedelta(hours=1)
        if model._meta.label == "gotv.Count":  # the first kind is counted in a box
            values["box"] = self._related(model._meta.get_field("box"), unit)
        return values


def _is_optional(field: models.Field) -> bool:
    if field.name in {"unit", "unit_id"}:
        return False
    auto = (
        isinstance(field, models.AutoField)
        or getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
    )
    return (
        auto
        or field.null
        or field.has_default()
        or field.has_db_default()
        or (field.empty_strings_allowed and field.blank)
    )


_KINDS: tuple[tuple[type[models.Field], Any], ...] = (
    (models.UUIDField, lambda _number: uuid.uuid4()),
    (models.EmailField, lambda number: f"somebody{number}@example.org"),
    (models.DateTimeField, lambda _number: timezone.now()),
    (models.DateField, lambda _number: timezone.localdate()),
    (models.BooleanField, lambda _number: False),
    (models.JSONField, lambda _number: {}),
    (models.BinaryField, lambda _number: os.urandom(32)),
    (models.IntegerField, lambda number: number),
    (models.FloatField, float),
    (ArrayField, lambda number: [number]),
    (DateTimeRangeField, lambda _number: (timezone.now(), None)),
    (SearchVectorField, str),
    (models.CharField, lambda number: f"x{number}"),
    (models.TextField, lambda number: f"x{number}"),
)
