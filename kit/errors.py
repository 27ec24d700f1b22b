"""Errors that are for people: what happened, what was kept, what to do next."""

from __future__ import annotations


class Refused(Exception):
    """An action was refused for a reason that the person can read and act on. Nothing was changed.

    `str(error)` is the sentence to show. Views turn it into a message; commands into an error line.
    """
