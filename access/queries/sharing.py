"""What is shared with whom: one object, one person, until a day. Roles play no part in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from guardian.core import ObjectPermissionChecker

from access import hooks, scoping
from access.models import Share, User
from access.queries import training
from access.queries.training import Gate
from kit import clock


@dataclass(frozen=True)
class Shared:
    """Something that was shared with somebody, as their start page lists it."""

    title: str
    label: Promise
    unit: str
    by: str
    until_on: datetime.date
    url: str


def of_object(obj: Model) -> QuerySet[Share]:
    """Return with whom an object is shared today, the first first. Wants a scope on its unit."""
    kind = ContentType.objects.get_for_model(obj)
    found = Share.objects.current(clock.today()).filter(content_type=kind, object_pk=str(obj.pk))
    return found.select_related("user", "unit", "shared_by", "content_type").order_by("shared_at", "pk")


def with_person(user: User) -> list[Shared]:
    """Return what is shared with this person today in any unit, the one that ends soonest first."""
    with scoping.person(user.pk):
        rows = Share.objects.current(clock.today()).select_related("unit", "shared_by", "content_type")
        found = list(rows.order_by("until_on", "title", "pk"))
    return [
        Shared(
            title=share.title,
            label=hooks.shareable[share.label].label,
            unit=share.unit.name,
            by=share.shared_by.name,
            until_on=share.until_on,
            url=hooks.shareable[share.label].url(share.object_pk),
        )
        for share in found
        if share.label in hooks.shareable
    ]


def held(user: User, label: str, pk: str) -> Share | None:
    """Return what lets this person see the object today, with its unit; None where nothing does."""
    app, model = label.split(".")
    with scoping.person(user.pk):
        mine = Share.objects.current(clock.today()).filter(
            content_type__app_label=app, content_type__model=model, object_pk=pk
        )
        return mine.select_related("unit", "shared_by", "content_type").first()


def may_see(user: User, obj: Model) -> bool:
    """Say whether django-guardian's permission on this very object stands. Wants a scope on its unit.

    Of its checker only the permissions of one user are asked: there are no groups here, and nobody is a superuser.
    """
    kind = hooks.shareable[obj._meta.label_lower]
    return kind.codename in ObjectPermissionChecker(user).get_user_perms(obj)


def missing(user: User, label: str) -> list[Gate]:
    """Return the terms that the person has still to sign before such an object opens to them."""
    wanted = training.of_names(training.gates(user), hooks.shareable[label].terms)
    return [gate for gate in wanted if not gate.current]
