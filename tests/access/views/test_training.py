"""Reading, answering and signing, as a browser sees it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from access import content
from access.models import LessonPass, TermsSignature, User
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast

DOORSTEP = content.LESSONS["doorstep"]
TERMS = content.TERMS["register-terms"]
LESSON, SIGN = "/training/doorstep/", "/training/terms/register-terms/"
BEFORE = "/u/wexcombe/access/before/"
NEXT = f"?next={quote(BEFORE)}"


@pytest.fixture
def nell(cast: Cast) -> User:
    """A canvasser in Wexcombe who has passed and signed nothing."""
    user = people.newcomer()
    people.grant(user, cast.wexcombe, RoleName.CANVASSER)
    return user


@pytest.fixture
def browser(nell: User) -> Client:
    return people.sign_in(nell)


def _answers(**wrong: str) -> dict[str, str]:
    right = {question.name: str(question.right) for question in DOORSTEP.questions}
    return {"version": str(DOORSTEP.version)} | right | wrong


def _signing(**other: str) -> dict[str, str]:
    return {"name": "Nell Comer", "digest": TERMS.digest.hex()} | other


def test_the_list_puts_first_what_ones_roles_ask_for(browser: Client) -> None:
    answer = browser.get("/training/")
    assert [gate.name for gate, _why in answer.context["mine"]] == ["doorstep", "register-terms"]
    assert {gate.name for gate in answer.context["others"]} == {"telling", "members-data", "register", "members-terms"}
    page = answer.content.decode()
    assert "2 to do" in page
    assert "Canvasser, Wexcombe and Harrow Hill" in page


def test_without_a_role_everything_may_be_read(cast: Cast) -> None:
    browser = cast.client(people.newcomer())
    assert "Nothing is waiting for you" in browser.get("/training/").content.decode()
    for name in content.LESSONS:
        assert browser.get(f"/training/{name}/").status_code == 200
    for name in content.TERMS:
        assert browser.get(f"/training/terms/{name}/").status_code == 200


@pytest.mark.parametrize("url", ["/training/no-such/", "/training/terms/", "/training/terms/no-such/"])
def test_what_there_is_not(url: str, browser: Client) -> None:
    assert browser.get(url).status_code == 404


def test_a_lesson_shows_its_text_and_asks_its_questions(browser: Client) -> None:
    page = browser.get(LESSON).content.decode()
    assert "<h2>Say who you are</h2>" in page
    for question in DOORSTEP.questions:
        assert page.count(f'name="{question.name}"') == len(question.answers)
    assert "Right." not in page
    assert DOORSTEP.questions[0].why not in page, "the answer is given away"


def test_a_wrong_answer_is_explained_and_the_others_are_kept(browser: Client, nell: User) -> None:
    answer = browser.post(LESSON, _answers(q2="0"))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert [question.name for question in form.to_look_at()] == ["q2"]
    assert {name: form[name].value() for name in ("q1", "q2", "q3")} == {"q1": "1", "q2": "0", "q3": "2"}
    page = answer.content.decode()
    assert "One answer needs another look" in page
    assert f"<b>Not quite.</b> {DOORSTEP.questions[1].why}" in page
    assert page.count("Right.") == len(DOORSTEP.questions) - 1
    assert page.count(" checked") == len(DOORSTEP.questions)
    assert not LessonPass.objects.filter(user=nell).exists()


def test_a_missing_answer_is_said(browser: Client) -> None:
    answers = _answers()
    del answers["q4"]
    answer = browser.post(LESSON, answers)
    assert answer.context["form"].errors == {"q4": ["Choose an answer."]}


@pytest.mark.parametrize("value", ["9", "-1", "x", ""])
def test_what_is_no_answer_is_no_answer(value: str, browser: Client, nell: User) -> None:
    assert "q1" in browser.post(LESSON, _answers(q1=value)).context["form"].errors
    assert not LessonPass.objects.filter(user=nell).exists()


def test_all_right_is_a_pass_and_leads_on(browser: Client, nell: User) -> None:
    answer = browser.post(LESSON, _answers(), follow=True)
    assert answer.redirect_chain == [(SIGN, 302)], "to the terms that the same role asks for"
    assert "You have passed “The doorstep" in answer.content.decode()
    assert LessonPass.objects.get(user=nell).lesson == "doorstep"


def test_once_passed_the_questions_are_there_to_read(cast: Cast) -> None:
    page = cast.client(cast.alun).get(LESSON).content.decode()
    assert "You have passed this lesson" in page
    assert DOORSTEP.questions[0].why in page
    assert "Check my answers" not in page


def test_a_lesson_that_nobody_asked_for_leads_back_to_the_list(browser: Client) -> None:
    right = {question.name: str(question.right) for question in content.LESSONS["telling"].questions}
    answer = browser.post("/training/telling/", {"version": "1"} | right)
    assert answer.headers["Location"] == "/training/"


def test_from_what_is_missing_to_the_open_page(browser: Client, cast: Cast) -> None:
    """The whole way: a closed page, what is missing, the lesson, the terms, and it is open."""
    answer = browser.get("/u/wexcombe/", follow=True)
    assert answer.redirect_chain == [(BEFORE, 302)]
    page = answer.content.decode()
    assert "about 6 minutes" in page
    assert f'class="button button--primary" href="{LESSON}{NEXT}"' in page
    assert f'name="next" value="{BEFORE}"' in browser.get(LESSON + NEXT).content.decode()
    answer = browser.post(LESSON, _answers(next=BEFORE))
    assert answer.headers["Location"] == SIGN + "?next=%2Fu%2Fwexcombe%2Faccess%2Fbefore%2F"
    answer = browser.post(SIGN, _signing(next=BEFORE), follow=True)
    assert answer.redirect_chain == [(BEFORE, 302), ("/u/wexcombe/", 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(elsewhere: str, cast: Cast) -> None:
    browser = cast.client(cast.alun)
    answer = browser.post(LESSON, _answers(next=elsewhere))
    assert answer.headers["Location"] == "/training/"
    page = people.sign_in(people.newcomer()).get(f"{LESSON}?next={elsewhere}").content.decode()
    assert elsewhere not in page.partition("<main")[2].partition("</main>")[0]


def test_a_lesson_that_changed_meanwhile_is_read_again(
    browser: Client, nell: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(content.LESSONS, "doorstep", replace(DOORSTEP, version=2))
    answer = browser.post(LESSON, _answers(next=BEFORE), follow=True)
    assert answer.redirect_chain == [(LESSON + "?next=%2Fu%2Fwexcombe%2Faccess%2Fbefore%2F", 302)]
    assert "This lesson changed while you were reading" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode(), "the next try must be about the new one"
    assert not LessonPass.objects.filter(user=nell).exists()


def test_a_new_version_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(content.LESSONS, "doorstep", replace(DOORSTEP, version=2))
    monkeypatch.setitem(content.TERMS, "register-terms", replace(TERMS, version=TERMS.version + 1))
    browser = cast.client(cast.alun)
    assert "This lesson has changed since you passed it" in browser.get(LESSON).content.decode()
    assert "These terms have changed since you signed them" in browser.get(SIGN).content.decode()
    page = browser.get(BEFORE).content.decode()
    assert page.count("It has changed since you did it.") == 2


def test_signing_keeps_the_name_and_says_until_when(browser: Client, nell: User) -> None:
    assert "By signing you say" in browser.get(SIGN).content.decode()
    browser.post(SIGN, _signing())
    signed = TermsSignature.objects.get(user=nell)
    assert (signed.signed_as, bytes(signed.text_sha256)) == ("Nell Comer", TERMS.digest)
    assert "It counts until" in browser.get(SIGN).content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Type your full name to sign."),
        ({"name": "Somebody Else"}, "This account belongs to Nell Comer"),
        ({"digest": "00"}, "These terms changed while you were reading"),
        ({"digest": "no hex"}, "These terms changed while you were reading"),
    ],
)
def test_what_is_no_signature_is_explained(typed: dict[str, str], says: str, browser: Client, nell: User) -> None:
    answer = browser.post(SIGN, _signing(**typed))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert says in page
    assert TERMS.digest.hex() in page, "the next try must be about the text on the screen"
    assert f'value="{typed["name"]}"' in page if typed.get("name") else True
    assert not TermsSignature.objects.filter(user=nell).exists()


def test_a_signature_that_ran_out_says_when(nell: User, cast: Cast) -> None:
    with time_machine.travel("2026-05-07T12:00Z", tick=False):
        TermsSignature.objects.create(
            user=nell,
            terms=TERMS.name,
            version=TERMS.version,
            text_sha256=b"x" * 32,
            signed_as="N",
            signed_at=timezone.now(),
        )
    with time_machine.travel("2027-05-08T12:00Z", tick=False):
        browser = people.sign_in(nell)
        assert "Your signature ran out on 7 May 2027" in browser.get(SIGN).content.decode()
        assert "Your signature ran out on 7 May 2027" in browser.get(BEFORE).content.decode()


def test_the_second_step_is_among_what_is_missing(cast: Cast) -> None:
    user = people.newcomer()
    people.grant(user, cast.wexcombe, RoleName.DATA_OFFICER)
    page = people.sign_in(user).get(BEFORE).content.decode()
    assert "A second step: a passkey, or a code from an app" in page
    assert "/accounts/second-factor/?next=" in page


def test_with_nothing_missing_there_is_nothing_to_say(cast: Cast) -> None:
    assert cast.client(cast.alun).get(BEFORE).headers["Location"] == "/u/wexcombe/"


def test_somebody_from_elsewhere_finds_no_such_unit(cast: Cast) -> None:
    assert cast.client(cast.rival).get(BEFORE).status_code == 404


def test_the_start_page_of_an_open_role_says_that_another_is_not(nell: User, cast: Cast) -> None:
    people.grant(nell, cast.wexcombe, RoleName.TELLER)
    LessonPass.objects.create(user=nell, lesson="telling", version=1, passed_at=timezone.now())
    page = people.sign_in(nell).get("/u/wexcombe/").content.decode()
    assert "Open your role: Canvasser" in page
    assert f'href="{BEFORE}"' in page


@pytest.mark.parametrize("url", ["/training/", LESSON, SIGN])
def test_nobody_is_sent_to_sign_in(url: str, db: None) -> None:
    assert Client().get(url).status_code == 302
