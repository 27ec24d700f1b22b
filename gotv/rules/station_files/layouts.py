"""How each vendor's export of polling stations is built. A new one is one more entry, told by its columns.

Column names are compared without capitals, blanks and underlines. Most files have a row for each address, with the
station it votes at; Democracy Counts has two files, stations and addresses, joined by a station code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from canvass.rules.layouts.description import squeezed

# The product names are nobody's to translate.


@dataclass(frozen=True)
class StationLayout:
    """Which columns tell it and what they hold; "" for what it doesn't have.

    `number` is that of the ballot box, `join` the code that a file of addresses names its station by. `district_in`
    cuts the district's code out of its column. `why_not` is said of a file that is known and holds no stations.
    """

    name: str
    tells: tuple[str, ...]
    place: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""
    number: str = ""
    join: str = ""
    district: str = ""
    district_in: re.Pattern[str] = re.compile(r"(.+)")
    ward: str = ""
    east: str = ""  # metres of the national grid, or with `is_degrees` longitude
    north: str = ""
    is_degrees: bool = False
    door_postcode: str = ""
    door_uprn: str = ""
    lowest: str = ""
    highest: str = ""
    electors: str = ""
    postal_electors: str = ""
    is_addresses: bool = False  # says only where each address votes, by the code of another file
    why_not: Promise | None = None


_XPRESS_ADDRESS = tuple(f"pollingplaceaddress{line}" for line in range(1, 5))
_IDOX_ADDRESS = tuple(f"pollingstationaddress{line}" for line in range(1, 6))
_DCOUNTS_ADDRESS = tuple(f"add{line}" for line in range(1, 7))

# The most particular first: of those whose columns are all there the first is meant.
LAYOUTS = (
    StationLayout(
        # Two lists side by side. Their header runs together where one ends and the other begins, and the columns of
        # the second are numbered; it alone has the district.
        "Xpress (DC)",
        ("pollingplaceuprnpropertyurn", "pollingplacedistrictreference", "pollingplacename1"),
        place="pollingplacename1",
        address=tuple(f"{line}1" for line in _XPRESS_ADDRESS),
        postcode="pollingplacepostcode1",
        district="pollingplacedistrictreference",
        east="pollingplaceeasting1",
        north="pollingplacenorthing1",
        door_postcode="postcode",
        door_uprn="propertyurn",
    ),
    StationLayout(
        "Xpress (Democracy Club)",
        ("pollingplacedistrictreference", "pollingplaceid", "pollingplacename", "propertyurn"),
        place="pollingplacename",
        address=_XPRESS_ADDRESS,
        postcode="pollingplacepostcode",
        district="pollingplacedistrictreference",
        east="pollingplaceeasting",
        north="pollingplacenorthing",
        door_postcode="postcode",
        door_uprn="propertyurn",
    ),
    StationLayout(
        "Xpress (web lookup)",
        ("pollingdistrictreference", "pollingplaceid", "pollingplaceaddress7"),
        place="pollingplaceaddress1",
        address=tuple(f"pollingplaceaddress{line}" for line in range(2, 7)),
        postcode="pollingplaceaddress7",
        district="pollingdistrictreference",
        east="pollingplaceeasting",
        north="pollingplacenorthing",
        door_postcode="postcode",
        door_uprn="uprn",
    ),
    StationLayout(
        "Halarose",
        ("pollingvenueid", "pollingstationname", "pollingdistrictname"),
        place="pollingstationname",
        address=_IDOX_ADDRESS,
        postcode="pollingstationpostcode",
        number="pollingstationnumber",
        district="pollingdistrictname",
        district_in=re.compile(r".*\(([^()]+)\)$"),  # "BEETHAM EAST (AD)"
        east="pollingvenueeasting",
        north="pollingvenuenorthing",
        door_postcode="postcode",
        door_uprn="uprn",
    ),
    StationLayout(
        "Idox EROS",
        ("houseid", "housepostcode", "pollingstationname", "pollingstationnumber"),
        place="pollingstationname",
        address=_IDOX_ADDRESS,
        postcode="pollingstationpostcode",
        number="pollingstationnumber",
        door_postcode="housepostcode",
        door_uprn="uprn",
    ),
    StationLayout(
        "Democracy Counts, stations",
        ("add1", "postcode", "stationcode", "placename"),
        place="placename",
        address=_DCOUNTS_ADDRESS,
        postcode="postcode",
        number="stationcode",
        join="stationcode",
        east="xordinate",
        north="yordinate",
    ),
    StationLayout(
        "Democracy Counts, addresses",
        ("add1", "postcode", "stationcode", "uprn"),
        join="stationcode",
        door_postcode="postcode",
        door_uprn="uprn",
        is_addresses=True,
    ),
    StationLayout(
        "EONI (Northern Ireland)",
        ("prouprn", "propostcode", "premname"),
        place="premname",
        address=("premfulladdress",),
        postcode="prempostcode",
        east="premx4326",
        north="premy4326",
        is_degrees=True,
        door_postcode="propostcode",
        door_uprn="prouprn",
    ),
    StationLayout(
        "Contact Creator",
        ("ballotboxnumber", "pollingplacename", "pollingdistrict", "minimumpollingnumber"),
        place="pollingplacename",
        address=("pollingplaceaddress",),
        postcode="pollingplacepostcode",
        number="ballotboxnumber",
        district="pollingdistrict",
        ward="ward",
        lowest="minimumpollingnumber",
        highest="maximumpollingnumber",
        electors="countofboxelectors",
        postal_electors="countofpostalelectors",
    ),
    StationLayout(
        "Strand",
        ("strandid", "ward", "code", "electoradd1"),
        why_not=_(
            "This is a Strand export of addresses with their wards and districts. It has no polling stations in it, so "
            "nothing was changed. Ask the council for the list of polling stations."
        ),
    ),
    StationLayout(
        "Contact Creator, campaign stats",
        ("totalrows",),
        why_not=_(
            "These are Contact Creator’s campaign stats, not its polling stations. Nothing was changed. Bring them in "
            "on the page for Contact Creator’s figures."
        ),
    ),
)


def recognised(columns: list[str]) -> StationLayout | None:
    """Return the layout that these columns tell; None for none."""
    there = {squeezed(column) for column in columns}
    return next((layout for layout in LAYOUTS if there.issuperset(layout.tells)), None)
