"""All addresses. Office pages stand under /u/<unit>/, so that two tabs in two CLPs can't get mixed up."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponse
from django.urls import URLPattern, include, path, re_path
from django.views.i18n import set_language

from access import guards
from access.views import accounts as own
from access.views import home, resets
from config import admin, styleguide, views

_SIGNING_IN = "signing in must be open to those who are not signed in"
_OWN_ACCOUNT = "everybody looks after their own account"
_PROVING = "allauth asks for the sign-in itself; what waited for the proof is checked by its own guard"


def _open(route: str, view: Callable[..., HttpResponse], name: str, why: str = _SIGNING_IN) -> URLPattern:
    return path(route, guards.public(why)(view), name=name)


def _own(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(route, guards.signed_in(_OWN_ACCOUNT)(view), name=name)


# Of allauth's addresses only those that are used.
accounts = [
    _open("login/", account.login, "account_login"),
    _open("login/passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    _open("login/code/", account.request_login_code, "account_request_login_code"),
    _open("login/code/confirm/", account.confirm_login_code, "account_confirm_login_code"),
    _open("logout/", account.logout, "account_logout"),
    _open("signup/", account.signup, "account_signup", "anybody may make an account, which opens nothing by itself"),
    _open("reauthenticate/", account.reauthenticate, "account_reauthenticate", _PROVING),
    _open("inactive/", account.account_inactive, "account_inactive"),
    _open("confirm-email/", account.email_verification_sent, "account_email_verification_sent"),
    _open("confirm-email/<str:key>/", account.confirm_email, "account_confirm_email"),
    _own("email/", account.email, "account_email"),
    _own("password/change/", account.password_change, "account_change_password"),
    _own("password/set/", account.password_set, "account_set_password"),
    _open("password/reset/", account.password_reset, "account_reset_password"),
    _open("password/reset/done/", account.password_reset_done, "account_reset_password_done"),
    # A pattern, not a converter: the key holds hyphens itself, and <str:uidb36> would swallow its first part.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        guards.public(_SIGNING_IN)(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    _open("password/reset/key/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    path("second-factor/", own.second_factor, name="mfa_index"),
    path("second-factor/lost/", resets.lost, name="lost_factor"),
    path("second-factor/stop-reset/", resets.call_off_own, name="call_off_own_reset"),
    _open("second-factor/authenticate/", factors.authenticate, "mfa_authenticate"),
    _open("second-factor/reauthenticate/", factors.reauthenticate, "mfa_reauthenticate", _PROVING),
    _open(
        "second-factor/reauthenticate/passkey/",
        webauthn.reauthenticate_webauthn,
        "mfa_reauthenticate_webauthn",
        _PROVING,
    ),
    _own("second-factor/app/", totp.activate_totp, "mfa_activate_totp"),
    _own("second-factor/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    path("second-factor/passkeys/", own.passkeys, name="mfa_list_webauthn"),
    _own("second-factor/passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    _own("second-factor/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    _own("second-factor/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    _own("second-factor/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _own("second-factor/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own("second-factor/codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    path("sessions/", own.sessions, name="usersessions_list"),
    path("sessions/<int:session>/end/", own.end_session, name="end_session"),
    path("sessions/end-others/", own.end_other_sessions, name="end_other_sessions"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("styleguide", guards.public("the look is no secret")(styleguide.styleguide), name="styleguide"),
    path("theme/", views.theme, name="theme"),
    path("language/", guards.public("everybody may choose a language")(set_language), name="set_language"),
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
    # What phones and screens ask for all day comes first.
    path("", include("canvass.urls")),
    path("", include("gotv.urls")),
    path("", include("access.urls")),
    path("", include("organise.urls")),
    path("", include("roadmap.urls")),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
