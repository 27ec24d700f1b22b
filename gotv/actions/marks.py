"""Recording who has voted, taking a wrong mark back, and proving the counters by a recount.

Every write locks the counters of its districts first, in the order of their ids: so two tellers at one station come
one after the other, and no two transactions wait for each other.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import DeviceGrant, User
from canvass.models import Elector, PollingDistrict
from gotv.actions import elections, secrecy
from gotv.enums import MarkSource, MarkVerdict
from gotv.models import DistrictCounter, Election, MarkVoid, PollingStation, Sheet, Voted, VoteMark
from gotv.queries import numbers, suspicions
from gotv.queries.numbers import Districts, Roll
from gotv.rules import hours
from gotv.rules.numbers import RollNumber
from gotv.rules.suspicions import MOST_IN
from kit import prepared
from kit.errors import Refused

_HOLD = """
SELECT FROM gotv_districtcounter WHERE election_id = %s::bigint AND polling_district_id = ANY (%s::bigint[])
ORDER BY polling_district_id FOR UPDATE
"""
# A station is heard of by its tellers: what is told at a door or by post says nothing of who stands there.
_STORE = """
WITH one AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%(marks)s::json) AS one (
        id uuid, typed text, marked_at timestamptz, polling_district bigint, elector bigint, verdict text,
        suspicion text)),
mark AS (
    INSERT INTO gotv_votemark (unit_id, election_id, station_id, source, sheet_id, actor_id, device_id,
                               id, typed, marked_at, polling_district_id, elector_id, verdict, suspicion)
    SELECT %(unit)s::bigint, %(election)s::bigint, %(station)s::bigint, %(source)s::text, %(sheet)s::uuid,
           %(actor)s::bigint, %(device)s::uuid, * FROM one),
came AS (
    INSERT INTO gotv_voted (unit_id, election_id, elector_id, mark_id)
    SELECT %(unit)s::bigint, %(election)s::bigint, elector, id FROM one WHERE verdict = 'counted')
UPDATE gotv_districtcounter c SET voted = c.voted + n.gained, last_mark_at = greatest(c.last_mark_at, n.latest)
FROM (SELECT polling_district, count(*) FILTER (WHERE verdict = 'counted'),
             max(marked_at) FILTER (WHERE %(source)s::text = 'teller')
      FROM one GROUP BY 1) n (district, gained, latest)
