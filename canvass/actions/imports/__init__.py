"""Bringing in a register file: uploaded, read, looked at, approved, applied; taken back, or thrown away."""

from canvass.actions.imports.approving import apply, approve, confirm
from canvass.actions.imports.lifecycle import Supply, discard, note_left_out_taken, read, upload
from canvass.actions.imports.on_disk import bring_in_file, examine_only
from canvass.actions.imports.sweeping import SILENT_AFTER, sweep
from canvass.actions.imports.taking_back import take_back, undo, undo_at_once

__all__ = [
    "SILENT_AFTER",
    "Supply",
    "apply",
    "approve",
    "bring_in_file",
    "confirm",
    "discard",
    "examine_only",
    "note_left_out_taken",
    "read",
    "sweep",
    "take_back",
    "undo",
    "undo_at_once",
    "upload",
]
