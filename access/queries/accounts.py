"""What an account can be signed in with, and what its roles ask for."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from access import sealing
from access.enums import Factor
from access.models import Grant, User
from access.queries import accesses
from access.roles import ROLES
from access.rules import accounts as rules

Type = Authenticator.Type


@dataclass(frozen=True)
class Factors:
    """The second steps of an account, and which roles ask for more than there is.

    `wanting` are the grants whose role stays closed for want of one. `asked` is the strongest that a role asks for.
    """

    passkeys: tuple[Authenticator, ...]
    app: Authenticator | None
    codes: Authenticator | None
    asked: Factor
    wanting: tuple[Grant, ...]

    @property
    def any(self) -> bool:
        return bool(self.passkeys or self.app)

    @property
    def codes_left(self) -> int:
        """Return how many recovery codes are unused; 0 too for those that a change of SECRET_KEY made unreadable."""
        if self.codes is None:
            return 0
        try:
            sealing.unlock(self.codes.data["seed"])
        except sealing.SealBroken:
            return 0
        return len(self.codes.wrap().get_unused_codes())

    @property
    def needs_passkey(self) -> bool:
        """Say whether what is missing is a passkey, and nothing less."""
        return self.asked is Factor.PASSKEY and not self.passkeys and bool(self.wanting)


def factors(user: User) -> Factors:
    """Return the second steps of this account. Where the installation asks for none, nothing is missing."""
    held = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk"))
    access = accesses.of(user)
    return Factors(
        passkeys=tuple(one for one in held if one.type == Type.WEBAUTHN),
        app=next((one for one in held if one.type == Type.TOTP), None),
        codes=next((one for one in held if one.type == Type.RECOVERY_CODES), None),
        asked=max((ROLES[grant.role].factor for grant in access.held), key=list(Factor).index, default=Factor.NONE),
        wanting=tuple(one for one in access.closed if ROLES[one.role].factor.value in access.missing(one)),
    )


def limits(user: User) -> rules.Limits:
    """Return how long this person stays signed in, by the roles that are open to them now."""
    return rules.limits(ROLES[grant.role].factor for grant in accesses.of(user).grants)


def sessions(user: User) -> list[UserSession]:
    """Return the sessions of this account that are still alive, the one used last first."""
    alive = UserSession.objects.purge_and_list(user)
    return sorted(alive, key=lambda session: session.last_seen_at, reverse=True)
