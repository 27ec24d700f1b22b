"""The queue of what waits, deciding about it, undoing that, and lifting marks from people."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, DeviceGrant
from access.queries import accesses
from canvass.actions import contacts, finding
from canvass.models import Board, ContactEvent, Elector, LatestContact
from canvass.queries import start
from tests.canvass.actions.test_following import tables
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass, phones


def office(name: str, unit: str = "wexcombe", **kwargs: Any) -> str:
    return reverse(f"canvass:{name}", kwargs={"unit": unit} | kwargs)


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def waiting(doorstep: Doorstep) -> dict:
    """An answer about Elsie that arrived after the board had been put away."""
    with scoping.units([doorstep.cast.wexcombe.pk]):
        Board.objects.update(closed_at=timezone.now(), closed_by=doorstep.cast.osei)
    event = doorstep.phone.answer(doorstep.elsie, "labour", scale=8, issues=["buses"])
    assert doorstep.phone.send(event)[0]["status"] == "quarantined"
    return event


@pytest.fixture
def osei(doorstep: Doorstep) -> Client:
    return doorstep.cast.client(doorstep.cast.osei)


def status(event: dict) -> str:
    with everywhere():
        return ContactEvent.objects.get(pk=event["id"]).status


def contact() -> LatestContact | None:
    with everywhere():
        return LatestContact.objects.first()


# --- Who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["answers", "answers_accept", "answers_set_aside", "answer_undo", "lift", "put_back"])
def test_who_may(doorstep: Doorstep, waiting: dict, name: str) -> None:
    cast = doorstep.cast
    kwargs = {"answer_undo": {"event": waiting["id"]}}.get(name, {})
    kwargs = {"elector": doorstep.elsie.pk} if name in {"lift", "put_back"} else kwargs

    def ask(who: str, unit: str = "wexcombe") -> int:
        client = cast.client(getattr(cast, who))
        return client.post(office(name, unit, **kwargs), {"event": waiting["id"]}).status_code

    if name != "answers":
        assert ask("osei") in {200, 302}
    assert ask("alun") == ask("tess") == 403
    assert ask("rival") == ask("noor") == ask("lewis") == 404
    if name != "answers":
        assert ask("rival", "marsham") == 404
        assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=cast.wexcombe.pk).count() == 1
    assert Client().post(office(name, **kwargs)).status_code == 302


# --- The queue -------------------------------------------------------------------------------------------------


def test_the_queue_says_what_came_about_whom_and_why_it_waits(osei: Client, waiting: dict) -> None:
    page = text(osei.get(office("answers")))
    for words in (
        "Labour, 8 of 10 for Labour, Buses and trains",
        "Elsie Marchbank",
        "23, Tanyard Row",
        "Alun Prosser",
        "The board had been put away when this arrived.",
    ):
        assert words in page


def test_an_empty_queue_says_what_would_come_here(osei: Client) -> None:
    assert "Nothing waits" in text(osei.get(office("answers")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_one_and_for_three(
    doorstep: Doorstep, osei: Client, waiting: dict, django_assert_num_queries, count: int
) -> None:
    people = [doorstep.graham, doorstep.zofia][: count - 1]
    doorstep.phone.send(*[doorstep.phone.answer(one) for one in people])
    with django_assert_num_queries(11 + SCOPE):  # the last: that somebody looked
        osei.get(office("answers"))


def test_what_is_about_nobody_we_know_can_be_read_too(doorstep: Doorstep, osei: Client) -> None:
    stray = doorstep.phone.answer(doorstep.elsie) | {"elector": 2**60, "household": 2**60}
    old = doorstep.phone.answer(doorstep.graham) | {"payload": {"intention": "whig"}}
    doorstep.phone.send(stray, old)
    page = text(osei.get(office("answers")))
    assert "Nobody we know" in page
    assert "HH1 1" in page
    assert "whig" in page


def test_accepting_makes_it_count_and_undoing_makes_it_wait_again(osei: Client, waiting: dict) -> None:
    page = text(osei.post(office("answers_accept"), {"event": waiting["id"]}, follow=True))
    assert "One answer counts now." in page
    assert "Nothing waits" in page
    assert "Decided in the last two weeks" in page
    assert contact().intention == "labour"
    row = AuditEvent.objects.get(verb="answer.accepted")
    assert (row.object_id, row.detail) == (waiting["id"], {"reason": "ROUND_CLOSED"})
    page = text(osei.post(office("answer_undo", event=waiting["id"]), follow=True))
    assert "The decision is undone." in page
    assert "Decided in the last two weeks" not in page
    assert status(waiting) == "quarantined"
    assert contact() is None


def test_setting_aside_asks_why_and_can_be_undone(osei: Client, waiting: dict) -> None:
    asked = text(osei.post(office("answers_set_aside"), {"event": waiting["id"]}))
    assert "Set this answer aside?" in asked
    assert status(waiting) == "quarantined"
    without = text(osei.post(office("answers_set_aside"), {"event": waiting["id"], "reason": " "}))
    assert 'role="alert"' in without
    assert status(waiting) == "quarantined"
    done = text(
        osei.post(office("answers_set_aside"), {"event": waiting["id"], "reason": "A practice run"}, follow=True)
    )
    assert "One answer is set aside." in done
    assert "A practice run" in done
    assert status(waiting) == "voided"
    assert AuditEvent.objects.get(verb="answer.set_aside").detail["reason"] == "A practice run"
    osei.post(office("answer_undo", event=waiting["id"]))
    assert status(waiting) == "quarantined"


def test_deciding_twice_does_no_harm(osei: Client, waiting: dict) -> None:
    osei.post(office("answers_accept"), {"event": waiting["id"]})
    page = text(osei.post(office("answers_accept"), {"event": waiting["id"]}, follow=True))
    assert "somebody decided already" in page
    osei.post(office("answer_undo", event=waiting["id"]))
    assert "Nothing was changed" in text(osei.post(office("answer_undo", event=waiting["id"]), follow=True))
    assert AuditEvent.objects.filter(verb="answer.accepted").count() == 1


@pytest.mark.parametrize("name", ["answers_accept", "answers_set_aside"])
def test_nothing_ticked_changes_nothing(osei: Client, waiting: dict, name: str) -> None:
    assert "no answer was ticked" in text(osei.post(office(name), follow=True))
    assert osei.post(office(name), {"event": "nonsense"}).status_code == 404
    assert osei.post(office(name), {"event": str(uuid.uuid4())}).status_code == 404
    assert status(waiting) == "quarantined"


@pytest.mark.parametrize(
    ("broken", "words"), [({"schema_v": 7}, "doesn’t read"), ({"elector": 2**60}, "in no register any more")]
)
def test_one_that_cannot_count_keeps_the_others_waiting(
    doorstep: Doorstep, osei: Client, waiting: dict, broken: dict, words: str
) -> None:
    other = doorstep.phone.answer(doorstep.graham, "whig" if "schema_v" in broken else "labour") | broken
    doorstep.phone.send(other)
    page = text(osei.post(office("answers_accept"), {"event": [waiting["id"], other["id"]]}, follow=True))
    assert words in page
    assert status(waiting) == status(other) == "quarantined"
    assert contact() is None


def test_what_this_version_cannot_read_can_only_wait(doorstep: Doorstep, osei: Client) -> None:
    old = doorstep.phone.answer(doorstep.graham) | {"payload": {"intention": "whig"}}
    doorstep.phone.send(old)
    assert "doesn’t read" in text(osei.post(office("answers_accept"), {"event": old["id"]}, follow=True))
    assert status(old) == "quarantined"


def test_an_accepted_undo_takes_back_what_it_names(doorstep: Doorstep, osei: Client) -> None:
    yesterday = (timezone.now() - datetime.timedelta(days=1)).isoformat()
    mark = doorstep.phone.outcome("deceased", elector=doorstep.elsie, device_time=yesterday)
    doorstep.phone.send(mark)
    undo = doorstep.phone.undo(mark)
    assert doorstep.phone.send(undo)[0]["code"] == "TOO_LATE"
    assert contact().deceased
    osei.post(office("answers_accept"), {"event": undo["id"]})
    assert contact() is None
    osei.post(office("answer_undo", event=undo["id"]))
    assert contact().deceased


def test_a_stolen_phones_flood_is_on_pages(doorstep: Doorstep, osei: Client) -> None:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        DeviceGrant.objects.update(revoked_at=timezone.now())
    doorstep.phone.send(*[doorstep.phone.answer(doorstep.elsie) for _ in range(50)])
    doorstep.phone.send(*[doorstep.phone.answer(doorstep.elsie) for _ in range(10)])
    page = text(osei.get(office("answers")))
    assert "1 to 50 of 60" in " ".join(page.split())
    assert text(osei.get(office("answers") + "?page=2")).count('name="event"') == 10


# --- Two different answers ---------------------------------------------------------------------------------------


def test_two_answers_that_differ_are_shown_and_one_can_be_set_aside(doorstep: Doorstep, osei: Client) -> None:
    marian = phones.phone(doorstep.board, doorstep.cast.marian)
    hour_ago = (timezone.now() - datetime.timedelta(hours=1)).isoformat()
    earlier = doorstep.phone.answer(doorstep.elsie, "labour", device_time=hour_ago)
    later = marian.answer(doorstep.elsie, "green")
    same = marian.answer(doorstep.graham, "labour")
    doorstep.phone.send(earlier, doorstep.phone.answer(doorstep.graham, "labour", device_time=hour_ago))
    marian.send(later, same)
    page = text(osei.get(office("answers")))
    assert page.count("Earlier") == 2, "one heading and one row: two that agree are no contradiction"
    link = f"{office('answers_set_aside')}?event={later['id']}"
    assert link in page
    assert "Set this answer aside?" in text(osei.get(link))
    osei.post(office("answers_set_aside"), {"event": later["id"], "reason": "Wrong door"})
    with scoping.units([doorstep.cast.wexcombe.pk]):
        assert LatestContact.objects.get(pk=doorstep.elsie.pk).intention == "labour"
    assert "Two different answers" not in text(osei.get(office("answers")))
    osei.post(office("answer_undo", event=later["id"]))
    with scoping.units([doorstep.cast.wexcombe.pk]):
        assert LatestContact.objects.get(pk=doorstep.elsie.pk).intention == "green"


@pytest.mark.parametrize(("days", "same_person"), [(15, False), (1, True)])
def test_a_change_of_mind_is_no_contradiction(doorstep: Doorstep, osei: Client, days: int, same_person: bool) -> None:
    other = doorstep.phone if same_person else phones.phone(doorstep.board, doorstep.cast.marian)
    ago = (timezone.now() - datetime.timedelta(days=days)).isoformat()
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie, "labour", device_time=ago))
    other.send(other.answer(doorstep.elsie, "green"))
    assert "Two different answers" not in text(osei.get(office("answers")))


# --- Counting for another entry ----------------------------------------------------------------------------------


@pytest.fixture
def gone(doorstep: Doorstep) -> dict:
    """An answer of somebody whose entry the register dropped meanwhile; they are listed anew next door."""
    with everywhere():
        Elector.objects.filter(pk=doorstep.elsie.pk).update(left_on=datetime.date(2026, 11, 1))
    event = doorstep.phone.answer(doorstep.elsie, "labour", scale=8, issues=["buses"])
    [result] = doorstep.phone.send(event)
    assert result["code"] == "ELECTOR_GONE"
    return event


def test_what_waits_can_count_for_another_entry_and_that_can_be_undone(
    doorstep: Doorstep, osei: Client, gone: dict
) -> None:
    page, zofia = office("answer_attach", event=gone["id"]), doorstep.zofia
    assert page in text(osei.get(office("answers")))
    offered = text(osei.get(page))
    assert "Labour, 8 of 10" in offered
    assert "Graham Marchbank" in offered, "who is listed at that door now"
    osei.post(page, {"elector": zofia.pk})
    with everywhere():
        now = LatestContact.objects.get()
        made = ContactEvent.objects.get(elector=zofia)
        assert (now.elector_id, now.intention, now.labour_scale, now.issues) == (zofia.pk, "labour", 8, ["buses"])
        assert (made.household_id, made.number, made.actor) == (
            zofia.household_id, zofia.number, doorstep.cast.alun,
        )  # fmt: skip
        assert made.est_occurred_at == ContactEvent.objects.get(pk=gone["id"]).est_occurred_at
    assert status(gone) == "voided"
    assert "for Zofia Haddad" in text(osei.get(office("answers")))
    story = text(osei.get(office("elector", elector=zofia.pk)))
    assert "at the door, on the board" in story
    with scoping.units([doorstep.cast.wexcombe.pk]):
        before = tables()
        contacts.rebuild(unit=doorstep.cast.wexcombe)
        assert tables() == before
    osei.post(office("answer_undo", event=gone["id"]))
    assert (status(gone), contact()) == ("quarantined", None)
    osei.post(page, {"elector": doorstep.graham.pk})
    osei.post(office("answer_undo", event=gone["id"]))
    osei.post(page, {"elector": zofia.pk})
    with everywhere():
        assert LatestContact.objects.get().elector == zofia, "once more, and nothing stands twice"
        assert ContactEvent.objects.filter(elector=zofia).count() == 1
        lines = AuditEvent.objects.filter(verb="answer.attached", object_id=gone["id"])
        assert {line.detail["elector"] for line in lines} == {zofia.pk, doorstep.graham.pk}


def test_it_is_chosen_from_the_register_by_looking(doorstep: Doorstep, osei: Client, gone: dict) -> None:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        finding.gather(doorstep.cast.wexcombe.pk)
    page = office("answer_attach", event=gone["id"])
    assert "Zofia Haddad" not in text(osei.get(page))
    assert "Graham Marchbank" in text(osei.get(page))
    looked = text(osei.post(page, {"q": "haddad"}))
    assert "Zofia Haddad" in looked
    assert "Graham Marchbank" not in looked
    assert "Nobody on the register fits" in text(osei.post(page, {"q": "qqqqqqqq"}))
    assert status(gone) == "quarantined", "looking decides nothing"


def test_choosing_whom_it_names_lets_it_count_as_it_is(doorstep: Doorstep, osei: Client, waiting: dict) -> None:
    osei.post(office("answer_attach", event=waiting["id"]), {"elector": doorstep.elsie.pk})
    assert status(waiting) == "live"
    with everywhere():
        assert ContactEvent.objects.count() == 1
        assert AuditEvent.objects.filter(verb="answer.accepted").exists()


def test_what_names_nobody_and_what_was_decided_counts_for_nobody_else(
    doorstep: Doorstep, osei: Client, gone: dict, waiting: dict
) -> None:
    nobody = doorstep.phone.outcome("not_in", household=doorstep.door)
    doorstep.phone.send(nobody)
    assert office("answer_attach", event=nobody["id"]) not in text(osei.get(office("answers")))
    for event, why in ((nobody, "about no person"), (gone, "on the register")):
        chosen = doorstep.zofia if event is nobody else doorstep.elsie
        answer = osei.post(office("answer_attach", event=event["id"]), {"elector": chosen.pk}, follow=True)
        assert why in text(answer)
        assert status(event) == "quarantined"
    osei.post(office("answers_set_aside"), {"event": gone["id"], "reason": "A slip"})
    again = osei.post(office("answer_attach", event=gone["id"]), {"elector": doorstep.zofia.pk}, follow=True)
    assert "decided about this already" in text(again)


def test_nobody_elses_elector_and_no_elector_can_be_chosen(doorstep: Doorstep, osei: Client, gone: dict) -> None:
    stranger = canvass.elector(canvass.household(canvass.street(doorstep.cast.marsham), 1), "Tom", "Rees")
    page = office("answer_attach", event=gone["id"])
    for chosen in (stranger.pk, "nobody", 0):
        assert osei.post(page, {"elector": chosen}).status_code == 404
    assert doorstep.cast.client(doorstep.cast.rival).get(page).status_code == 404
    assert doorstep.cast.client(doorstep.cast.alun).get(page).status_code == 403
    assert status(gone) == "quarantined"


# --- Lifting marks -------------------------------------------------------------------------------------------------


def test_lifting_do_not_contact_and_putting_it_back(doorstep: Doorstep, osei: Client) -> None:
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie))
    address = office("lift", elector=doorstep.elsie.pk)
    page = text(osei.get(address))
    assert "Elsie Marchbank" in page
    assert "Do not contact" in page
    assert 'role="alert"' in text(osei.post(address, {"mark": "do_not_contact", "reason": ""}))
    assert 'role="alert"' in text(osei.post(address, {"mark": "moved", "reason": "not set"}))
    assert contact().do_not_contact
    page = text(osei.post(address, {"mark": "do_not_contact", "reason": "Rang the office"}, follow=True))
    assert "The mark is lifted." in page
    assert contact() is None
    row = AuditEvent.objects.get(verb="contact.lifted")
    assert row.detail["reason"] == "Rang the office"
    assert "Elsie" not in str(row.detail)
    assert "The mark is back." in text(
        osei.post(office("put_back", elector=doorstep.elsie.pk), {"mark": "do_not_contact"}, follow=True)
    )
    assert contact().do_not_contact
    assert "nothing to put back" in text(
        osei.post(office("put_back", elector=doorstep.elsie.pk), {"mark": "moved"}, follow=True)
    )


def test_nobody_without_a_mark_needs_lifting(doorstep: Doorstep, osei: Client) -> None:
    assert "No mark stands on this person" in text(osei.get(office("lift", elector=doorstep.graham.pk)))
    assert osei.get(office("lift", elector=10**30)).status_code == 404


def test_another_clps_elector_is_not_found(cast: Cast, doorstep: Doorstep) -> None:
    client = cast.client(cast.rival)
    assert client.get(office("lift", "marsham", elector=doorstep.elsie.pk)).status_code == 404
    assert AuditEvent.objects.get(verb="access.forged_id").unit_id == cast.wexcombe.pk


# --- The start page -----------------------------------------------------------------------------------------------


def test_the_start_page_says_what_waits(doorstep: Doorstep, osei: Client, waiting: dict) -> None:
    page = text(osei.get("/u/wexcombe/"))
    assert "Decide about one answer" in page
    assert office("answers") in page


def test_the_start_page_asks_for_boards_and_phones(doorstep: Doorstep, osei: Client) -> None:
    doorstep.phone.send(doorstep.phone.answer(doorstep.elsie), queue_depth=13)
    with scoping.units([doorstep.cast.wexcombe.pk]):
        doorstep.board.handings.update(read_until=timezone.now() - datetime.timedelta(hours=3))
    assert "to open their board" not in text(osei.get("/u/wexcombe/")), "it may be sending at this moment"
    _heard_of(hours=1)
    page = text(osei.get("/u/wexcombe/"))
    assert "Take back the board HH1: Tanyard Row" in page
    assert "Ask Alun Prosser to open their board" in page
    assert "12 answers haven’t been sent yet." in page
    second = canvass.board(doorstep.cast.osei, doorstep.door, name="Second")
    canvass.hand(second, doorstep.cast.marian, doorstep.cast.osei, hours=-1)
    other = phones.phone(second, doorstep.cast.marian)
    other.send(queue_depth=4)
    _heard_of(hours=1)
    page = text(osei.get("/u/wexcombe/"))
    assert "Take back 2 boards" in page
    assert "Ask 2 people to open their boards" in page


def _heard_of(hours: int) -> None:
    with everywhere():
        DeviceGrant.objects.update(last_seen_at=timezone.now() - datetime.timedelta(hours=hours))


def test_the_start_page_tells_what_changed(doorstep: Doorstep, osei: Client) -> None:
    doorstep.cast.osei.last_seen_at = timezone.now() - datetime.timedelta(days=2)
    doorstep.cast.osei.save()
    doorstep.phone.send(
        doorstep.phone.answer(doorstep.elsie), doorstep.phone.outcome("not_in", household=doorstep.next_door)
    )
    page = text(osei.get("/u/wexcombe/"))
    assert "doors knocked; 1 answered." in page
    assert "person said that they will vote Labour." in page


def test_those_who_cannot_act_are_asked_nothing(doorstep: Doorstep, waiting: dict) -> None:
    tess = accesses.of(doorstep.cast.tess)
    with scoping.units([doorstep.cast.wexcombe.pk]):
        assert start.needs(tess, doorstep.cast.wexcombe) == []
        assert start.changes(tess, doorstep.cast.wexcombe, timezone.now() - datetime.timedelta(days=9)) == []


@pytest.mark.parametrize("mark", ["\0", "²", "", "x" * 5000])
def test_putting_back_what_is_no_mark_changes_nothing(doorstep: Doorstep, mark: str) -> None:
    osei = doorstep.cast.client(doorstep.cast.osei)
    answer = osei.post(office("put_back", elector=doorstep.elsie.pk), {"mark": mark}, follow=True)
    assert "there is nothing to put back" in text(answer)