WHERE c.election_id = %(election)s::bigint AND c.polling_district_id = n.district
"""


class Entry(NamedTuple):
    """One number as it was typed. `id` is the idempotency key; `number` is None where it could not be read."""

    id: uuid.UUID
    district: str  # a code, as typed
    typed: str
    number: RollNumber | None
    marked_at: datetime.datetime


def entry_id(form_id: uuid.UUID, district: str, number: RollNumber) -> uuid.UUID:
    """Return the id of a number sent by a form: the same form and number twice are one entry, another number is not."""
    return uuid.uuid5(form_id, f"{district.upper()} {number}")


@transaction.atomic(savepoint=False)
def record(
    *,
    election: Election,
    station: PollingStation | None,
    entries: Sequence[Entry],
    by: User | None,
    device: DeviceGrant | None = None,
    source: str = MarkSource.TELLER,
    sheet: Sheet | None = None,
) -> dict[uuid.UUID, MarkVerdict]:
    """Keep each entry as a mark, count electors who were not in yet, and return what each came to.

    An entry that is kept already is answered again and changes nothing. Numbers that nobody has in that district
    are kept with the verdict not_here and count nothing (reliability C4). An odd one is kept with the reason, and
    counts nothing until somebody has looked (gotv/actions/checks.py). The statements don't grow with the batch.
    """
    entries = list({entry.id: entry for entry in entries}.values())
    if not entries:
        return {}
    districts = _hold(election, station, {entry.district for entry in entries})
    call = VoteMark(election=election, station=station, actor=by, device=device, source=source, sheet=sheet)
    roll = _roll(call, entries, districts)
    marks = _judged(call, [entry for entry in entries if entry.id not in roll.kept], districts, roll)
    if marks:
        _store(call, marks)
        verdicts: Counter[str] = Counter()
        for mark in marks:
            verdicts[str(mark.verdict)] += 1
        where = station.pk if station else None
        audit.record("marks.recorded", by=by, unit=election.unit_id, obj=election, station=where, **verdicts)
    return {pk: MarkVerdict(verdict) for pk, verdict in (roll.kept | {mark.id: mark.verdict for mark in marks}).items()}


@transaction.atomic
def type_in(
    *,
    election: Election,
    station: PollingStation | None,
    district: PollingDistrict,
    numbers: Iterable[RollNumber],
    form_id: uuid.UUID,
    by: User,
) -> dict[RollNumber, MarkVerdict]:
    """Record several numbers of one district from a sheet, in the committee room. Sending the form twice is harmless.

    Raises Refused outside the hours of the committee room, and for a polling agent of that day.
    """
    now = timezone.now()
    refuse_outside(election, now)
    secrecy.refuse_inside(by, election.polling_on)
    ids = {number: entry_id(form_id, district.code, number) for number in numbers}
    entries = [Entry(pk, district.code, str(number), number, now) for number, pk in ids.items()]
    answers = record(election=election, station=station, entries=entries, by=by)
    return {number: answers[pk] for number, pk in ids.items()}


@transaction.atomic
def void(*, mark: VoteMark, reason: str, by: User) -> MarkVoid:
    """Take back a mark that is wrong. It stays, with the reason beside it; a second time changes nothing.

    Raises Refused without a reason, or outside the hours of the committee room.
    """
    if not reason.strip():
        raise Refused(_("Say why the mark is wrong. It helps whoever looks at it later."))
    refuse_outside(mark.election, timezone.now())
    return take_back(mark=mark, reason=reason.strip(), by=by)


@transaction.atomic
def take_back(*, mark: VoteMark, reason: str, by: User | None) -> MarkVoid:
    """Add the void and bring "has voted" and the counter up to date, whatever the hour.

    When somebody else typed the same elector too, the elector stays voted, on the strength of that mark.
    """
    lock_counters(mark.election, [mark.polling_district_id])
    void, is_new = MarkVoid.objects.get_or_create(
        mark=mark, defaults={"unit_id": mark.unit_id, "reason": reason[:200], "voided_by": by}
    )
    if not is_new:
        return void
    held = Voted.objects.filter(election=mark.election_id, mark=mark).first()
    if held is not None:
        _find_another(mark, held)
    audit.record("mark.voided", by=by, unit=mark.unit_id, obj=mark, verdict=mark.verdict)
    return void


def _find_another(mark: VoteMark, held: Voted) -> None:
    """Rest "has voted" on the first other mark that counts, or withdraw it."""
    # Marks stay with the entry that they were typed for; another entry may have turned out to be the same person.
    same = [held.elector_id, *Elector.objects.filter(merged_into=held.elector_id).values_list("pk", flat=True)]
    other = (
        VoteMark.objects.filter(suspicions.DRIVES, election=mark.election_id, elector__in=same)
        .order_by("received_at", "pk")
        .first()
    )
    if other is None:
        held.delete()
        _add_to_counter(mark, -1)
        return
    held.mark = other
    held.save(update_fields=["mark"])
    if other.polling_district_id != mark.polling_district_id:
        lock_counters(mark.election, [other.polling_district_id])
        _add_to_counter(mark, -1)
        _add_to_counter(other, 1)


def refuse_outside(election: Election, now: datetime.datetime) -> None:
    """Raise Refused outside the hours of the committee room."""
    room = hours.committee_room(election.polling_on, rehearsal=election.is_rehearsal)
    if now < room.opens:
        early = _("%(election)s has not begun. Numbers can be typed in on the day.")
        raise Refused(early % {"election": election})
    if not room.hold(now):
        raise Refused(elections.over(election))


class _Mark(NamedTuple):
    """What a mark that isn't stored yet has of its own. The rest is the same for all that come at once."""

    id: uuid.UUID
    typed: str
    marked_at: datetime.datetime
    polling_district: int | None
    elector: int | None
    verdict: str
    suspicion: str


