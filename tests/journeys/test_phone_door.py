"""Each of the things that a door takes: what the thumb does, and what goes over the wire (docs/offline.md, part 3)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import packs
from tests.journeys.hands import Canvasser
from tests.journeys.protocol_server import ProtocolServer


def couple_and_next() -> list[dict]:
    """Return number 23, where Elsie and Graham live, and Ben's number 25."""
    doors = [door for door in packs.reference_doors() if door["door"] in ("23", "25")]
    return sorted(doors, key=lambda door: int(door["door"]))


def open_board(page: Page, protocol: ProtocolServer, **more: object) -> Canvasser:
    protocol.pages["/board/"] = packs.board_page(couple_and_next(), **more)
    page.goto(f"{protocol.url}/board/")
    return Canvasser(page)


@pytest.fixture
def alun(phone: Page, protocol: ProtocolServer) -> Canvasser:
    """A canvasser at number 23, where Elsie and Graham live; Ben lives at 25."""
    made = open_board(phone, protocol)
    made.at_door("23")
    return made


def sent(protocol: ProtocolServer) -> list[dict]:
    return sorted(protocol.stored.values(), key=lambda event: event["device_seq"])


def last(protocol: ProtocolServer) -> dict:
    event = sent(protocol)[-1]
    assert event["schema_v"] == 2
    return event


def test_two_taps_are_enough_for_an_intention(alun: Canvasser, protocol: ProtocolServer) -> None:
    alun.page.locator("#intentions input[value=labour]").click()
    alun.page.locator("#scale input[value='8']").click()
    expect(alun.page.locator("[data-panel=ask] legend").first).to_have_text("What matters to Graham?")
    alun.sees(saved=1, sent=1)
    event = last(protocol)
    assert event["elector"] == 501
    assert event["payload"] == {"intention": "labour", "labour_scale": 8, "issues": []}


def test_what_somebody_would_do_and_never_vote_for_goes_with_their_answer(
    alun: Canvasser, protocol: ProtocolServer
) -> None:
    page = alun.page
    alun.cares_about("buses")
    alun.opens_more("wishes")
    page.locator("#wishes input[value=poster]").check()
    page.locator("#wishes input[value=follow_up]").check()
    expect(page.locator("#more-said")).to_contain_text("Would show a poster, Needs somebody to get back to them. Saved")
    page.locator("#more-back").click()
    expect(page.locator("[data-goes=wishes] small")).to_have_text("2 chosen")
    page.locator("#more-close").click()
    page.locator("#intentions input[value=undecided]").click()
    page.locator("#never input[value=reform]").check()  # beside the scale, as well as behind More
    expect(page.locator("#said")).to_have_text("Elsie: Reform")
    page.locator("#skip").click()
    alun.sees(saved=1, sent=1)
    assert last(protocol)["payload"] == {
        "intention": "undecided",
        "labour_scale": None,
        "issues": ["buses"],
        "wishes": ["poster", "follow_up"],
        "ruled_out": ["reform"],
    }
    page.locator("#undo").click()
    expect(page.locator("#said")).to_have_text("Taken back")
    alun.sees(saved=1, sent=1)
    assert last(protocol)["kind"] == "undo"


def test_their_own_words_are_kept_and_delicate_ones_asked_about_once(alun: Canvasser, protocol: ProtocolServer) -> None:
    page = alun.page
    page.locator("#own-words").click()
    page.locator("#note").fill("Her depression is   worse since the 44 was cut")
    page.get_by_role("button", name="Save these words").click()
    expect(page.locator("#more-wrong")).to_contain_text("There is a word about health")
    alun.sees(saved=0)
    page.locator("#note").fill("The 44 was cut and the clinic is far")
    alun.saves()
    expect(page.locator("#said")).to_have_text("Elsie: in their own words")
    alun.sees(saved=1, sent=1)
    assert last(protocol)["payload"]["note"] == "The 44 was cut and the clinic is far"
    page.locator("#own-words").click()
    expect(page.locator("#note")).to_have_value("The 44 was cut and the clinic is far")
    page.locator("#note").fill("Was called an idiot by the driver")
    page.get_by_role("button", name="Save these words").click()
    alun.saves()  # pressed again, it is kept: the office looks at it
    alun.says("wont_say")
    alun.sees(saved=1, sent=1)
    assert last(protocol)["payload"]["note"] == "Was called an idiot by the driver"


