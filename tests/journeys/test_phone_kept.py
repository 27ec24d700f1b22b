"""What a door takes, from the thumb to the real server: what is known there in the end (canvass/rules/contacts.py)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from access import scoping
from canvass.actions import consents, surveys
from canvass.enums import Channel
from canvass.models import (
    Board,
    ContactEvent,
    DoorFlag,
    DoorstepConsent,
    Found,
    LatestContact,
    LatestVisit,
    SurveyAnswer,
)
from tests import cast as people
from tests.browsing import sign_in
from tests.everywhere import everywhere
from tests.factories import canvass, sessions
from tests.journeys.hands import Canvasser
from tests.journeys.servers import Server

BODY = {
    "script": "Hello, I’m from Wexcombe Labour.",
    "questions": [
        {
            "key": "bus",
            "text": "Do you take the bus to work?",
            "kind": "choice",
            "options": [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}],
            "only_if": None,
        },
        {
            "key": "why",
            "text": "What would bring you back to it?",
            "kind": "text",
            "options": [],
            "only_if": {"key": "bus", "codes": ["no"]},
        },
    ],
}


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


def made_board(cast: people.Cast) -> Board:
    """Make a board of numbers 1, 3, 5 and 7, with Elsie and Graham behind each."""
    road = canvass.street(cast.wexcombe, "Tanyard Row")
    doors = [canvass.household(road, number) for number in (1, 3, 5, 7)]
    for door in doors:
        for name in ("Elsie", "Graham"):
            canvass.elector(door, name, "Marchbank")
    return canvass.board(cast.osei, *doors, name="Tanyard Row, odds")


def open_board(phone: Page, server: Server, cast: people.Cast, made: Board) -> Canvasser:
    canvass.hand(made, cast.alun, cast.osei)
    sign_in(phone, cast.alun, server.url)
    phone.goto(f"{server.url}/canvass/board/{made.pk}/")
    alun = Canvasser(phone)
    alun.at_door("1")
    return alun


def known(first: str, door: int) -> LatestContact:
    return LatestContact.objects.get(elector__forenames=first, elector__household__number=door)


def test_all_that_a_person_says_is_known_in_the_office(phone: Page, server: Server, cast: people.Cast) -> None:
    with scoping.units([cast.wexcombe.pk]):
        consents.reword(by=cast.osei, unit=cast.wexcombe, channel=Channel.PHONE, text="May we ring you?")
    alun = open_board(phone, server, cast, made_board(cast))
    alun.cares_about("buses")
    alun.opens_more("wishes")
    phone.locator("#wishes input[value=poster]").check()
    phone.locator("#wishes input[value=postal_vote]").check()
    phone.locator("#more-close").click()
    phone.locator("#own-words").click()
    phone.locator("#note").fill("The 44 was cut")
    alun.saves()
    alun.opens_more("tongue")
    phone.locator("#tongues").get_by_role("button", name="Welsh").click()
    alun.opens_more("contact")
    expect(phone.locator("#wording")).to_have_text("May we ring you?")
    phone.locator("#agreed").check()
    phone.locator("#reach").fill("01632 960 123")
    alun.saves()
    phone.locator("#intentions input[value=undecided]").click()
    phone.locator("#never input[value=reform]").check()
    expect(phone.locator("#said")).to_have_text("Elsie: Reform")
    phone.locator("#scale input[value='6']").click()
    phone.locator("#more-open").click()  # Graham is out; Elsie speaks for him
    phone.locator("#reported").check()
    alun.says("labour", 9)
    alun.at_door("3")
    alun.sees(saved=3, sent=3)

    elsie, graham = known("Elsie", 1), known("Graham", 1)
    assert (elsie.intention, elsie.labour_scale, elsie.issues) == ("undecided", 6, ["buses"])
    assert (set(elsie.wishes), elsie.ruled_out, elsie.language) == ({"poster", "postal_vote"}, ["reform"], "Welsh")
    assert not elsie.reported
    assert elsie.spoken_at
    assert (graham.intention, graham.labour_scale, graham.reported, graham.spoken_at) == ("labour", 9, True, None)
    [consent] = DoorstepConsent.objects.all()
    assert (consent.value, consent.wording.text, consent.taken_by) == ("01632 960 123", "May we ring you?", cast.alun)
    notes = ContactEvent.objects.filter(payload__note="The 44 was cut", elector=elsie.elector_id)
    assert notes.exists()


def test_what_comes_of_doors_and_what_no_register_names(phone: Page, server: Server, cast: people.Cast) -> None:
    alun = open_board(phone, server, cast, made_board(cast))
    alun.opens_more("flag")
    phone.locator("#reasons input[value=threat]").check()
    phone.locator("#flag-note").fill("Followed to the gate")
    alun.saves()
    phone.locator("#more-open").click()
    phone.get_by_role("button", name="Would not talk").click()
    alun.at_door("3")
    alun.opens_more("language")
    phone.locator("#tongues").get_by_role("button", name="Polish").click()
    alun.at_door("5")
    phone.locator("#more-open").click()
    phone.get_by_role("button", name="Address not found").click()
    alun.at_door("7")
    alun.opens_more("someone")
    phone.locator("#found-name").fill("Zofia Teale")
    alun.saves()
    alun.opens_more("somewhere")
    phone.locator("#found-door").fill("Rear of 7")
    alun.saves()
    alun.sees(saved=6, sent=6)

    visits = LatestVisit.objects.order_by("household__number").values_list("household__number", "outcome")
    assert list(visits) == [(1, "refused"), (3, "language"), (5, "not_found")]
    [flag] = DoorFlag.objects.all()
    assert (flag.household.number, flag.reason, flag.note) == (1, "threat", "Followed to the gate")
    found = Found.objects.order_by("door")
    assert [
        (one.household and one.household.number, one.street_id is not None, one.door, one.name) for one in found
    ] == [
        (7, False, "", "Zofia Teale"),
        (None, True, "Rear of 7", ""),
    ]

    phone.locator("#undo").click()
    alun.sees(saved=5, sent=5)
    assert [one.name for one in Found.objects.all()] == ["Zofia Teale"]


def test_a_survey_of_the_session_and_one_phone_for_its_team(phone: Page, server: Server, cast: people.Cast) -> None:
    made = made_board(cast)
    with scoping.units([cast.wexcombe.pk]):
        version = surveys.save(by=cast.osei, unit=cast.wexcombe, survey=None, name="Buses", body=BODY)
    held = sessions.session(cast.wexcombe, cast.osei, made)
    type(held).objects.filter(pk=held.pk).update(survey=version)
    alun = open_board(phone, server, cast, made)
    alun.says("labour", 8)
    phone.locator("#survey-keys").get_by_text("No", exact=True).click()
    phone.locator("#survey-text").fill("A shelter")
    phone.locator("#survey-next").click()
    alun.says("wont_say")
    phone.locator("#survey-stop").click()
    alun.at_door("3")
    alun.sees(saved=2, sent=2)
    answers = SurveyAnswer.objects.order_by("question").values_list("elector__forenames", "question", "value")
    assert list(answers) == [("Elsie", "bus", "no"), ("Elsie", "why", "A shelter")]
    assert {one.version_id for one in SurveyAnswer.objects.all()} == {version.pk}
