"""The two phone pages themselves: keyboard, small glass, every state under axe, and how much script they load."""

from __future__ import annotations

import datetime
import gzip

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Locator, Page, Response, expect

from tests.browsing import Console
from tests.journeys import packs
from tests.journeys.hands import Canvasser, Teller
from tests.journeys.protocol_server import ProtocolServer

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
BUDGET = 150_000


def open_board(page: Page, protocol: ProtocolServer, doors: list[dict], **more: object) -> Canvasser:
    protocol.pages["/board/"] = packs.board_page(doors, **more)
    page.goto(f"{protocol.url}/board/")
    return Canvasser(page)


def open_keypad(page: Page, protocol: ProtocolServer, *districts: str) -> Teller:
    verdicts = {"1268": "counted", "4410": "not_here", "882/2": "already_in"}
    protocol.judge = lambda event: {
        "status": "stored",
        "detail": {"verdict": verdicts.get(event["payload"].get("typed"), "counted")},
    }
    protocol.pages["/keypad/"] = packs.keypad_page(districts or ("HH3",))
    page.goto(f"{protocol.url}/keypad/")
    return Teller(page)


def height(target: Locator) -> float:
    box = target.bounding_box()
    assert box is not None
    return box["height"]


def test_the_board_with_a_keyboard_alone(laptop: Page, protocol: ProtocolServer) -> None:
    alun = open_board(laptop, protocol, packs.reference_doors())
    alun.at_door("23")
    laptop.locator("#intentions input").first.focus()
    laptop.keyboard.press("ArrowRight")
    laptop.keyboard.press("ArrowRight")
    expect(laptop.locator("#intentions input[value=lib_dem]")).to_be_checked()
    alun.sees(saved=0)  # the arrows only look round
    laptop.keyboard.press("Enter")
    expect(laptop.locator("#scale input").first).to_be_focused()
    laptop.keyboard.press("Space")
    expect(laptop.locator("#people .answer").first).to_have_text("Lib Dem, 1")
    expect(laptop.locator("#issues input").first).to_be_focused()
    laptop.keyboard.press("Space")
    expect(laptop.locator("#said")).to_have_text("Graham: Buses and trains")
    laptop.locator("#people input:checked").focus()
    laptop.keyboard.press("ArrowUp")
    expect(laptop.locator("#people input").first).to_be_focused()
    expect(laptop.locator("[data-panel=answered]")).to_be_visible()
    laptop.locator("#left").press("Enter")
    laptop.locator("#all-doors [aria-current]").press("Enter")
    expect(laptop.locator("#all")).to_be_hidden()


def test_a_full_house_on_a_short_phone(phone: Page, protocol: ProtocolServer) -> None:
    """Four people at a door on 640 px: those who answered step back, and Undo stays within reach."""
    phone.set_viewport_size({"width": 360, "height": 640})
    names = ("Elsie Marchbank", "Graham Marchbank", "Zofia Marchbank", "Imran Marchbank")
    house = packs.door(1, "1", [packs.person(at, name) for at, name in enumerate(names, 1)])
    alun = open_board(phone, protocol, [house])
    alun.at_door("1")
    rows = phone.locator("#people .person")
    before = height(rows.first)
    alun.says("labour", 8)
    expect(rows.first.locator("small")).to_be_hidden()
    expect(phone.locator("#number")).to_be_in_viewport(ratio=1)
    assert height(rows.first) <= before
    for button in ("#undo", "#not-in", "#intentions label >> nth=8"):
        expect(phone.locator(button)).to_be_in_viewport(ratio=1)
        phone.locator(button).click(trial=True)


def test_nothing_jumps_when_something_is_saved(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol, packs.reference_doors())
    alun.at_door("23")
    where = phone.locator("#not-in").bounding_box()
    alun.says("labour", 8)
    expect(phone.locator("#toast")).to_be_visible()
    assert phone.locator("#not-in").bounding_box() == where


def test_targets_are_large_enough_for_a_thumb(phone: Page, protocol: ProtocolServer) -> None:
    open_board(phone, protocol, packs.reference_doors()).at_door("23")
    shown = [target for target in phone.locator("button, .tap, .chip, .person").all() if target.is_visible()]
    assert len(shown) > 20
    assert min(height(target) for target in shown) >= 44
    assert min(height(target) for target in phone.locator("[data-panel=ask] .tap").all()) >= 56
    open_keypad(phone, protocol).sees(sent=0, waiting=0)
    assert min(height(key) for key in phone.locator("#keys button").all()) >= 60


def test_a_second_tap_of_the_same_thumb_answers_nothing(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol, packs.ten_doors())
    alun.at_door("1")
    phone.wait_for_timeout(400)
    box = phone.locator("#intentions input[value=reform]").bounding_box()
    assert box is not None
    for _ in range(3):
        phone.mouse.click(box["x"] + 20, box["y"] + 20)
    expect(phone.locator("[data-panel=scale]")).to_be_visible()
    alun.sees(saved=1)
    expect(phone.locator("#people .answer")).to_have_text("Reform")