def test_a_number_is_taken_only_after_the_words_were_read_out(alun: Canvasser, protocol: ProtocolServer) -> None:
    page = alun.page
    alun.opens_more("contact")
    expect(page.locator("#wording")).to_contain_text("May Wexcombe Labour ring you")
    save = page.get_by_role("button", name="Save the number")
    page.locator("#reach").fill("01632 96")
    save.click()
    expect(page.locator("#more-wrong")).to_contain_text("Read the words out first")
    page.locator("#agreed").check()
    save.click()
    expect(page.locator("#more-wrong")).to_contain_text("with its area code")
    page.locator("#reach").fill("01632 960 123")
    alun.saves()
    alun.sees(saved=1, sent=1)
    event = last(protocol)
    assert (event["kind"], event["elector"], event["household"]) == ("consent", 501, 12)
    assert event["payload"] == {"channel": "phone", "value": "01632 960 123", "wording": 61}
    expect(page.locator("#people .answer").first).to_have_text("Asking")  # a number is no answer

    alun.opens_more("contact")
    page.locator("#channels input[value=email]").check()
    page.locator("#reach").fill("elsie at example.org")
    page.locator("#agreed").check()
    page.get_by_role("button", name="Save the address").click()
    expect(page.locator("#more-wrong")).to_contain_text("has an @ in it")
    page.locator("#reach").fill("elsie@example.org")
    alun.saves()
    alun.sees(saved=2, sent=2)
    page.locator("#more-open").click()
    expect(page.locator("[data-goes=contact] small")).to_have_text("Phone, Email")
    page.locator("#more-close").click()
    page.locator("#undo").click()
    alun.sees(saved=1, sent=1)


def test_without_words_to_read_out_no_number_is_taken(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol, questions={**packs.QUESTIONS, "wordings": []})
    alun.at_door("23")
    alun.opens_more("contact")
    expect(phone.locator("#no-wording")).to_be_visible()
    expect(phone.locator("#reach")).to_be_hidden()


def test_what_somebody_else_says_is_kept_apart(alun: Canvasser, protocol: ProtocolServer) -> None:
    page = alun.page
    page.locator("#more-open").click()
    page.locator("#reported").check()
    expect(page.locator("#intentions legend")).to_have_text("How will Elsie vote? Somebody else says")
    alun.sees(saved=0)  # who speaks is no answer yet
    alun.says("labour", 9)
    expect(page.locator("#people .answer").first).to_have_text("Labour, 9, others say")
    alun.sees(saved=1, sent=1)
    assert last(protocol)["payload"]["respondent"] == "other"
    page.locator("#people input").first.check()
    page.locator("#change").click()
    page.locator("#more-open").click()
    page.locator("#reported").uncheck()
    alun.says("green", 2)
    alun.sees(saved=1, sent=1)
    assert "respondent" not in last(protocol)["payload"]


def test_a_language_belongs_to_a_person_or_ends_the_door(alun: Canvasser, protocol: ProtocolServer) -> None:
    page = alun.page
    alun.opens_more("tongue")
    page.locator("#tongues").get_by_role("button", name="Polish").click()
    expect(page.locator("#said")).to_have_text("Elsie: speaks Polish")
    alun.sees(saved=1, sent=1)
    assert last(protocol)["payload"]["language"] == "Polish"
    page.locator("#undo").click()
    alun.sees(saved=0, sent=0)
    alun.opens_more("language")
    page.locator("#tongue").fill("Tigrinya")
    alun.saves()
    alun.at_door("25")
    alun.sees(saved=1, sent=1)
    event = last(protocol)
    assert (event["household"], event["elector"]) == (12, None)
    assert event["payload"] == {"outcome": "language", "language": "Tigrinya"}


