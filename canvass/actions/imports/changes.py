"""What a staged file changes in the register, counted: for a whole register and for a notice of alterations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from canvass.actions.imports import matching, neighbours, updating
from canvass.enums import SEALED, FileKind
from canvass.models import Council
from kit import clock

# More deletions than so many in a hundred of those who are listed need a second person (reliability IM3).
SECOND_PERSON_OVER = 0.05


@dataclass(frozen=True)
class Changes:
    """What applying the file does to the people on the register.

    In a register `added` are new or listed again, `deleted` no longer listed, `amended` listed and something is
    different. In a notice they count its rows that do so; `already` are rows that change nothing, `ignored` those that
    another row goes before, `unmatched` those that fit nobody; of the added, `amended_as_added` were to amend a number
    that nobody had. `renumbered` are those of the amended whose number or district changed, `carried` those whom a
    notice takes off at one place and adds at another. `doubtful` are new people who may be somebody who was listed,
    and who may be on a neighbour's register by now.
    `held` is the number listed before, `listed` after. `moves` counts people by old and new district, `districts` lists
    code, ward, electors after and before, `by_district` the added, amended, deleted and unmatched of a code.
    `is_first` says that this council never listed anybody.
    """

    added: int
    amended: int
    deleted: int
    held: int
    listed: int
    renumbered: int = 0
    returned: int = 0
    carried: int = 0
    unmatched: int = 0
    already: int = 0
    amended_as_added: int = 0
    ignored: int = 0
    doubtful: int = 0
    is_first: bool = False
    moves: tuple[tuple[str, str, int], ...] = ()
    districts: tuple[tuple[str, str, int, int], ...] = ()
    by_district: dict[str, tuple[int, int, int, int]] | None = None

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.amended or self.deleted)

    @property
    def deleted_share(self) -> float:
        """The deleted among those who were listed, 0 to 1."""
        return self.deleted / self.held if self.held else 0.0

    def report(self) -> dict[str, Any]:
        """Return the counts as they are kept with an import."""
        return {
            "held": self.held,
            "listed": self.listed,
            "added": self.added,
            "amended": self.amended,
            "deleted": self.deleted,
            "renumbered": self.renumbered,
            "carried": self.carried,
            "unmatched": self.unmatched,
            "already": self.already,
            "amended_as_added": self.amended_as_added,
            "ignored": self.ignored,
            "doubtful": self.doubtful,
            "deleted_share": round(self.deleted_share, 4),
            "needs_second": self.deleted_share > SECOND_PERSON_OVER,
            "moves": self.moves,
            "districts": self.districts,
            "by_district": self.by_district or {},
            "vanished": [code for code, _ward, after, before in self.districts if before and not after],
        }


def find(cursor: Any, council: Council, kind: FileKind) -> Changes:
    """Compare the staged file with what is held from the council; fills the temporary tables that applying reads."""
    values = {"unit": council.unit_id, "council": council.pk, "today": clock.today()}
    matching.prepare(cursor, values)
    if not matching.anybody(cursor, values):
        return _first(cursor, values)
    if kind == FileKind.UPDATE:
        updating.match(cursor, values)
    else:
        matching.match(cursor, values)
    return _counted(cursor, values, kind)


def _first(cursor: Any, values: dict[str, Any]) -> Changes:
    """Everybody is new; only the register of a neighbouring council may know somebody."""
    matching.strangers(cursor, values)
    matching.everybody_new(cursor)
    cursor.execute("SELECT count(*), (SELECT count(DISTINCT line) FROM doubt) FROM stage_elector")
    new, doubtful = cursor.fetchone()
    cursor.execute(_DISTRICTS, values)
    districts = tuple(cursor.fetchall())
    by_district = {code: (after, 0, 0, 0) for code, _ward, after, _before in districts if after}
    return Changes(
        added=new, amended=0, deleted=0, held=0, listed=new, doubtful=doubtful, is_first=True, districts=districts,
        by_district=by_district,
    )  # fmt: skip


# Each district with its ward, how many are listed after and before: those before, less who leaves or goes elsewhere,
# and who comes.
_DISTRICTS = """
WITH coming AS (
    SELECT district, count(*) AS n FROM (
        SELECT district FROM fresh
        UNION ALL
        SELECT a.district FROM amended a JOIN map_district d ON d.id = a.district
        WHERE a.returned OR a.was IS DISTINCT FROM d.pk
    ) x GROUP BY 1
), going AS (
    SELECT e.polling_district_id AS pk, count(*) AS n FROM leaving l JOIN canvass_elector e ON e.id = l.elector
    GROUP BY 1
), elsewhere AS (
    SELECT a.was AS pk, count(*) AS n FROM amended a JOIN map_district d ON d.id = a.district
    WHERE NOT a.returned AND d.pk IS DISTINCT FROM a.was GROUP BY 1
), before AS (
    SELECT polling_district_id AS pk, count(*) AS n FROM canvass_elector
    WHERE unit_id = %(unit)s AND left_on IS NULL GROUP BY 1
), known AS (
    SELECT id, code, ward_id FROM canvass_pollingdistrict WHERE unit_id = %(unit)s AND council_id = %(council)s
)
SELECT * FROM (
    SELECT COALESCE(s.code, k.code) AS code, COALESCE(sw.name, w.name, '') AS ward,
           (COALESCE(before.n, 0) + COALESCE(coming.n, 0) - COALESCE(going.n, 0) - COALESCE(elsewhere.n, 0))::int
               AS after,
           COALESCE(before.n, 0)::int AS before
    FROM stage_district s
    JOIN map_district m ON m.id = s.id
    FULL JOIN known k ON k.id = m.pk
    LEFT JOIN stage_ward sw ON sw.id = s.ward
    LEFT JOIN canvass_ward w ON w.id = k.ward_id
    LEFT JOIN coming ON coming.district = s.id
    LEFT JOIN going ON going.pk = k.id
    LEFT JOIN elsewhere ON elsewhere.pk = k.id
    LEFT JOIN before ON before.pk = k.id
) x WHERE after > 0 OR before > 0 ORDER BY code
"""
_TOTALS = """
SELECT (SELECT count(*) FROM fresh),
       count(*) FILTER (WHERE returned), count(*) FILTER (WHERE NOT returned),
       count(*) FILTER (WHERE renumbered AND NOT returned), (SELECT count(*) FROM leaving),
       (SELECT count(DISTINCT line) FROM doubt)
