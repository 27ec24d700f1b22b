"""All addresses. Office pages stand under /u/<unit>/, so that two tabs in two CLPs can't get mixed up."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from django.http import HttpResponse
from django.urls import URLPattern, include, path, re_path
from django.views.i18n import set_language

from access import guards
from access.views import home
from config import styleguide, views

_SIGNING_IN = "signing in must be open to those who are not signed in"
_OWN_ACCOUNT = "an account's own settings; allauth asks for the login itself"


def _account(route: str, view: Callable[..., HttpResponse], name: str, why: str = _SIGNING_IN) -> URLPattern:
    return path(route, guards.public(why)(view), name=name)


# Of allauth's addresses only those that are used: nobody signs up unasked.
accounts = [
    _account("login/", account.login, "account_login"),
    _account("logout/", account.logout, "account_logout"),
    _account("signup/", account.signup, "account_signup", "says that accounts are by invitation"),
    _account("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    _account("inactive/", account.account_inactive, "account_inactive"),
    _account("confirm-email/", account.email_verification_sent, "account_email_verification_sent"),
    _account("confirm-email/<str:key>/", account.confirm_email, "account_confirm_email"),
    _account("email/", account.email, "account_email", _OWN_ACCOUNT),
    _account("password/change/", account.password_change, "account_change_password", _OWN_ACCOUNT),
    _account("password/set/", account.password_set, "account_set_password", _OWN_ACCOUNT),
    _account("password/reset/", account.password_reset, "account_reset_password"),
    _account("password/reset/done/", account.password_reset_done, "account_reset_password_done"),
    # A pattern, not a converter: the key holds hyphens itself, and <str:uidb36> would swallow its first part.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        guards.public(_SIGNING_IN)(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    _account("password/reset/key/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("styleguide", guards.public("the look is no secret")(styleguide.styleguide), name="styleguide"),
    path("theme/", views.theme, name="theme"),
    path("language/", guards.public("everybody may choose a language")(set_language), name="set_language"),
    path("accounts/", include(accounts)),
    path("", include("access.urls")),
    path("", include("organise.urls")),
    path("", include("canvass.urls")),
    path("", include("gotv.urls")),
    path("", include("roadmap.urls")),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