@pytest.mark.parametrize(
    ("button", "outcome"),
    [("Would not talk", "refused"), ("Address not found", "not_found"), ("No access", "no_access")],
)
def test_what_comes_of_a_door_takes_it_off_the_list_and_back(
    alun: Canvasser, protocol: ProtocolServer, button: str, outcome: str
) -> None:
    if outcome != "no_access":
        alun.page.locator("#more-open").click()
    alun.page.get_by_role("button", name=button).click()
    alun.at_door("25")
    alun.sees(saved=1, sent=1)
    event = last(protocol)
    assert (event["household"], event["elector"], event["payload"]) == (12, None, {"outcome": outcome})
    alun.page.locator("#undo").click()
    alun.at_door("23")
    alun.sees(saved=0, sent=0)


def test_one_who_would_not_talk_where_another_did(alun: Canvasser, protocol: ProtocolServer) -> None:
    alun.says("labour", 8)
    alun.page.locator("#more-open").click()
    alun.page.get_by_role("button", name="Would not talk").click()
    alun.at_door("25")
    alun.sees(saved=2, sent=2)
    assert (last(protocol)["elector"], last(protocol)["payload"]) == (502, {"outcome": "refused"})


@pytest.mark.parametrize(("button", "outcome"), [("Moved away", "moved"), ("Has died", "deceased")])
def test_what_became_of_a_person(alun: Canvasser, protocol: ProtocolServer, button: str, outcome: str) -> None:
    alun.page.locator("#more-open").click()
    alun.page.get_by_role("button", name=button).click()
    expect(alun.page.locator("#more")).to_be_hidden()
    expect(alun.page.locator("#people .answer").first).to_have_text(button)
    alun.sees(saved=1, sent=1)
    assert (last(protocol)["elector"], last(protocol)["payload"]) == (501, {"outcome": outcome})


def test_a_door_that_is_not_safe(alun: Canvasser, protocol: ProtocolServer) -> None:
    page = alun.page
    alun.opens_more("flag")
    page.get_by_role("button", name="Flag this door").click()
    expect(page.locator("#more-wrong")).to_contain_text("Choose what happened")
    page.locator("#reasons input[value=dog]").check()
    page.locator("#flag-note").fill("Loose in the front garden")
    alun.saves()
    expect(page.locator(".care")).to_have_text("Take care here: tell your leader")
    alun.at_door("23")  # it says nothing of who was asked
    alun.sees(saved=1, sent=1)
    event = last(protocol)
    assert (event["kind"], event["household"], event["elector"]) == ("flag", 12, None)
    assert event["payload"] == {"reason": "dog", "note": "Loose in the front garden"}
    alun.opens_more("flag")
    page.get_by_role("button", name="Take the flag back").click()
    expect(page.locator(".care")).to_be_hidden()
    alun.sees(saved=0, sent=0)


def test_a_flag_from_before_is_shown_and_its_reason_is_not(phone: Page, protocol: ProtocolServer) -> None:
    doors = couple_and_next()
    doors[0]["flag"] = True
    protocol.pages["/board/"] = packs.board_page(
        doors, found=[{"household": 12, "street": 0, "text": "Found last time: Zofia Teale, not on the register"}]
    )
    phone.goto(f"{protocol.url}/board/")
    Canvasser(phone).at_door("23")
    expect(phone.locator(".care")).to_be_visible()
    expect(phone.locator("#found")).to_have_text("Found last time: Zofia Teale, not on the register")


