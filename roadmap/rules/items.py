"""What an idea may be, and how it may move."""

from __future__ import annotations

from roadmap.enums import ItemState

# So many things one person may ask for in a day. More is a list that wants a conversation, or somebody's script.
MOST_A_DAY = 5
# The order of the board: what is being worked on first, what was turned down last.
ORDER = (ItemState.STARTED, ItemState.PLANNED, ItemState.ASKED, ItemState.DONE, ItemState.DECLINED)


def needs_reason(state: str) -> bool:
    """Say whether an item can't be in this state without an answer: who asked deserves the reason."""
    return state == ItemState.DECLINED
