"""Saving rules as versions that never change, and freezing whom one finds as a list."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.actions import shelf
from canvass.models import TargetList, TargetRule, TargetRuleVersion
from canvass.queries.targets import fields, finding, lists
from canvass.queries.targets.finding import Place
from canvass.rules import targets
from canvass.rules.targets import BadRule, Rule
from kit.errors import Refused


@transaction.atomic
def save(
    *, by: User, unit: Unit, name: str, rule: Rule, of: TargetRule | None = None, key: uuid.UUID | None = None
) -> TargetRuleVersion:
    """Save what a rule says: a new rule, or (`of`) a new version of one if anything is different.

    `key` becomes a new rule's id, so that the same form sent twice makes one. Returns the newest version. Raises
    Refused for a rule that can't be used, a name that is missing or taken, or a rule that was put away.
    """
    _refuse_bad(rule)
    name = name.strip()
    if not name:
        raise Refused(_("Nothing was saved. Give the rule a name."))
    if of is None and key is not None:
        of = TargetRule.objects.filter(unit=unit, pk=key).first()
    _refuse_name(unit, name, of)
    if of is None:
        made = TargetRule.objects.create(pk=key or uuid.uuid4(), unit=unit, name=name, made_by=by)
        return _add_version(by, made, 1, rule)
    held = _locked(of)
    if held.archived_at is not None:
        raise Refused(_("This rule is put away. Bring it back first, then change it."))
    last = lists.newest(held)
    if held.name != name:
        held.name = name
        held.save(update_fields=["name"])
        audit.record("rule.renamed", by=by, unit=unit, obj=held)
    return last if targets.read(last.body) == rule else _add_version(by, held, last.number + 1, rule)


def _refuse_bad(rule: Rule) -> None:
    try:
        targets.check(rule, fields.shapes())
    except BadRule as error:
        raise Refused(str(error)) from error


def _refuse_name(unit: Unit, name: str, of: TargetRule | None) -> None:
    same = TargetRule.objects.filter(unit=unit, name__iexact=name, archived_at__isnull=True)
    if (same.exclude(pk=of.pk) if of else same).exists():
        raise Refused(_("Nothing was saved: there is a rule with this name already. Choose another name."))


def _add_version(by: User, rule: TargetRule, number: int, says: Rule) -> TargetRuleVersion:
    made = TargetRuleVersion.objects.create(
        unit_id=rule.unit_id, rule=rule, number=number, body=says.body(), made_by=by
    )
    audit.record("rule.saved", by=by, unit=rule.unit_id, obj=rule, version=number)
    return made


@transaction.atomic
def put_away(*, by: User, rule: TargetRule) -> TargetRule:
    """Put a rule away: it makes no more lists, and those it made stay. Harmless when repeated."""
    if shelf.put_away(by=by, row=rule, mark="archived"):
        audit.record("rule.put_away", by=by, unit=rule.unit_id, obj=rule)
    return rule


@transaction.atomic
def bring_back(*, by: User, rule: TargetRule) -> TargetRule:
    """Bring a rule back that was put away. Raises Refused when another has its name by now."""
    rule = _locked(rule)
    if rule.archived_at is not None:
        _refuse_name(rule.unit, rule.name, rule)
        shelf.bring_back(row=rule, mark="archived")
        audit.record("rule.brought_back", by=by, unit=rule.unit_id, obj=rule)
    return rule


@transaction.atomic
def make(*, by: User, version: TargetRuleVersion, name: str, where: Place | None, key: uuid.UUID) -> TargetList:
    """Freeze whom a version of a rule finds in a place now (None: everywhere), with the reasons.

    `key` becomes the list's id, so the same form sent twice makes one. Raises Refused when nobody is found, or the
    rule is put away.
    """
    unit = version.unit
    rule = _locked(version.rule)
    there = lists.made_before(unit, key)
    if there is not None:
        return there
    if rule.archived_at is not None:
        raise Refused(_("This rule is put away. Bring it back first, then make a list of it."))
    says = targets.read(version.body)
    _refuse_bad(says)
    made = TargetList.objects.create(
        pk=key,
        unit=unit,
        name=name.strip() or rule.name,
        version=version,
        area=where.data() if where is not None else {},
        made_by=by,
    )
    found = finding.save(unit, says, where, key)
    if not found.electors:
        raise Refused(_("No list was made: the rule finds nobody there now. Below stands what keeps people out."))
    made.electors, made.households, made.left_out = found.electors, found.households, dict(found.left_out)
    made.save(update_fields=["electors", "households", "left_out"])
    audit.record(
        "target_list.made",
        by=by,
        unit=unit,
        obj=made,
        electors=found.electors,
        doors=found.households,
        left_out=found.kept_out,
        version=version.number,
    )
    return made


def refresh(*, by: User, found: TargetList, name: str, key: uuid.UUID) -> TargetList:
    """Make a new list of the newest version of a list's rule, in the same place. The old one stays as it was."""
    newest = lists.newest(found.version.rule)
    return make(by=by, version=newest, name=name, where=finding.place_of(found.area), key=key)


@transaction.atomic
def close(*, by: User, found: TargetList) -> TargetList:
    """Put a list away: no more boards are made from it. Its boards go on. Harmless when repeated."""
    if shelf.put_away(by=by, row=found, mark="closed"):
        audit.record("target_list.put_away", by=by, unit=found.unit_id, obj=found)
    return found


@transaction.atomic
def reopen(*, by: User, found: TargetList) -> TargetList:
    """Bring a list back that was put away. Harmless when repeated."""
    if shelf.bring_back(row=found, mark="closed"):
        audit.record("target_list.brought_back", by=by, unit=found.unit_id, obj=found)
    return found


def _locked(rule: TargetRule) -> TargetRule:
    return TargetRule.objects.select_for_update(of=("self",)).select_related("unit").get(pk=rule.pk)
