"""Asking for access, as somebody who has never done it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.hooks import Area
from access.models import AccessRequest, Unit
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import ask, tool


def _page(cast: Cast, query: str = "", who: str = "noor") -> str:
    response = cast.client(getattr(cast, who)).get(f"/access/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_question_is_what_one_needs_to_do(cast: Cast) -> None:
    page = _page(cast)
    assert "What do you need to do?" in page
    assert "Knock on doors" in page
    assert "How it goes" in page
    assert "Emergency reader" not in page, "what can't be asked for isn't offered"


def test_what_somebody_writes_finds_the_role_and_all_about_it(cast: Cast) -> None:
    page = _page(cast, "?need=knock+on+doors&unit=wexcombe")
    for part in (
        "What you wrote fits this role",
        "Canvasser",
        "No past answers",
        "Marian Teale",
        "Osei Mensah-Hart",
        "Either one alone",
        "After 24 hours",
        "Eastshire region decides instead",
        "No decision here yet",
        "The doorstep",
        "Ask for this",
    ):
        assert part in page, part


def test_words_that_fit_nothing_show_all_there_is(cast: Cast) -> None:
    page = _page(cast, "?need=buy+a+pony")
    assert "Nothing fits “buy a pony”" in page
    assert "Membership officer" in page


def test_hostile_words_do_no_harm(cast: Cast) -> None:
    page = _page(cast, "?need=%3Cscript%3Ealert(1)%3C/script%3E&unit=%27--&role=../..&tool=%00")
    assert "<script>alert" not in page
    assert _page(cast, "?need=" + "canvass+" * 500 + "&unit=wexcombe")


def test_without_a_place_the_place_is_asked_first(cast: Cast) -> None:
    page = _page(cast, "?role=teller")
    assert "Where do you need it?" in page
    assert "Marsham Vale" in page
    assert "Ask for this" not in page


def test_somebody_who_works_in_one_clp_is_asked_about_that(cast: Cast) -> None:
    page = _page(cast, "?role=board_runner", "alun")
    assert "In Wexcombe and Harrow Hill" in page
    assert "Ask for this" in page


def test_where_there_is_only_one_clp_nobody_is_asked_where(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.marsham.pk).update(kind="branch")
    assert "Ask for this" in _page(cast, "?role=canvasser")


def test_asking_leads_to_the_request(cast: Cast) -> None:
    browser = cast.client(cast.noor)
    response = browser.post(
        "/access/?need=Knock+on+doors&role=canvasser&unit=wexcombe",
        {"need": "Knock on doors", "why": "I live there", "needed_by": ""},
    )
    with everywhere():
        made = AccessRequest.objects.select_related("unit").get()
    assert response["Location"] == f"/access/requests/{made.pk}/"
    assert (made.user, made.unit, made.role, made.why) == (cast.noor, cast.wexcombe, "canvasser", "I live there")
    page = browser.get(response["Location"]).content.decode()
    assert f"Your request {made.number} is on its way." in page
    assert "Sent to both people who can decide" in page
    assert "goes to Eastshire region in" in page


def test_a_tool_is_asked_for_in_the_same_way(cast: Cast) -> None:
    tool()
    assert "What you wrote fits this tool" in _page(cast, "?need=list+maker&unit=wexcombe")
    cast.client(cast.noor).post("/access/?tool=list-maker&unit=wexcombe", {"need": "Make lists"})
    with everywhere():
        assert AccessRequest.objects.get().tool.code == "list-maker"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"need": ""}, "This field is required"),
        ({"need": "x", "needed_by": "2020-01-01"}, "gone by"),
        ({"need": "x", "needed_by": "soon"}, "Enter a valid date"),
        ({"need": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(data: dict, words: str, cast: Cast) -> None:
    browser = cast.client(cast.noor)
    response = browser.post("/access/?role=canvasser&unit=wexcombe", data | {"why": "I live there"})
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "I live there" in page


def test_a_second_request_for_the_same_is_refused_on_the_page(cast: Cast) -> None:
    ask(cast)
    response = cast.client(cast.noor).post("/access/?role=canvasser&unit=wexcombe", {"need": "Knock on doors"})
    assert "asked for this here already" in response.content.decode()


def test_places_of_another_clp_are_not_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("access.hooks.areas", [lambda unit: [Area(f"ward:{unit.pk}", "Harrow Hill")]])
    browser = cast.client(cast.noor)
    address = "/access/?role=board_runner&unit=wexcombe"
    assert "Harrow Hill" in browser.get(address).content.decode()
    refused = browser.post(address, {"need": "Run a board", "area": [f"ward:{cast.marsham.pk}"]})
    assert "Select a valid choice" in refused.content.decode()
    browser.post(address, {"need": "Run a board", "area": [f"ward:{cast.wexcombe.pk}"]})
    with everywhere():
        assert AccessRequest.objects.get().area == [f"ward:{cast.wexcombe.pk}"]


def test_ones_own_open_request_stands_beside_it(cast: Cast) -> None:
    wanted = ask(cast)
    ask(cast, role="teller")
    page = _page(cast)
    assert "Your open request" in page
    assert "1 other request of yours is open" in page
    assert f"Request {wanted.number + 1}." in page


def test_nobody_else_sees_it_there(cast: Cast) -> None:
    ask(cast)
    assert "Your open request" not in _page(cast, who="alun")


def test_what_is_still_to_be_done_is_linked(cast: Cast) -> None:
    page = cast.client(people.newcomer()).get("/access/?role=canvasser&unit=wexcombe").content.decode()
    assert "/training/doorstep/" in page
    assert "/training/terms/register-terms/" in page


def test_the_queries_do_not_grow_with_the_requests(cast: Cast) -> None:
    browser = cast.client(cast.noor)
    counts = []
    for role in ("canvasser", "teller", "board_runner", "data_officer"):
        ask(cast, role=role)
        with CaptureQueriesContext(connection) as queried:
            browser.get("/access/?need=knock&unit=wexcombe")
        counts.append(len(queried))
    assert counts[-1] <= counts[1]
