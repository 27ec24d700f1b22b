"""Offices and their terms. Every function wants a scope open on the office's unit."""

from access.actions.offices.keeping import change, close, create, create_usual
from access.actions.offices.terms import end_term, hand_over, start_term

__all__ = ["change", "close", "create", "create_usual", "end_term", "hand_over", "start_term"]
