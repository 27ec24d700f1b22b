"""The imprint: who promotes material, on whose behalf, and where they are found.

Elections Act 2022 Part 6 (digital material) and Representation of the People Act 1983 s.110 (print) ask for it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _


def written(promoter: str, on_behalf_of: str, address: str) -> str:
    """Return the imprint as the Electoral Commission's guidance words it."""
    return _("Promoted by %(promoter)s on behalf of %(on_behalf_of)s, both at %(address)s.") % {
        "promoter": promoter.strip(),
        "on_behalf_of": on_behalf_of.strip(),
        "address": " ".join(address.split()).rstrip("."),
    }
