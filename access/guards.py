"""The first wall: every URL says who may open it. A test walks the resolver and fails for one that doesn't.

Out of scope is 404 (that something exists is itself data); in scope without the right is 403.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

import structlog
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses
from access.queries.accesses import Access

View = Callable[..., HttpResponse]


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
            asked = _known(request)
            return _to_sign_in(request) if asked is None else view(asked, *args, **kwargs)

        guarded.access_rule = ("signed_in", why)  # type: ignore[attr-defined] # read by the test of all addresses
        return guarded

    return wrap


def reaches(why: str) -> Callable[[View], View]:
    """Open a view under /u/<unit>/ to everybody with any right in that unit, and say why no more is asked.

    Gives the view the same as `requires` does. What it shows, it checks piece by piece with `request.access`.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, unit: str, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = _known(request)
            if asked is None:
                return _to_sign_in(request)
            return _in_scope(view, asked, _unit_in_scope(asked, unit), *args, **kwargs)

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
            asked = _known(request)
            if asked is None:
                return _to_sign_in(request)
            here = _unit_in_scope(asked, unit)
            if not asked.access.may(permission, here):
                audit.record("access.refused", by=asked.user, unit=here, permission=permission.value)
                raise NoRight(permission, here)
            return _in_scope(view, asked, here, *args, **kwargs)

        guarded.access_rule = ("requires", permission)  # type: ignore[attr-defined] # read by the test of all addresses
        return guarded

    return wrap


def _known(request: HttpRequest) -> GuardedRequest | None:
    """Return the request with what its user may do, read afresh from the grants; None for nobody."""
    if not request.user.is_authenticated:
        return None
    asked = cast(GuardedRequest, request)
    asked.access = accesses.of(asked.user)
    return asked


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path())


def _in_scope(view: View, request: GuardedRequest, unit: Unit, *args: Any, **kwargs: Any) -> HttpResponse:
    structlog.contextvars.bind_contextvars(unit=unit.pk, user=request.user.pk)
    with scoping.units([unit.pk]):
        return view(request, unit, *args, **kwargs)


def _unit_in_scope(request: GuardedRequest, code: str) -> Unit:
    """Return the unit if any grant of this user reaches it; otherwise 404, with an audit row if it exists.

    The unit stands in `request.unit` from here on, so that a page that refuses can still name it.
    """
    held = (unit for unit in request.access.units() if unit.code == code)
    unit = next(held, None) or Unit.objects.filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no such unit."))
    if not request.access.has_any(unit):
        audit.record("access.out_of_scope", by=request.user, unit=unit, path=request.path[:200])
        raise Http404(_("There is no such unit."))
    request.unit = unit
    return unit


def fetch(request: HttpRequest, rows: type[Model] | QuerySet, **lookup: Any) -> Any:
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