def _roll(call: VoteMark, entries: Sequence[Entry], districts: Districts) -> Roll:
    """Return what is known of these entries. Of the phone's earlier numbers only where a burst would be odd."""
    times = [entry.marked_at for entry in entries]
    return numbers.roll(
        call.election,
        within=districts.by_code.values(),
        numbers={entry.number.number for entry in entries if entry.number},
        ids=[entry.id for entry in entries],
        device=None if call.election.is_rehearsal or call.source != MarkSource.TELLER else call.device,
        typed=(min(times) - MOST_IN, max(times)),
    )


def _judged(call: VoteMark, entries: Sequence[Entry], districts: Districts, roll: Roll) -> list[_Mark]:
    """Return a mark for each entry: whose number it is, whether that person was in, what is odd about it.

    `call` holds what all of them have in common.
    """
    voted = set(roll.voted)
    times = [entry.marked_at for entry in entries]
    known = suspicions.known(call.election, call.device, call.source, districts.here, roll, times)
    marks = []
    for place, entry in enumerate(entries):
        district = districts.by_code.get(entry.district.upper())
        elector = roll.electors.get((district, entry.number)) if district and entry.number else None
        odd, verdict = "", MarkVerdict.NOT_HERE
        if district is not None and elector is not None:
            odd = known.judge(place, district, elector, entry.marked_at)
            verdict = _verdict(elector in voted, odd)
        if verdict == MarkVerdict.COUNTED and elector is not None:
            voted.add(elector)
        typed = f"{entry.district} {entry.typed}"[:24]
        marks.append(_Mark(entry.id, typed, entry.marked_at, district, elector, verdict, odd))
    return marks


def _verdict(is_in: bool, odd: str) -> MarkVerdict:
    if is_in:
        return MarkVerdict.ALREADY_IN
    return MarkVerdict.SUSPECT if odd else MarkVerdict.COUNTED


def _hold(election: Election, station: PollingStation | None, codes: Collection[str]) -> Districts:
    """Return the districts that were typed for, their counters held as lock_counters does."""
    districts = numbers.hold_districts(election, station, codes)
    if districts.uncounted:
        lock_counters(election, districts.by_code.values())
    return districts


def lock_counters(election: Election, districts: Iterable[int | None]) -> None:
    """Make sure that each district has a counter, and hold them all, lowest id first. None is no district."""
    wanted = {pk for pk in districts if pk is not None}
    rows = DistrictCounter.objects.filter(election=election, polling_district__in=wanted)
    _add_counters(election, wanted.difference(rows.values_list("polling_district_id", flat=True)))
    prepared.rows(_HOLD, [election.pk, list(wanted)])


def _add_counters(election: Election, missing: Collection[int]) -> None:
    if missing:
        rows = [
            DistrictCounter(unit_id=election.unit_id, election=election, polling_district_id=pk)
            for pk in sorted(missing)
        ]
        DistrictCounter.objects.bulk_create(rows, ignore_conflicts=True)


def _store(call: VoteMark, marks: Sequence[_Mark]) -> None:
    """Add the marks, "has voted" of those who are counted, and what their districts gained, in one statement."""
    same = {"unit": call.election.unit_id, "source": str(call.source), "marks": prepared.records(_Mark._fields, marks)}
    same |= {name: getattr(call, f"{name}_id") for name in ("election", "station", "sheet", "actor", "device")}
    prepared.run(_STORE, same)


def _add_to_counter(mark: VoteMark, change: int) -> None:
    """Change the counter of the mark's district."""
    rows = DistrictCounter.objects.filter(election=mark.election_id, polling_district=mark.polling_district_id)
    rows.update(voted=F("voted") + change)


