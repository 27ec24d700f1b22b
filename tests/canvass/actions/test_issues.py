"""Keeping the list of topics: nothing that was recorded is ever changed, and a merge can be undone."""

from __future__ import annotations

import datetime

import pytest

from access.models import AuditEvent, Unit
from canvass.actions import issues
from canvass.models import IssueRaised, IssueTopic
from canvass.queries import issues as queries
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import issues as raising


def _codes(unit: Unit, wards: list[int] | None = None) -> list[str]:
    return [one["code"] for one in queries.offered(unit, wards)]


def test_the_common_list_is_offered_with_something_else_last(cast: Cast, scope: Unit) -> None:
    found = queries.offered(scope)
    assert found[0] == {"code": "cost_of_living", "label": "Cost of living"}
    assert found[-1] == {"code": "other", "label": "Something else"}


def test_a_topic_of_ones_own_is_offered_in_its_ward_alone(cast: Cast, scope: Unit) -> None:
    ward, other = canvass.ward(scope), canvass.ward(scope, "Quayside")
    issues.add(unit=scope, label="  The   lido ", ward=ward, by=cast.osei)
    issues.add(unit=scope, label="The A46", ward=None, by=cast.osei)
    assert _codes(scope, [ward.pk])[-3:] == ["own_the_a46", "own_the_lido", "other"]
    assert "own_the_lido" not in _codes(scope, [other.pk])
    assert "own_the_lido" in _codes(scope)
    assert AuditEvent.objects.filter(verb="topic.added", actor_id=cast.osei.pk).count() == 2
    assert queries.labels(scope, ["own_the_lido", "own_monorail"]) == {
        "own_the_lido": "The lido",
        "own_monorail": "Something else",
    }


@pytest.mark.parametrize("label", ["Buses and Trains", "buses & trains?", "The lido", "  "])
def test_a_label_is_given_once(cast: Cast, scope: Unit, label: str) -> None:
    issues.add(unit=scope, label="The lido", ward=None, by=cast.osei)
    if label == "buses & trains?":
        issues.add(unit=scope, label=label, ward=None, by=cast.osei)  # "and" is a word: the form warns of this one
        return
    with pytest.raises(Refused):
        issues.add(unit=scope, label=label, ward=None, by=cast.osei)


def test_topics_of_ones_own_are_renamed_and_common_ones_are_not(cast: Cast, scope: Unit) -> None:
    issues.add(unit=scope, label="The lido", ward=None, by=cast.osei)
    issues.rename(unit=scope, code="own_the_lido", label="The swimming pool", ward=None, by=cast.osei)
    assert queries.labels(scope, ["own_the_lido"]) == {"own_the_lido": "The swimming pool"}
    with pytest.raises(Refused, match="same words in every CLP"):
        issues.rename(unit=scope, code="buses", label="Omnibuses", ward=None, by=cast.osei)
    with pytest.raises(Refused, match="called Buses and trains already"):
        issues.rename(unit=scope, code="own_the_lido", label="BUSES and trains", ward=None, by=cast.osei)


def test_leaving_out_and_offering_again(cast: Cast, scope: Unit) -> None:
    issues.archive(unit=scope, code="immigration", by=cast.osei)
    issues.archive(unit=scope, code="immigration", by=cast.osei)
    assert "immigration" not in _codes(scope)
    assert queries.topics(scope).resolve("immigration") == "immigration", "and still counted as what it is"
    issues.restore(unit=scope, code="immigration", by=cast.osei)
    assert "immigration" in _codes(scope)
    assert AuditEvent.objects.filter(verb__in=("topic.archived", "topic.restored")).count() == 2


def test_a_merge_is_read_when_it_is_counted_and_changes_no_event(cast: Cast, scope: Unit) -> None:
    elsie = canvass.elector(canvass.household(canvass.street(scope), 1))
    issues.add(unit=scope, label="Bins", ward=None, by=cast.osei)
    raising.said(elsie, "own_bins", at=datetime.datetime(2026, 11, 3, 18, tzinfo=datetime.UTC))
    issues.merge(unit=scope, code="own_bins", into="fly_tipping", by=cast.osei)
    issues.merge(unit=scope, code="fly_tipping", into="parks", by=cast.osei)
    known = queries.topics(scope)
    assert known.resolve("own_bins") == "parks"
    assert known.label("own_bins") == "Parks and green space"
    assert queries.chain(known, "own_bins") == "Fly-tipping and bins, then Parks and green space"
    assert not {"own_bins", "fly_tipping"} & set(_codes(scope))
    assert IssueRaised.objects.get().topic == "own_bins", "as it was sent"
    issues.unmerge(unit=scope, code="fly_tipping", by=cast.osei)
    assert queries.topics(scope).resolve("own_bins") == "fly_tipping"
    assert queries.uses(scope) == {"own_bins": 1}


def test_a_merge_never_runs_in_a_circle(cast: Cast, scope: Unit) -> None:
    issues.merge(unit=scope, code="parks", into="fly_tipping", by=cast.osei)
    with pytest.raises(Refused, match="merged into Fly-tipping and bins already"):
        issues.merge(unit=scope, code="fly_tipping", into="parks", by=cast.osei)
    with pytest.raises(Refused, match="into itself"):
        issues.merge(unit=scope, code="buses", into="buses", by=cast.osei)


@pytest.mark.parametrize("code", ["other", "own_monorail"])
def test_something_else_stays_and_what_there_is_not_is_refused(cast: Cast, scope: Unit, code: str) -> None:
    with pytest.raises(Refused):
        issues.archive(unit=scope, code=code, by=cast.osei)
    with pytest.raises(Refused):
        issues.merge(unit=scope, code=code, into="buses", by=cast.osei)
    assert not IssueTopic.objects.exists()


def test_another_clp_has_a_list_of_its_own(cast: Cast, scope: Unit) -> None:
    issues.add(unit=scope, label="The lido", ward=None, by=cast.osei)
    assert "own_the_lido" not in _codes(cast.marsham)
