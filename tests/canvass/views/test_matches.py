"""The page of who is who: one question at a time, without JavaScript; who may see it, and what stands in the record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from access.models import AuditEvent, Grant, Unit, User
from access.queries import accesses
from access.roles import RoleName
from canvass.enums import MatchDecision
from canvass.models import DoubtfulMatch, Elector
from canvass.queries import matches as queries
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass

URL = "/u/wexcombe/canvass/register/matches/"


@pytest.fixture
def marian(cast: Cast) -> Client:
    return cast.client(cast.marian)


@pytest.fixture
def questions(doorstep: Doorstep) -> list[DoubtfulMatch]:
    """Elsie may be Ann, which is likely, and Graham may be George, which isn't. George lives in another district."""
    unit = doorstep.cast.wexcombe
    other = canvass.district(unit, "HH2", "", canvass.ward(unit, "Corn Hall"))
    far = canvass.household(canvass.street(unit, "Mill Lane"), 4, in_district=other, postcode="WX1 9ZZ")
    ann = canvass.elector(doorstep.next_door, "Elsie Ann", "Marchbank", number=77)
    george = canvass.elector(far, "George", "Marchbank")
    first = canvass.doubt(doorstep.elsie, ann, 80, "same_postcode", "more_names")
    return [first, canvass.doubt(doorstep.graham, george, 30, "close_name", of=first.register_import)]


def text(client: Client, query: str = "") -> str:
    return client.get(URL + query).content.decode()


def decide(client: Client, match: DoubtfulMatch, decision: str, **fields: object) -> str:
    answer = client.post(f"{URL}{match.pk}/decide/", {"decision": decision} | fields, follow=True)
    return answer.content.decode()


def test_the_likeliest_question_comes_first_with_both_sides(questions: list[DoubtfulMatch], marian: Client) -> None:
    page = text(marian)
    assert "80% likely" in page
    assert "Elsie Ann" in page
    assert "Mill Lane" not in page
    assert "23, Tanyard Row, Wexcombe" in page
    assert "25, Tanyard Row, Wexcombe" in page
    assert page.count('class="differs"') == 2, "forenames and address; what is alike, and the number, are not marked"
    assert "Seen: the same postcode; a forename more or less." in page
    assert "0 of 2" in page


def test_answers_are_counted_for_all_and_shown_to_those_who_may_see_them(
    doorstep: Doorstep, marian: Client, cast: Cast
) -> None:
    doorstep.phone.send(
        doorstep.phone.answer(doorstep.elsie, "labour"),
        doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie),
    )
    canvass.doubt(doorstep.elsie, canvass.elector(doorstep.next_door, "Elsie Ann", number=77))
    page = text(marian)
    assert "1 answer" in page
    assert "Do not contact" in page
    assert ("Labour," in page) is True
    officer = people.newcomer("ada", "Ada Kerr")
    people.passed_everything([officer])
    people.grant(officer, cast.wexcombe, RoleName.DATA_OFFICER)
    page = text(cast.client(officer))
    assert "1 answer" in page
    assert ("Labour," in page) is accesses.of(officer).may("answers.review", cast.wexcombe)  # type: ignore[arg-type]


def test_the_same_and_on_to_the_next(questions: list[DoubtfulMatch], marian: Client, scope: Unit) -> None:
    page = decide(marian, questions[0], "same")
    assert "George" in page
    assert "1 of 2" in page
    assert Elector.objects.get(pk=questions[0].now_id).merged_into_id == questions[0].was_id
    assert "Undo your last answer: Elsie Marchbank, the same person" in page
    page = decide(marian, questions[1], "different")
    assert "There is nothing to decide" in page
    assert Elector.objects.get(pk=questions[1].now_id).merged_into_id is None


def test_undoing_brings_the_question_back(questions: list[DoubtfulMatch], marian: Client, scope: Unit) -> None:
    decide(marian, questions[0], "same")
    page = marian.post(f"{URL}{questions[0].pk}/undo/", follow=True).content.decode()
    assert "The decision is undone" in page
    assert "80% likely" in page
    assert Elector.objects.get(pk=questions[0].now_id).merged_into_id is None


def test_later(questions: list[DoubtfulMatch], marian: Client) -> None:
    page = text(marian, f"?after={questions[0].pk}")
    assert "George" in page
    assert "30% likely" in page
    page = text(marian, f"?after={questions[1].pk}")
    assert "You have been through all of them" in page
    assert "2 were left for later" in page


@pytest.mark.parametrize("after", ["x", "0", "9" * 30, "-1", "1e9"])
def test_an_address_with_nonsense_starts_at_the_top(questions: list[DoubtfulMatch], marian: Client, after: str) -> None:
    assert "80% likely" in text(marian, f"?after={after}&district={after}")


