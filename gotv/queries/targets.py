"""What polling days tell the rules of target lists, and the locks of boards (canvass/hooks.py)."""

from __future__ import annotations

import datetime

from access.models import Unit
from access.permissions import Permission as P
from canvass.hooks import TargetField
from canvass.queries.targets.fields import Binder
from canvass.rules.targets import Condition
from gotv.enums import AbsentKind, TurnoutState
from gotv.models import Election
from gotv.rules import targets as rules

_TURNOUT = """e.id IN (
    SELECT t.elector_id FROM gotv_turnoutrecord t
    WHERE t.unit_id = %(unit)s AND t.state = ANY({states}) AND t.election_id IN (
        SELECT x.id FROM gotv_election x
        WHERE x.unit_id = %(unit)s AND NOT x.is_rehearsal
          AND EXISTS (SELECT FROM gotv_turnoutrecord k WHERE k.election_id = x.id)
        ORDER BY x.polling_on DESC, x.id DESC LIMIT {last})
    GROUP BY t.elector_id HAVING count(*) >= {times})"""
# The next poll is the next real one, or a rehearsal where there is none, as beside names on boards.
_NEXT = """(
    SELECT x.{column} FROM gotv_election x WHERE x.unit_id = %(unit)s AND x.polling_on >= %(today)s::date
    ORDER BY x.is_rehearsal, x.polling_on, x.id LIMIT 1)"""
_POSTAL = f"""e.id {{isnt}}IN (
    SELECT a.elector_id FROM gotv_absentvote a
    WHERE a.unit_id = %(unit)s AND a.ended_at IS NULL AND a.kind = ANY({{kinds}})
      AND a.election_id = {_NEXT.format(column="id")})"""  # noqa: S608 - constants of ours
_ATTAINER = f"""(e.date_of_attainment > %(today)s::date
    AND e.date_of_attainment <= coalesce({_NEXT.format(column="polling_on")}, 'infinity'))"""


def fields() -> list[TargetField]:
    """Return what a rule may ask about. Whether somebody voted is for those who may see it (reliability L7)."""
    return [
        TargetField(rules.TURNOUT, _turnout, permission=P.ENTER_MARKED_REGISTER),
        TargetField(rules.POSTAL, _postal),
        TargetField(rules.ATTAINER, lambda _one, _binder: _ATTAINER),
    ]


def _turnout(one: Condition, binder: Binder) -> str:
    voted = [TurnoutState.VOTED.value, TurnoutState.BY_POST.value]
    missed = [TurnoutState.DID_NOT_VOTE.value, TurnoutState.NOT_RETURNED.value]
    return _TURNOUT.format(
        states=binder.bind(missed if one.op == "missed" else voted),
        last=binder.bind(one.of),
        times=binder.bind(one.times),
    )


def _postal(one: Condition, binder: Binder) -> str:
    kinds = binder.bind([AbsentKind.POSTAL.value])
    return _POSTAL.format(isnt="NOT " if one.op == "no" else "", kinds=kinds)


def is_polling_day(unit: Unit, day: datetime.date) -> bool:
    """Say whether a real poll of the unit is on that day."""
    return Election.objects.filter(unit=unit, polling_on=day, is_rehearsal=False).exists()
