"""Asking for access, deciding about it, and appealing: every step is a row of the track, of the record, and a mail."""

from access.actions.requests.appealing import appeal, appeal_ending, decide_appeal, remind_of_appeal
from access.actions.requests.asking import add_message, answer_back, ask, note_gate, opened, withdraw
from access.actions.requests.deciding import approve, ask_back, refuse
from access.actions.requests.keys import done, taken_back
from access.actions.requests.moving import escalate, remind, sweep

__all__ = [
    "add_message",
    "answer_back",
    "appeal",
    "appeal_ending",
    "approve",
    "ask",
    "ask_back",
    "decide_appeal",
    "done",
    "escalate",
    "note_gate",
    "opened",
    "refuse",
    "remind",
    "remind_of_appeal",
    "sweep",
    "taken_back",
    "withdraw",
]
