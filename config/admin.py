"""The admin site: tables of settings, to read. Behind the same door as everything else, and for administrators alone.

Nothing about people is here, and nothing can be changed: for that there are pages, which write the record. It is for
whoever looks after the installation and wants to see a row as it is.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from access import guards
from access.actions import audit
from access.guards import GuardedRequest
from access.models import Heartbeat, Tool, Unit
from access.permissions import Permission

# Whoever may set up mail at the top of the tree looks after the whole installation.
_KEY = Permission.SET_UP_MAIL
_WHY = "for administrators of the whole installation; the site itself refuses everybody else (config/admin.py)"


class Settings(admin.AdminSite):
    """An admin site that signs nobody in itself, and lets in whoever administers the top of the tree."""

    site_header = _("Rosette: settings, to read")
    site_title = _("Rosette")
    index_title = _("Tables without people in them. To change anything, use Rosette’s own pages.")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        access = getattr(request, "access", None)  # set by the guard round each address
        return access is not None and any(unit.parent_id is None for unit in access.units_where(_KEY))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuse, on the record, instead of asking somebody who is signed in already to sign in."""
        inner = super().admin_view(view, cacheable)

        def refusing(request: GuardedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                audit.record_anyway("access.refused", by=request.user, permission=_KEY.value)
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return refusing

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever comes here is signed in: the guard has seen to it."""
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [_guarded(pattern) for pattern in super().get_urls()]


def _guarded(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    """Put the guard round every view, so that this site signs nobody in by itself."""
    if isinstance(pattern, URLResolver):
        for inner in pattern.url_patterns:
            _guarded(inner)
    else:
        pattern.callback = guards.signed_in(_WHY)(pattern.callback)
    return pattern


class ToRead(admin.ModelAdmin):
    """A table to look at. Adding, changing and deleting are for nobody."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Units(ToRead):
    list_display = ("name", "kind", "code", "parent", "path")
    list_filter = ("kind",)
    search_fields = ("name", "code")
    list_select_related = ("parent",)


class Tools(ToRead):
    list_display = ("name", "code", "key_held_at", "at_least", "at_most")


class Heartbeats(ToRead):
    list_display = ("name", "at")


site = Settings(name="admin")
site.register(Unit, Units)
site.register(Tool, Tools)
site.register(Heartbeat, Heartbeats)
