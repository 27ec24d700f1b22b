"""Somebody at the meeting point with no account: one code, the leader vouches, a lesson, terms, a PIN, a board.

Two browsers: the leader's laptop and the newcomer's phone. What the machine takes is measured. Added to it: reading
every word of the lesson, its questions and the terms at the speed at which adults read, and 80 seconds of typing with
a thumb.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from access import content
from access.models import User
from canvass.models import Handing
from tests.browsing import Console, sign_in
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import sessions as making

LESSON, TERMS = content.LESSONS["doorstep"], content.TERMS["register-terms"]
NAME, ADDRESS, PIN = "Ngozi Okafor", "ngozi@example.net", "480173"
EIGHT_MINUTES = 8 * 60
# Words a minute: the mean of 190 studies of adults reading English to themselves (Brysbaert 2019).
READS = 238
TYPES = 80


def _words() -> int:
    """Return how many words there are to read: lesson, questions with their answers, terms."""
    asked = (f"{one.ask} {' '.join(one.answers)}" for one in LESSON.questions)
    return sum(len(text.split()) for text in (LESSON.source, *asked, TERMS.source))


def _learn(phone: Page) -> None:
    phone.get_by_role("link", name="Start the lesson").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(LESSON.title)
    for question in LESSON.questions:
        phone.locator(f"input[name={question.name}][value='{question.right}']").check()
    phone.get_by_role("button", name="Check my answers").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(TERMS.title)
    phone.get_by_label("Your full name").fill(NAME)
    phone.locator("main form button[type=submit]").last.click()


def test_under_eight_minutes(phone: Page, laptop: Page, live_server: LiveServer, cast: Cast, console: Console) -> None:
    road = canvass.street(cast.wexcombe)
    door = canvass.household(road, 23)
    canvass.elector(door, "Elsie", "Marchbank")
    board = canvass.board(cast.osei, door)
    session = making.session(cast.wexcombe, cast.osei, board)
    code = making.code(session, cast.osei)
    leader = f"{live_server.url}/u/wexcombe/canvass/sessions/{session.pk}/"
    sign_in(laptop, cast.osei, live_server.url)
    laptop.goto(leader)
    began = time.monotonic()

    phone.goto(f"{live_server.url}{code}")
    phone.get_by_label("Your name").fill(NAME)
    phone.get_by_label("Your email address").fill(ADDRESS)
    phone.get_by_role("button", name="Ask to join").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Wait a moment")

    laptop.get_by_role("button", name="I know this person").click()  # the page shows them by itself
    expect(laptop.get_by_role("status").first).to_contain_text("may join")
    phone.get_by_role("button", name="Go on").click()  # and so does the phone

    _learn(phone)
    phone.get_by_role("link", name="Choose a PIN").click()
    phone.get_by_label("Six digits", exact=True).fill(PIN)
    phone.get_by_label("The same six digits again").fill(PIN)
    phone.get_by_role("button", name="Save PIN").click()
    expect(phone.get_by_text("Wait for a board")).to_be_visible()

    laptop.get_by_role("link", name="Hand out").click()
    laptop.get_by_label(NAME).check()
    laptop.get_by_label("Team").select_option("Team A")
    laptop.get_by_role("button", name="Hand out board").click()
    expect(laptop.get_by_role("heading", level=1)).to_have_text(f"{NAME} scans this")

    phone.get_by_role("link", name=board.name).click()  # it came by itself
    phone.get_by_label("Choose a PIN, 6 digits").fill(PIN)  # the same one keeps the board on the phone
    phone.get_by_label("The same again").fill(PIN)
    phone.get_by_role("button", name="Keep the board").click()
    expect(phone.locator("#door")).to_be_visible()

    measured = time.monotonic() - began
    reading = 60 * _words() / READS
    assert measured + reading + TYPES < EIGHT_MINUTES, (measured, reading, TYPES)
    with everywhere():
        assert Handing.objects.get(board=board).user == User.objects.get(email=ADDRESS)
