"""Keeping what was counted of districts for whoever looks next."""

from __future__ import annotations

from gotv.models import Election
from gotv.queries.tallies import Read
from kit import prepared

_KEPT = {
    "electors": "int", "postal_electors": "int", "promises": "int", "promises_in": "int", "doors_left": "int",
    "sources": "jsonb", "box_electors": "jsonb", "box_promises": "jsonb", "changes": "bigint",
    "counted_at": "timestamptz", "roll_at": "timestamptz",
}  # fmt: skip
_READ = ", ".join(f"{name} {kind}" for name, kind in _KEPT.items())
# By one at a time, until the end of the transaction. Nobody waits: a page that did would wait for another page.
_KEEP = f"""
WITH l AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtext('gotv.tallies'), %(election)s::int) AS alone)
INSERT INTO gotv_districttally (unit_id, election_id, polling_district_id, {", ".join(_KEPT)})
SELECT %(unit)s::bigint, %(election)s::bigint, one.*
FROM l, json_to_recordset(%(rows)s::json) AS one (pk bigint, {_READ})
WHERE l.alone
ON CONFLICT (election_id, polling_district_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _KEPT)}
"""  # noqa: S608 - names of columns and types


def keep(*, election: Election, read: Read) -> None:
    """Keep what was counted for this reading, unless somebody else is doing so: no page waits for another's."""
    columns = ("pk", *_KEPT)
    rows = [[getattr(one, name) for name in columns] for one in read.districts if one.pk in read.counted]
    if rows:
        each = prepared.records(columns, rows)
        prepared.run(_KEEP, {"unit": election.unit_id, "election": election.pk, "rows": each})
