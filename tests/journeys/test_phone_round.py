"""A round of knocking up on a phone: opened cold without a connection, one tap a door, and the server really stops."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from access import scoping
from canvass.enums import EventStatus
from canvass.models import ContactEvent, Elector, LatestContact
from gotv.enums import AbsentKind
from gotv.models import Knock, Lift, PollingStation, Round, Voted, VoteMark
from tests import cast as people
from tests.browsing import Console, sign_in
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.journeys.hands import Canvasser
from tests.journeys.servers import Server
from tests.journeys.test_phone_board import STOPPED
from tests.journeys.test_phone_cold import _KEPT, choose_pin, type_pin
from tests.journeys.test_phone_offline import expect_soon


@pytest.fixture(autouse=True)
def sees_everything(transactional_db: None) -> object:
    with everywhere():
        yield


@dataclass(frozen=True)
class Out:
    """A rehearsal today: six doors of Tanyard Row with a promise each, and Alun with the round of them."""

    one: Round
    hall: PollingStation
    electors: list[Elector]

    @property
    def path(self) -> str:
        return f"/gotv/round/{self.one.pk}/"


@pytest.fixture
def out(cast: people.Cast) -> Out:
    unit = cast.wexcombe
    poll = make.election(unit, rehearsal=True)
    hh1 = canvass.district(unit, "HH1", "Tanyard", canvass.ward(unit, "Harrow Hill East"))
    road = canvass.street(unit, "Tanyard Row")
    electors = [canvass.elector(canvass.household(road, n, in_district=hh1), "Elsie") for n in (1, 3, 5, 7, 9, 11)]
    for elector in electors:
        make.promise(elector)
    make.absent(electors[3], poll, AbsentKind.POSTAL)
    hall = make.station(poll, "Harrow Hill Library", hh1)
    with scoping.units([unit.pk]):
        one = Round.objects.create(
            unit=unit, election=poll, polling_district=hh1, number=1, runner=cast.alun, begun_by=cast.osei
        )
    return Out(one, hall, electors)


def says(page: Page, code: str) -> None:
    page.locator(f"[data-panel]:not([hidden]) [data-said={code}]").click()


def take_along(phone: Page, server: Server, cast: people.Cast, out: Out) -> Canvasser:
    sign_in(phone, cast.alun, server.url)
    phone.goto(f"{server.url}/gotv/round/")
    phone.get_by_role("link", name="HH1 Tanyard, round 1").click()
    choose_pin(phone)
    expect(phone.locator("#number")).to_have_text("1")
    assert phone.evaluate(_KEPT)["scope"] == f"{server.url}/gotv/round/"
    phone.wait_for_load_state("networkidle")  # it has its token
    return Canvasser(phone, keeps=True)


def test_a_round_from_a_cold_start_without_a_connection(
    phone: Page, server: Server, cast: people.Cast, out: Out, console: Console
) -> None:
    alun = take_along(phone, server, cast, out)
    expect(phone.locator("#people")).to_contain_text("On the knock-up list")
    expect(phone.locator("#where")).to_contain_text("Harrow Hill Library")
    says(phone, "voted")
    alun.sees(saved=1, sent=1)

    console.expect(STOPPED)
    server.kill()
    again = phone.context.new_page()
    phone.close()
    again.goto(f"{server.url}{out.path}")
    type_pin(again)
    alun = Canvasser(again, keeps=True)
    alun.at_door("3")
    says(again, "not_in")
    alun.at_door("5")
    says(again, "will")
    alun.at_door("7")
    again.get_by_label("Somebody else says this for them").check()
    says(again, "posted")
    alun.at_door("9")
    again.get_by_role("button", name="Wants a lift").click()
    again.get_by_label("Not before").fill("14:00")
    again.get_by_label("Not after").fill("13:00")
    again.get_by_role("button", name="Ask for the lift").click()
    expect(again.locator("#lift-wrong")).to_contain_text("Nothing is saved yet")
    again.get_by_label("Not after").fill("16:00")
    again.get_by_text("Wheelchair comes along").click()
    again.get_by_role("button", name="Ask for the lift").click()
    alun.at_door("11")
    again.get_by_role("button", name="More").click()
    says(again, "moved")
    expect(again.locator("#finished")).to_contain_text("6 saved, 1 sent")
    expect(again.get_by_role("button", name="Try 1 door again where nobody was in")).to_be_visible()

    server.start()
    alun.send_now()
    alun.sees(saved=6, sent=6)
    assert {event.status for event in ContactEvent.objects.exclude(kind="outcome")} == {EventStatus.LIVE}
    said = dict(Knock.objects.values_list("household__number", "said"))
    assert said == {1: "voted", 3: "not_in", 5: "will", 7: "posted", 9: "lift"}
    assert dict(VoteMark.objects.values_list("elector", "source")) == {
        out.electors[0].pk: "door",
        out.electors[3].pk: "postal",
    }
    assert list(Lift.objects.values_list("elector", "needs")) == [(out.electors[4].pk, ["wheelchair"])]
    # It is a rehearsal: who has moved is for somebody in the office to say.
    waits = ContactEvent.objects.get(kind="outcome")
    assert (waits.elector, waits.quarantine_reason) == (out.electors[5], "PRACTICE")
    assert not LatestContact.objects.get(elector=out.electors[5]).moved


def test_undo_takes_the_mark_back_and_who_has_voted_meanwhile_goes(
    phone: Page, server: Server, cast: people.Cast, out: Out
) -> None:
    alun = take_along(phone, server, cast, out)
    says(phone, "voted")
    alun.at_door("3")
    expect_soon(phone, lambda: Voted.objects.count() == 1)
    phone.locator("#undo").click()
    alun.at_door("1")
    alun.sees(saved=0, sent=0)
    expect_soon(phone, lambda: Voted.objects.count() == 0)

    make.mark(out.hall, out.electors[1])
    phone.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("#left b")).to_have_text("5")
    phone.locator("#left").click()
    expect(phone.locator("#all-doors .row").nth(1)).to_be_disabled()
    phone.locator("#all-close").click()
    phone.locator("#onward").click()
    alun.at_door("5")


def test_it_says_where_and_how_to_vote_and_what_becomes_of_a_postal_vote(
    phone: Page, server: Server, cast: people.Cast, out: Out
) -> None:
    alun = take_along(phone, server, cast, out)
    expect(phone.get_by_role("button", name="Postal vote sent")).to_be_hidden()
    phone.get_by_role("button", name="What to say").click()
    expect(phone.locator("#vote-sheet")).to_contain_text("Bring photo ID")
    expect(phone.locator("#vote-sheet")).to_contain_text("Never ask how anybody votes")
    phone.locator("#vote-close").click()
    for _ in range(3):
        phone.locator("#onward").click()
    alun.at_door("7")
    expect(phone.locator("#people")).to_contain_text("Postal vote")
    expect(phone.get_by_role("button", name="Postal vote sent")).to_be_visible()
    phone.get_by_role("button", name="What to say").click()
    expect(phone.locator("#vote-sheet")).to_contain_text("Posted today it comes too late")


def test_a_round_that_is_ended_takes_its_names_from_the_phone(
    phone: Page, server: Server, cast: people.Cast, out: Out
) -> None:
    take_along(phone, server, cast, out)
    Round.objects.filter(pk=out.one.pk).update(ended_at="2026-05-07T12:00Z")
    phone.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("[data-panel=over]:visible")).to_contain_text("This round is over")
    expect(phone.locator("body")).not_to_contain_text("Marchbank")


def test_its_modules_are_asked_for_all_at_once(phone: Page, server: Server, cast: people.Cast, out: Out) -> None:
    """None is found out about by reading another."""
    scripts: set[str] = set()
    phone.on("response", lambda answer: scripts.add(answer.url) if answer.request.resource_type == "script" else None)
    sign_in(phone, cast.alun, server.url)
    scripts.clear()
    phone.goto(server.url + out.path)
    phone.wait_for_load_state("networkidle")
    asked = phone.evaluate(
        "() => [...document.querySelectorAll('link[rel=modulepreload], script[src]')].map((one) => one.href ?? one.src)"
    )
    assert {url for url in scripts if "worker.js" not in url} == set(asked)
