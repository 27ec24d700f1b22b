"""The first wall: every URL says who may open it. A test walks the resolver and fails for one that doesn't.

Out of scope is 404 (that something exists is itself data); in scope without the right is 403.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.queries.accesses import Access

View = Callable[..., HttpResponse]
M = TypeVar("M", bound=Model)


class GuardedRequest(HttpRequest):
    """A request as the guards hand it to a view: a user who is signed in, and what they may do.

    `unit` is there under /u/<unit>/ only.
    """

    user: User
    access: Access
    unit: Unit


class NoRight(PermissionDenied):
    """The person belongs here but may not do this. Carries who can give them the right."""

    def __init__(self, permission: Permission, unit: Unit) -> None:
        super().__init__(permission.label)
        self.permission = permission
        self.unit = unit


def public(why: str) -> Callable[[View], View]:
    """Mark a view that anybody may open, and say why."""

    def mark(view: View) -> View:
        view.access_rule = ("public", why)  # type: ignore[attr-defined] # read by the test that walks the resolver
        return view

    return mark


def signed_in(why: str) -> Callable[[View], View]:
    """Open a view to everybody with an account, and say why no role is needed. Opens no scope."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.access = accesses.of(request.user)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.access_rule = ("signed_in", why)  # type: ignore[attr-defined]
        return guarded

    return wrap


def reaches(why: str) -> Callable[[View], View]:
    """Open a view under /u/<unit>/ to everybody with any right in that unit, and say why no more is asked.

    Gives the view the same as `requires` does. What it shows, it checks piece by piece with `request.access`.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, unit: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return _in_scope(view, request, _unit_in_scope(request, unit), *args, **kwargs)

        guarded.access_rule = ("reaches", why)  # type: ignore[attr-defined] # read by the test of all addresses
        return guarded

    return wrap


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a view under /u/<unit>/ to those who hold `permission` in that unit.

    The view gets the Unit in place of its code, `request.unit`, `request.access`, and an open scope on that
    one unit, which ends with the view: a streamed answer must not query.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, unit: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            here = _unit_in_scope(request, unit)
            if not request.access.may(permission, here):  # type: ignore[attr-defined]
                audit.record("access.refused", by=request.user, unit=here, permission=permission.value)
                raise NoRight(permission, here)
            return _in_scope(view, request, here, *args, **kwargs)

        guarded.access_rule = ("requires", permission)  # type: ignore[attr-defined]
        return guarded

    return wrap


def _in_scope(view: View, request: HttpRequest, unit: Unit, *args: Any, **kwargs: Any) -> HttpResponse:
    structlog.contextvars.bind_contextvars(unit=unit.pk, user=request.user.pk)
    with scoping.units([unit.pk]):
        return view(request, unit, *args, **kwargs)


def _unit_in_scope(request: HttpRequest, code: str) -> Unit:
    """Return the unit if any grant of this user reaches it; otherwise 404, with an audit row if it exists."""
    access = accesses.of(request.user)
    request.access = access  # type: ignore[attr-defined]
    for candidate in access.units():
        if candidate.code == code:
            request.unit = candidate  # type: ignore[attr-defined]
            return candidate
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no such unit."))
    if access.has_any(unit):
        request.unit = unit  # type: ignore[attr-defined]
        return unit
    audit.record("access.out_of_scope", by=request.user, unit=unit, path=request.path[:200])
    raise Http404(_("There is no such unit."))


def fetch(request: HttpRequest, rows: Any, **lookup: Any) -> Any:
    """Return the one row of a scoped queryset or model, or raise 404.

    When the row exists in another unit the attempt goes into that unit's record: a forged or leaked id.
    """
    queryset = rows._default_manager.all() if isinstance(rows, type) else rows
    try:
        found = queryset.filter(**lookup).first()
    except (ValueError, ValidationError) as error:
        raise Http404(_("There is no such page.")) from error
    if found is not None:
        return found
    user = request.user if isinstance(request.user, User) else None
    with scoping.everything("to tell a forged id from one that never was"):
        elsewhere = queryset.model._default_manager.filter(**lookup).first()
    unit_id = getattr(elsewhere, "unit_id", None)
    scope = scoping.current()
    if unit_id is not None and not (isinstance(scope, frozenset) and unit_id in scope):
        audit.record("access.forged_id", by=user, unit=unit_id, obj=elsewhere, path=request.path[:200])
    raise Http404(_("There is no such page."))
