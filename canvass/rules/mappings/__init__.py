"""Saying what the columns of an unknown register file hold: what they probably are, and what may not be brought in."""

from canvass.rules.mappings.choosing import CHOICES, MOST_OPERATIONS, meaning, objections, operations
from canvass.rules.mappings.proposing import Column, Proposal, propose
from canvass.rules.mappings.refusing import refusal
from canvass.rules.mappings.showing import Preview, Read, preview, showable

__all__ = [
    "CHOICES",
    "MOST_OPERATIONS",
    "Column",
    "Preview",
    "Proposal",
    "Read",
    "meaning",
    "objections",
    "operations",
    "preview",
    "propose",
    "refusal",
    "showable",
]
