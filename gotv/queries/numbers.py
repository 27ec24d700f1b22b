"""What the register and the marks say about numbers as they come in: two statements, however many come at once."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from access.models import DeviceGrant
from gotv.enums import AbsentKind
from gotv.models import Election, PollingStation
from gotv.rules.numbers import RollNumber
from kit import prepared

# In the order of the ids, as gotv/actions/marks.py holds them.
_DISTRICTS = """
WITH held AS MATERIALIZED (
    SELECT c.polling_district_id FROM gotv_districtcounter c
    WHERE c.election_id = %(election)s::bigint AND c.polling_district_id IN (
        SELECT id FROM canvass_pollingdistrict WHERE unit_id = %(unit)s::bigint AND code = ANY (%(codes)s::text[]))
    ORDER BY c.polling_district_id FOR UPDATE)
SELECT d.id, upper(d.code), c.polling_district_id IS NOT NULL, s.id IS NOT NULL FROM canvass_pollingdistrict d
LEFT JOIN held c ON c.polling_district_id = d.id
LEFT JOIN gotv_pollingstation_districts s
       ON s.pollingdistrict_id = d.id AND s.pollingstation_id = %(station)s::bigint
WHERE d.unit_id = %(unit)s::bigint AND (d.code = ANY (%(codes)s::text[]) OR s.id IS NOT NULL)
"""
_READ = """
SELECT e.polling_district_id, e.number, e.suffix, e.id,
       EXISTS (SELECT FROM gotv_voted v WHERE v.election_id = %(election)s::bigint AND v.elector_id = e.id),
       EXISTS (SELECT FROM gotv_absentvote a WHERE a.election_id = %(election)s::bigint AND a.elector_id = e.id
               AND a.kind = ANY (%(postal)s::text[]) AND a.ended_at IS NULL),
       NULL::uuid, NULL::text, NULL::timestamptz
FROM canvass_elector e WHERE e.unit_id = %(unit)s::bigint AND e.left_on IS NULL
     AND e.polling_district_id = ANY (%(districts)s::bigint[]) AND e.number = ANY (%(numbers)s::int[])
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, m.id, m.verdict, NULL FROM gotv_votemark m WHERE m.id = ANY (%(ids)s::uuid[])
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, m.marked_at FROM gotv_votemark m
WHERE m.device_id = %(device)s::uuid AND m.marked_at BETWEEN %(since)s::timestamptz AND %(until)s::timestamptz
"""
_POSTAL = [AbsentKind.POSTAL.value, AbsentKind.POSTAL_PROXY.value]


@dataclass(frozen=True)
class Districts:
    """Districts by what was typed for them, in capitals; those that vote at the station; those without a counter."""

    by_code: dict[str, int]
    here: frozenset[int]
    uncounted: frozenset[int]


@dataclass
class Roll:
    """Electors by district and number, those of them who are in, and who vote by post; verdicts of marks that are
    kept already, by id; and when the phone typed other numbers."""

    electors: dict[tuple[int, RollNumber], int] = field(default_factory=dict)
    voted: set[int] = field(default_factory=set)
    postal: set[int] = field(default_factory=set)
    kept: dict[uuid.UUID, str] = field(default_factory=dict)
    typed_at: list[datetime.datetime] = field(default_factory=list)


def hold_districts(election: Election, station: PollingStation | None, codes: Collection[str]) -> Districts:
    """Return the districts of these codes, as typed or in capitals, since a register is written in those.

    Their counters are held until the transaction ends.
    """
    spelt = {spelling for code in codes for spelling in (code, code.upper())}
    where = {"election": election.pk, "unit": election.unit_id, "station": station.pk if station else None}
    found = prepared.rows(_DISTRICTS, {**where, "codes": sorted(spelt)})
    named = [(pk, code, counted) for pk, code, counted, _here in found if code in spelt]
    return Districts(
        {code: pk for pk, code, _counted in named},
        frozenset(pk for pk, _code, _counted, here in found if here),
        frozenset(pk for pk, _code, counted in named if not counted),
    )


def roll(
    election: Election,
    *,
    within: Collection[int],
    numbers: Collection[int],
    ids: Collection[uuid.UUID],
    device: DeviceGrant | None,
    typed: tuple[datetime.datetime, datetime.datetime],
) -> Roll:
    """Return what is known of these numbers in these districts, of marks with these ids, and of what `device` typed
    between two moments."""
    known = Roll()
    values = {
        "election": election.pk,
        "unit": election.unit_id,
        "postal": _POSTAL,
        "districts": list(within),
        "numbers": list(numbers),
        "ids": list(ids),
        "device": device.pk if device else None,
        "since": typed[0],
        "until": typed[1],
    }
    for district, number, suffix, elector, voted, postal, mark, verdict, at in prepared.rows(_READ, values):
        if elector is not None:
            known.electors[district, RollNumber(number, suffix)] = elector
            known.voted.update([elector] if voted else [])
            known.postal.update([elector] if postal else [])
        elif mark is not None:
            known.kept[mark] = verdict
        else:
            known.typed_at.append(at)
    return known
