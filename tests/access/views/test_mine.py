"""What somebody holds, and what they can do about it themselves."""

from __future__ import annotations

import datetime

from access import scoping
from access.actions import grants, offices
from access.models import AccessRequest, AuditEvent, Grant
from access.roles import RoleName
from kit import clock
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere

MINE = "/access/mine/"
DAY = datetime.timedelta(days=1)


def test_everything_of_ones_own_is_listed_and_nobody_elses(cast: Cast) -> None:
    people.grant(cast.alun, cast.marsham, RoleName.TELLER)
    page = cast.client(cast.alun).get(MINE).content.decode()
    assert "<b>Canvasser</b>, Wexcombe and Harrow Hill" in page
    assert "<b>Teller</b>, Marsham Vale" in page
    assert "Osei" not in page


def test_somebody_with_nothing_is_told_where_to_ask(cast: Cast) -> None:
    page = cast.client(cast.noor).get(MINE).content.decode()
    assert "You hold no role" in page
    assert 'href="/access/"' in page


def test_what_keeps_a_role_closed_is_named(cast: Cast) -> None:
    new = people.newcomer()
    people.grant(new, cast.wexcombe, RoleName.CANVASSER)
    page = cast.client(new).get(MINE).content.decode()
    assert "not open yet" in page
    assert "Before all of it opens" in page


def test_asking_to_keep_a_role_is_one_button(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    browser = cast.client(cast.alun)
    assert "Ask to keep it" not in browser.get(MINE).content.decode()
    Grant.objects.filter(pk=grant.pk).update(ends_on=clock.today() + 14 * DAY)
    assert f"{MINE}{grant.pk}/renew/" in browser.get(MINE).content.decode()
    browser.post(f"{MINE}{grant.pk}/renew/")
    with everywhere():
        asked = AccessRequest.objects.get()
    assert (asked.renews, asked.role, asked.unit) == (grant, "canvasser", cast.wexcombe)
    assert "asked to keep it" in browser.get(MINE).content.decode()


def test_a_role_is_given_back(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    browser = cast.client(cast.alun)
    url = f"{MINE}{grant.pk}/give-back/"
    assert "Give back: Canvasser" in browser.get(url).content.decode()
    page = browser.post(url, {"reason": "no time"}, follow=True).content.decode()
    assert "You are no longer Canvasser. Thank you." in page
    assert "Ended in the last ninety days" in page
    grant.refresh_from_db()
    assert grant.ended_by == cast.alun


def test_standing_down(cast: Cast) -> None:
    today = clock.today()
    with scoping.units([cast.wexcombe.pk]):
        office = offices.create(unit=cast.wexcombe, title="Secretary", seats=1, roles=["secretary"], by=None)
        term = offices.start_term(office=office, user=cast.noor, starts_on=today, ends_on=today + 99 * DAY, by=None)
    browser = cast.client(cast.noor)
    assert "<b>Secretary</b>, Wexcombe and Harrow Hill" in browser.get(MINE).content.decode()
    url = f"{MINE}offices/{term.pk}/stand-down/"
    assert "Stand down as Secretary" in browser.get(url).content.decode()
    assert "Thank you" in browser.post(url, {"reason": "moving"}, follow=True).content.decode()
    assert Grant.objects.get(user=cast.noor).ended_at is not None


def test_what_is_somebody_elses_is_404(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.osei)
    browser = cast.client(cast.alun)
    for url in (f"{MINE}{grant.pk}/give-back/", f"{MINE}{grant.pk}/renew/"):
        assert browser.post(url, {"reason": "mischief"}).status_code == 404
    grant.refresh_from_db()
    assert grant.ended_at is None


def test_notice_is_shown_with_its_reason_and_the_way_to_appeal(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    grants.end(grant=grant, reason="too many", by=cast.marian)
    page = cast.client(cast.alun).get(MINE).content.decode()
    assert "notice given" in page
    assert "Marian Teale gave notice on" in page
    assert "too many" in page
    assert f"/access/ended/{grant.pk}/appeal/" in page


def test_what_ended_by_itself_cannot_be_appealed(cast: Cast) -> None:
    Grant.objects.filter(user=cast.alun).update(ends_on=clock.today() - DAY)
    page = cast.client(cast.alun).get(MINE).content.decode()
    assert "Its last day had come." in page
    assert "Appeal" not in page


def test_it_is_written_down_who_gave_what_back(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    cast.client(cast.alun).post(f"{MINE}{grant.pk}/give-back/", {"reason": "no time"})
    entry = AuditEvent.objects.get(verb="grant.ended")
    assert (entry.actor_id, entry.unit_id) == (cast.alun.pk, cast.wexcombe.pk)
