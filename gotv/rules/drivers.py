"""The link to a driver's own page: who it is for, which of their links it is, and a part that only we can make."""

from __future__ import annotations

import hmac

from django.utils.crypto import salted_hmac

_SALT = "gotv.rules.drivers"


def token(driver: int, link: int) -> str:
    """Return the token of a driver's link of this number. It follows from this installation's key; nothing is kept."""
    secret = salted_hmac(_SALT, f"{driver}:{link}", algorithm="sha256").hexdigest()
    return f"{driver}-{link}-{secret[:32]}"


def read(typed: str) -> tuple[int, int] | None:
    """Return the driver's id and the number of the link that a token of ours names; None for any other."""
    driver, _dash, rest = typed.partition("-")
    link = rest.partition("-")[0]
    if not all(part.isascii() and part.isdecimal() and len(part) < 16 for part in (driver, link)):
        return None
    found = int(driver), int(link)
    return found if hmac.compare_digest(token(*found).encode(), typed.encode()) else None
