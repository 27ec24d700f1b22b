"""Keeping the list of topics: adding, renaming, leaving out and merging. No recorded event is ever changed by it."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from access.actions import audit
from access.models import Unit, User
from canvass.enums import Issue
from canvass.models import IssueTopic, Ward
from canvass.queries import issues as queries
from canvass.queries.issues import Topic, Topics
from canvass.rules import issues as rules
from kit.errors import Refused


@transaction.atomic
def add(*, unit: Unit, label: str, ward: Ward | None, by: User) -> IssueTopic:
    """Add a topic that phones offer from now on, in one ward or everywhere.

    Raises Refused for a label that another topic has, whatever became of that.
    """
    known = _locked(unit)
    label = _free_label(known, label, "")
    code = rules.code_for(label, known.by_code)
    made = IssueTopic.objects.create(unit=unit, code=code, label=label, ward=ward, made_by=by)
    audit.record("topic.added", by=by, unit=unit, obj=made, label=label)
    return made


@transaction.atomic
def rename(*, unit: Unit, code: str, label: str, ward: Ward | None, by: User) -> None:
    """Call one of the CLP's own topics something else, or offer it elsewhere: what was raised under it stays its own.

    Raises Refused for a topic of the common list, whose words are the same in every CLP, and for a label that is taken.
    """
    known = _locked(unit)
    if _known(known, code).is_common:
        raise Refused(_("Nothing was changed: topics of the common list have the same words in every CLP."))
    label = _free_label(known, label, code)
    row = IssueTopic.objects.get(unit=unit, code=code)
    was, row.label, row.ward = row.label, label, ward
    row.save(update_fields=["label", "ward"])
    audit.record("topic.renamed", by=by, unit=unit, obj=row, was=was, label=label)


@transaction.atomic
def archive(*, unit: Unit, code: str, by: User) -> None:
    """Offer a topic no longer. What was raised under it is counted as before. Raises Refused for "Something else"."""
    row = _changeable(unit, by, _locked(unit), code)
    if not row.archived:
        row.archived = True
        row.save(update_fields=["archived"])
        audit.record("topic.archived", by=by, unit=unit, obj=row, label=row.label)


@transaction.atomic
def restore(*, unit: Unit, code: str, by: User) -> None:
    """Offer an archived topic again."""
    row = _changeable(unit, by, _locked(unit), code)
    if row.archived:
        row.archived = False
        row.save(update_fields=["archived"])
        audit.record("topic.restored", by=by, unit=unit, obj=row, label=row.label)


@transaction.atomic
def merge(*, unit: Unit, code: str, into: str, by: User) -> None:
    """Count a topic as another from now on, past answers included; it is offered no longer. `unmerge` undoes it.

    Raises Refused for "Something else", for a topic that doesn't exist, and where the other one counts as this one.
    """
    known = _locked(unit)
    other = _known(known, into)
    if code == into:
        raise Refused(_("Nothing was changed: a topic can’t be merged into itself."))
    if rules.runs_in_circle(code, into, known.merged):
        raise Refused(
            _("Nothing was changed: %(other)s is merged into %(topic)s already. Undo that first.")
            % {"other": other.label, "topic": _known(known, code).label}
        )
    row = _changeable(unit, by, known, code)
    row.merged_into = into
    row.save(update_fields=["merged_into"])
    audit.record("topic.merged", by=by, unit=unit, obj=row, label=row.label, into=other.label)


@transaction.atomic
def unmerge(*, unit: Unit, code: str, by: User) -> None:
    """Count a merged topic by itself again, as if it had never been merged."""
    row = _changeable(unit, by, _locked(unit), code)
    if row.merged_into:
        row.merged_into = ""
        row.save(update_fields=["merged_into"])
        audit.record("topic.unmerged", by=by, unit=unit, obj=row, label=row.label)


def _locked(unit: Unit) -> Topics:
    """Return the topics, while nobody else changes them: two merges at once could run in a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('canvass.topics'), %s::int)", [unit.pk])
    return queries.topics(unit)


def _known(known: Topics, code: str) -> Topic:
    found = known.by_code.get(code)
    if found is None:
        raise Refused(_("Nothing was changed: there is no such topic here."))
    return found


def _changeable(unit: Unit, by: User, known: Topics, code: str) -> IssueTopic:
    """Return the row of a topic, made for one of the common list that had none."""
    topic = _known(known, code)
    if code == rules.UNKNOWN:
        raise Refused(_("Nothing was changed: “Something else” stays, since it takes in what has no topic."))
    label = Issue(code).label if topic.is_common else topic.label
    row, _made = IssueTopic.objects.get_or_create(
        unit=unit, code=code, defaults={"label": str(label)[:60], "made_by": by}
    )
    return row


def _free_label(known: Topics, label: str, code: str) -> str:
    label = " ".join(label.split())
    if not label:
        raise Refused(_("Nothing was saved. Give the topic a name."))
    for other in known.by_code.values():
        if other.code != code and rules.is_same(other.label, label):
            raise Refused(
                _("There is a topic called %(label)s already, so nothing was saved.") % {"label": other.label}
            )
    return label
