"""Free text about a person: which words should not stand in it, so that somebody reads it again.

A list of words decides nothing: it makes the phone ask before it saves, and the office look. Nothing is refused for
it, since a canvasser at a door can't argue with a phone. What somebody's health is, what they were convicted of and
what they believe are special category or criminal-offence data, which a campaign has no reason to hold; an insult is
read out to its subject when they ask for what is held about them. The list is our own, short, and in plain words: it is
meant to catch the usual slip and not every one.
"""

from __future__ import annotations

import re

# Each stands for the words that begin with it: "depress" is depression, depressed, depressing.
HEALTH = (
    "alcoholic", "alzheimer", "autis", "bipolar", "blind", "cancer", "chemo", "dementia", "depress", "diabet",
    "disab", "dying", "epilep", "hiv", "hospice", "mental", "miscarr", "pregnan", "psych", "schizo", "stroke",
    "suicid", "wheelchair",
)  # fmt: skip
CRIME = (
    "arrest", "asbo", "burglar", "convict", "criminal", "dealer", "drug", "ex con", "jail", "offender", "paedo",
    "prison", "probation", "thief",
)  # fmt: skip
INSULTS = (
    "arsehole", "bastard", "bigot", "bitch", "chav", "cretin", "dickhead", "fascist", "idiot", "imbecile", "lunatic",
    "moron", "nazi", "nutter", "racist", "scum", "stupid", "twat", "wanker", "weirdo",
)  # fmt: skip
BELIEF = ("atheist", "christian", "gay", "hindu", "jew", "lesbian", "muslim", "sikh", "trans ", "transgend")
WORDS = (*HEALTH, *CRIME, *INSULTS, *BELIEF)
_ANY = re.compile(r"\b(" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in WORDS) + ")", re.IGNORECASE)


def is_delicate(text: str) -> bool:
    """Say whether a note has a word in it that should not stand beside somebody's name."""
    return _ANY.search(f"{text} ") is not None