def test_the_way_round_the_board(phone: Page, protocol: ProtocolServer) -> None:
    doors = [packs.door(at, str(2 * at - 1), [packs.person(at, f"Elsie Marchbank{at}")]) for at in (1, 2)]
    closed = packs.door(3, "5", [], state="no_contact")
    flats = [
        packs.door(10 + at, f"Flat {at}, The Maltings", [packs.person(10 + at, "Zofia Teale")], street=1, side="")
        for at in (1, 2)
    ]
    alun = open_board(phone, protocol, [*doors, closed, *flats], streets=("Tanyard Row", "Old Maltings Close"))
    expect(phone.locator("#left")).to_have_text("2doors left")
    expect(phone.locator("#side")).to_have_text("Odd side, going up")
    alun.not_in()
    alun.at_door("3")
    expect(phone.locator("#left")).to_have_text("1door left")
    phone.get_by_role("button", name="No access").click()
    alun.at_door("Flat 1, The Maltings")  # the door that wants no contact is passed by
    expect(phone.locator("#plate")).to_have_text("Old Maltings CloseHH3")
    phone.locator("#left").click()
    expect(phone.locator("#all-doors .row").nth(2)).to_be_disabled()
    states = phone.locator("#all-doors .state").all_inner_texts()
    assert states == ["Not in", "No access", "Do not knock", "To do", "To do"]
    phone.locator("#all-doors .row").nth(4).click()
    alun.says("labour", 10)
    alun.at_door("Flat 1, The Maltings")
    alun.says("wont_say")
    expect(phone.locator("#finished")).to_contain_text("4 saved, 4 sent. Hand the board back.")
    phone.get_by_role("button", name="Try 1 door again where nobody was in").click()
    alun.at_door("1")
    alun.says("green", 2)
    expect(phone.locator("#finished")).to_contain_text("5 saved, 5 sent.")
    phone.locator("#undo").click()
    alun.at_door("1")


def test_somebody_who_is_out_while_another_answers(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol, packs.reference_doors())
    alun.says("labour", 8)
    alun.not_in()
    alun.at_door("25")
    alun.sees(saved=2, sent=2)
    [event] = [event for event in protocol.stored.values() if event["kind"] == "outcome"]
    assert (event["elector"], event["household"], event["payload"]) == (502, 12, {"outcome": "not_in"})


def test_undo_gives_its_row_back_after_ten_seconds(phone: Page, protocol: ProtocolServer) -> None:
    phone.clock.install()
    alun = open_board(phone, protocol, packs.reference_doors())
    expect(phone.locator("#door")).to_be_visible()
    phone.clock.run_for(1000)
    phone.locator("#intentions input[value=wont_say]").click()
    expect(phone.locator("#toast small")).to_have_text("Saved on this phone. 10 seconds")
    phone.clock.run_for(2000)
    expect(phone.locator("#toast small")).to_have_text("Saved on this phone. 8 seconds")
    phone.clock.run_for(9000)
    expect(phone.locator("#toast")).to_be_hidden()
    expect(phone.locator("#onward")).to_have_text("Next door")
    alun.at_door("23")


def test_when_its_time_is_over_the_phone_forgets_the_names_and_not_the_work(
    phone: Page, protocol: ProtocolServer
) -> None:
    phone.clock.install()
    protocol.pages["/board/"] = packs.board_page(packs.ten_doors(), read_until=_in_an_hour())
    phone.goto(f"{protocol.url}/board/")
    alun = Canvasser(phone)
    expect(phone.locator("#door")).to_be_visible()
    phone.clock.run_for(1000)
    protocol.fault = "portal"
    phone.locator("#intentions input[value=wont_say]").click()
    alun.sees(saved=1)
    phone.clock.fast_forward(3600_000)
    expect(phone.locator("[data-panel=over]")).to_be_visible()
    assert "Marchbank" not in phone.content()
    protocol.fault = ""
    phone.locator("#sent").click()
    phone.locator("#sheet-send").click()
    phone.clock.run_for(1000)
    alun.sees(saved=1, sent=1)


def test_work_that_stays_unsent_for_long_is_pointed_out(phone: Page, protocol: ProtocolServer) -> None:
    phone.clock.install()
    alun = open_board(phone, protocol, packs.ten_doors())
    expect(phone.locator("#door")).to_be_visible()  # or the second that goes by is one in which nobody answered
    phone.clock.run_for(1000)
    protocol.fault = "portal"
    phone.locator("#intentions input[value=wont_say]").click()
    alun.sees(saved=1)
    expect(phone.locator("#attention")).to_have_text("0 need attention")
    phone.clock.fast_forward("02:30:00")
    expect(phone.locator("#attention")).to_have_text("1 not sent yet")