def test_by_district(questions: list[DoubtfulMatch], marian: Client, scope: Unit) -> None:
    district = questions[1].now.polling_district_id
    page = text(marian, f"?district={district}")
    assert "HH1: 1" in page
    assert "30% likely" in page
    assert "0 of 1" in page
    page = decide(marian, questions[1], "different", district=district)
    assert "There is nothing to decide in this district" in page
    assert "Show all districts" in page


def test_an_answer_that_comes_too_late_says_whose_was_first(
    questions: list[DoubtfulMatch], marian: Client, scope: Unit
) -> None:
    decide(marian, questions[0], "different")
    assert "Marian Teale has decided this already" in decide(marian, questions[0], "same")


def test_an_answer_that_is_none(questions: list[DoubtfulMatch], marian: Client, scope: Unit) -> None:
    assert "Say whether they are the same person" in decide(marian, questions[0], "perhaps")
    questions[0].refresh_from_db()
    assert questions[0].decision == MatchDecision.OPEN


def test_a_question_that_the_register_has_overtaken_is_not_asked(
    questions: list[DoubtfulMatch], marian: Client, scope: Unit
) -> None:
    Elector.objects.filter(pk=questions[0].now_id).update(left_on=questions[0].was.left_on)
    page = text(marian)
    assert "80% likely" not in page
    assert "0 of 1" in page


def test_nothing_to_decide(marian: Client) -> None:
    assert "Questions come here after a register was brought in" in text(marian)


@pytest.mark.parametrize(
    ("who", "status"),
    [("osei", 403), ("alun", 403), ("tess", 403), ("priya", 403), ("noor", 404), ("rival", 404), ("lewis", 404)],
)
def test_who_may_not(questions: list[DoubtfulMatch], cast: Cast, who: str, status: int) -> None:
    client = cast.client(getattr(cast, who))
    assert client.get(URL).status_code == status
    for follow in ("decide", "undo"):
        assert client.post(f"{URL}{questions[0].pk}/{follow}/", {"decision": "same"}).status_code == status
    with everywhere():
        assert not DoubtfulMatch.objects.exclude(decision=MatchDecision.OPEN).exists()


@pytest.mark.parametrize("follow", ["decide", "undo"])
def test_another_clp_s_question_is_not_there(questions: list[DoubtfulMatch], cast: Cast, follow: str) -> None:
    url = f"/u/marsham/canvass/register/matches/{questions[0].pk}/{follow}/"
    assert cast.client(cast.rival).post(url, {"decision": "same"}).status_code == 404
    assert AuditEvent.objects.get(verb="access.forged_id").actor_id == cast.rival.pk


def _limited(cast: Cast, questions: list[DoubtfulMatch]) -> User:
    """Somebody who may say who is who in the ward of George alone."""
    user = people.newcomer("ada", "Ada Kerr")
    people.passed_everything([user])
    grant = people.grant(user, cast.wexcombe, RoleName.DATA_OFFICER)
    with everywhere():
        ward = Elector.objects.get(pk=questions[1].now_id).polling_district.ward_id
        Grant.objects.filter(pk=grant.pk).update(area=[f"ward:{ward}"])
    return user


def test_a_role_for_a_ward_is_asked_about_that_ward(questions: list[DoubtfulMatch], cast: Cast) -> None:
    client = cast.client(_limited(cast, questions))
    page = text(client)
    assert "George" in page
    assert "0 of 1" in page
    assert client.post(f"{URL}{questions[0].pk}/decide/", {"decision": "same"}).status_code == 404
    assert AuditEvent.objects.filter(verb="access.out_of_area").count() == 1


def test_whoever_looks_stands_in_the_record(questions: list[DoubtfulMatch], marian: Client) -> None:
    text(marian)
    row = AuditEvent.objects.get(verb="people.seen")
    assert (row.detail["count"], row.object_id) == (2, str(questions[0].pk))


def test_the_start_page_asks(questions: list[DoubtfulMatch], cast: Cast, scope: Unit) -> None:
    (need,) = queries.needs(accesses.of(cast.marian), scope)
    assert need.title == "Say who is who: 2 questions"
    assert need.url == reverse("canvass:matches", kwargs={"unit": "wexcombe"})
    assert queries.needs(accesses.of(cast.osei), scope) == []


@pytest.mark.parametrize("more", [0, 5])
def test_the_queries_don_t_grow(
    questions: list[DoubtfulMatch], marian: Client, cast: Cast, more: int, django_assert_num_queries: Callable
) -> None:
    unit = cast.wexcombe
    road = canvass.street(unit, "Fuller Street")
    for n in range(more):
        gone, new = canvass.elector(canvass.household(road, 2 * n)), canvass.elector(canvass.household(road, 2 * n + 1))
        canvass.doubt(gone, new, 10)
    text(marian)
    # user, grants; districts, question, decided, both sides, events and other entries twice, line of who looked,
    # progress
    with django_assert_num_queries(14 + SCOPE):
        text(marian)
