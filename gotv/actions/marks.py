"""Recording who has voted, taking a wrong mark back, and proving the counters by a recount.

Every write locks the counters of its districts first, in the order of their ids: so two tellers at one station come
one after the other, and no two transactions wait for each other.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import DeviceGrant, User
from canvass.models import Elector, PollingDistrict
from gotv.actions import elections
from gotv.enums import MarkSource, MarkVerdict
from gotv.models import DistrictCounter, Election, MarkVoid, PollingStation, Voted, VoteMark
from gotv.rules import hours
from gotv.rules.numbers import RollNumber
from kit.errors import Refused


@dataclass(frozen=True)
class Entry:
    """One number as it was typed. `id` is the idempotency key; `number` is None where it could not be read."""

    id: uuid.UUID
    district: str  # a code, as typed
    typed: str
    number: RollNumber | None
    marked_at: datetime.datetime


def entry_id(form_id: uuid.UUID, district: str, number: RollNumber) -> uuid.UUID:
    """Return the id of a number sent by a form: the same form and number twice are one entry, another number is not."""
    return uuid.uuid5(form_id, f"{district.upper()} {number}")


@transaction.atomic
def record(
    *,
    election: Election,
    station: PollingStation | None,
    entries: Sequence[Entry],
    by: User | None,
    device: DeviceGrant | None = None,
    source: str = MarkSource.TELLER,
) -> dict[uuid.UUID, MarkVerdict]:
    """Keep each entry as a mark, count electors who were not in yet, and return what each came to.

    An entry that is kept already is answered again and changes nothing. Numbers that nobody has in that district
    are kept with the verdict not_here and count nothing (reliability C4). The statements don't grow with the batch.
    """
    entries = list({entry.id: entry for entry in entries}.values())
    districts = {d.code.upper(): d for d in PollingDistrict.objects.filter(code__in=_spellings(entries))}
    _lock_counters(election, {district.pk for district in districts.values()})
    known = dict(VoteMark.objects.filter(pk__in=[entry.id for entry in entries]).values_list("pk", "verdict"))
    marks = _judged(election, [entry for entry in entries if entry.id not in known], districts)
    for mark in marks:
        mark.station, mark.actor, mark.device, mark.source = station, by, device, source
    if marks:
        _store(election, marks)
        verdicts = Counter(str(mark.verdict) for mark in marks)
        where = station.pk if station else None
        audit.record("marks.recorded", by=by, unit=election.unit_id, obj=election, station=where, **verdicts)
    return {pk: MarkVerdict(verdict) for pk, verdict in (known | {mark.pk: mark.verdict for mark in marks}).items()}


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

    Raises Refused outside the hours of the committee room.
    """
    _refuse_outside(election, timezone.now())
    now = timezone.now()
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
    _refuse_outside(mark.election, timezone.now())
    return take_back(mark=mark, reason=reason.strip(), by=by)


@transaction.atomic
def take_back(*, mark: VoteMark, reason: str, by: User | None) -> MarkVoid:
    """Add the void and bring "has voted" and the counter up to date, whatever the hour.

    When somebody else typed the same elector too, the elector stays voted, on the strength of that mark.
    """
    _lock_counters(mark.election, [mark.polling_district_id])
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
        VoteMark.objects.filter(election=mark.election_id, elector__in=same, void__isnull=True)
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
        _lock_counters(mark.election, [other.polling_district_id])
        _add_to_counter(mark, -1)
        _add_to_counter(other, 1)


def _refuse_outside(election: Election, now: datetime.datetime) -> None:
    room = hours.committee_room(election.polling_on, rehearsal=election.is_rehearsal)
    if now < room.opens:
        early = _("%(election)s has not begun. Numbers can be typed in on the day.")
        raise Refused(early % {"election": election})
    if not room.hold(now):
        raise Refused(elections.over(election))


def _spellings(entries: Iterable[Entry]) -> set[str]:
    """Return the codes to look up: as typed, and in capitals, since a code is written in them on every register."""
    return {code for entry in entries for code in (entry.district, entry.district.upper())}


