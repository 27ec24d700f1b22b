"""Lessons, terms and second factors by their names in words."""

from __future__ import annotations

from access import content
from access.enums import Factor


def gate_title(gate: str) -> str:
    """Return a lesson's or terms' title, or what a second factor is called; the name itself where there is neither."""
    if gate in content.LESSONS:
        return content.LESSONS[gate].title
    if gate in content.TERMS:
        return content.TERMS[gate].title
    return str(Factor(gate).label) if gate in Factor.values else gate
