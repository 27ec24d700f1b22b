"""What an outing was planned and walked with goes in its time: approaches, lists, boards, sessions, rules, surveys.

Each statement of a table's `retention` that isn't about an event is carried out here (canvass/rules/erasing.py has the
months, docs/data-quality.md the words). What is still in use stays, however old it is.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from canvass.models import (
    Approach,
    Board,
    CanvassSession,
    ConsentWording,
    DoorstepConsent,
    Handing,
    LetterScheme,
    Survey,
    SurveyAnswer,
    SurveyVersion,
    TargetList,
    TargetRule,
    TargetRuleVersion,
)
from canvass.rules import erasing as rules
from canvass.rules.keeping import months_later
from kit import clock


def over(unit: int, today: datetime.date) -> Counter[str]:
    """Let go what is over of a unit, what leans on other rows before those. Returns how much of what (FROM_DOORS)."""
    lately = clock.at(rules.approaches_since(today), 0)
    long_ago = clock.at(months_later(today, -rules.EVENTS_KEPT_MONTHS), 0)
    counts: Counter[str] = Counter()
    counts["approaches"] = Approach.objects.filter(unit=unit, at__lt=lately).delete()[0]
    counts["boards"] = _boards(unit, long_ago)
    counts["lists"] = _lists(unit, lately)
    sessions = CanvassSession.objects.filter(unit=unit, back_at__lt=long_ago)
    counts["sessions"] = _gone(sessions.exclude(Exists(Board.objects.filter(session=OuterRef("pk")))))
    counts["rules"] = _rules(unit, long_ago)
    counts["surveys"] = _surveys(unit, long_ago)
    counts["words"] = _words(unit, long_ago)
    return counts


def _boards(unit: int, before: datetime.datetime) -> int:
    """Delete boards that were made, handed out and put away before then. One that was never put away is over too."""
    old = Board.objects.filter(Q(closed_at=None) | Q(closed_at__lt=before), unit=unit, made_at__lt=before)
    return _gone(old.exclude(Exists(Handing.objects.filter(board=OuterRef("pk"), read_until__gte=before))))


def _lists(unit: int, before: datetime.datetime) -> int:
    """Delete lists that were put away before then, as were all their boards: those stay, and name no list."""
    of_list = Board.objects.filter(target_list=OuterRef("pk"))
    in_use = of_list.filter(Q(closed_at=None) | Q(closed_at__gte=before))
    old = list(TargetList.objects.filter(unit=unit, closed_at__lt=before).exclude(Exists(in_use)))
    Board.objects.filter(target_list__in=old).update(target_list=None)
    return _gone(TargetList.objects.filter(pk__in=[one.pk for one in old]))


def _rules(unit: int, before: datetime.datetime) -> int:
    found_with = TargetList.objects.filter(version__rule=OuterRef("pk"))
    old = TargetRule.objects.filter(unit=unit, archived_at__lt=before).exclude(Exists(found_with))
    ids = list(old.values_list("pk", flat=True))
    TargetRuleVersion.objects.filter(rule__in=ids).delete()
    return _gone(TargetRule.objects.filter(pk__in=ids))


def _surveys(unit: int, before: datetime.datetime) -> int:
    """Delete surveys that were put away before then, once nobody's answer and no session has any version of them."""
    answered = SurveyAnswer.objects.filter(version__survey=OuterRef("pk"))
    carried = CanvassSession.objects.filter(survey__survey=OuterRef("pk"))
    old = Survey.objects.filter(unit=unit, archived_at__lt=before).exclude(Exists(answered) | Exists(carried))
    ids = list(old.values_list("pk", flat=True))
    SurveyVersion.objects.filter(survey__in=ids).delete()
    return _gone(Survey.objects.filter(pk__in=ids))


def _words(unit: int, before: datetime.datetime) -> int:
    """Delete what was replaced before then: words that no consent rests on, and letters."""
    newer = ConsentWording.objects.filter(
        unit=unit, channel=OuterRef("channel"), made_at__lt=before, made_at__gt=OuterRef("made_at")
    )
    rests = DoorstepConsent.objects.filter(wording=OuterRef("pk"))
    words = _gone(ConsentWording.objects.filter(Exists(newer), ~Exists(rests), unit=unit))
    later = LetterScheme.objects.filter(unit=unit, number__gt=OuterRef("number"), made_at__lt=before)
    return words + _gone(LetterScheme.objects.filter(Exists(later), unit=unit))


def _gone(rows: QuerySet[Any]) -> int:
    """Delete rows with all that belongs to them. Returns how many rows, without what belonged to them."""
    ids = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).delete()
    return len(ids)
