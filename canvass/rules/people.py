"""What the letters beside a name mean."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Who bears a letter, not what they may vote in, which hangs on the poll (domain A3). A letter that is not here has no
# meaning that is published.
_LETTERS = {
    "B": _("Citizen of an EU country, found to have the local vote"),
    "E": _("Peer living abroad (a letter of earlier years)"),
    "F": _("Overseas elector: UK Parliament only"),
    "G": _("Citizen of an EU country, marked before 2024"),
    "K": _("Citizen of an EU country, also for European polls (a letter of earlier years)"),
    "L": _("Member of the House of Lords: not for UK Parliament"),
    "M": _("Qualifying foreign national or prisoner, in Scotland"),
    "N": _("Anonymous entry"),
}
_UNKNOWN = _("no meaning is published: ask the council")


def markers(franchise: str) -> list[tuple[str, str]]:
    """Return (letter, who bears it) for each letter beside a name: "FL" gives two. [] for none."""
    return [(letter, str(_words(letter))) for letter in franchise]


def _words(letter: str) -> Promise:
    return _LETTERS.get(letter, _UNKNOWN)
