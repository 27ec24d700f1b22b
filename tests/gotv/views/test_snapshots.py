"""Pages of the frozen list: choosing a rule, freezing what was shown, who came and went, adding by hand."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, Grant
from canvass.models import LatestContact, TargetRule
from gotv.actions import snapshots as actions
from gotv.models import KnockUpEntry, KnockUpSnapshot
from gotv.queries import snapshots
from tests.everywhere import everywhere
from tests.gotv.conftest import Day


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _get(day: Day, name: str, query: str = "", **kwargs: object) -> str:
    answer = day.cast.client(day.cast.osei).get(_url(day, name, **kwargs) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _freeze(day: Day) -> KnockUpSnapshot:
    page = _get(day, "freeze")
    data = {name: _hidden(page, name) for name in ("key", "version")}
    answer = day.cast.client(day.cast.osei).post(_url(day, "freeze"), data)
    assert answer.status_code == 302
    with scoping.units([day.cast.wexcombe.pk]):
        return KnockUpSnapshot.objects.select_related("election", "version").get(replaced_at=None)


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_what_is_offered_is_shown_before_it_is_frozen(day: Day) -> None:
    assert "Nothing is frozen yet" in _get(day, "frozen")
    page = _get(day, "freeze")
    assert "said Labour, or" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "said Undecided, at 6 of 10 or more for Labour" in page
    assert "Freeze 3 people" in page
    with everywhere():
        assert not KnockUpSnapshot.objects.exists()
        assert not TargetRule.objects.exists()
    made = _freeze(day)
    assert made.electors == 3
    page = _get(day, "frozen")
    assert "3 people at 3 doors, frozen on" in page
    assert "Knocking up: Labour, or near it" in page


def test_sending_the_form_twice_freezes_once(day: Day) -> None:
    page = _get(day, "freeze")
    data = {name: _hidden(page, name) for name in ("key", "version")}
    for _each in range(2):
        assert day.cast.client(day.cast.osei).post(_url(day, "freeze"), data).status_code == 302
    with everywhere():
        assert KnockUpSnapshot.objects.count() == 1


def test_freezing_again_shows_the_difference_and_keeps_the_old(day: Day) -> None:
    first = _freeze(day)
    with everywhere():
        LatestContact.objects.filter(elector=day.imran).update(intention="green")
    _freeze(day)
    page = _get(day, "frozen")
    assert "0 people more, 1 no longer" in page
    assert f"/frozen/{first.pk}/" in page
    assert "this one drives nothing any more" in _get(day, "frozen_earlier", snapshot=first.pk)


def test_who_came_and_went_is_named_with_why(day: Day) -> None:
    made = _freeze(day)
    assert "Nobody came and nobody went" in _get(day, "frozen_changes")
    with scoping.units([day.cast.wexcombe.pk]):
        LatestContact.objects.filter(elector=day.zofia).update(do_not_contact=True)
        LatestContact.objects.create(
            unit=day.cast.wexcombe, elector=day.graham, intention="labour", intention_at=timezone.now()
        )
    answer = day.cast.client(day.cast.osei).post(_url(day, "frozen_follow"), follow=True)
    assert "1 came, 1 went" in answer.content.decode()
    page = _get(day, "frozen_changes")
    assert "Graham" in page
    assert "Said Labour since" in page
    assert "Asked not to be contacted" in page
    assert AuditEvent.objects.filter(verb="knock_ups.followed", actor_id=day.cast.osei.pk).exists()
    with scoping.units([day.cast.wexcombe.pk]):
        assert snapshots.since(made).door == 1


def test_somebody_is_added_by_number_and_taken_off_again(day: Day) -> None:
    _freeze(day)
    browser = day.cast.client(day.cast.osei)
    number = day.graham.short_number
    answer = browser.post(_url(day, "frozen_add"), {"district": day.hh1.pk, "number": "99999"})
    assert "Nobody at a door" in answer.content.decode()
    answer = browser.post(_url(day, "frozen_add"), {"district": day.hh1.pk, "number": "x"})
    assert "This is no elector number" in answer.content.decode()
    page = browser.post(_url(day, "frozen_add"), {"district": day.hh1.pk, "number": number}, follow=True)
    assert "Added by hand" in page.content.decode()
    with everywhere():
        entry = KnockUpEntry.objects.get(elector=day.graham)
        ruled = KnockUpEntry.objects.get(elector=day.elsie)
    page = browser.post(_url(day, "frozen_take_off", entry=ruled.pk), follow=True).content.decode()
    assert "The rule found this person" in page
    page = browser.post(_url(day, "frozen_take_off", entry=entry.pk), follow=True).content.decode()
    assert "Taken off by hand" in page


def test_whoever_sets_up_some_wards_alone_freezes_nothing(day: Day) -> None:
    with everywhere():
        Grant.objects.filter(user=day.cast.osei).update(area=[f"ward:{day.hh1.ward_id}"])
    browser = day.cast.client(day.cast.osei)
    assert browser.get(_url(day, "freeze")).status_code == 403
    with scoping.units([day.cast.wexcombe.pk]):
        version = actions.offer(unit=day.cast.wexcombe, by=day.cast.marian)
        made = actions.freeze(election=day.poll, version=version, by=day.cast.marian)
        LatestContact.objects.filter(elector=day.imran).update(intention="green", intention_at=timezone.now())
        actions.follow(snapshot=made, by=None)
    page = browser.get(_url(day, "frozen_changes")).content.decode()
    assert "Imran" not in page  # of HH2, which lies in no ward of theirs
    answer = browser.post(_url(day, "frozen_add"), {"district": day.hh2.pk, "number": "1"})
    assert "Select a valid choice" in answer.content.decode()
    entry = made.entries.model._base_manager.get(snapshot=made, elector=day.imran)
    assert browser.post(_url(day, "frozen_take_off", entry=entry.pk)).status_code == 404


@pytest.mark.parametrize("name", ["freeze", "frozen_follow", "frozen_add"])
def test_figures_alone_change_nothing(day: Day, name: str) -> None:
    assert day.cast.client(day.cast.priya).post(_url(day, name)).status_code == 403
