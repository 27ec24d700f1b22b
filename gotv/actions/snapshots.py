"""Freezing the knock-up list, and bringing in who joined or left it since."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.actions import targets as rules_of_lists
from canvass.models import Elector, TargetRuleVersion
from canvass.queries import matches
from canvass.queries.targets import finding, lists
from canvass.rules import targets
from canvass.rules.targets import BadRule
from gotv.actions import elections
from gotv.enums import Joined
from gotv.models import Election, KnockUpEntry, KnockUpSnapshot
from gotv.queries import elections as polls
from gotv.queries import eligibility, snapshots
from gotv.rules import snapshots as rules
from kit import clock
from kit.errors import Refused

log = structlog.get_logger(__name__)

_COLUMNS = "unit_id, snapshot_id, elector_id, recorded_for, household_id, polling_district_id, reasons, joined"
_FREEZE = f"""
WITH found AS MATERIALIZED ({{found}}), put AS (
    INSERT INTO gotv_knockupentry ({_COLUMNS})
    SELECT %(unit)s, %(snapshot)s, f.elector_id, f.elector_id, f.household_id, e.polling_district_id, f.reasons, ''
    FROM found f JOIN canvass_elector e ON e.id = f.elector_id WHERE f.why IS NULL
)
{{count}}
"""  # noqa: S608 - constants of ours
# Whom somebody had added by hand stays, unless the rule finds them by now.
_BY_HAND = f"""
INSERT INTO gotv_knockupentry ({_COLUMNS}, joined_at)
SELECT unit_id, %(snapshot)s, elector_id, recorded_for, household_id, polling_district_id, reasons, joined, joined_at
FROM gotv_knockupentry WHERE snapshot_id = %(before)s AND joined = 'hand' AND left_at IS NULL
ON CONFLICT (snapshot_id, elector_id) DO NOTHING
"""  # noqa: S608 - constants of ours
# Only what somebody said, or a register brought, after the freezing moves anybody: time alone changes no frozen list.
# Who was taken off comes back when the rule finds them again; who was taken off by hand, when they say so themselves.
_FOLLOW = f"""
WITH found AS MATERIALIZED ({{found}}), came AS (
    INSERT INTO gotv_knockupentry ({_COLUMNS}, joined_at)
    SELECT %(unit)s, %(snapshot)s, f.elector_id, f.elector_id, f.household_id, e.polling_district_id, f.reasons,
           CASE WHEN c.intention_at >= %(frozen)s THEN 'door' ELSE 'register' END, %(now)s
    FROM found f
    JOIN canvass_elector e ON e.id = f.elector_id
    LEFT JOIN canvass_latestcontact c ON c.elector_id = f.elector_id
    LEFT JOIN gotv_knockupentry t ON t.snapshot_id = %(snapshot)s AND t.elector_id = f.elector_id
    WHERE f.why IS NULL AND CASE
        WHEN t.id IS NULL THEN c.intention_at >= %(frozen)s OR e.added_by_id IN (
            SELECT i.id FROM canvass_registerimport i
            WHERE i.unit_id = %(unit)s AND coalesce(i.finished_at, i.approved_at) >= %(frozen)s)
        ELSE t.left_at IS NOT NULL AND (t.joined <> 'hand' OR c.intention_at >= t.left_at) END
    ON CONFLICT (snapshot_id, elector_id) DO UPDATE
    SET left_at = NULL, joined_at = excluded.joined_at, reasons = excluded.reasons,
        joined = CASE WHEN excluded.joined = 'door' THEN 'door' ELSE gotv_knockupentry.joined END
    RETURNING 1
), went AS (
    UPDATE gotv_knockupentry t SET left_at = %(now)s
    FROM found f LEFT JOIN canvass_latestcontact c ON c.elector_id = f.elector_id
    WHERE t.snapshot_id = %(snapshot)s AND t.left_at IS NULL AND f.elector_id = t.elector_id AND f.why IS NOT NULL
      AND (f.why IN ('objecting', 'gone') OR c.intention_at >= COALESCE(t.joined_at, %(frozen)s))
    RETURNING 1
)
SELECT (SELECT count(*) FROM came), (SELECT count(*) FROM went)
"""  # noqa: S608 - constants of ours


@transaction.atomic
def freeze(
    *, election: Election, version: TargetRuleVersion, by: User, key: uuid.UUID | None = None
) -> KnockUpSnapshot:
    """Freeze whom a version of a rule finds for this election now; it replaces the list that held until now.

    `key` becomes the list's id, so that the same form sent twice freezes once. Those added by hand before stay on.
    Raises Refused when nobody is found, the rule can't be used or is put away, or the day has gone by.
    """
    _locked(election)
    there = KnockUpSnapshot.objects.filter(election=election, pk=key).first() if key else None
    if there is not None:
        return there
    _refuse_over(election)
    if version.rule.archived_at is not None:
        raise Refused(_("This rule is put away. Bring it back first, or choose another."))
    before = snapshots.holding(election)
    if before is not None:
        KnockUpSnapshot.objects.filter(pk=before.pk).update(replaced_at=timezone.now())
    made = KnockUpSnapshot.objects.create(
        pk=key or uuid.uuid4(), unit_id=election.unit_id, election=election, version=version, frozen_by=by
    )
    found = _write(made, before)
    if not found.electors:
        raise Refused(_("Nothing was frozen: the rule finds nobody now. Below stands what keeps people out."))
    made.electors, made.households, made.left_out = found.electors, found.households, dict(found.left_out)
    made.save(update_fields=["electors", "households", "left_out"])
    audit.record(
        "knock_ups.frozen",
        by=by,
        unit=election.unit_id,
        obj=election,
        electors=found.electors,
        doors=found.households,
        left_out=found.kept_out,
        version=version.pk,
    )
    return made


def _write(made: KnockUpSnapshot, before: KnockUpSnapshot | None) -> finding.Tally:
    """Write whom the rule finds, and whom somebody added by hand, and return what the rule found."""
    statement, parameters = _found(made)
    parameters["snapshot"] = made.pk
    found = finding.run(_FREEZE.format(found=statement, count=finding.COUNT.format(found="found")), parameters)
    if before is not None:
        with connection.cursor() as cursor:
            cursor.execute(_BY_HAND, {"snapshot": made.pk, "before": before.pk})
    return found


def _found(snapshot: KnockUpSnapshot) -> tuple[str, dict]:
    try:
        return snapshots.found(snapshot.election, targets.read(snapshot.version.body))
    except BadRule as error:
        raise Refused(str(error)) from error


@dataclass(frozen=True)
class Followed:
    """How many people came on to a frozen list and how many were taken off it."""

    came: int
    went: int


@transaction.atomic
def follow(*, snapshot: KnockUpSnapshot, by: User | None) -> Followed:
    """Bring in who said so since a list was frozen or is new on the register, and take off who says otherwise now.

    Whoever asked not to be contacted, has moved or died is taken off too. Safe to run at any time and again; a list
    that was replaced stays as it is. `by` is None for the job.
    """
    held = KnockUpSnapshot.objects.select_for_update(no_key=True, of=("self",)).get(pk=snapshot.pk)
    if held.replaced_at is not None or polls.is_over(held.election):
        return Followed(0, 0)
    statement, parameters = _found(held)
    parameters |= {"snapshot": held.pk, "frozen": held.frozen_at}
    with connection.cursor() as cursor:
        # What is in the statement has no statistics, and Postgres guesses low: row by row it would take minutes.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(_FOLLOW.format(found=statement), parameters)
        found = Followed(*cursor.fetchone())
        cursor.execute("SET LOCAL enable_nestloop = on")
    if found.came or found.went:
        audit.record(
            "knock_ups.followed", by=by, unit=held.unit_id, obj=held.election, came=found.came, went=found.went
        )
    return found


def follow_all() -> None:
    """Bring every frozen list in scope up to date whose day is not over. One that can't be follows another time."""
    rows = KnockUpSnapshot.objects.filter(replaced_at=None, election__polling_on__gte=clock.today())
    for snapshot in rows.order_by("election", "pk"):
        try:
            follow(snapshot=snapshot, by=None)
        except Refused as error:
            log.warning("knock_ups_not_followed", election=snapshot.election_id, why=str(error))