FROM amended
"""
_MOVES = """
SELECT old.code, new.code, x.n
FROM (SELECT was, district, count(*) AS n FROM amended WHERE renumbered AND NOT returned GROUP BY 1, 2) x
JOIN canvass_pollingdistrict old ON old.id = x.was
JOIN stage_district new ON new.id = x.district
WHERE old.code <> new.code
ORDER BY 3 DESC, 1, 2 LIMIT 20
"""


def _counted(cursor: Any, values: dict[str, Any], kind: FileKind) -> Changes:
    cursor.execute(_TOTALS)
    new, returned, amended, renumbered, leaving, doubtful = cursor.fetchone()
    doubtful += neighbours.went_to(cursor, values)
    cursor.execute(_MOVES)
    moves = tuple(cursor.fetchall())
    cursor.execute(_DISTRICTS, values)
    districts = tuple(cursor.fetchall())
    figures: dict[str, Any] = {"added": new + returned, "amended": amended, "deleted": leaving}
    if kind == FileKind.UPDATE:
        figures = dict(updating.count(cursor))
        cursor.execute("SELECT count(*) FROM verdict WHERE deed IN ('delete', 'replace')")
        figures["carried"] = cursor.fetchone()[0] - leaving
    return Changes(
        **figures,
        held=sum(before for _code, _ward, _after, before in districts),
        listed=sum(after for _code, _ward, after, _before in districts),
        renumbered=renumbered,
        returned=returned,
        doubtful=doubtful,
        moves=moves,
        districts=districts,
        by_district=_by_district(cursor, kind),
    )


_BY_DISTRICT = """
SELECT code,
       COALESCE(sum(n) FILTER (WHERE what = 'add'), 0)::int, COALESCE(sum(n) FILTER (WHERE what = 'amend'), 0)::int,
       COALESCE(sum(n) FILTER (WHERE what = 'delete'), 0)::int, COALESCE(sum(n) FILTER (WHERE what = ''), 0)::int
FROM (
    SELECT d.code, x.what, x.n FROM (
        SELECT district, 'add' AS what, count(*) AS n FROM fresh GROUP BY 1
        UNION ALL
        SELECT district, CASE WHEN returned THEN 'add' ELSE 'amend' END, count(*) FROM amended GROUP BY 1, 2
    ) x JOIN stage_district d ON d.id = x.district
    UNION ALL
    SELECT d.code, 'delete', 1 FROM leaving l
    JOIN canvass_elector e ON e.id = l.elector
    JOIN canvass_pollingdistrict d ON d.id = e.polling_district_id
    {aside}
) x GROUP BY 1 ORDER BY 1
"""
_ASIDE = """UNION ALL
    SELECT d.code, '', 1 FROM stage_aside s JOIN notice_district d ON d.id = s.district WHERE s.deed = 'unmatched'
"""


def _by_district(cursor: Any, kind: FileKind) -> dict[str, tuple[int, int, int, int]]:
    cursor.execute(_BY_DISTRICT.format(aside=_ASIDE if kind == FileKind.UPDATE else ""))
    return {code: tuple(counts) for code, *counts in cursor}


def sealed(cursor: Any) -> dict[str, int]:
    """Return how many sealed entries the file brings, by kind."""
    cursor.execute("SELECT kind, count(*) FROM stage_elector WHERE kind = ANY (%s) GROUP BY 1", [[*SEALED]])
    return {kind.value: 0 for kind in sorted(SEALED)} | dict(cursor.fetchall())
