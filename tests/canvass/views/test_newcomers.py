"""Joining at the meeting point: who comes in, what opens for them, and what does not."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import content, scoping
from access.actions import training
from access.models import AuditEvent, Grant, OutboxMessage, User
from access.rules.mail import address_hash
from canvass.actions import newcomers, sessions, teams
from canvass.models import Board, CanvassSession, Joined, Newcomer
from tests.canvass.conftest import Doorstep
from tests.factories import canvass
from tests.factories import sessions as making

NAME, ADDRESS = "Ngozi Okafor", "ngozi@example.net"


@pytest.fixture
def board(doorstep: Doorstep) -> Board:
    """A second board, in the office; the first is out with Alun and of no session."""
    return canvass.board(doorstep.cast.osei, doorstep.next_door, name="HH1: the evens")


@pytest.fixture
def session(doorstep: Doorstep, board: Board) -> CanvassSession:
    return making.session(doorstep.cast.wexcombe, doorstep.cast.osei, board)


@pytest.fixture
def code(doorstep: Doorstep, session: CanvassSession) -> str:
    return making.code(session, doorstep.cast.osei)


def asking(doorstep: Doorstep) -> Newcomer:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        return Newcomer.objects.latest("asked_at")


def decide(doorstep: Doorstep, session: CanvassSession, name: str) -> None:
    kwargs = {"unit": "wexcombe", "session": session.pk, "newcomer": asking(doorstep).pk}
    answer = doorstep.cast.client(doorstep.cast.osei).post(reverse(f"canvass:{name}", kwargs=kwargs))
    assert answer.status_code == 302


def come_in(doorstep: Doorstep, session: CanvassSession, code: str) -> Client:
    """Return the phone of somebody who was vouched for and went on."""
    phone = Client()
    phone.post(code, {"name": NAME, "email": ADDRESS})
    decide(doorstep, session, "vouch")
    assert phone.post(code).status_code == 302
    return phone


def learn(user: User) -> None:
    lesson, terms = content.LESSONS["doorstep"], content.TERMS["register-terms"]
    training.pass_lesson(user=user, lesson=lesson, answers={one.name: one.right for one in lesson.questions})
    training.sign(user=user, terms=terms, name=user.name)


def hand(doorstep: Doorstep, session: CanvassSession, board: Board, to: User) -> None:
    with scoping.units([doorstep.cast.wexcombe.pk]):
        board.refresh_from_db()
        teams.hand(by=doorstep.cast.osei, board=board, team=session.teams.all()[0], to=to)


class TestSomebodyWithoutAnAccount:
    def test_asking_makes_no_account_and_opens_nothing(self, doorstep: Doorstep, code: str) -> None:
        phone = Client()
        assert "Join Sunday morning" in phone.get(code).content.decode()
        phone.post(code, {"name": NAME, "email": ADDRESS})
        assert "Wait a moment" in phone.get(code).content.decode()
        assert not User.objects.filter(email=ADDRESS).exists()
        assert phone.get("/canvass/").status_code == 302  # to sign in

    def test_the_leader_vouches_and_the_phone_goes_on(
        self, doorstep: Doorstep, session: CanvassSession, code: str
    ) -> None:
        phone = come_in(doorstep, session, code)
        user = User.objects.get(email=ADDRESS)
        grant = Grant.objects.get(user=user)
        assert (grant.role, grant.kind, grant.area) == ("canvasser", "vouched", [f"session:{session.pk}"])
        assert grant.ends_on == timezone.localtime(session.back_at).date()
        assert "Vouched for by Osei Mensah-Hart" in grant.reason
        page = phone.get(reverse("canvass:outing", kwargs={"session": session.pk})).content.decode()
        assert "Start the lesson" in page
        assert phone.get("/training/doorstep/").status_code == 200

    @pytest.mark.parametrize(
        "path",
        ["/", "/access/", "/access/mine/", "/u/wexcombe/", "/accounts/email/", "/accounts/sessions/", "/training/"],
    )
    def test_nothing_else_opens(self, doorstep: Doorstep, session: CanvassSession, code: str, path: str) -> None:
        phone = come_in(doorstep, session, code)
        answer = phone.get(path)
        assert answer.status_code == 403
        assert "Sign in for this" in answer.content.decode()

    def test_another_phone_cannot_go_on_in_their_place(
        self, doorstep: Doorstep, session: CanvassSession, code: str
    ) -> None:
        phone = Client()
        phone.post(code, {"name": NAME, "email": ADDRESS})
        decide(doorstep, session, "vouch")
        thief = Client()
        thief.post(code)
        assert thief.get("/canvass/").status_code == 302
        assert "_auth_user_id" not in thief.session

    def test_it_works_once(self, doorstep: Doorstep, session: CanvassSession, code: str) -> None:
        phone = come_in(doorstep, session, code)
        phone.post(reverse("account_logout"))
        assert "_auth_user_id" not in phone.session
        phone.post(code)
        assert "_auth_user_id" not in phone.session

    def test_an_address_with_an_account_is_not_signed_in_to(
        self, doorstep: Doorstep, session: CanvassSession, code: str
    ) -> None:
        phone = Client()
        phone.post(code, {"name": "Somebody", "email": doorstep.cast.marian.email.upper()})
        assert "Wait a moment" in phone.get(code).content.decode()  # and not a word about the account
        decide(doorstep, session, "vouch")
        assert "Sign in to go on" in phone.get(code).content.decode()
        phone.post(code)
        assert "_auth_user_id" not in phone.session

    def test_no_takes_two_taps_and_is_not_for_good(
        self, doorstep: Doorstep, session: CanvassSession, code: str
    ) -> None:
        phone = Client()
        phone.post(code, {"name": NAME, "email": ADDRESS})
        kwargs = {"unit": "wexcombe", "session": session.pk, "newcomer": asking(doorstep).pk}
        leader = doorstep.cast.client(doorstep.cast.osei)
        assert "Say no to Ngozi" in leader.get(reverse("canvass:newcomer_refuse", kwargs=kwargs)).content.decode()
        leader.post(reverse("canvass:newcomer_refuse", kwargs=kwargs))
        assert "can’t join yet" in phone.get(code).content.decode()
        phone.post(code, {"name": NAME, "email": ADDRESS})
        assert "Wait a moment" in phone.get(code).content.decode()

    def test_they_get_a_board_of_the_session_and_no_other(
        self, doorstep: Doorstep, session: CanvassSession, board: Board, code: str
    ) -> None:
        phone = come_in(doorstep, session, code)
        user = User.objects.get(email=ADDRESS)
        learn(user)
        hand(doorstep, session, board, user)
        page = phone.get(reverse("canvass:outing", kwargs={"session": session.pk})).content.decode()
        assert "Choose a PIN" in page
        assert phone.get(reverse("canvass:phone_board", kwargs={"board": board.pk})).status_code == 200
        assert phone.get(reverse("canvass:phone_board", kwargs={"board": doorstep.board.pk})).status_code == 404

    def test_a_pin_signs_them_in_again_and_five_wrong_ones_end_it(
        self, doorstep: Doorstep, session: CanvassSession, code: str
    ) -> None:
        phone = come_in(doorstep, session, code)
        learn(User.objects.get(email=ADDRESS))
        page = reverse("canvass:outing_pin", kwargs={"session": session.pk})
        assert "Anybody would try" in phone.post(page, {"pin": "123456", "again": "123456"}).content.decode()
        assert phone.post(page, {"pin": "480173", "again": "480173"}).status_code == 302
        again = Client()
        assert again.post("/today/", {"email": ADDRESS, "pin": "480173"}).status_code == 302
        assert again.get("/access/").status_code == 403  # confined as before
        third = Client()
        for _try in range(5):
            third.post("/today/", {"email": ADDRESS, "pin": "999998"})
        third.post("/today/", {"email": ADDRESS, "pin": "480173"})
        assert "_auth_user_id" not in third.session

    def test_when_they_go_home_all_of_it_closes_at_once_and_opens_again(
        self, doorstep: Doorstep, session: CanvassSession, board: Board, code: str
    ) -> None:
        phone = come_in(doorstep, session, code)
        user = User.objects.get(email=ADDRESS)
        learn(user)
        hand(doorstep, session, board, user)
        with scoping.units([doorstep.cast.wexcombe.pk]):
            place = Joined.objects.get(user=user)
        leader = doorstep.cast.client(doorstep.cast.osei)
        kwargs = {"unit": "wexcombe", "session": session.pk, "place": place.pk}
        leader.post(reverse("canvass:session_leave", kwargs=kwargs))
        assert Grant.objects.get(user=user).ended_at is not None
        outing = reverse("canvass:outing", kwargs={"session": session.pk})
        board_page = reverse("canvass:phone_board", kwargs={"board": board.pk})
        assert [phone.get(path).status_code for path in (outing, board_page)] == [404, 404]
        leader.post(reverse("canvass:session_leave", kwargs=kwargs), {"do": "stay"})
        assert phone.get(outing).status_code == 200
        again = Grant.objects.get(user=user, ended_at=None)
        assert again.ends_on == timezone.localtime(session.back_at).date()

    def test_who_goes_home_from_one_session_stays_in_the_other(
        self, doorstep: Doorstep, session: CanvassSession, code: str
    ) -> None:
        come_in(doorstep, session, code)
        user = User.objects.get(email=ADDRESS)
        other = making.session(doorstep.cast.wexcombe, doorstep.cast.osei, name="The afternoon")
        with scoping.units([doorstep.cast.wexcombe.pk]):
            row, _key = newcomers.ask(session=other, name=NAME, email=ADDRESS)
            newcomers.vouch(by=doorstep.cast.osei, newcomer=row)
            newcomers.leave(by=doorstep.cast.osei, joined=Joined.objects.get(user=user, session=session))
        grant = Grant.objects.get(user=user)
        assert (grant.ended_at, grant.area) == (None, [f"session:{other.pk}"])

    def test_the_next_day_nothing_is_left_of_it(
        self, doorstep: Doorstep, session: CanvassSession, board: Board, code: str
    ) -> None:
        phone = come_in(doorstep, session, code)
        user = User.objects.get(email=ADDRESS)
        learn(user)
        hand(doorstep, session, board, user)
        phone.post(reverse("canvass:outing_pin", kwargs={"session": session.pk}), {"pin": "480173", "again": "480173"})
        with time_machine.travel(session.back_at + datetime.timedelta(days=1)):
            phone.post("/today/", {"email": ADDRESS, "pin": "480173"})
            assert "_auth_user_id" not in phone.session
            other = doorstep.cast.client(user)
            assert other.get(reverse("canvass:phone_board", kwargs={"board": board.pk})).status_code == 404


class TestWithoutAnEmailAddress:
    """An account all the same: for the day, with a number in place of the address, and theirs once it gets one."""

    @pytest.fixture
    def phone(self, doorstep: Doorstep, session: CanvassSession, code: str) -> Client:
        phone = Client()
        phone.post(code, {"name": NAME, "email": ""})
        leader = doorstep.cast.client(doorstep.cast.osei)
        page = leader.get(reverse("canvass:session", kwargs={"unit": "wexcombe", "session": session.pk}))
        assert "without an email address" in page.content.decode()
        decide(doorstep, session, "vouch")
        assert phone.post(code).status_code == 302
        return phone

    @pytest.fixture
    def user(self, phone: Client) -> User:
        return User.objects.get(name=NAME)

    def outing(self, session: CanvassSession, name: str = "outing") -> str:
        return reverse(f"canvass:{name}", kwargs={"session": session.pk})

    def test_they_come_in_and_nothing_is_mailed(self, session: CanvassSession, phone: Client, user: User) -> None:
        assert (user.address, len(user.number)) == ("", 8)
        assert not user.has_usable_password()
        assert Grant.objects.get(user=user).ends_on == timezone.localtime(session.back_at).date()
        assert "Start the lesson" in phone.get(self.outing(session)).content.decode()
        Client().post(reverse("account_reset_password"), {"email": user.email})
        assert not OutboxMessage.objects.filter(email_hash=address_hash(user.email)).exists()

    def test_number_and_pin_sign_them_in_today_and_not_tomorrow(
        self, session: CanvassSession, phone: Client, user: User
    ) -> None:
        learn(user)
        answer = phone.post(self.outing(session, "outing_pin"), {"pin": "480173", "again": "480173"}, follow=True)
        assert answer.content.decode().count(user.number) == 2  # said once, and there to be read again
        shown = f" {user.number[:4]} {user.number[4:]} "
        again = Client()
        again.post("/today/", {"email": shown, "pin": "480173"})
        assert again.session["_auth_user_id"] == str(user.pk)
        with time_machine.travel(session.back_at + datetime.timedelta(days=1)):
            late = Client()
            late.post("/today/", {"email": shown, "pin": "480173"})
            assert "_auth_user_id" not in late.session

    @pytest.mark.parametrize("email", ["nobody", "", "12345678@no-address.invalid"])
    def test_what_is_no_address(self, session: CanvassSession, phone: Client, user: User, email: str) -> None:
        page = phone.post(self.outing(session, "outing_address"), {"email": email}).content.decode()
        assert "error" in page
        user.refresh_from_db()
        assert user.number

    def test_they_add_an_address_and_keep_their_account(
        self, doorstep: Doorstep, session: CanvassSession, phone: Client, user: User
    ) -> None:
        page = self.outing(session, "outing_address")
        taken = phone.post(page, {"email": doorstep.cast.marian.email.upper()}).content.decode()
        assert "can’t be used" in taken
        assert phone.post(page, {"email": ADDRESS}).status_code == 302
        user.refresh_from_db()
        assert (user.email, user.number) == (ADDRESS, "")
        assert OutboxMessage.objects.get(purpose="invitation").to_email == ADDRESS
        assert AuditEvent.objects.get(verb="user.address_given").actor_id == user.pk
        assert phone.get(page).status_code == 302  # once

    def test_or_the_leader_adds_it_even_afterwards(
        self, doorstep: Doorstep, session: CanvassSession, phone: Client, user: User
    ) -> None:
        leader = doorstep.cast.client(doorstep.cast.osei)
        with scoping.units([doorstep.cast.wexcombe.pk]):
            place = Joined.objects.get(user=user)
            sessions.close(by=doorstep.cast.osei, session=session, put_away=False)
        kwargs = {"unit": "wexcombe", "session": session.pk, "place": place.pk}
        assert "gave no email address" in leader.get(reverse("canvass:team_put", kwargs=kwargs)).content.decode()
        leader.post(reverse("canvass:session_address", kwargs=kwargs), {"email": "nobody"})
        user.refresh_from_db()
        assert user.number
        leader.post(reverse("canvass:session_address", kwargs=kwargs), {"email": ADDRESS})
        user.refresh_from_db()
        assert user.email == ADDRESS
        assert (
            doorstep.cast.client(doorstep.cast.alun).post(reverse("canvass:session_address", kwargs=kwargs)).status_code
            == 403
        )

    def test_two_of_them_are_two_accounts(
        self, doorstep: Doorstep, session: CanvassSession, code: str, phone: Client
    ) -> None:
        Client().post(code, {"name": NAME, "email": ""})
        decide(doorstep, session, "vouch")
        assert len(set(User.objects.filter(name=NAME).values_list("email", flat=True))) == 2


class TestSomebodyFromAnotherClp:
    @pytest.fixture
    def visitor(self, doorstep: Doorstep, session: CanvassSession, board: Board, code: str) -> Client:
        browser = doorstep.cast.client(doorstep.cast.rival)
        assert "Join as" in browser.get(code).content.decode()
        assert browser.post(code).status_code == 302
        hand(doorstep, session, board, doorstep.cast.rival)
        return browser

    def test_they_join_at_once_for_that_day_and_session(
        self, doorstep: Doorstep, session: CanvassSession, board: Board, visitor: Client
    ) -> None:
        grant = Grant.objects.get(user=doorstep.cast.rival, unit=doorstep.cast.wexcombe)
        assert (grant.kind, grant.area) == ("vouched", [f"session:{session.pk}"])
        assert grant.ends_on == timezone.localtime(session.back_at).date()
        with scoping.units([doorstep.cast.wexcombe.pk]):
            assert Joined.objects.get(user=doorstep.cast.rival).way == "visitor"
        assert visitor.get(reverse("canvass:phone_board", kwargs={"board": board.pk})).status_code == 200

    def test_nothing_else_of_the_clp_opens(self, doorstep: Doorstep, visitor: Client) -> None:
        assert visitor.get(reverse("canvass:phone_board", kwargs={"board": doorstep.board.pk})).status_code == 404
        assert visitor.get("/u/wexcombe/canvass/register/").status_code == 403
        assert visitor.get("/u/wexcombe/canvass/boards/").status_code == 403
        assert visitor.get("/u/wexcombe/canvass/sessions/").status_code == 403
        assert visitor.get("/u/wexcombe/organise/members/").status_code == 403

    def test_a_board_of_no_session_cannot_be_handed_to_them(self, doorstep: Doorstep, visitor: Client) -> None:
        leader = doorstep.cast.client(doorstep.cast.osei)
        page = leader.get(
            reverse("canvass:board_hand_out", kwargs={"unit": "wexcombe", "board": doorstep.board.pk})
        ).content.decode()
        assert doorstep.cast.rival.name not in page

    def test_the_next_day_it_does_not_exist(
        self, doorstep: Doorstep, session: CanvassSession, board: Board, visitor: Client
    ) -> None:
        with time_machine.travel(session.back_at + datetime.timedelta(days=1)):
            again = doorstep.cast.client(doorstep.cast.rival)
            assert again.get(reverse("canvass:phone_board", kwargs={"board": board.pk})).status_code == 404
            assert again.get("/u/wexcombe/").status_code == 404

    def test_when_the_board_leaves_the_session_it_is_gone_at_once(
        self, doorstep: Doorstep, board: Board, visitor: Client
    ) -> None:
        with scoping.units([doorstep.cast.wexcombe.pk]):
            Board.objects.filter(pk=board.pk).update(session=None)
        assert visitor.get(reverse("canvass:phone_board", kwargs={"board": board.pk})).status_code == 404

    def test_a_visitor_does_not_go_on_to_a_third_clp_by_that(self, doorstep: Doorstep, code: str) -> None:
        browser = doorstep.cast.client(doorstep.cast.noor)  # no role anywhere
        browser.post(code)
        assert "Wait a moment" in browser.get(code).content.decode()
        assert not Grant.objects.filter(user=doorstep.cast.noor).exists()


def test_whoever_has_the_role_here_joins_as_they_are(doorstep: Doorstep, session: CanvassSession, code: str) -> None:
    browser = doorstep.cast.client(doorstep.cast.alun)
    browser.post(code)
    assert Grant.objects.filter(user=doorstep.cast.alun).count() == 1
    assert "Wait for a board" in browser.get(reverse("canvass:outing", kwargs={"session": session.pk})).content.decode()


def test_a_code_that_was_renewed_or_closed_works_no_longer(
    doorstep: Doorstep, session: CanvassSession, code: str
) -> None:
    new = making.code(session, doorstep.cast.osei)
    assert new != code
    assert Client().get(code).status_code == 404
    assert Client().get(new).status_code == 200
    with scoping.units([doorstep.cast.wexcombe.pk]):
        sessions.close_joining(by=doorstep.cast.osei, session=session)
    assert Client().get(new).status_code == 404
    assert Client().get("/canvass/join/nonsense/").status_code == 404


def test_who_may_not_hand_out_boards_vouches_for_nobody(doorstep: Doorstep, session: CanvassSession, code: str) -> None:
    Client().post(code, {"name": NAME, "email": ADDRESS})
    kwargs = {"unit": "wexcombe", "session": session.pk, "newcomer": asking(doorstep).pk}
    assert doorstep.cast.client(doorstep.cast.alun).post(reverse("canvass:vouch", kwargs=kwargs)).status_code == 403
    assert doorstep.cast.client(doorstep.cast.rival).post(reverse("canvass:vouch", kwargs=kwargs)).status_code == 404


def test_the_page_of_a_session_is_there_for_those_who_joined(doorstep: Doorstep, session: CanvassSession) -> None:
    page = reverse("canvass:outing", kwargs={"session": session.pk})
    assert doorstep.cast.client(doorstep.cast.alun).get(page).status_code == 404


def test_the_record_says_who_vouched(doorstep: Doorstep, session: CanvassSession, code: str) -> None:
    come_in(doorstep, session, code)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {
        "newcomer.asked",
        "newcomer.vouched",
        "newcomer.came_in",
        "user.made",
        "user.invited",
        "grant.given",
    } <= verbs
    assert AuditEvent.objects.get(verb="newcomer.vouched").actor_id == doorstep.cast.osei.pk


def test_the_leader_sees_who_waits(doorstep: Doorstep, session: CanvassSession, code: str) -> None:
    Client().post(code, {"name": NAME, "email": ADDRESS})
    leader = doorstep.cast.client(doorstep.cast.osei)
    page = leader.get(reverse("canvass:session", kwargs={"unit": "wexcombe", "session": session.pk})).content.decode()
    assert re.search(r"I know this person", page)
    assert NAME in page
    assert "Let people join Sunday morning" in leader.get("/u/wexcombe/").content.decode()
