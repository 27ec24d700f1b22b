"""The page of a request: for the person, for those who decide, and for nobody else."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from access.actions import requests as actions
from access.enums import RefusalReason, RequestState
from access.models import AccessRequest, AuditEvent, Grant
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import again, ask, mailed, story, tool


def _at(wanted: AccessRequest, do: str = "") -> str:
    return f"/access/requests/{wanted.pk}/{do}{'/' if do else ''}"


def _page(browser: Client, wanted: AccessRequest) -> str:
    response = browser.get(_at(wanted))
    assert response.status_code == 200
    return response.content.decode()


def test_the_person_follows_it_like_a_parcel(cast: Cast) -> None:
    page = _page(cast.client(cast.noor), ask(cast, why="I live there"))
    for part in (
        "You asked",
        "Sent to both people who can decide",
        "Marian Teale and Osei Mensah-Hart",
        "Waiting for a decision",
        "Goes to Eastshire region",
        "Access opens, or you get the reason",
        "Withdraw request",
    ):
        assert part in page, part
    assert "Approve" not in page, "nobody decides their own"


@pytest.mark.parametrize("who", ["marian", "osei", "priya"])
def test_those_who_decide_see_what_they_need(who: str, cast: Cast) -> None:
    wanted = ask(cast, why="I live there")
    page = _page(cast.client(getattr(cast, who)), wanted)
    for part in ("Decide", "Noor Haddad asked", "I live there", "All done", "Alun Prosser", "Approve", "Refuse"):
        assert part in page, part
    assert "Withdraw request" not in page
    assert "opened" in story(wanted)


@pytest.mark.parametrize("who", ["alun", "tess", "rival", "lewis"])
@pytest.mark.parametrize("do", ["", "say", "withdraw", "decide", "appeal", "done"])
def test_for_everybody_else_it_is_not_there_and_that_is_on_the_record(who: str, do: str, cast: Cast) -> None:
    wanted, user = ask(cast), getattr(cast, who)
    browser = cast.client(user)
    response = browser.post(_at(wanted, do), {"words": "x", "do": "approve"}) if do else browser.get(_at(wanted))
    assert response.status_code == 404
    with everywhere():
        entry = AuditEvent.objects.get(verb="access.forged_id")
    assert (entry.actor_id, entry.unit_id, entry.object_id) == (user.pk, cast.wexcombe.pk, str(wanted.pk))
    assert again(wanted).state == RequestState.OPEN


def test_an_id_that_never_was_is_simply_not_there(cast: Cast) -> None:
    assert cast.client(cast.noor).get(f"/access/requests/{uuid.uuid4()}/").status_code == 404
    with everywhere():
        assert not AuditEvent.objects.filter(verb="access.forged_id").exists()


def test_somebody_whose_right_to_decide_is_not_open_yet_is_told_what_is_missing(cast: Cast) -> None:
    shut = people.newcomer()
    people.grant(shut, cast.wexcombe, RoleName.CAMPAIGN_ORGANISER)
    response = cast.client(shut).get(_at(ask(cast)))
    assert response["Location"] == "/u/wexcombe/access/before/"


def test_approve_from_the_page(cast: Cast) -> None:
    wanted = ask(cast)
    browser = cast.client(cast.osei)
    response = browser.post(_at(wanted, "decide"), {"do": "approve", "words": "Welcome"}, follow=True)
    assert "Approved. Noor Haddad has been told." in response.content.decode()
    assert again(wanted).state == RequestState.APPROVED
    page = _page(cast.client(cast.noor), wanted)
    assert "Osei Mensah-Hart approved it" in page
    assert "Access is open, until" in page


def test_approved_it_says_what_is_still_to_be_done(cast: Cast) -> None:
    newcomer = people.newcomer()
    wanted = ask(cast, newcomer)
    actions.approve(request=wanted, by=cast.osei)
    page = _page(cast.client(newcomer), wanted)
    assert "It opens when this is done" in page
    assert "The doorstep" in page


def test_a_refusal_without_reason_comes_back_with_what_was_typed(cast: Cast) -> None:
    wanted = ask(cast)
    response = cast.client(cast.osei).post(_at(wanted, "decide"), {"do": "refuse", "words": "We are full."})
    page = response.content.decode()
    assert response.status_code == 200
    assert "We are full." in page
    assert again(wanted).state == RequestState.OPEN


def test_data_protection_is_no_reason(cast: Cast) -> None:
    wanted = ask(cast)
    cast.client(cast.osei).post(
        _at(wanted, "decide"), {"do": "refuse", "reason": "data_protection", "words": "Because of GDPR."}
    )
    assert again(wanted).state == RequestState.OPEN


def test_the_second_to_decide_is_told_by_whom_it_was(cast: Cast) -> None:
    wanted = ask(cast)
    actions.refuse(request=wanted, by=cast.osei, reason=RefusalReason.NOT_NEEDED, words="We are full.")
    response = cast.client(cast.marian).post(_at(wanted, "decide"), {"do": "approve"}, follow=True)
    assert "Osei Mensah-Hart decided a moment ago: refused" in response.content.decode()


def test_withdrawn_and_then_decided(cast: Cast) -> None:
    wanted = ask(cast)
    cast.client(cast.noor).post(_at(wanted, "withdraw"))
    response = cast.client(cast.osei).post(_at(wanted, "decide"), {"do": "approve"}, follow=True)
    assert "Noor Haddad has withdrawn this request" in response.content.decode()
    with everywhere():
        assert not Grant.objects.filter(user=cast.noor).exists()


def test_nobody_decides_their_own_by_a_forged_form(cast: Cast) -> None:
    wanted = ask(cast, cast.marian, RoleName.DATA_OFFICER)
    response = cast.client(cast.marian).post(_at(wanted, "decide"), {"do": "approve"}, follow=True)
    assert "Nobody decides their own request" in response.content.decode()
    assert again(wanted).state == RequestState.OPEN


@pytest.mark.parametrize("do", ["", "delete", "approve "])
def test_a_deed_that_there_isnt(do: str, cast: Cast) -> None:
    assert cast.client(cast.osei).post(_at(ask(cast), "decide"), {"do": do}).status_code == 404


@pytest.mark.parametrize("after", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)"])
def test_the_way_back_stays_on_this_site(after: str, cast: Cast) -> None:
    wanted = ask(cast)
    response = cast.client(cast.osei).post(_at(wanted, "decide"), {"do": "approve", "next": after})
    assert response["Location"] == _at(wanted)


def test_a_decision_asks_who_one_is_where_that_is_long_ago(cast: Cast) -> None:
    wanted = ask(cast)
    browser = Client()
    browser.force_login(cast.osei)
    response = browser.post(_at(wanted, "decide"), {"do": "approve"})
    assert response.status_code == 302
    assert "reauthenticate" in response["Location"]
    assert again(wanted).state == RequestState.OPEN


def test_a_question_is_answered_on_the_page(cast: Cast) -> None:
    wanted = ask(cast)
    cast.client(cast.marian).post(_at(wanted, "decide"), {"do": "ask_back", "words": "Which ward?"})
    browser = cast.client(cast.noor)
    page = _page(browser, wanted)
    assert "Which ward?" in page
    assert "Waiting for your answer" in page
    browser.post(_at(wanted, "say"), {"words": "Lode"})
    assert again(wanted).state == RequestState.OPEN
    assert "You answered" in _page(browser, wanted)


def test_a_message_of_nothing_is_not_sent(cast: Cast) -> None:
    wanted = ask(cast)
    response = cast.client(cast.noor).post(_at(wanted, "say"), {"words": "  "})
    assert response.status_code == 200
    assert mailed("message") == {}


def test_reading_it_changes_nothing_but_that_it_was_opened(cast: Cast) -> None:
    wanted = ask(cast)
    browser = cast.client(cast.marian)
    for _time in range(3):
        browser.get(_at(wanted))
    assert story(wanted).count("opened") == 1


def test_get_does_not_decide(cast: Cast) -> None:
    wanted = ask(cast)
    for do in ("decide", "withdraw", "say", "done"):
        assert cast.client(cast.osei).get(_at(wanted, do)).status_code == 405


def test_the_tools_key_is_confirmed_on_the_page(cast: Cast) -> None:
    wanted = ask(cast, role="", tool=tool(), need="Make lists")
    actions.approve(request=wanted, by=cast.marian)
    assert "Open the page “Users”." not in _page(cast.client(cast.marian), wanted)
    browser = cast.client(cast.priya)
    assert "Open the page “Users”." in _page(browser, wanted)
    browser.post(_at(wanted, "done"))
    assert "The key is there, until" in _page(cast.client(cast.noor), wanted)


def test_ones_own_requests_are_listed_and_nobody_elses(cast: Cast) -> None:
    ask(cast)
    ask(cast, cast.lewis, need="Something secret")
    page = cast.client(cast.noor).get("/access/requests/").content.decode()
    assert "Knock on doors" in page
    assert "Something secret" not in page
    assert "You have not asked for anything yet" in cast.client(cast.tess).get("/access/requests/").content.decode()


def test_who_asked_elsewhere_is_not_shown_what_they_hold_elsewhere(cast: Cast) -> None:
    """Roy is secretary of Marsham: those in Wexcombe who decide about him have no business knowing."""
    wanted = ask(cast, cast.rival)
    page = _page(cast.client(cast.osei), wanted)
    assert "None here" in page
    assert "CLP secretary" not in page
