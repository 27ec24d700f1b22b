"""How many taps each thing at a door takes, on the smallest phone, and that Undo takes every one of them back.

Beside test_phone_door.py, which looks at what is sent; here it is the thumb: each button is on the glass before it is
pressed, without scrolling.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Console
from tests.journeys import packs
from tests.journeys.hands import Canvasser
from tests.journeys.protocol_server import ProtocolServer

MORE = "#more-open"


@dataclass(frozen=True)
class Way:
    """What the thumb presses, one after the other, and what the server then has of it."""

    taps: tuple[str, ...]
    kind: str
    payload: dict = field(default_factory=dict)


def _outcome(code: str, *taps: str) -> Way:
    return Way(taps, "outcome", {"outcome": code})


def _wish(code: str) -> Way:
    return Way((MORE, "[data-goes=wishes]", f"#wishes input[value={code}]"), "answer", {"wishes": [code]})


WAYS = {
    # One tap
    "not in": _outcome("not_in", "#not-in"),
    "no access": _outcome("no_access", "#no-access"),
    "an issue": Way(("#issues input[value=buses]",), "answer", {"issues": ["buses"]}),
    "will not say": Way(("#intentions input[value=wont_say]",), "answer", {"intention": "wont_say"}),
    # Two
    "would not talk": _outcome("refused", MORE, "#refused"),
    "address not found": _outcome("not_found", MORE, "#not-found"),
    "moved": _outcome("moved", MORE, "#more [data-outcome=moved]"),
    "deceased": _outcome("deceased", MORE, "#more [data-outcome=deceased]"),
    # Three
    "do not contact": _outcome("do_not_contact", MORE, "#more [data-shows=confirm]", "[data-outcome=do_not_contact]"),
    "never votes for": Way(
        (MORE, "[data-goes=ruled_out]", "#ruled_out input[value=reform]"), "answer", {"ruled_out": ["reform"]}
    ),
    "postal vote": _wish("postal_vote"),
    "poster": _wish("poster"),
    "wants to help": _wish("help"),
    "follow-up": _wish("follow_up"),
    "a language they speak": Way(
        (MORE, "[data-goes=tongue]", "#tongues button >> nth=3"), "answer", {"language": "Polish"}
    ),
    "another language": Way(
        (MORE, "[data-goes=language]", "#tongues button >> nth=3"),
        "outcome",
        {"outcome": "language", "language": "Polish"},
    ),
    "somebody else says": Way(
        (MORE, "#reported", "#intentions input[value=wont_say]"), "answer", {"respondent": "other"}
    ),
    # Four
    "not safe": Way(
        (MORE, "[data-goes=flag]", "#reasons input[value=dog]", "#more form[data-page=flag] [type=submit]"),
        "flag",
        {"reason": "dog"},
    ),
}


@pytest.fixture
def alun(phone: Page, protocol: ProtocolServer) -> Canvasser:
    """A canvasser at number 1 on a short phone."""
    phone.set_viewport_size({"width": 360, "height": 640})
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors())
    phone.goto(f"{protocol.url}/board/")
    made = Canvasser(phone)
    made.at_door("1")
    return made


def _press(page: Page, selector: str) -> None:
    target = page.locator(selector)
    expect(target).to_be_in_viewport(ratio=0.95)
    target.click()


def _newest(protocol: ProtocolServer) -> dict:
    return max(protocol.stored.values(), key=lambda event: event["device_seq"])


def test_each_thing_is_few_taps_away_and_undo_takes_it_back(alun: Canvasser, protocol: ProtocolServer) -> None:
    page = alun.page
    for name, way in WAYS.items():
        for selector in way.taps:
            _press(page, selector)
        alun.sees(saved=1, sent=1)
        event = _newest(protocol)
        assert event["kind"] == way.kind, name
        assert {key: event["payload"].get(key) for key in way.payload} == way.payload, name
        if page.locator("#more-close").is_visible():  # what is chosen from a list leaves the list open
            page.locator("#more-close").click()
        _press(page, "#undo")
        alun.at_door("1")
        alun.sees(saved=0, sent=0)
        assert _newest(protocol)["kind"] == "undo", name


def test_an_intention_is_two_taps_and_both_can_be_taken_back(alun: Canvasser, protocol: ProtocolServer) -> None:
    page = alun.page
    _press(page, "#intentions input[value=labour]")
    _press(page, "#scale input[value='10']")
    alun.at_door("3")
    alun.sees(saved=1, sent=1)
    assert _newest(protocol)["payload"] == {"intention": "labour", "labour_scale": 10, "issues": []}
    _press(page, "#undo")  # the last tap
    expect(page.locator("#people .answer")).to_have_text("Labour")
    _press(page, "[data-panel=scale] [data-shows=ask]")
    page.locator("#people input").first.click()
    _press(page, "#take-back")  # all of it
    alun.sees(saved=0, sent=0)


def test_each_intention_shows_the_letter_that_stands_for_it_on_paper(phone: Page, protocol: ProtocolServer) -> None:
    letters = {"L": "labour", "T": "conservative", "D": "undecided", "U": "undecided"}
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors(), letters=letters)
    phone.goto(f"{protocol.url}/board/")
    Canvasser(phone).at_door("1")
    shown = phone.locator("#intentions .letter").all()
    assert [one.text_content() for one in shown if one.is_visible()] == ["L", "T", "D"]
    expect(phone.get_by_role("radio", name="Labour", exact=True)).to_have_count(1)  # it is no part of the name


def test_who_we_are_can_be_shown_without_signal(phone: Page, protocol: ProtocolServer, console: Console) -> None:
    """The card at the door: what is kept, a code to take it along, and the way to stop."""
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors())
    phone.goto(f"{protocol.url}/board/")
    alun = Canvasser(phone)
    alun.at_door("1")
    phone.wait_for_load_state("networkidle")
    console.expect("ERR_CONNECTION_REFUSED")
    protocol.stop()
    phone.locator("#more-open").click()
    phone.locator("#card-open").click()
    expect(phone.locator("#card-title")).to_be_focused()
    expect(phone.locator("#card-parts")).to_contain_text("We are volunteers for the Labour Party in Wexcombe")
    expect(phone.locator("#card-parts")).to_contain_text("office@wexcombe.example")
    expect(phone.locator("#card-imprint")).to_contain_text("Promoted by")
    drawn = phone.locator("#card-code path").get_attribute("d") or ""
    dark = "".join(map(str, packs.CARD["code"])).count("1")
    assert sum(int(run.split("v")[0]) for run in drawn.split("h")[1::2]) == dark
    phone.locator("#card-close").click()
    expect(phone.locator("#card-open")).to_be_focused()
    phone.locator("#card-open").click()
    phone.locator("#card-stop").click()
    expect(phone.locator("[data-panel=confirm] h2")).to_have_text("Never contact Elsie Marchbank1 again?")
    expect(phone.locator("dialog[open]")).to_have_count(0)
    phone.locator("[data-outcome=do_not_contact]").locator("visible=true").click()
    alun.sees(saved=1)
    protocol.start()


def test_a_pack_without_a_card_offers_none(phone: Page, protocol: ProtocolServer) -> None:
    page = packs.board_page(packs.ten_doors())
    del page.pack["card"]
    protocol.pages["/board/"] = page
    phone.goto(f"{protocol.url}/board/")
    Canvasser(phone).at_door("1")
    phone.locator("#more-open").click()
    expect(phone.locator("#card-open")).to_be_hidden()
    expect(phone.locator("#more [data-opens-script]")).to_be_hidden()  # nor a script, where there is no survey


def test_the_script_is_there_before_anybody_answers_and_the_focus_goes_along(
    phone: Page, protocol: ProtocolServer
) -> None:
    questions = {**packs.QUESTIONS, "survey": packs.SURVEY}
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors(), questions=questions)
    phone.goto(f"{protocol.url}/board/")
    alun = Canvasser(phone)
    alun.at_door("1")
    phone.locator("#more-open").click()
    phone.locator("#more [data-opens-script]").click()
    expect(phone.locator("#script-text")).to_contain_text("We ask about the buses.")
    phone.locator("#script-close").click()
    phone.locator("#more-close").click()
    expect(phone.locator("#more-open")).to_be_focused()

    alun.says("labour", 8)
    expect(phone.locator("#survey-keys input").first).to_be_focused()
    phone.locator("#survey-keys input[value=no]").click()
    expect(phone.locator("#survey-keys input[value=price]")).to_be_focused()
    phone.locator("#survey-next").click()
    expect(phone.locator("#survey-keys input[value='1']")).to_be_focused()
    phone.locator("#survey-skip").click()
    expect(phone.locator("#survey-place")).to_be_focused()  # in front of a field that would bring the keyboard up
    expect(phone.locator("#survey-text")).to_be_visible()
    phone.locator("#survey-stop").click()
    alun.at_door("3")
    expect(phone.locator("#issues input").first).to_be_focused()
