"""Accounts: made by invitation, opened by a link that works once."""

from __future__ import annotations

import datetime
import secrets
import string

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from access.actions import audit, mail
from access.enums import MailKind
from access.models import Unit, User
from access.rules import mail as mail_rules
from kit.errors import Refused

# What is opened within an hour belongs to one visit.
A_VISIT = datetime.timedelta(hours=1)


@transaction.atomic
def find_or_make(*, email: str, name: str, by: User | None, unit: Unit | None = None) -> tuple[User, bool]:
    """Return the account of this address and whether it is new. A new one has no password and can't be signed in to.

    An account that was there keeps its name. Raises Refused for an address that can't be one, or a missing name.
    """
    address = proper_address(email)
    found = User.objects.filter(email__iexact=address).first()
    if found is not None:
        return found, False
    if not name.strip():
        raise Refused(_("There is no account with this address yet. Say the person’s name to make one."))
    user = User.objects.create_user(address, mail_rules.one_line(name, 120))
    audit.record("user.made", by=by, unit=unit, obj=user, user=user.pk)
    return user, True


@transaction.atomic
def make_without_address(*, name: str, by: User | None, unit: Unit) -> User:
    """Make an account for somebody who has no email address: it has a number in its place, and gets no mail.

    It can't be signed in to from one day to the next until somebody gives it an address. Raises Refused without a name.
    """
    if not name.strip():
        raise Refused(_("Say the person’s name to make an account for them."))
    taken = True
    while taken:
        number = "".join(secrets.choice(string.digits) for _place in range(mail_rules.NUMBER_LENGTH))
        taken = User.objects.filter(email=mail_rules.address_of(number)).exists()
    user = User.objects.create_user(mail_rules.address_of(number), mail_rules.one_line(name, 120))
    audit.record("user.made", by=by, unit=unit, obj=user, user=user.pk)
    return user


@transaction.atomic
def give_address(*, user: User, email: str, by: User, unit: Unit) -> None:
    """Give an account without an address one, and mail a link there to set a password: only that proves it.

    Raises Refused for an address that can't be one or that another account has, and for an account that has one.
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.address:
        raise Refused(_("This account has an address already."))
    address = proper_address(email)
    if User.objects.filter(email__iexact=address).exists():
        raise Refused(_("This address can’t be used. Type another one."))
    held.email = user.email = address
    held.save(update_fields=["email"])
    audit.record("user.address_given", by=by, unit=unit, obj=held, user=held.pk)
    invite(email=address, name=held.name, by=by, unit=unit)


def proper_address(email: str) -> str:
    """Return the address as we keep it. Raises Refused for what can't be one."""
    address = mail_rules.normal_address(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("%(email)s is not an email address.") % {"email": email}) from error
    if mail_rules.number_of(address):
        raise Refused(_("%(email)s is not an email address.") % {"email": email})
    return address


def password_link(*, user: User) -> str:
    """Return a link to set a password: it works once, for three days (settings.PASSWORD_RESET_TIMEOUT)."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.BASE_URL}{path}"


@transaction.atomic
def invite(*, email: str, name: str, by: User | None, unit: Unit) -> User:
    """Make or find the account and, while it has no password, mail the person a link to set one.

    The email address counts as proved when that link is used. Somebody who has a password already is not mailed.
    """
    user, _new = find_or_make(email=email, name=name, by=by, unit=unit)
    if user.has_usable_password():
        return user
    context = {"person": user, "inviter": by, "unit": unit, "link": password_link(user=user)}
    mail.queue(
        to=user.email,
        kind=MailKind.SERVICE,
        purpose="invitation",
        subject=render_to_string("access/emails/invitation.subject.txt", context),
        text=render_to_string("access/emails/invitation.txt", context),
        unit=unit,
        has_secret=True,
    )
    audit.record("user.invited", by=by, unit=unit, obj=user, user=user.pk)
    return user


@transaction.atomic
def prove_email(*, user: User) -> None:
    """Take the account's address as proved, because a link that was sent there has been used.

    Only for an account that has no proved address yet; a later change of address is proved by its own mail.
    """
    if EmailAddress.objects.filter(user_id=user.pk, verified=True).exists():
        return
    EmailAddress.objects.update_or_create(
        user_id=user.pk, email=user.email, defaults={"verified": True, "primary": True}
    )
    audit.record("user.email_proved", by=user, obj=user)


@transaction.atomic
def let_in(*, user: User, by: User | None) -> None:
    """Let an account sign in again. Its roles are not touched."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("user.let_in", by=by, obj=user)


def seen(*, user: User, now: datetime.datetime) -> bool:
    """Move on when this person was last here, at most once an hour. Returns whether it was moved.

    No audit row: it is about nobody else, and shown to nobody else.
    """
    if user.last_seen_at is not None and now - user.last_seen_at < A_VISIT:
        return False
    User.objects.filter(pk=user.pk).update(last_seen_at=now)
    user.last_seen_at = now
    return True
