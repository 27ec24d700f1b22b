"""What django-allauth asks us: who may make an account, what counts as proof, and that mail goes through the outbox."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access import sealing, stepup
from access.actions import accounts, mail, users
from access.enums import MailKind
from access.models import User
from access.queries import accounts as queries
from access.rules import mail as mail_rules

log = structlog.get_logger(__name__)
# What allauth puts into the context of a message that opens something.
_SECRETS = {"password_reset_url", "activate_url", "code"}
_KEY_CHANGED = _(
    "This installation has a new key, so codes from apps and recovery codes that were made before no longer work."
)
_WRONG_CODE = _("That code is not right. Type the newest one; a code from the app is good for half a minute.")


class AccountAdapter(DefaultAccountAdapter):
    """Says who may sign up, and what shows that it is them. Mail goes into the outbox in the same transaction."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off. Ask your secretary or organiser."),
        "cannot_remove_primary_email": _("This is the main address. Make another one the main address first."),
        "duplicate_email": _("This address is on your account already."),
        "email_password_mismatch": _(
            "The email address or the password is not right. Both were kept as you typed them."
        ),
        "email_taken": _("This address can’t be used. Type another one."),
        "enter_current_password": _("Type the password that you have now."),
        "incorrect_code": _("That code is not right, or too old. Look at the newest mail, or ask for another code."),
        "incorrect_password": _("That is not your password."),
        "invalid_or_expired_key": _("This link was used already, or it is too old."),
        "invalid_password_reset": _("This link was used already, or it is too old."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "unverified_primary_email": _("The main address has to be confirmed first."),
        "same_as_current": _("That is what you have now. Type something else."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP_OPEN

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        user.name = mail_rules.one_line(form.cleaned_data["name"], 120)
        saved = super().save_user(request, user, form, commit)
        accounts.signed_up(user=saved)
        return saved

    def pre_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse | None:
        """Take an address as proved by the code that was sent there: nobody is asked for the same proof twice."""
        proofs = get_authentication_records(request, user)
        if any(proof["method"] == "code" and proof.get("email") == user.email for proof in proofs):
            users.prove_email(user=user)
        return super().pre_login(request, user, **hooks)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign the session in, and start its clock (access/rules/accounts.py)."""
        super().login(request, user)
        accounts.signed_in(user=user, session=request.session)

    def post_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse:
        """Lead on to where the person was going; by way of the second step, where a role of theirs waits for one."""
        response = super().post_login(request, user, **hooks)
        if not queries.factors(user).wanting:
            return response
        return redirect(f"{reverse('mfa_index')}?{urlencode({'next': response.url})}")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Say whether allauth's own pages ask for a proof: by the same clock as ours."""
        if stepup.is_recent(self.request):
            return False
        if not self.get_reauthentication_methods(self.request.user):
            raise ImmediateHttpResponse(stepup.sign_in_again(self.request))
        return True

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict]:
        """Return the ways to prove who one is, the passkey first; who has a second step is not asked for the password.

        A password is what whoever sits at somebody else's screen is most likely to know.
        """
        words = {
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
            "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
            "reauthenticate": _("Use your password"),
        }
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        ways = [found[key] | {"description": text} for key, text in words.items() if key in found]
        return [way for way in ways if way["id"] != "reauthenticate"] or ways

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the message that allauth has a template for. One that holds a link is never sent twice by itself."""
        filled = {"request": self.request, "email": email, "base_url": settings.BASE_URL, **context}
        mail.queue(
            to=email,
            kind=MailKind.SERVICE,
            purpose=template_prefix.rsplit("/", 1)[-1],
            subject=render_to_string(f"{template_prefix}_subject.txt", filled),
            text=render_to_string(f"{template_prefix}_message.txt", filled),
            has_secret=bool(_SECRETS & filled.keys()),
        )

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Write the change into the record, and tell every confirmed address, so that no thief can hide it."""
        accounts.changed(user=user, what=template_prefix.rsplit("/", 1)[-1])
        confirmed = EmailAddress.objects.filter(user_id=user.pk, verified=True).values_list("email", flat=True)
        for address in {*confirmed, *([email] if email else [])} or {user.email}:
            super().send_notification_mail(template_prefix, user, context, address)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link on the installation's own address, whatever Host the request came with."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.BASE_URL}{path}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the link on the installation's own address, whatever Host the request came with."""
        return f"{settings.BASE_URL}{reverse('account_confirm_email', args=[emailconfirmation.key])}"


class FactorAdapter(DefaultMFAAdapter):
    """Second steps in our words, and their secrets locked in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Set up a passkey or an app first; recovery codes come with it."),
        "incorrect_code": _WRONG_CODE,
        "unverified_email": _("Confirm your email address first, or remove the one that is not confirmed."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret of an app or of recovery codes.

        Where SECRET_KEY is another one than it was made with (a restore on a new machine), the page leads to what can
        be done about it. Passkeys go on working: of them only the public half is kept.
        """
        try:
            return sealing.unlock(encrypted_text)
        except sealing.SealBroken as broken:
            log.warning("second_step_sealed_with_another_key")
            messages.error(context.request, _KEY_CHANGED)
            raise ImmediateHttpResponse(redirect("lost_factor")) from broken

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Return a name for the next passkey, for a person to change."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Passkey %(number)s") % {"number": held + 1} if held else _("My passkey"))