def _in_an_hour() -> str:
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).isoformat()


BOARD_STATES = {
    "asking": [],
    "scale": ["#intentions input[value=labour]"],
    "more": ["#more-open"],
    "wishes": ["#more-open", "[data-goes=wishes]"],
    "words": ["#own-words"],
    "contact": ["#more-open", "[data-goes=contact]", "#more [type=submit] >> visible=true"],
    "flag": ["#more-open", "[data-goes=flag]"],
    "found": ["#more-open", "[data-goes=somewhere]"],
    "card": ["#more-open", "#card-open"],
    "confirm": ["#more-open", "#more [data-shows=confirm]"],
    "survey": ["#intentions input[value=wont_say]"],
    "script": ["#intentions input[value=wont_say]", "#script-open"],
    "mode": [],
    "round": ["#runner"],
    "runner": ["#runner", ".canvasser >> nth=0", ".canvasser >> nth=0"],
    "answered": ["#intentions input[value=wont_say]", "#people input >> nth=0"],
    "sheet": ["#intentions input[value=wont_say]", "#sent"],
    "doors": ["#left"],
    "finished": ["#not-in"],
}
BOARD_PACKS: dict[str, dict] = {
    **{state: {"questions": {**packs.QUESTIONS, "survey": packs.SURVEY}} for state in ("survey", "script")},
    **{state: {"team": packs.TEAM} for state in ("mode", "round", "runner")},
}
KEYPAD_STATES = {
    "typed": ["[data-key='1']", "[data-key='2']"],
    "refused": ["#voted"],
    "rules": ["summary"],
    "sheet": ["#sync"],
}


@pytest.mark.parametrize("state", BOARD_STATES)
def test_axe_finds_nothing_on_the_board(laptop: Page, protocol: ProtocolServer, console: Console, state: str) -> None:
    console.expect("Failed to load resource")
    protocol.fault = "outdated" if state == "sheet" else ""
    doors = packs.reference_doors()
    open_board(laptop, protocol, [doors[11]] if state == "finished" else doors, **BOARD_PACKS.get(state, {}))
    expect(laptop.locator(".is-locked")).to_have_count(0)
    _press(laptop, BOARD_STATES[state])
    assert not (found := list(_axe(laptop))), "\n".join(found)


@pytest.mark.parametrize("state", KEYPAD_STATES)
def test_axe_finds_nothing_on_the_keypad(laptop: Page, protocol: ProtocolServer, state: str) -> None:
    tess = open_keypad(laptop, protocol, "HH3", "HH4")
    for number in ("1268", "4410", "882/2"):
        tess.types(number)
    tess.sees(sent=3, waiting=0)
    _press(laptop, KEYPAD_STATES[state])
    assert not (found := list(_axe(laptop))), "\n".join(found)


def test_axe_finds_nothing_when_nothing_can_be_saved(laptop: Page, protocol: ProtocolServer) -> None:
    laptop.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    open_board(laptop, protocol, packs.reference_doors())
    laptop.get_by_role("button", name="Go on online only").click()
    expect(laptop.locator("#stop")).to_be_visible()
    assert not (found := list(_axe(laptop))), "\n".join(found)


def _press(page: Page, selectors: list[str]) -> None:
    for selector in selectors:
        page.locator(selector).click()


def _axe(page: Page) -> list[str]:
    found = []
    page.evaluate(AXE)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found.append(f"scrolls sideways at {width} px")
        for theme in ("light", "dark", "sunlight"):
            page.evaluate("(theme) => { document.documentElement.className = `glass-page theme-${theme}`; }", theme)
            for violation in page.evaluate("(rules) => axe.run(document, rules)", RULES)["violations"]:
                found += [
                    f"{width} {theme} {violation['id']}: {node['html'][:160]} {node['failureSummary'].splitlines()[-1]}"
                    for node in violation["nodes"][:3]
                ]
    return found


@pytest.mark.parametrize("which", ["board", "keypad"])
def test_the_script_of_a_phone_page_is_small(phone: Page, protocol: ProtocolServer, which: str) -> None:
    """What the page really loads, each module compressed as it goes over the wire."""
    scripts: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type == "script":
            scripts[response.url] = len(gzip.compress(response.body(), 6))

    phone.on("response", weigh)
    if which == "board":
        open_board(phone, protocol, packs.ten_doors()).at_door("1")
    else:
        open_keypad(phone, protocol).sees(sent=0, waiting=0)
    phone.wait_for_load_state("networkidle")
    assert sum(scripts.values()) < BUDGET, scripts
    asked = phone.evaluate(
        "() => [...document.querySelectorAll('link[rel=modulepreload], script[src]')].map((one) => one.href ?? one.src)"
    )
    assert set(scripts) == set(asked)  # all at once: none is found out about by reading another
