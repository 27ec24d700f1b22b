"""Accounts: people who sign in, by email."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from access.enums import Basis, Purpose
from access.permissions import Permission
from access.privacy import Privacy, rows
from access.rules import mail as rules


class UserManager(BaseUserManager["User"]):
    """Finds and makes accounts by email, whatever its capitals."""

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)

    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        """Make an account. Without a password nobody can sign in to it until one is set by mail."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. It gives nothing by itself: what a person may do stands in their grants."""

    privacy = Privacy(
        about="people with an account",
        purpose=Purpose.ACCESS,
        basis=Basis.NO_PEOPLE,
        retention="while they have a role, and two years after; the name on what they did stays",
        readers=frozenset({Permission.SEE_ACCESS}),
        exporter=rows(user="pk"),
        everywhere="found by address before anybody is signed in, and named wherever they did something; an account is "
        "a name and an address, and opens nothing",
    )

    email = models.EmailField(_("email address"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # What changed "since you were here" on the start page; moved on by the page itself, at most once an hour.
    last_seen_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="access_user_email_once",
                violation_error_message=_("There is an account with this email address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The email address; "" for somebody who came to a meeting point and has none."""
        return "" if self.number else self.email

    @property
    def number(self) -> str:
        """What somebody without an address signs in with today; "" for everybody else."""
        return rules.number_of(self.email)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ", 1)[0]