@dataclass(frozen=True)
class Recount:
    """What a recount put right: rows of "has voted" added and withdrawn, and counters by district (was, is)."""

    added: int
    withdrawn: int
    counters: dict[int, tuple[int, int]]

    @property
    def agreed(self) -> bool:
        """Say whether everything was as the marks have it."""
        return not (self.added or self.withdrawn or self.counters)


# A mark stays with the entry that it was typed for, and counts for the person who that entry is by now.
_LIVE = """
SELECT m.id, m.unit_id, m.election_id, m.received_at, COALESCE(e.merged_into_id, m.elector_id) AS elector_id
FROM gotv_votemark m
LEFT JOIN gotv_markvoid x ON x.mark_id = m.id
LEFT JOIN gotv_markcheck k ON k.mark_id = m.id
LEFT JOIN canvass_elector e ON e.id = m.elector_id
WHERE m.election_id = %(election)s AND m.elector_id IS NOT NULL AND x.mark_id IS NULL
  AND (m.suspicion = '' OR k.counts)
"""
_WITHDRAW = f"""
DELETE FROM gotv_voted v WHERE v.election_id = %(election)s AND NOT EXISTS (
    SELECT 1 FROM ({_LIVE}) m WHERE m.id = v.mark_id AND m.elector_id = v.elector_id)
"""  # noqa: S608 - no value is put into it here
_ADD = f"""
INSERT INTO gotv_voted (unit_id, election_id, elector_id, mark_id)
SELECT DISTINCT ON (m.elector_id) m.unit_id, m.election_id, m.elector_id, m.id
FROM ({_LIVE}) m
WHERE NOT EXISTS (SELECT 1 FROM gotv_voted v WHERE v.election_id = m.election_id AND v.elector_id = m.elector_id)
ORDER BY m.elector_id, m.received_at, m.id
"""  # noqa: S608 - no value is put into it here
_TRUE_COUNTERS = """
SELECT m.polling_district_id, count(v.id), max(m.marked_at) FILTER (WHERE m.source = 'teller')
FROM gotv_votemark m LEFT JOIN gotv_voted v ON v.mark_id = m.id
WHERE m.election_id = %(election)s AND m.polling_district_id IS NOT NULL GROUP BY 1
"""


@transaction.atomic
def recount(*, election: Election, by: User | None = None) -> Recount:
    """Count again from the marks, voids included, and put right whatever is kept beside them.

    Marks wait while it runs, a fraction of a second for a constituency. After it, and at any other time, "has
    voted" and the counters equal the marks.
    """
    with connection.cursor() as cursor:
        # Every writer of marks begins by locking counters, so this holds them all off; a weaker lock would let in
        # whoever has locked a counter and not changed it yet, and the two would wait for each other.
        cursor.execute("LOCK TABLE gotv_districtcounter IN EXCLUSIVE MODE")
        cursor.execute(_WITHDRAW, {"election": election.pk})
        withdrawn = cursor.rowcount
        cursor.execute(_ADD, {"election": election.pk})
        added = cursor.rowcount
        cursor.execute(_TRUE_COUNTERS, {"election": election.pk})
        true = {district: (voted, last) for district, voted, last in cursor.fetchall()}
    found = Recount(added, withdrawn, _correct_counters(election, true))
    detail = {"added": added, "withdrawn": withdrawn, "counters": len(found.counters)}
    audit.record("marks.recounted", by=by, unit=election.unit_id, obj=election, **detail)
    return found


def _correct_counters(election: Election, true: dict[int, tuple[int, datetime.datetime]]) -> dict[int, tuple[int, int]]:
    lock_counters(election, true)
    wrong: dict[int, tuple[int, int]] = {}
    for counter in DistrictCounter.objects.filter(election=election):
        voted, last = true.get(counter.polling_district_id, (0, None))
        if (counter.voted, counter.last_mark_at) != (voted, last):
            wrong[counter.polling_district_id] = (counter.voted, voted)
            counter.voted, counter.last_mark_at = voted, last
            counter.save(update_fields=["voted", "last_mark_at"])
    return wrong