@transaction.atomic
def add(*, snapshot: KnockUpSnapshot, elector: Elector, by: User) -> KnockUpEntry:
    """Put somebody on a frozen list by hand. Raises Refused for whoever may not be called on or may not vote."""
    election = snapshot.election
    _locked(election)
    _refuse_over(election)
    if KnockUpSnapshot.objects.filter(pk=snapshot.pk).exclude(replaced_at=None).exists():
        raise Refused(_("This list was frozen again meanwhile. Open the newest one. Nothing was added."))
    home = _home(election, elector)
    now = timezone.now()
    row, is_new = KnockUpEntry.objects.get_or_create(
        snapshot=snapshot,
        elector=elector,
        defaults={
            "unit_id": election.unit_id,
            "recorded_for": elector.pk,
            "household_id": home,
            "polling_district_id": elector.polling_district_id,
            "joined": Joined.HAND,
            "joined_at": now,
        },
    )
    if not is_new and row.left_at is None:
        raise Refused(_("%(name)s is on the list already. Nothing was changed.") % {"name": elector.name})
    if not is_new:
        row.joined, row.joined_at, row.left_at = Joined.HAND, now, None
        row.save(update_fields=["joined", "joined_at", "left_at"])
    audit.record("knock_ups.added", by=by, unit=election.unit_id, obj=elector)
    return row


