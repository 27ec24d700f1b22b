"""The roadmap's pages."""

from __future__ import annotations

import pytest

from access.models import AuditEvent, User
from roadmap.actions import items
from roadmap.models import Item
from tests.cast import Cast
from tests.everywhere import SCOPE

HOSTILE = "<script>alert(1)</script> javascript:alert(2)"


@pytest.fixture
def item(cast: Cast) -> Item:
    return items.ask(title="Large type", body=HOSTILE, by=cast.alun)


@pytest.mark.parametrize("who", ["priya", "marian", "alun", "tess", "noor", "rival", "lewis"])
def test_everybody_with_an_account_may_read_and_ask(cast: Cast, item: Item, who: str) -> None:
    user: User = getattr(cast, who)
    browser = cast.client(user)
    for url in ("/roadmap/", "/roadmap/?state=asked", "/roadmap/ask/", f"/roadmap/{item.pk}/"):
        assert browser.get(url).status_code == 200


@pytest.mark.parametrize("url", ["/roadmap/", "/roadmap/ask/", "/roadmap/1/", "/roadmap/1/answer/"])
def test_who_is_not_signed_in_is_asked_to(cast: Cast, url: str) -> None:
    assert cast.client(None).get(url).headers["Location"].startswith("/accounts/login/")


def test_an_account_that_may_not_sign_in_may_not_need_anything(cast: Cast, item: Item) -> None:
    assert cast.client(None).post(f"/roadmap/{item.pk}/need/", {"need": "yes"}).status_code == 302
    assert item.supports.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("priya", 200), ("marian", 403), ("osei", 403), ("alun", 403), ("noor", 403), ("rival", 403)],
)
def test_who_may_answer(cast: Cast, item: Item, who: str, status: int) -> None:
    browser = cast.client(getattr(cast, who))
    url = f"/roadmap/{item.pk}/answer/"
    assert browser.get(url).status_code == status
    seen = item.changed_at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")
    answer = browser.post(url, {"state": "planned", "text": "Soon.", "seen": seen})
    assert answer.status_code == (302 if status == 200 else 403)
    item.refresh_from_db()
    assert item.state == ("planned" if status == 200 else "asked")
    refused = AuditEvent.objects.filter(verb="access.refused").count()
    assert refused == (0 if status == 200 else 2)


def test_what_people_write_is_never_markup(cast: Cast, item: Item) -> None:
    page = cast.client(cast.tess).get(f"/roadmap/{item.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="javascript' not in page


def test_nobody_is_named(cast: Cast, item: Item) -> None:
    for url in ("/roadmap/", f"/roadmap/{item.pk}/"):
        assert cast.alun.name not in cast.client(cast.rival).get(url).content.decode()


def test_asking(cast: Cast) -> None:
    browser = cast.client(cast.tess)
    page = browser.post("/roadmap/ask/", {"title": "Buses", "body": "For us."}, follow=True).content.decode()
    assert "It is on the roadmap now" in page
    assert "1 person needs this" in page
    browser.post("/roadmap/ask/", {"title": "Buses", "body": "For us."})
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [{}, {"title": "x"}, {"title": " ", "body": "x"}, {"title": "x" * 121, "body": "x"}, {"title": "x\0", "body": "y"}],
)
def test_asking_badly_saves_nothing_and_keeps_what_was_typed(cast: Cast, data: dict) -> None:
    answer = cast.client(cast.tess).post("/roadmap/ask/", data)
    assert answer.status_code == 200
    assert "needs another look" in answer.content.decode() or "need another look" in answer.content.decode()
    assert not Item.objects.exists()


def test_the_sixth_thing_in_a_day_is_refused_in_words(cast: Cast) -> None:
    browser = cast.client(cast.tess)
    for n in range(5):
        browser.post("/roadmap/ask/", {"title": f"T{n}", "body": "x"})
    page = browser.post("/roadmap/ask/", {"title": "T6", "body": "kept words"}).content.decode()
    assert "You have asked for 5 things since yesterday" in page
    assert "kept words" in page


def test_needing_it_too(cast: Cast, item: Item) -> None:
    browser = cast.client(cast.tess)
    url = f"/roadmap/{item.pk}/need/"
    assert "You are one of them" in browser.post(url, {"need": "yes"}, follow=True).content.decode()
    assert "I need this too" in browser.post(url, {"need": "no"}, follow=True).content.decode()
    assert browser.get(url).status_code == 405
    assert browser.post("/roadmap/999999/need/", {"need": "yes"}).status_code == 404


def test_declining_without_a_reason_is_refused_in_words(cast: Cast, item: Item) -> None:
    seen = item.changed_at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")
    page = cast.client(cast.priya).post(f"/roadmap/{item.pk}/answer/", {"state": "declined", "text": "", "seen": seen})
    assert "People who asked deserve the reason" in page.content.decode()


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-01-01"])
def test_a_broken_answer_form_changes_nothing(cast: Cast, item: Item, seen: str) -> None:
    page = cast.client(cast.priya).post(f"/roadmap/{item.pk}/answer/", {"state": "planned", "text": "x", "seen": seen})
    assert page.status_code == 200
    item.refresh_from_db()
    assert item.state == "asked"


@pytest.mark.parametrize("state", ["nonsense", "'", "asked'"])
def test_a_state_that_does_not_exist(cast: Cast, state: str) -> None:
    assert cast.client(cast.tess).get("/roadmap/", {"state": state}).status_code == 404


def test_an_item_that_never_was(cast: Cast) -> None:
    assert cast.client(cast.tess).get("/roadmap/999999/").status_code == 404


def test_an_empty_roadmap_says_so(cast: Cast) -> None:
    browser = cast.client(cast.tess)
    assert browser.get("/roadmap/").content.decode().count("Nothing stands here now") == 5
    assert "Items move here when" in browser.get("/roadmap/?state=done").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [("/roadmap/", 8), ("/roadmap/?state=asked", 4)])
def test_the_same_queries_for_one_and_for_three(
    cast: Cast, count: int, url: str, queries: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for n in range(count):
        items.ask(title=f"T{n}", body="x", by=cast.alun)
    browser = cast.client(cast.tess)
    with django_assert_num_queries(queries + SCOPE):
        browser.get(url)
