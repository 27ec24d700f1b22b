"""The letters that canvassers write for voting intentions, by a scheme of the CLP's own (domain B2).

A mark is "L", "D9", "VL/S": has voted perhaps, a letter, how likely from 1 to 10 that they vote Labour, and after the
stroke whom they would never vote for. Letters mean different things in different CLPs, so a mark is only ever read by
the scheme that held when it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvass.enums import Intention

# What is written before the letter of somebody who has voted already; no scheme may use it for a party.
HAS_VOTED = "V"
# Nobody who has voted is one of these.
_NOT_AFTER_VOTING = frozenset({Intention.NON_VOTER.value, Intention.UNDECIDED.value})
PARTIES = (
    Intention.LABOUR, Intention.CONSERVATIVE, Intention.LIB_DEM, Intention.GREEN, Intention.REFORM, Intention.PLAID,
    Intention.SNP, Intention.INDEPENDENT, Intention.OTHER,
)  # fmt: skip
# Scheme 0, which every CLP has until it writes its own: as one CLP's canvass sheets of 2024 have them. No source gives
# letters for Plaid Cymru and the SNP, so there are none.
DEFAULT_NUMBER = 0
DEFAULT: Mapping[str, str] = {
    "L": Intention.LABOUR.value,
    "T": Intention.CONSERVATIVE.value,
    "S": Intention.LIB_DEM.value,
    "G": Intention.GREEN.value,
    "R": Intention.REFORM.value,
    "I": Intention.INDEPENDENT.value,
    "A": Intention.AGAINST.value,
    "D": Intention.UNDECIDED.value,
    "U": Intention.UNDECIDED.value,
    "X": Intention.WONT_SAY.value,
    "Z": Intention.NON_VOTER.value,
    "NV": Intention.NON_VOTER.value,
}
# Where old sheets may mean something else by a letter.
CONFLICTS: Mapping[str, str | Promise] = {
    "X": gettext_lazy("Some sheets have X for somebody who won’t vote, others for somebody who won’t say."),
    "W": gettext_lazy("Older sheets have W for somebody who won’t say."),
    "S": gettext_lazy("S comes from the SDP. It stands for the Lib Dems, not for the SNP."),
    "R": gettext_lazy("On older sheets R is UKIP or the Brexit Party."),
}
_LETTER = re.compile(r"[A-Z]{1,2}")
_MARK = re.compile(r"([A-Z]*)(\d*)(?:/([A-Z]+))?")


class BadScheme(ValueError):
    """The letters can't be used together; the text says why, for people."""


class Unreadable(ValueError):
    """A mark that this scheme doesn't read; the text says why, for people."""


@dataclass(frozen=True)
class Mark:
    """What a mark says. "" and None where it says nothing of it."""

    intention: str = ""
    labour_scale: int | None = None
    ruled_out: tuple[str, ...] = ()
    has_voted: bool = False


def read_scheme(letters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the letters of a scheme in capitals. `letters` are (a letter or two, Intention code).

    Raises BadScheme.
    """
    found: dict[str, str] = {}
    for written, code in letters:
        letter = written.strip().upper()
        if not _LETTER.fullmatch(letter):
            raise BadScheme(_("“%(letter)s” is not one letter, or two.") % {"letter": written})
        if letter.startswith(HAS_VOTED):
            raise BadScheme(_("V stands before the letter of somebody who has voted, so no letter begins with it."))
        if letter in found and found[letter] != code:
            raise BadScheme(_("%(letter)s stands for two things. Each letter has one meaning.") % {"letter": letter})
        if code not in Intention.values:
            raise BadScheme(_("“%(code)s” is no voting intention.") % {"code": code})
        found[letter] = code
    if Intention.LABOUR.value not in found.values():
        raise BadScheme(_("No letter stands for Labour."))
    return found


def parse(written: str, scheme: Mapping[str, str]) -> Mark:
    """Return what a mark says by this scheme; a scale alone ("10") is one too. Raises Unreadable."""
    text = "".join(written.upper().split())
    shape = _MARK.fullmatch(text)
    if shape is None or not text:
        raise Unreadable(
            _(
                "“%(mark)s” is no mark: write a letter, a number from 1 to 10, and a stroke before parties "
                "ruled out, like D9/T."
            )
            % {"mark": written}
        )
    letters, figures, after = shape.groups()
    has_voted = letters.startswith(HAS_VOTED)
    intention = _meaning(letters.removeprefix(HAS_VOTED), scheme)
    if has_voted and intention in _NOT_AFTER_VOTING:
        what = {"letter": letters[1:]}
        raise Unreadable(_("V is for somebody who has voted. It can’t stand before %(letter)s.") % what)
    return Mark(intention, _scale(figures), _ruled_out(after or "", scheme), has_voted)


def _meaning(letter: str, scheme: Mapping[str, str]) -> str:
    if letter and letter not in scheme:
        raise Unreadable(_("%(letter)s stands for nothing in these letters.") % {"letter": letter})
    return scheme[letter] if letter else ""


def _scale(figures: str) -> int | None:
    if figures and not 1 <= int(figures) <= 10:
        raise Unreadable(_("%(number)s is not a number from 1 to 10.") % {"number": figures})
    return int(figures) if figures else None


def _ruled_out(letters: str, scheme: Mapping[str, str]) -> tuple[str, ...]:
    """Return the parties after the stroke. Two letters that stand for something are read as that."""
    found: list[str] = []
    while letters:
        letter = letters[:2] if letters[:2] in scheme else letters[:1]
        code = _meaning(letter, scheme)
        if code not in PARTIES:
            raise Unreadable(_("%(letter)s is no party, so nobody can rule it out.") % {"letter": letter})
        found.append(code)
        letters = letters[len(letter) :]
    return tuple(dict.fromkeys(found))


def key(scheme: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (letters, what they stand for), for the foot of a sheet: [("L", "Labour"), ("D U", "Undecided")]."""
    found = []
    for one in Intention:
        written = " ".join(letter for letter, code in scheme.items() if code == one.value)
        if written:
            found.append((written, str(one.label)))
    return found


def conflicts(scheme: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (letter, why to take care) for the letters of a scheme that mean something else elsewhere."""
    return [(letter, str(CONFLICTS[letter])) for letter in sorted(scheme) if letter in CONFLICTS]
