"""Bringing in a register file: uploaded, read, looked at, approved, applied; or thrown away."""

from canvass.actions.imports.lifecycle import (
    apply,
    approve,
    bring_in_file,
    discard,
    examine_only,
    note_left_out_taken,
    read,
    upload,
)
from canvass.actions.imports.sweeping import SILENT_AFTER, sweep

__all__ = [
    "SILENT_AFTER",
    "apply",
    "approve",
    "bring_in_file",
    "discard",
    "examine_only",
    "note_left_out_taken",
    "read",
    "sweep",
    "upload",
]
