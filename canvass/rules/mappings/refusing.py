"""Columns that may not be brought in, whatever they are called: what the law protects most, and bank details."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from canvass.rules.mappings.values import mostly, plain

_SPECIAL = re.compile(
    r"ethnic|\brac(?:e|ial)\b|religio|\bfaith\b|\bbelie(?:f|ve)|health|disab|medic|sexual|\btrans(?:gender)?\b|"
    r"\bunion\b|genetic|biometric|convict|criminal|national insurance|\bni n(?:umber|o)\b|\bnino\b"
)
_BANK = re.compile(r"\bbank|sort ?code|\baccount|\biban\b|\bswift\b|\bbic\b|\bcard n|direct debit")
_SPECIAL_WORDS = frozenset(
    """asian asian/british asian/other bangladeshi black black/african black/british black/caribbean british/asian
    buddhist caribbean chinese christian hindu indian jewish mixed muslim pakistani sikh white white/british
    white/irish white/other""".split()
)
_SORT_CODE = re.compile(r"\d\d-\d\d-\d\d")
_SHORT_DATE = re.compile(r"(?:0[1-9]|[12]\d|3[01])-(?:0[1-9]|1[0-2])-\d\d")
_IBAN = re.compile(r"[A-Z]{2}\d\d ?[A-Z]{4}[ \d]{14,18}")
_INSURANCE = re.compile(r"[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]")
_CARD = re.compile(r"(?:\d{4}[ -]?){3}\d{4}")


def refusal(name: str, values: Sequence[str]) -> str:
    """Return why a column may not be brought in, "" for one that may (reliability L14)."""
    said = plain(name)
    if _BANK.search(said) or mostly(values, _is_bank):
        return _("Bank details have no place here.")
    if _SPECIAL.search(said) or mostly(values, _is_special):
        return _("The law protects this more than other data. It may not be brought in.")
    return ""


def _is_special(value: str) -> bool:
    return value.lower().replace(" ", "/") in _SPECIAL_WORDS or _INSURANCE.fullmatch(value) is not None


def _is_bank(value: str) -> bool:
    if _IBAN.fullmatch(value) or _CARD.fullmatch(value):
        return True
    return _SORT_CODE.fullmatch(value) is not None and _SHORT_DATE.fullmatch(value) is None
