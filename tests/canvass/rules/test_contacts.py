"""Which events count, and what follows from them. No database."""

from __future__ import annotations

import datetime
import itertools
import uuid
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import contacts
from canvass.rules.contacts import Contact, Said, Visit

START = datetime.datetime(2026, 4, 20, 17, 0, tzinfo=datetime.UTC)
_numbers = itertools.count(1)


def said(
    kind: str = "answer",
    *,
    minute: float = 0,
    seq: int | None = None,
    phone: str = "alun",
    over: Said | None = None,
    accepted: bool = False,
    **payload: object,
) -> Said:
    number = next(_numbers)
    return Said(
        id=uuid.UUID(int=number),
        kind=kind,
        payload=payload,
        phone=phone,
        seq=seq or number,
        at=START + datetime.timedelta(minutes=minute),
        supersedes=over.id if over else None,
        accepted=accepted,
    )


def outcome(code: str, **more: object) -> Said:
    return said("outcome", outcome=code, **more)


def contact_of(*events: Said) -> Contact | None:
    return contacts.contact(contacts.standing(events))


def visit_of(*events: Said) -> Visit | None:
    return contacts.visit(contacts.standing(events))


def test_nothing_said_is_nothing_known() -> None:
    assert contact_of() is None
    assert visit_of() is None


def test_the_last_answer_to_each_question_is_current() -> None:
    first = said(intention="labour", labour_scale=8, issues=["buses"])
    second = said(intention="green", labour_scale=None, issues=[], minute=5)
    assert contact_of(second, first) == Contact(
        intention="green", labour_scale=8, intention_at=second.at, spoken_at=second.at, issues=["buses"]
    )


def test_the_same_minute_is_settled_by_the_phones_own_count() -> None:
    later, earlier = said(intention="green", seq=2), said(intention="labour", seq=1)
    assert contact_of(later, earlier).intention == "green"


def test_a_correction_takes_the_place_of_what_it_names() -> None:
    wrong = said(intention="conservative", minute=1)
    right = said(intention="labour", minute=0, over=wrong)  # the phone's clock was put back in between
    assert contact_of(wrong, right).intention == "labour"


def test_undo_takes_back_and_undoing_the_undo_brings_back() -> None:
    answer = said(intention="labour")
    undo = said("undo", over=answer)
    assert contact_of(answer, undo) is None
    assert visit_of(answer, undo) is None
    assert contact_of(answer, undo, said("undo", over=undo)).intention == "labour"


def test_another_phone_may_not_take_back() -> None:
    answer = said(intention="labour")
    undo = said("undo", over=answer, phone="osei")
    assert contacts.objection(undo, answer) == "NOT_YOURS"
    assert contact_of(answer, undo).intention == "labour"


def test_what_somebody_online_accepted_takes_back_whatever_it_names() -> None:
    answer = said(intention="labour")
    assert contact_of(answer, said("undo", over=answer, phone="osei", accepted=True)) is None


def test_an_earlier_event_cannot_supersede_a_later_one() -> None:
    later = said(intention="labour", seq=9)
    assert contact_of(later, said("undo", over=later, seq=3)).intention == "labour"


@pytest.mark.parametrize("code", ["do_not_contact", "moved", "deceased"])
def test_no_later_answer_lifts_a_sticky_mark(code: str) -> None:
    assert getattr(contact_of(outcome(code), said(intention="labour", minute=5)), code)


@pytest.mark.parametrize(("minute", "lifted"), [(10, True), (10.1, False)])
def test_a_slip_of_the_thumb_may_be_undone_for_ten_minutes(minute: float, lifted: bool) -> None:
    mark = outcome("do_not_contact")
    undo = said("undo", over=mark, minute=minute)
    assert (contact_of(mark, undo) is None) is lifted
    assert contacts.objection(undo, mark) == ("" if lifted else "TOO_LATE")


def test_not_in_says_nothing_about_a_person_and_something_about_the_door() -> None:
    event = outcome("not_in")
    assert contact_of(event) is None
    assert visit_of(event) == Visit(event.at, "not_in")


def test_spoke_without_an_answer_is_a_conversation() -> None:
    event = outcome("spoke")
    assert contact_of(event) == Contact(spoken_at=event.at)


def test_not_in_for_the_second_person_does_not_unsay_the_first() -> None:
    assert visit_of(said(intention="labour"), outcome("not_in", minute=2)) == Visit(
        START + datetime.timedelta(minutes=2), "spoke"
    )


def test_the_next_visit_is_another() -> None:
    assert visit_of(said(intention="labour"), outcome("not_in", minute=181)).outcome == "not_in"


def test_somebody_who_says_that_another_moved_has_answered() -> None:
    assert visit_of(outcome("moved")).outcome == "spoke"


def test_two_that_name_each_other_do_not_hang() -> None:
    one, two = uuid.uuid4(), uuid.uuid4()
    a = Said(one, "answer", {"intention": "labour"}, "a", 1, START, supersedes=two, accepted=True)
    b = Said(two, "answer", {"intention": "green"}, "b", 1, START, supersedes=one, accepted=True)
    assert contacts.standing([a, b]) == contacts.standing([b, a])
    assert len(contacts.standing([a, b])) == 1