def test_a_person_and_a_door_that_are_not_on_the_list(alun: Canvasser, protocol: ProtocolServer) -> None:
    page = alun.page
    alun.opens_more("someone")
    page.get_by_role("button", name="Add to the list").click()
    expect(page.locator("#more-wrong")).to_contain_text("Write their name")
    page.locator("#found-name").fill("Zofia Teale")
    alun.saves()
    expect(page.locator("#said")).to_have_text("Zofia Teale: sent to your organiser")
    alun.sees(saved=1, sent=1)
    event = last(protocol)
    assert (event["kind"], event["household"], event["elector"]) == ("found", 12, None)
    assert event["payload"] == {"street": None, "door": "", "name": "Zofia Teale"}
    alun.opens_more("somewhere")
    page.locator("#found-door").fill("Rear of 23")
    alun.saves()
    alun.sees(saved=2, sent=2)
    event = last(protocol)
    assert (event["household"], event["payload"]) == (None, {"street": 40, "door": "Rear of 23", "name": ""})
    page.locator("#undo").click()
    alun.sees(saved=1, sent=1)
    alun.at_door("23")


def test_a_survey_asks_what_hangs_on_what_was_answered(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol, questions={**packs.QUESTIONS, "survey": packs.SURVEY})
    alun.at_door("23")
    alun.says("labour", 8)
    asked = phone.locator("#survey-question legend")
    expect(asked).to_have_text("Do you take the bus to work?")
    expect(phone.locator("#survey-place")).to_have_text("Question 1 of 3, to Elsie")
    phone.locator("#script-open").click()
    expect(phone.locator("#script-text")).to_contain_text("We ask about the buses.")
    phone.locator("#script-close").click()
    phone.locator("#survey-keys").get_by_text("No").click()
    expect(asked).to_have_text("What would bring you back to it?")
    phone.locator("#survey-keys input[value=price]").check()
    phone.locator("#survey-next").click()
    expect(asked).to_have_text("How sure are you to vote?")
    phone.locator("#survey-back").click()
    expect(phone.locator("#survey-keys input[value=price]")).to_be_checked()
    phone.locator("#survey-next").click()
    phone.locator("#survey-keys input[value='7']").click()
    expect(asked).to_have_text("Is there anything else?")
    phone.locator("#survey-text").fill("Shelters")
    phone.locator("#survey-next").click()
    expect(phone.locator("[data-panel=ask] legend").first).to_have_text("What matters to Graham?")
    alun.sees(saved=1, sent=1)
    said = last(protocol)["payload"]
    assert (said["intention"], said["labour_scale"]) == ("labour", 8)
    answers = {"bus": "no", "why": ["price"], "sure": 7, "else": "Shelters"}
    assert said["survey"] == {"version": packs.SURVEY["version"], "answers": answers}

    phone.locator("#undo").click()
    expect(asked).to_have_text("Is there anything else?")
    phone.locator("#survey-back").click()
    phone.locator("#survey-back").click()
    phone.locator("#survey-back").click()
    phone.locator("#survey-keys input[value=yes]").click()
    expect(asked).to_have_text("How sure are you to vote?")
    alun.sees(saved=1, sent=1)
    assert last(protocol)["payload"]["survey"]["answers"] == {"bus": "yes", "sure": 7}


def test_whoever_wants_no_survey_is_left_in_peace(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol, questions={**packs.QUESTIONS, "survey": packs.SURVEY})
    alun.at_door("23")
    alun.says("wont_say")
    phone.locator("#survey-skip").click()
    expect(phone.locator("#survey-question legend")).to_have_text("How sure are you to vote?")
    phone.locator("#survey-stop").click()
    expect(phone.locator("[data-panel=ask] legend").first).to_have_text("What matters to Graham?")
    alun.sees(saved=1, sent=1)
    assert "survey" not in last(protocol)["payload"]


