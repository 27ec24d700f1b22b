"""Addresses that only take what is sent to them say so, with a way on."""

from __future__ import annotations

from tests.cast import Cast
from tests.factories import gotv as make


def test_a_page_that_is_only_sent_to_leads_on(cast: Cast) -> None:
    poll = make.election(cast.wexcombe, rehearsal=True)
    paper = f"/u/wexcombe/gotv/{poll.pk}/sheets/"
    for url in (f"{paper}make/", f"{paper}pad/"):
        answer = cast.client(cast.marian).get(url, headers={"accept": "text/html"})
        page = answer.content.decode()
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "Nothing was sent and nothing was changed." in page
        assert f'href="{paper}">Go to the page before it' in page


def test_whoever_asks_for_data_gets_the_bare_answer(cast: Cast) -> None:
    answer = cast.client(cast.marian).get("/canvass/sync/v1/events", headers={"accept": "application/json"})
    assert answer.status_code == 405
    assert not answer.content.strip().startswith(b"<")
