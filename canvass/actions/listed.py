"""Of whom something may be recorded: whoever stands on the register now, with a name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from canvass.enums import SEALED
from canvass.models import Elector
from kit.errors import Refused


def refuse_unlisted(elector: Elector, *, at_a_door: bool = False) -> None:
    """Raise Refused for somebody who left the register, for a sealed entry, and (`at_a_door`) without an address."""
    if elector.left_on or elector.kind in SEALED or (at_a_door and elector.household_id is None):
        raise Refused(_("Nothing was changed: this person is not on the register. Choose somebody who is."))