def _home(election: Election, elector: Elector) -> int:
    """Return the door where somebody may be called on. Raises Refused where there is none, or nobody may call."""
    said = getattr(elector, "latest_contact", None)
    if elector.household_id is None or not Elector.objects.at_a_door().filter(pk=elector.pk).exists():
        raise Refused(_("Nobody can call there: the register has no door for this person. Nothing was added."))
    if said is not None and (said.do_not_contact or said.moved or said.deceased):
        raise Refused(_("This person asked not to be contacted, has moved or has died. Nothing was added."))
    if Elector.objects.filter(matches.may_object(), pk=elector.pk).exists():
        raise Refused(_("This may be somebody who asked not to be contacted. Decide who is who first."))
    if not Elector.objects.filter(eligibility.may_vote(election), pk=elector.pk).exists():
        raise Refused(_("This person may not vote in this election. Nothing was added."))
    return elector.household_id


@transaction.atomic
def take_off(*, entry: KnockUpEntry, by: User) -> None:
    """Take somebody off again whom a person added by hand. Harmless when repeated.

    Raises Refused for anybody whom the rule found: their answer says whether they are a promise.
    """
    row = KnockUpEntry.objects.select_for_update(of=("self",)).select_related("snapshot__election").get(pk=entry.pk)
    if row.joined != Joined.HAND:
        raise Refused(_("The rule found this person. Change what they said, or the rule. Nothing was changed."))
    if row.left_at is None:
        row.left_at = timezone.now()
        row.save(update_fields=["left_at"])
        audit.record("knock_ups.taken_off", by=by, unit=row.unit_id, obj=row.elector)


def offer(*, unit: Unit, by: User) -> TargetRuleVersion:
    """Return the rule that is offered to begin with, saved among the rules of the unit if it isn't there yet."""
    rule = snapshots.offered(unit)
    if rule is not None:
        return lists.newest(rule)
    name = _("Knocking up: Labour, or near it")
    return rules_of_lists.save(by=by, unit=unit, name=name, rule=rules.OFFERED)


def _locked(election: Election) -> None:
    """Let one freezing of an election come after the other; marks, which only name the election, go on."""
    Election.objects.select_for_update(no_key=True).get(pk=election.pk)


def _refuse_over(election: Election) -> None:
    if polls.is_over(election):
        raise Refused(elections.over(election))
