"""The walking order of rules/walking.py as an ORDER BY, so that a board of any size is ordered in one statement.

A test throws awkward streets at both and wants the same answer.
"""

from __future__ import annotations


def _natural(column: str) -> str:
    return (
        f"regexp_replace(regexp_replace(lower({column} COLLATE \"C\"), '[0-9]+', '000000000\\&', 'g'), "
        "'[0-9]*([0-9]{10})', '\\1', 'g') COLLATE \"C\""
    )


# For `canvass_household h LEFT JOIN canvass_street s ON s.id = h.street_id`.
ORDER = ",\n".join(
    (
        "h.street_id IS NULL",
        _natural("coalesce(s.name, '')"),
        _natural("coalesce(s.locality, '')"),
        "coalesce(h.street_id, 0)",
        "CASE WHEN h.number IS NULL THEN 2 WHEN h.number & 1 = 0 THEN 1 ELSE 0 END",
        "CASE WHEN h.number & 1 = 0 THEN -h.number ELSE coalesce(h.number, 0) END",
        _natural("h.number_suffix"),
        _natural("h.building"),
        "h.flat <> ''",
        "coalesce(h.flat_number, 2147483647)",
        _natural("h.flat"),
        "h.id",
    )
)
