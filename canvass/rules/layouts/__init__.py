"""The layouts of register files: one declarative description each, and telling them by their header."""

from canvass.rules.layouts import rollno, xpress
from canvass.rules.layouts.description import Field, Layout, NameStyle, NumberStyle
from canvass.rules.layouts.recognition import Recognised, recognise

# A new layout is a description in a module of its vendor, and its name here.
ALL: tuple[Layout, ...] = (
    xpress.FULL_14,
    xpress.FULL_13,
    xpress.UPDATE_23,
    xpress.MARKED,
    rollno.FULL_21,
    rollno.UPDATE_22,
)
BY_CODE = {layout.code: layout for layout in ALL}

__all__ = [
    "ALL",
    "BY_CODE",
    "Field",
    "Layout",
    "NameStyle",
    "NumberStyle",
    "Recognised",
    "recognise",
]
