"""The layouts of register files: one declarative description each (canvass/layouts), and telling them apart."""

from canvass.rules.layouts.description import Field, Layout, Lists, NameStyle, NumberStyle, OperationStyle
from canvass.rules.layouts.loading import BadLayout, load
from canvass.rules.layouts.mapped import MAPPED, Mapped, fingerprint, fingerprint_without
from canvass.rules.layouts.naming import ELSEWHERE
from canvass.rules.layouts.recognition import Recognised, recognise, recognise_rows

ALL: tuple[Layout, ...] = load()
BY_CODE = {layout.code: layout for layout in (*ALL, MAPPED)}
REGISTERS = tuple(layout for layout in ALL if layout.lists is Lists.ELECTORS)

__all__ = [
    "ALL",
    "BY_CODE",
    "ELSEWHERE",
    "REGISTERS",
    "BadLayout",
    "Field",
    "Layout",
    "Lists",
    "Mapped",
    "NameStyle",
    "NumberStyle",
    "OperationStyle",
    "Recognised",
    "fingerprint",
    "fingerprint_without",
    "load",
    "recognise",
    "recognise_rows",
]
