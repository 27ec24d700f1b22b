"""Whether somebody has a PIN for the day."""

from __future__ import annotations

from django.utils import timezone

from access.models import DayPin, User


def has_one(user: User) -> bool:
    """Say whether this account has a PIN that is still good."""
    return DayPin.objects.filter(user=user, until__gt=timezone.now()).exists()
