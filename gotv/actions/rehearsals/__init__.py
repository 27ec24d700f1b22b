"""Rehearsing a polling day: beginning, playing and ending one, and clearing away what it made."""

from gotv.actions.rehearsals.clearing import clear
from gotv.actions.rehearsals.copying import copy_for_rehearsal
from gotv.actions.rehearsals.lifecycle import begin, end, stop
from gotv.actions.rehearsals.working import play_due

__all__ = ["begin", "clear", "copy_for_rehearsal", "end", "play_due", "stop"]