def _judged(election: Election, entries: Sequence[Entry], districts: Mapping[str, PollingDistrict]) -> list[VoteMark]:
    """Return a mark, not saved yet, for each entry: whose number it is, and whether that person was in already."""
    electors = _electors(districts.values(), entries)
    rows = Voted.objects.filter(election=election, elector__in=electors.values())
    voted = set(rows.values_list("elector_id", flat=True))
    marks = []
    for entry in entries:
        district = districts.get(entry.district.upper())
        elector = electors.get((district.pk, entry.number)) if district and entry.number else None
        verdict = MarkVerdict.NOT_HERE if elector is None else MarkVerdict.COUNTED
        if elector is not None and elector in voted:
            verdict = MarkVerdict.ALREADY_IN
        if elector is not None:
            voted.add(elector)
        marks.append(
            VoteMark(
                id=entry.id,
                unit_id=election.unit_id,
                election=election,
                polling_district=district,
                elector_id=elector,
                typed=f"{entry.district} {entry.typed}"[:24],
                verdict=verdict,
                marked_at=entry.marked_at,
            )
        )
    return marks


def _electors(
    districts: Iterable[PollingDistrict], entries: Iterable[Entry]
) -> dict[tuple[int, RollNumber], int | None]:
    """Return the ids of electors on the register by district and number, for these entries."""
    numbers = {entry.number.number for entry in entries if entry.number}
    rows = (
        Elector.objects.on_register()
        .filter(polling_district__in=districts, number__in=numbers)
        .values_list("polling_district_id", "number", "suffix", "pk")
    )
    return {(district, RollNumber(number, suffix)): pk for district, number, suffix, pk in rows}


def _lock_counters(election: Election, districts: Iterable[int | None]) -> None:
    """Make sure that each district has a counter, and hold them all, lowest id first. None is no district."""
    wanted = sorted(pk for pk in districts if pk is not None)
    rows = DistrictCounter.objects.filter(election=election, polling_district__in=wanted).order_by("polling_district")
    have = set(rows.values_list("polling_district_id", flat=True))
    missing = [
        DistrictCounter(unit_id=election.unit_id, election=election, polling_district_id=pk)
        for pk in wanted
        if pk not in have
    ]
    DistrictCounter.objects.bulk_create(missing, ignore_conflicts=True)
    list(rows.select_for_update().values_list("pk"))


def _store(election: Election, marks: list[VoteMark]) -> None:
    VoteMark.objects.bulk_create(marks)
    counted = [mark for mark in marks if mark.verdict == MarkVerdict.COUNTED]
    Voted.objects.bulk_create(
        Voted(unit_id=election.unit_id, election=election, elector_id=mark.elector_id, mark=mark)
        for mark in counted
        if mark.elector_id is not None
    )
    latest: dict[int, datetime.datetime] = {}
    for mark in marks:
        if mark.polling_district_id is not None:
            latest[mark.polling_district_id] = max(latest.get(mark.polling_district_id, mark.marked_at), mark.marked_at)
    gained = Counter(mark.polling_district_id for mark in counted)
    for district in sorted(latest):
        DistrictCounter.objects.filter(election=election, polling_district=district).update(
            voted=F("voted") + gained[district],
            last_mark_at=Greatest(Coalesce("last_mark_at", latest[district]), latest[district]),
        )


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
LEFT JOIN canvass_elector e ON e.id = m.elector_id
WHERE m.election_id = %(election)s AND m.elector_id IS NOT NULL AND x.mark_id IS NULL
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
SELECT m.polling_district_id, count(v.id), max(m.marked_at)
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
    _lock_counters(election, true)
    wrong: dict[int, tuple[int, int]] = {}
    for counter in DistrictCounter.objects.filter(election=election):
        voted, last = true.get(counter.polling_district_id, (0, None))
        if (counter.voted, counter.last_mark_at) != (voted, last):
            wrong[counter.polling_district_id] = (counter.voted, voted)
            counter.voted, counter.last_mark_at = voted, last
            counter.save(update_fields=["voted", "last_mark_at"])
    return wrong