def test_one_phone_for_several(phone: Page, protocol: ProtocolServer) -> None:
    alun = open_board(phone, protocol, team=packs.TEAM)
    phone.get_by_role("button", name="Others do").click()
    rows = phone.locator(".canvasser")
    expect(rows.nth(0)).to_contain_text("Send to 23: ask for Elsie Marchbank, Graham Marchbank")
    rows.nth(0).click()
    expect(rows.nth(0)).to_contain_text("At 23: ask for Elsie Marchbank, Graham Marchbank")
    expect(rows.nth(1)).to_contain_text("Send to 25: ask for Ben Baker13")
    rows.nth(1).click()
    rows.nth(1).click()  # Ben's door, though Amara's is not done
    alun.at_door("25")
    expect(phone.locator("#who input:checked + span, #who label:has(:checked)")).to_have_text("Ben Tresco")
    alun.not_in()
    expect(rows.nth(1)).to_contain_text("No door left to send to")

    rows.nth(0).click()
    alun.at_door("23")
    phone.locator("#people input").nth(1).check()  # in any order
    phone.locator("#who").get_by_text("Ben Tresco").click()  # both stand at 23 now, Ben for Graham
    alun.says("labour", 8)
    expect(rows.nth(0)).to_contain_text("At 23: ask for Elsie Marchbank")
    expect(rows.nth(1)).not_to_contain_text("At 23")
    phone.reload()
    expect(rows.nth(0)).to_contain_text("At 23: ask for Elsie Marchbank")  # it is remembered who is where
    rows.nth(0).click()
    alun.says("wont_say")
    expect(phone.locator("#finished")).to_contain_text("3 saved, 3 sent.")
    by = [(event["elector"], event["payload"].get("canvasser")) for event in sent(protocol)]
    assert by == [(None, 32), (502, 32), (502, 32), (501, 31)]


def test_a_team_may_work_alone_and_change_its_mind(phone: Page, protocol: ProtocolServer) -> None:
    session = {"id": "x", "name": "Saturday", "leader": "Priya Osei", "back_at": "2026-07-01T19:30:00+00:00"}
    alun = open_board(phone, protocol, team=packs.TEAM, session=session)
    phone.get_by_role("button", name="I do").click()
    alun.at_door("23")
    alun.says("wont_say")
    alun.sees(saved=1, sent=1)
    assert "canvasser" not in last(protocol)["payload"]
    phone.locator("#left").click()
    expect(phone.locator("#all-back-by")).to_have_text("Back by 20:30. Your leader is Priya Osei.")
    phone.get_by_role("button", name="Write for several canvassers").click()
    expect(phone.locator("#round")).to_be_visible()
    phone.locator(".canvasser").first.click()
    phone.locator(".canvasser").first.click()
    alun.at_door("23")
    phone.locator("#backward").click()
    phone.locator("[data-free]").first.click()
    expect(phone.locator(".canvasser").first).to_contain_text("Send to 23")


def test_what_is_added_after_the_page_forgot_takes_nothing_away(alun: Canvasser, protocol: ProtocolServer) -> None:
    """Opened anew, the page knows that there was an answer and not which: an addition must not stand in its place."""
    page = alun.page
    alun.says("labour", 8)
    alun.sees(saved=1, sent=1)
    page.reload()
    alun.at_door("23")
    page.locator("#people input").first.check()
    page.locator("#change").click()
    alun.cares_about("buses")
    alun.sees(saved=2, sent=2)
    event = last(protocol)
    assert (event["supersedes"], event["payload"]["issues"]) == (None, ["buses"])
    expect(page.locator("#people .answer").first).to_have_text("Answered")


def test_nothing_that_was_written_is_left_when_the_time_is_over(phone: Page, protocol: ProtocolServer) -> None:
    phone.clock.install()
    protocol.pages["/board/"] = packs.board_page(
        couple_and_next(), team=packs.TEAM, questions={**packs.QUESTIONS, "survey": packs.SURVEY}
    )
    phone.goto(f"{protocol.url}/board/")
    alun = Canvasser(phone)
    expect(phone.get_by_role("button", name="Others do")).to_be_visible()
    phone.clock.run_for(1000)
    phone.get_by_role("button", name="Others do").click()
    phone.locator(".canvasser").first.click()
    phone.locator(".canvasser").first.click()
    alun.at_door("23")
    phone.locator("#own-words").click()
    phone.locator("#note").fill("Something of Elsie's")
    phone.clock.set_fixed_time("2099-01-02T00:00:00Z")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("[data-panel=over]")).to_be_visible()
    for name in ("Marchbank", "Elsie", "Amara"):
        assert name not in phone.content()
    expect(phone.locator("#note")).to_have_count(0)
    assert phone.evaluate("localStorage.length") == 0
