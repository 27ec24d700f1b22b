"""What a checked register file means to the person who approves it: the table by district, and what to look at first.

Reads the report that an import keeps (canvass/actions/imports/running.py says what is in it).
"""

from canvass.rules.imports.figures import (
    BIG_CHANGE,
    DistrictLine,
    as_seen,
    changes,
    changes_nothing,
    complete,
    districts,
    read_as,
    reasons,
    second_person_missing,
    share,
    whole,
)
from canvass.rules.imports.stages import log, steps
from canvass.rules.imports.warnings import MANY_GONE, MOVED_TOGETHER, Caution, warnings

__all__ = [
    "BIG_CHANGE",
    "MANY_GONE",
    "MOVED_TOGETHER",
    "Caution",
    "DistrictLine",
    "as_seen",
    "changes",
    "changes_nothing",
    "complete",
    "districts",
    "log",
    "read_as",
    "reasons",
    "second_person_missing",
    "share",
    "steps",
    "warnings",
    "whole",
]
