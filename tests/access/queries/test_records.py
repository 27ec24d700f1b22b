"""The record in words."""

from __future__ import annotations

import pytest

from access import hooks
from access.actions import audit
from access.models import AuditEvent, Grant, Unit, User
from access.queries import records
from tests.cast import Cast


def _words(event: AuditEvent) -> str:
    [line] = records.lines([event])
    return f"{line.who} {line.words}"


def test_an_entry_reads_like_a_sentence(cast: Cast) -> None:
    event = audit.record("grant.given", by=cast.marian, unit=cast.wexcombe, role="canvasser", user=cast.alun.pk)
    assert _words(event) == "Marian Teale gave Alun Prosser the role Canvasser"


def test_the_system_and_accounts_that_are_gone(cast: Cast) -> None:
    gone = User.objects.create_user("gone@example.org", "Gone")
    event = audit.record("grant.ended", by=gone, unit=cast.wexcombe, role="emperor", user=gone.pk)
    gone.delete()
    assert _words(event) == "An account that is gone ended an account that is gone’s role emperor"
    assert _words(audit.record("setup.done", by=None)) == "The system set up this installation"


def test_counts_stand_in_the_words_where_they_are_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hooks.verbs, "test.counted", "brought in %(rows)s rows, 100%% of them")
    assert _words(audit.record("test.counted", by=cast.marian, rows=12)) == (
        "Marian Teale brought in 12 rows, 100% of them"
    )
    assert _words(audit.record("test.counted", by=cast.marian)).startswith("Marian Teale brought in some rows")


def test_a_verb_without_words_is_shown_as_it_is(cast: Cast) -> None:
    assert _words(audit.record("old.verb", by=cast.marian)) == "Marian Teale old.verb"


def test_the_record_of_a_unit_is_its_own(cast: Cast) -> None:
    here = audit.record("unit.changed", by=cast.marian, unit=cast.wexcombe)
    audit.record("unit.changed", by=cast.rival, unit=cast.marsham)
    everywhere = audit.record("mail.stuck", by=None)
    assert list(records.events(cast.wexcombe)) == [here]
    assert list(records.events(Unit.objects.get(parent=None))) == [everywhere]


def test_it_is_cut_by_what_and_by_whom(cast: Cast) -> None:
    changed = audit.record("unit.changed", by=cast.marian, unit=cast.wexcombe)
    made = audit.record("unit.created", by=cast.priya, unit=cast.wexcombe)
    assert list(records.events(cast.wexcombe, verb="unit.changed")) == [changed]
    assert list(records.events(cast.wexcombe, person=cast.priya.pk)) == [made]
    assert list(records.people(cast.wexcombe)) == [cast.alun, cast.lewis, cast.marian, cast.osei, cast.tess]


def test_a_page_of_the_record_costs_one_query_for_all_names(cast: Cast, django_assert_num_queries: object) -> None:
    events = [
        audit.record("grant.given", by=user, unit=cast.wexcombe, role="canvasser", user=cast.noor.pk)
        for user in (cast.marian, cast.priya, cast.osei)
    ]
    with django_assert_num_queries(1):
        records.lines(events)


def test_who_looked_is_shown_when_it_is_asked_for(cast: Cast) -> None:
    done = audit.record("unit.changed", by=cast.marian, unit=cast.wexcombe)
    grant = Grant.objects.get(user=cast.alun)
    about = {"what": "members.see", "purpose": "membership"}
    seen = audit.record("people.seen", by=cast.marian, unit=cast.wexcombe, obj=grant, count=50, **about)
    searched = audit.record("people.searched", by=cast.osei, unit=cast.wexcombe, count=0, **about)
    assert list(records.events(cast.wexcombe)) == [done]
    assert set(records.events(cast.wexcombe, verb=records.LOOKED)) == {seen, searched}
    assert list(records.events(cast.wexcombe, verb="people.seen")) == [seen]
    assert _words(seen) == "Marian Teale saw 50 people: members (grant), for running the party for its members"
    assert "searched, and saw 0 people: members (a list)" in _words(searched)
