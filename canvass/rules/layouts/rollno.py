"""The PDCode/RollNo family (its vendor has not been confirmed): a decimal number, and flat and house of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from canvass.rules.layouts.description import Field, Layout, NumberStyle

_COLUMNS = {
    Field.DISTRICT: ("PDCode", "PD Code"),
    Field.NUMBER: ("RollNo", "Roll No", "Roll Number"),
    Field.SUFFIX: ("Suffix", "RollNoSuffix"),
    Field.TITLE: ("ElectorTitle", "Title"),
    Field.SURNAME: ("ElectorSurname", "Surname"),
    Field.FORENAME: ("ElectorForename", "ElectorForenames", "Forename"),
    Field.MIDDLE: ("ElectorMiddleName", "ElectorMiddleNames", "MiddleName"),
    Field.BIRTH: ("AttainersDOB", "DOB"),
    Field.ATTAINMENT: ("DateOfAttainment", "Date Of Attainment"),
    Field.MARKERS: ("FranchiseMarker", "Franchise Marker", "FranchiseFlag"),
    Field.POSTCODE: ("PostCode", "RegisteredPostCode"),
    Field.WARD: ("Ward",),
    Field.FLAT: ("SubHouse",),
    Field.HOUSE: ("House",),
}
_LINES = ("RegisteredAddress#", "Address#")
# Areas that follow from the district, and columns of 2026 that say how somebody was registered.
_IGNORED = frozenset("Euro Parl County UPRN IERStatus MethodOfVerification ElectorID".split())

FULL_21 = Layout(
    code="pdcode_rollno_21",
    name=_("PDCode and RollNo"),
    columns=_COLUMNS,
    required=frozenset({Field.DISTRICT, Field.NUMBER, Field.SURNAME, Field.ADDRESS}),
    number=NumberStyle.DECIMAL,
    address_lines=_LINES,
    ignored=_IGNORED,
)

UPDATE_22 = Layout(
    code="pdcode_rollno_update_22",
    name=_("PDCode and RollNo, monthly changes"),
    columns=_COLUMNS | {Field.SPECIAL: ("ChangeTypeID",)},
    required=frozenset({Field.DISTRICT, Field.NUMBER, Field.SURNAME, Field.SPECIAL}),
    number=NumberStyle.DECIMAL,
    address_lines=_LINES,
    ignored=_IGNORED,
    why_not=_(
        "This file holds a month’s changes, not the whole register. Nothing was changed. "
        "Ask the council for the full register as data."
    ),
)
