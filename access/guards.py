"""The first wall: every URL says who may open it. A test walks the resolver and fails for one that doesn't.

Out of scope is 404 (that something exists is itself data); in scope without the right is 403. Whoever holds a role
that is not open yet is led to the page that says what is missing.

A guarded page runs in one transaction, its scope (access/scoping.py): what it refuses, it has not half done.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NoReturn, cast

import structlog
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.utils.translation import gettext as _

from access import scoping
from access.actions import audit
from access.models import Unit, User
from access.permissions import Permission
from access.queries import accesses, units
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


def refuse(request: GuardedRequest, permission: Permission, unit: Unit) -> NoReturn:
    """Refuse a page for which something turned out to be lacking once it was open, and record that it was."""
    audit.record_anyway("access.refused", by=request.user, unit=unit, permission=permission.value)
    raise NoRight(permission, unit)


def public(why: str) -> Callable[[View], View]:
    """Mark a view that anybody may open, and say why."""

    def mark(view: View) -> View:
        view.access_rule = ("public", why)  # type: ignore[attr-defined] # read by the test that walks the resolver
        return view

    return mark


def signed_in(why: str, where: Permission | None = None) -> Callable[[View], View]:
    """Open a view to everybody with an account, and say why no role is needed.

    Its scope holds no unit, only what is the account's own; with `where`, the units in which the person has that
    right.
    """

    def enter(view: View, asked: GuardedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        me = asked.user.pk
        there = [unit.pk for unit in asked.access.units_where(where)] if where else []
        with scoping.units(there, user=me) if where else scoping.person(me):
            return _whole(view(asked, *args, **kwargs))

    return _guard(("signed_in", why), enter)


def held(why: str) -> Callable[[View], View]:
    """Open a view under /u/<unit>/ to everybody who holds anything there, open or not yet, and say why.

    Like a `signed_in` view it sees what is the account's own; `request.access.closed_in(unit)` says what is closed.
    """

    def enter(view: View, asked: GuardedRequest, *args: Any, unit: str, **kwargs: Any) -> HttpResponse:
        here = _unit_in_reach(asked, unit)
        with scoping.person(asked.user.pk):
            return _whole(view(asked, here, *args, **kwargs))

    return _guard(("held", why), enter)


def reaches(why: str) -> Callable[[View], View]:
    """Open a view under /u/<unit>/ to everybody with any right in that unit, and say why no more is asked.

    Gives the view the same as `requires` does. What it shows, it checks piece by piece with `request.access`.
    """

    def enter(view: View, asked: GuardedRequest, *args: Any, unit: str, **kwargs: Any) -> HttpResponse:
        here = _unit_in_reach(asked, unit)
        if not asked.access.has_any(here):
            return _before_it_opens(asked, here, Permission.SEE_ACCESS)
        return _in_scope(view, asked, here, *args, **kwargs)

    return _guard(("reaches", why), enter)


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a view under /u/<unit>/ to those who hold `permission` in that unit.

    The view gets the Unit in place of its code, `request.unit`, `request.access`, and an open scope on that
    one unit, which ends with the view: a streamed answer must not query.
    """

    def enter(view: View, asked: GuardedRequest, *args: Any, unit: str, **kwargs: Any) -> HttpResponse:
        here = _unit_in_reach(asked, unit)
        if asked.access.may(permission, here):
            return _in_scope(view, asked, here, *args, **kwargs)
        if asked.access.closed_in(here, permission) or not asked.access.has_any(here):
            return _before_it_opens(asked, here, permission)
        audit.record("access.refused", by=asked.user, unit=here, permission=permission.value)
        raise NoRight(permission, here)

    return _guard(("requires", permission), enter)


def _guard(rule: tuple[str, str], enter: Callable[..., HttpResponse]) -> Callable[[View], View]:
    """Send nobody to sign in, and leave everybody else to `enter`. `rule` is what the test of all addresses reads."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = _known(request)
            return _to_sign_in(request) if asked is None else enter(view, asked, *args, **kwargs)

        guarded.access_rule = rule  # type: ignore[attr-defined] # read by the test of all addresses
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
    with scoping.units(scoping.of(unit), user=request.user.pk):
        return _whole(view(request, unit, *args, **kwargs))


def _whole(response: HttpResponse) -> HttpResponse:
    """Return the answer with its page made: one that is made later would ask the database outside its scope."""
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _before_it_opens(request: GuardedRequest, unit: Unit, permission: Permission) -> HttpResponse:
    """Lead to the page that says what is missing. What was to be done is refused, since it can't be done there."""
    if request.method not in {"GET", "HEAD"}:
        audit.record("access.refused", by=request.user, unit=unit, permission=permission.value)
        raise NoRight(permission, unit)
    return redirect("access:before_it_opens", unit=unit.code)


def _unit_in_reach(request: GuardedRequest, code: str) -> Unit:
    """Return the unit if any grant of this user reaches it, open or closed; otherwise 404.

    Where there is such a unit, that is noted in its record. The unit stands in `request.unit` from here on, so that
    a page that refuses can still name it.
    """
    access = request.access
    known = (grant.unit for grant in access.held if grant.unit.code == code)
    unit = next(known, None) or Unit.objects.filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no such unit."))
    if not (access.has_any(unit) or access.closed_in(unit)):
        audit.record("access.out_of_scope", by=request.user, unit=unit, path=request.path[:200])
        raise Http404(_("There is no such unit."))
    request.unit = unit
    return unit


def fetch(request: HttpRequest, rows: type[Model] | QuerySet, *, pk: object) -> Any:
    """Return the one row of a scoped queryset or model, or raise 404.

    When the row exists in another unit the attempt goes into that unit's record: a forged or leaked id.
    """
    queryset = rows._default_manager.all() if isinstance(rows, type) else rows
    try:
        found = queryset.filter(pk=pk).first()
    except (ValueError, ValidationError) as error:
        raise Http404(_("There is no such page.")) from error
    if found is not None:
        return found
    elsewhere = units.of_row(queryset.model, pk)
    if elsewhere is not None and elsewhere not in (scoping.current() or ()):
        user = request.user if isinstance(request.user, User) else None
        obj = queryset.model(pk=pk)
        audit.record_anyway("access.forged_id", by=user, unit=elsewhere, obj=obj, path=request.path[:200])
    raise Http404(_("There is no such page."))
