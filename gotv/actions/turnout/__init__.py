"""Who voted in the end: marked registers as files, typed in from paper, and kept with the right person."""

from gotv.actions.turnout.entries import Entered, close, enter, undo
from gotv.actions.turnout.files import approve, discard, read, take_back
from gotv.actions.turnout.forgetting import forget
from gotv.actions.turnout.merging import follow_merge

__all__ = [
    "Entered", "approve", "close", "discard", "enter", "follow_merge", "forget", "read", "take_back", "undo",
]  # fmt: skip
