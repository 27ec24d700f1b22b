"""What the rows of a notice of alterations do to the register that is held (domain A8.11, A8.12).

A row names a number, and a number says who is meant only together with a name or an address: a notice that was made
for another register, or twice, must not take somebody off whom it does not mean. Within a notice a deletion comes
before the newest amendment, and that before an addition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from canvass.enums import SEALED, Operation, Unmatched
from canvass.rules import matches
from canvass.rules.entries import IGNORED

Key = tuple[int, int, int]  # district, number, suffix


class Row(NamedTuple):
    """One row of the notice. `home` is the household's id, None without an address or for a new one."""

    line: int
    operation: str
    key: Key
    kind: str
    surname: str
    forenames: str
    home: int | None = None


class Held(NamedTuple):
    """Who has a number now, or who had it: then only elector and name matter."""

    elector: int
    kind: str
    surname: str
    forenames: str
    home: int | None = None


class Deed(Enum):
    """What becomes of a row."""

    ADD = "add"
    AMEND = "amend"
    DELETE = "delete"
    REPLACE = "replace"  # an entry becomes anonymous, or is so no more: the one leaves, the other is new
    ALREADY = "already"  # the register says so already
    IGNORED = "ignored"  # another row of the notice goes before it
    UNMATCHED = "unmatched"


class Verdict(NamedTuple):
    """What becomes of a row. `elector` is whom it amends or takes off; `reason` a value of Unmatched."""

    line: int
    deed: Deed
    elector: int | None = None
    reason: str = ""


def resolve(rows: Iterable[Row], held: Mapping[Key, Held], past: Mapping[Key, Sequence[Held]]) -> list[Verdict]:
    """Return a verdict for every row. `past` has those who had a number at any time, whoever has it now among them."""
    by_key: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    return [
        verdict
        for key, group in by_key.items()
        for verdict in _Number(group, held.get(key), past.get(key, ())).verdicts()
    ]


class _Number:
    """All that a notice says about one number."""

    def __init__(self, rows: list[Row], held: Held | None, past: Sequence[Held]) -> None:
        self._held, self._past = held, past
        self._rows = sorted(rows, key=lambda row: row.line)
        self._others = [row for row in self._rows if row.operation in {Operation.ADD, Operation.AMEND}]
        self._is_freed = False
        self._void: set[int] = set()

    def verdicts(self) -> list[Verdict]:
        found = [Verdict(row.line, Deed.IGNORED) for row in self._rows if row.operation == IGNORED]
        found += [self._deletion(row) for row in self._rows if row.operation == Operation.DELETE]
        found += [Verdict(line, Deed.IGNORED) for line in self._void]
        rest = [row for row in self._others if row.line not in self._void]
        if not rest:
            return found
        amendments = [row for row in rest if row.operation == Operation.AMEND]
        newest = (amendments or rest)[-1]
        return found + [self._superseded(row, newest) for row in rest if row != newest] + [self._entry(newest)]

    def _deletion(self, row: Row) -> Verdict:
        held = self._held
        is_named = bool(row.surname or row.forenames)
        # Done before, and the number given to somebody else since: a row without a name can't mean the new one.
        is_done = not is_named and bool(self._past) and any(_is_same(other, held) for other in self._others if held)
        if held is not None and not is_done and self._is_meant(row, held):
            if self._is_freed:
                return Verdict(row.line, Deed.IGNORED)
            self._is_freed = True
            return Verdict(row.line, Deed.DELETE, held.elector)
        made_and_gone = {other.line for other in self._others if not is_named or _is_same(row, other)}
        if made_and_gone and not is_done and (held is None or is_named):
            self._void |= made_and_gone
            return Verdict(row.line, Deed.IGNORED)
        if is_done or any(not is_named or _is_same(row, one) for one in self._past):
            return Verdict(row.line, Deed.ALREADY)
        reason = Unmatched.WRONG_NAME if held is not None else Unmatched.UNKNOWN_NUMBER
        return Verdict(row.line, Deed.UNMATCHED, reason=reason.value)

    def _is_meant(self, row: Row, held: Held) -> bool:
        """Say whether a deletion means whoever has the number."""
        if held.kind in SEALED or row.kind in SEALED:
            return not (row.surname or row.forenames) and (row.kind == held.kind or row.kind not in SEALED)
        if not (row.surname or row.forenames):
            return True
        before = [one for one in self._past if one.elector == held.elector]
        return any(_is_alike(row, one) for one in (held, *before))

    def _superseded(self, row: Row, newest: Row) -> Verdict:
        if row.operation == Operation.AMEND or row.kind in SEALED or _speaks(row, newest):
            return Verdict(row.line, Deed.IGNORED)
        return Verdict(row.line, Deed.UNMATCHED, reason=Unmatched.NUMBER_TAKEN.value)

    def _entry(self, row: Row) -> Verdict:
        """What becomes of the newest amendment of a number, or its addition."""
        held, is_amendment = self._held, row.operation == Operation.AMEND
        if held is None:
            return Verdict(row.line, Deed.ADD)
        if self._is_freed:
            is_void = is_amendment or (_is_same(row, held) and row.kind == held.kind)
            return Verdict(row.line, Deed.IGNORED if is_void else Deed.ADD)
        if row.kind in SEALED or held.kind in SEALED:
            if row.kind == held.kind:
                return Verdict(row.line, Deed.AMEND, held.elector)
            if is_amendment:
                return Verdict(row.line, Deed.REPLACE, held.elector)
        elif _speaks(row, held) if is_amendment else _is_alike(row, held):
            return Verdict(row.line, Deed.AMEND, held.elector)
        return Verdict(row.line, Deed.UNMATCHED, reason=Unmatched.NUMBER_TAKEN.value)


def _names(one: Row | Held) -> tuple[str, str]:
    return matches.plain(one.surname), matches.plain(one.forenames)


def _is_same(a: Row | Held, b: Row | Held | None) -> bool:
    return b is not None and "".join(_names(a)).replace(" ", "") == "".join(_names(b)).replace(" ", "")


def _is_alike(a: Row | Held, b: Row | Held) -> bool:
    """Say whether the two have one name but for a misspelling, a middle name, or the order of its parts."""
    (surname, forenames), (other_surname, other_forenames) = _names(a), _names(b)
    if _is_same(a, b) or (surname, forenames) == (other_forenames, other_surname):
        return True
    if surname == other_surname and forenames.split()[:1] == other_forenames.split()[:1]:
        return True
    together = OSA.distance(f"{surname} {forenames}", f"{other_surname} {other_forenames}", score_cutoff=2)
    return together <= 2 and min(len(forenames), len(other_forenames)) > 3


def _speaks(a: Row | Held, b: Row | Held) -> bool:
    """Say whether name or address speak for one person: an amendment may change either, and hardly both."""
    (surname, forenames), (other_surname, other_forenames) = _names(a), _names(b)
    has_name = surname == other_surname or forenames.split()[:1] == other_forenames.split()[:1]
    return has_name or _is_alike(a, b) or (a.home is not None and a.home == b.home)
