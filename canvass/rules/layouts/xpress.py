"""Xpress (Civica): prefix, number and suffix in a column each; the DOB column is filled for attainers only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from canvass.rules.layouts.description import Field, Layout, NameStyle, NumberStyle

_COLUMNS = {
    Field.DISTRICT: ("Elector Number Prefix", "Elector No. Prefix", "Elector No Prefix"),
    Field.NUMBER: ("Elector Number", "Elector No.", "Elector No"),
    Field.SUFFIX: ("Elector Number Suffix", "Elector No. Suffix", "Elector No Suffix"),
    Field.MARKERS: ("Elector Markers", "Elector Marker", "Markers"),
    Field.BIRTH: ("Elector DOB", "DOB"),
    Field.ATTAINMENT: ("Date of Attainment", "Elector Date of Attainment"),
    Field.POSTCODE: ("PostCode", "Elector PostCode"),
    Field.WARD: ("Ward", "Ward Name"),
}
_LINES = ("Address#", "Elector Address#", "Address Line #")

FULL_14 = Layout(
    code="xpress_full_14",
    name=_("Xpress, 14 columns"),
    columns=_COLUMNS
    | {
        Field.TITLE: ("Elector Title",),
        Field.SURNAME: ("Elector Surname", "Surname"),
        Field.FORENAME: ("Elector Forename", "Elector Forenames", "Forename", "Forenames"),
        Field.MIDDLE: ("Elector Middle Name", "Middle Names", "Elector Middle Names"),
    },
    required=frozenset({Field.DISTRICT, Field.NUMBER, Field.SURNAME, Field.FORENAME, Field.ADDRESS}),
    address_lines=_LINES,
    ignored=frozenset({"UPRN", "Full Elector No."}),
)

FULL_13 = Layout(
    code="xpress_full_13",
    name=_("Xpress, 13 columns with one name"),
    columns=_COLUMNS | {Field.NAME: ("Elector Name",)},
    required=frozenset({Field.DISTRICT, Field.NUMBER, Field.NAME, Field.ADDRESS}),
    names=NameStyle.SINGLE,
    address_lines=_LINES,
    ignored=frozenset({"UPRN"}),
)

UPDATE_23 = Layout(
    code="xpress_update_23",
    name=_("Xpress, monthly changes"),
    columns={
        Field.NUMBER: ("ElectorNumber",),
        Field.SURNAME: ("ElectorSurname",),
        Field.SPECIAL: ("ElectorDeletedMonth",),
    },
    required=frozenset({Field.NUMBER, Field.SURNAME, Field.SPECIAL}),
    number=NumberStyle.COMPOSITE,
    why_not=_(
        "This file holds a month’s changes, not the whole register. Nothing was changed. "
        "Ask the council for the full register as data."
    ),
)

MARKED = Layout(
    code="xpress_marked",
    name=_("Xpress, marked register"),
    columns={
        Field.DISTRICT: ("Elector Number Prefix",),
        Field.NUMBER: ("Elector Number",),
        Field.SPECIAL: ("Marked", "Voted"),
    },
    required=frozenset({Field.DISTRICT, Field.NUMBER, Field.SPECIAL}),
    why_not=_(
        "This file is a marked register: it says who voted, and has no names or addresses. Nothing was changed. "
        "Bring in the council’s full register here."
    ),
)
