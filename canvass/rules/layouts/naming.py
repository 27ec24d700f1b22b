"""Names of layouts in the language of the page, and what to say of known files that are no registers.

A description's name is data, so it stands in its TOML file in English. Those that hold words and not only a product
or a place are listed here, where translators find them; one that isn't listed is shown as it stands.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from canvass.rules.layouts.description import Lists

_NAMES: dict[str, Promise] = {
    "Halarose EROS, monthly changes": _("Halarose EROS, monthly changes"),
    "Idox, monthly changes without a header line": _("Idox, monthly changes without a header line"),
    "Idox, without a header line": _("Idox, without a header line"),
    "Lothian and Edinburgh": _("Lothian and Edinburgh"),
    "PDCode and RollNo": _("PDCode and RollNo"),
    "PDCode and RollNo, monthly changes": _("PDCode and RollNo, monthly changes"),
    "Postal voters": _("Postal voters"),
    "TTW Digital, upload template": _("TTW Digital, upload template"),
    "Xpress, 13 columns with one name": _("Xpress, 13 columns with one name"),
    "Xpress, 14 columns": _("Xpress, 14 columns"),
    "Xpress, marked register": _("Xpress, marked register"),
    "Xpress, monthly changes": _("Xpress, monthly changes"),
}

ELSEWHERE: dict[Lists, Promise] = {
    Lists.ELECTORS: _(
        "This file is a register of electors: it doesn’t say who votes by post or who has voted. Nothing was changed. "
        "Bring it in on the page of the register."
    ),
    Lists.ABSENT_VOTERS: _(
        "This file is a list of postal and proxy voters, not the register. Nothing was changed. "
        "It belongs to an election: bring it in on the election’s page, under absent voters."
    ),
    Lists.MARKED_REGISTER: _(
        "This file is a marked register: it says who voted, and has no names or addresses. Nothing was changed. "
        "It belongs to an election that is over: bring it in on the election’s page, under marked register."
    ),
}


def translated(name: str) -> str | Promise:
    """Return the name as translators know it, or as it stands."""
    return _NAMES.get(name, name)