@st.composite
def histories(draw: st.DrawFn) -> list[Said]:
    """Return events of one elector from two phones, some of which name earlier or later ones."""
    events: list[Said] = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        kind, payload = draw(
            st.sampled_from(
                [
                    ("answer", {"intention": "labour", "labour_scale": 7, "issues": ["buses"]}),
                    ("answer", {"intention": "green", "labour_scale": None, "issues": []}),
                    ("outcome", {"outcome": "not_in"}),
                    ("outcome", {"outcome": "do_not_contact"}),
                    ("undo", {}),
                ]
            )
        )
        named = draw(st.one_of(st.none(), st.integers(1, 9)))
        events.append(
            Said(
                id=uuid.UUID(int=number),
                kind=kind,
                payload=payload,
                phone=draw(st.sampled_from("ab")),
                seq=draw(st.integers(1, 9)),
                at=START + datetime.timedelta(minutes=draw(st.integers(0, 30))),
                supersedes=uuid.UUID(int=named) if named else None,
                accepted=draw(st.integers(0, 9)) == 0,
            )
        )
    return events


def _as_if_by_hand(events: Iterable[Said]) -> set[uuid.UUID]:
    """Return what counts, the slow way: cross out what an uncrossed event rightly supersedes, until nothing changes."""
    events = list(events)
    crossed: set[uuid.UUID] = set()
    for _round in range(2 * len(events)):
        crossed = {
            earlier.id
            for earlier in events
            for later in events
            if later.supersedes == earlier.id and later.id not in crossed and not contacts.objection(later, earlier)
        }
    return {event.id for event in events if event.id not in crossed and event.kind != "undo"}


@given(histories(), st.randoms())
def test_the_order_of_arrival_makes_no_difference(events: list[Said], chance: st.DataObject) -> None:
    arrived = list(events)
    chance.shuffle(arrived)
    assert contacts.standing(arrived) == contacts.standing(events)
    assert contact_of(*arrived) == contact_of(*events)
    assert visit_of(*arrived) == visit_of(*events)


@given(histories())
def test_standing_is_what_a_person_would_cross_out(events: list[Said]) -> None:
    """Without anything accepted there are no rings, and the two ways must agree."""
    plain = [Said(**{**vars(event), "accepted": False}) for event in events]
    assert {event.id for event in contacts.standing(plain)} == _as_if_by_hand(plain)


# --- What somebody else said, and what else a door takes ------------------------------------------------------


def test_what_another_says_of_them_is_known_and_no_conversation() -> None:
    event = said(intention="labour", respondent="other")
    assert contact_of(event) == Contact(intention="labour", intention_at=event.at, reported=True)
    assert visit_of(event).outcome == "spoke", "somebody came to the door"


@pytest.mark.parametrize(("days", "intention"), [(0, "labour"), (91, "labour"), (93, "green")])
def test_an_answer_of_their_own_outlasts_what_others_say_for_three_months(days: int, intention: str) -> None:
    own = said(intention="labour")
    other = said(intention="green", respondent="other", minute=days * 24 * 60 + 5)
    now = contact_of(other, own)
    assert (now.intention, now.reported) == (intention, intention == "green")
    assert now.spoken_at == own.at


def test_an_answer_of_their_own_always_wins_over_an_earlier_report() -> None:
    now = contact_of(said(intention="green", respondent="other"), said(intention="labour", minute=1))
    assert (now.intention, now.reported) == ("labour", False)


def test_what_another_says_fills_in_what_was_never_asked() -> None:
    now = contact_of(said(intention="labour"), said(issues=["buses"], respondent="other", minute=1))
    assert (now.intention, now.issues, now.reported) == ("labour", ["buses"], False)


def test_wishes_add_up_within_a_visit_and_not_beyond() -> None:
    poster, post = said(wishes=["poster"]), said(wishes=["postal_vote"], minute=5)
    assert contact_of(poster, post).wishes == ["poster", "postal_vote"]
    assert contact_of(poster, said(wishes=["help"], minute=500)).wishes == ["help"]


def test_parties_ruled_out_and_the_language_are_the_last_named() -> None:
    now = contact_of(said(ruled_out=["reform"], language="Polish"), said(ruled_out=["green"], minute=1), said(minute=2))
    assert (now.ruled_out, now.language) == (["green"], "Polish")
    assert contact_of(outcome("language", language="Urdu")) == Contact(language="Urdu")


def test_refused_is_a_visit_and_no_conversation() -> None:
    event = outcome("refused")
    assert contact_of(event) is None
    assert visit_of(event) == Visit(event.at, "refused")


def test_that_somebody_came_to_the_door_says_more_than_that_the_next_was_not_in() -> None:
    assert visit_of(outcome("refused"), outcome("not_in", minute=2)).outcome == "refused"
    assert visit_of(outcome("language"), outcome("not_in", minute=2)).outcome == "language"
    assert visit_of(outcome("refused"), said(intention="labour", minute=2)).outcome == "spoke"


def test_a_flag_is_no_visit_and_sticks() -> None:
    flag = said("flag", reason="threat")
    assert visit_of(flag) is None
    assert contacts.objection(said("undo", over=flag, minute=11), flag) == "TOO_LATE"
    assert contacts.objection(said("undo", over=flag, minute=9), flag) == ""


def test_a_consent_is_a_conversation() -> None:
    event = said("consent", channel="phone", value="07700 900123", wording=1)
    assert contact_of(event) == Contact(spoken_at=event.at)


def test_each_question_of_a_survey_has_its_own_answer() -> None:
    version = uuid.UUID(int=7)
    first = said(survey={"version": str(version), "answers": {"a": "x", "b": 3}})
    second = said(survey={"version": str(version), "answers": {"a": "y"}}, minute=1)
    assert contacts.survey_answers([first, second]) == [(version, "a", "y", second.at), (version, "b", 3, first.at)]


def test_each_visit_is_one_approach() -> None:
    first = outcome("not_in")
    again = said(intention="labour", minute=20)
    later = outcome("refused", minute=300)
    assert contacts.visits([outcome("no_access", minute=-60), first, again, later]) == [first, later]
