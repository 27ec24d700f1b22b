"""Sessions at a desk and at the meeting point: who may, what the leader sees, and that everybody comes back."""

from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from access import scoping
from access.models import AuditEvent, DeviceGrant, OutboxMessage
from canvass.actions import newcomers, recall, sessions, teams
from canvass.enums import Hostility, RecallKind
from canvass.models import Board, CanvassSession, DoorFlag, Handing, Joined, Team
from tests.canvass.conftest import Doorstep
from tests.factories import canvass, phones
from tests.factories import sessions as making

PAGES = ("sessions", "session_new", "session", "session_change", "session_boards", "session_close", "session_joining")


@pytest.fixture
def board(doorstep: Doorstep) -> Board:
    return canvass.board(doorstep.cast.osei, doorstep.door, doorstep.next_door, name="HH1: the odds")


@pytest.fixture
def session(doorstep: Doorstep, board: Board) -> CanvassSession:
    return making.session(doorstep.cast.wexcombe, doorstep.cast.osei, board)


def office(name: str, session: CanvassSession | None = None, **more: object) -> str:
    kwargs = {"unit": "wexcombe"} | ({"session": session.pk} if session else {}) | more
    return reverse(f"canvass:{name}", kwargs=kwargs)


def team(session: CanvassSession) -> Team:
    with scoping.units([session.unit_id]):
        return Team.objects.filter(session=session)[0]


def hand(doorstep: Doorstep, session: CanvassSession, board: Board) -> Handing:
    with scoping.units([session.unit_id]):
        board.refresh_from_db()
        return teams.hand(by=doorstep.cast.osei, board=board, team=team(session), to=doorstep.cast.alun)


@pytest.mark.parametrize("name", PAGES)
class TestWhoMay:
    def ask(self, doorstep: Doorstep, session: CanvassSession, name: str, who: str | None) -> int:
        about = None if name in {"sessions", "session_new"} else session
        return doorstep.cast.client(getattr(doorstep.cast, who) if who else None).get(office(name, about)).status_code

    def test_the_organiser_may(self, doorstep: Doorstep, session: CanvassSession, name: str) -> None:
        assert self.ask(doorstep, session, name, "osei") == 200

    def test_a_canvasser_may_not(self, doorstep: Doorstep, session: CanvassSession, name: str) -> None:
        assert self.ask(doorstep, session, name, "alun") == 403

    @pytest.mark.parametrize("who", ["rival", "noor"])
    def test_to_outsiders_it_does_not_exist(
        self, doorstep: Doorstep, session: CanvassSession, name: str, who: str
    ) -> None:
        assert self.ask(doorstep, session, name, who) == 404

    def test_another_clps_session_is_not_found(self, doorstep: Doorstep, session: CanvassSession, name: str) -> None:
        if name not in {"sessions", "session_new"}:
            client = doorstep.cast.client(doorstep.cast.rival)
            assert client.get(office(name, session, unit="marsham")).status_code == 404
            assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=doorstep.cast.wexcombe.pk).exists()


def fields(**other: object) -> dict[str, object]:
    start = timezone.localtime() + datetime.timedelta(hours=1)
    back = start + datetime.timedelta(hours=2)
    return {
        "key": uuid.uuid4(),
        "name": "Sunday in Harrow Hill",
        "meets_at": start.strftime("%Y-%m-%dT%H:%M"),
        "back_at": back.strftime("%Y-%m-%dT%H:%M"),
        "meeting_point": "Outside the Co-op",
        "notes": "",
    } | other


def test_a_session_is_made_once_with_two_teams(doorstep: Doorstep) -> None:
    client, data = doorstep.cast.client(doorstep.cast.osei), fields(leader=doorstep.cast.osei.pk)
    for _again in range(2):
        assert client.post(office("session_new"), data).status_code == 302
    with scoping.units([doorstep.cast.wexcombe.pk]):
        made = CanvassSession.objects.get()
        assert [one.name for one in made.teams.all()] == ["Team A", "Team B"]
    assert "Sunday in Harrow Hill" in client.get(office("sessions")).content.decode()
    assert "Sunday in Harrow Hill" in client.get("/u/wexcombe/").content.decode()  # this week


def test_what_cannot_be_is_said_and_what_was_typed_is_kept(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    data = fields(leader=doorstep.cast.osei.pk)
    page = client.post(office("session_new"), data | {"back_at": data["meets_at"]}).content.decode()
    assert "back after they have met" in page
    assert "Outside the Co-op" in page
    data = fields(leader=doorstep.cast.alun.pk)  # may not hand out boards
    assert client.post(office("session_new"), data).status_code == 200


def test_boards_are_added_and_taken_out(doorstep: Doorstep, session: CanvassSession, board: Board) -> None:
    free = canvass.board(doorstep.cast.osei, doorstep.door, name="Free")
    client = doorstep.cast.client(doorstep.cast.osei)
    page = client.get(office("session_boards", session)).content.decode()
    assert "Free" in page
    assert doorstep.board.name not in page  # somebody has it
    client.post(office("session_boards", session), {"boards": [free.pk]})
    assert "Free" in client.get(office("session", session)).content.decode()
    client.post(office("session_board_drop", session, board=free.pk))
    free.refresh_from_db()
    assert free.session_id is None


def test_handing_out_sends_the_team_out_and_leads_to_the_code(
    doorstep: Doorstep, session: CanvassSession, board: Board
) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    address = office("session_hand_out", session, board=board.pk)
    page = client.post(address, {"to": doorstep.cast.alun.pk, "team": ""}).content.decode()
    assert "no team yet" in page
    answer = client.post(address, {"to": doorstep.cast.alun.pk, "team": team(session).pk})
    assert answer.url == office("board_pass", board=board.pk)
    assert "<svg" in client.get(answer.url).content.decode()
    with scoping.units([session.unit_id]):
        out = team(session)
        assert out.out_at
        assert out.due_at == session.back_at
        handing = Handing.objects.get(board=board)
        assert handing.read_until == session.back_at + datetime.timedelta(hours=4)
        assert Joined.objects.get(session=session).user == doorstep.cast.alun
    page = client.get(office("session", session)).content.decode()
    assert "Nobody knocks alone" in page
    assert "with Alun Prosser since" in page


def test_flagged_doors_are_told_to_the_leader(doorstep: Doorstep, session: CanvassSession, board: Board) -> None:
    with scoping.units([session.unit_id]):
        DoorFlag.objects.create(
            unit_id=session.unit_id,
            household=doorstep.door,
            reason=Hostility.values[0],
            note="A dog off the lead",
            flagged_at=timezone.now(),
            review_on=timezone.localdate(),
        )
    client = doorstep.cast.client(doorstep.cast.osei)
    for page in (office("session_hand_out", session, board=board.pk), office("board_hand_out", board=board.pk)):
        assert "A dog off the lead" in client.get(page).content.decode()
    assert "1 door to take care at" in client.get(office("session", session)).content.decode()
    assert AuditEvent.objects.filter(verb="people.seen", actor_id=doorstep.cast.osei.pk).exists()


def test_progress_and_unsent_answers_show(doorstep: Doorstep, session: CanvassSession, board: Board) -> None:
    hand(doorstep, session, board)
    phone = phones.phone(board, doorstep.cast.alun)
    phone.send(phone.answer(doorstep.elsie))
    with scoping.units([session.unit_id]):
        DeviceGrant.objects.filter(pk=phone.grant.pk).update(queue_depth=3)
    page = doorstep.cast.client(doorstep.cast.osei).get(office("session", session)).content.decode()
    assert "1 of 2" in page
    assert "Alun Prosser: 3 answers" in page


class TestComingBack:
    @pytest.fixture
    def out(self, doorstep: Doorstep, session: CanvassSession, board: Board) -> Team:
        hand(doorstep, session, board)
        return team(session)

    def late(self, session: CanvassSession, minutes: int) -> time_machine.travel:
        return time_machine.travel(session.back_at + datetime.timedelta(minutes=minutes))

    def test_a_late_team_is_loud(self, doorstep: Doorstep, session: CanvassSession, out: Team) -> None:
        with self.late(session, 5):
            client = doorstep.cast.client(doorstep.cast.osei)
            page = client.get(office("session", session)).content.decode()
            assert "Team A is late" in page
            assert 'role="alert"' in page
            assert "Find out where Team A is" in client.get("/u/wexcombe/").content.decode()
            phone = doorstep.cast.client(doorstep.cast.alun)
            assert "You should be back" in phone.get(reverse("canvass:outing", args=[session.pk])).content.decode()

    def test_fine_from_the_phone_is_one_tap(self, doorstep: Doorstep, session: CanvassSession, out: Team) -> None:
        with self.late(session, 5):
            phone = doorstep.cast.client(doorstep.cast.alun)
            assert reverse("canvass:outing_fine", args=[session.pk]) in phone.get("/canvass/").content.decode()
            phone.post(reverse("canvass:outing_fine", args=[session.pk]))
            leader = doorstep.cast.client(doorstep.cast.osei)
            assert "is late" not in leader.get(office("session", session)).content.decode()
        with self.late(session, 40):  # and half an hour later somebody must say so again
            leader = doorstep.cast.client(doorstep.cast.osei)
            assert "is late" in leader.get(office("session", session)).content.decode()

    def test_fine_from_the_board_itself(self, doorstep: Doorstep, session: CanvassSession, out: Team) -> None:
        phone, address = doorstep.cast.client(doorstep.cast.alun), reverse("canvass:outing_fine", args=[session.pk])
        assert phone.post(address, headers={"accept": "application/json"}).status_code == 204
        out.refresh_from_db()
        assert out.fine_at is not None
        with scoping.units([session.unit_id]):
            Joined.objects.filter(session=session, user=doorstep.cast.alun).update(team=None)
        assert phone.post(address, headers={"accept": "application/json"}).status_code == 409

    @pytest.mark.parametrize(("deed", "word"), [("fine", "All well at"), ("longer", "due back"), ("back", "Back at")])
    def test_the_leader_says_what_they_heard(
        self, doorstep: Doorstep, session: CanvassSession, out: Team, deed: str, word: str
    ) -> None:
        with self.late(session, 5):
            leader = doorstep.cast.client(doorstep.cast.osei)
            leader.post(office("team_deed", session, team=out.pk, deed=deed))
            page = leader.get(office("session", session)).content.decode()
            assert "is late" not in page
            assert word in page
            leader.post(office("team_deed", session, team=out.pk, deed="out"))

    def test_after_half_an_hour_leader_and_organisers_are_mailed_once(
        self, doorstep: Doorstep, session: CanvassSession, out: Team
    ) -> None:
        with self.late(session, 29):
            teams.sweep()
            assert not OutboxMessage.objects.filter(purpose="team_late").exists()
        with self.late(session, 31):
            teams.sweep()
            teams.sweep()
            to = set(OutboxMessage.objects.filter(purpose="team_late").values_list("to_email", flat=True))
            assert to == {doorstep.cast.osei.email, doorstep.cast.marian.email}
            assert OutboxMessage.objects.filter(purpose="team_late").count() == 2

    def test_nobody_is_mailed_about_a_team_that_is_back(
        self, doorstep: Doorstep, session: CanvassSession, out: Team
    ) -> None:
        with scoping.units([session.unit_id]):
            teams.come_back(by=doorstep.cast.osei, team=out)
        with self.late(session, 60):
            teams.sweep()
        assert not OutboxMessage.objects.filter(purpose="team_late").exists()


@pytest.mark.parametrize("boards", ["away", "keep"])
def test_closing_brings_everything_back_and_can_be_undone(
    doorstep: Doorstep, session: CanvassSession, board: Board, boards: str
) -> None:
    handing = hand(doorstep, session, board)
    client = doorstep.cast.client(doorstep.cast.osei)
    assert "still out" in client.get(office("session_close", session)).content.decode()
    client.post(office("session_close", session), {"boards": boards})
    board.refresh_from_db()
    handing.refresh_from_db()
    assert (board.closed_at is not None) == (boards == "away")
    assert handing.returned_at is not None
    assert team(session).back_at is not None
    assert "Closed on" in client.get(office("session", session)).content.decode()
    assert session.name in client.get(office("sessions") + "?show=over").content.decode()
    client.post(office("session_reopen", session))
    board.refresh_from_db()
    handing.refresh_from_db()
    assert (board.closed_at, handing.returned_at, team(session).back_at) == (None, None, None)


def test_a_closed_session_takes_nothing(doorstep: Doorstep, session: CanvassSession, board: Board) -> None:
    with scoping.units([session.unit_id]):
        sessions.close(by=doorstep.cast.osei, session=session, put_away=False)
    client = doorstep.cast.client(doorstep.cast.osei)
    address = office("session_hand_out", session, board=board.pk)
    page = client.post(address, {"to": doorstep.cast.alun.pk, "team": team(session).pk}).content.decode()
    assert "This session is closed" in page
    assert client.post(office("session_joining", session)).status_code == 302
    assert "This session is closed" in client.get(office("session", session)).content.decode()


def test_teams_are_added_filled_and_taken_away(doorstep: Doorstep, session: CanvassSession) -> None:
    client = doorstep.cast.client(doorstep.cast.osei)
    client.post(office("team_add", session), {"name": "The bicycles"})
    client.post(office("team_add", session), {"name": "the BICYCLES"})
    with scoping.units([session.unit_id]):
        made = Team.objects.get(name="The bicycles")
        place = Joined.objects.create(unit_id=session.unit_id, session=session, user=doorstep.cast.alun, way="role")
    client.post(office("team_put", session, place=place.pk), {"team": made.pk})
    place.refresh_from_db()
    assert place.team == made
    client.post(office("team_deed", session, team=made.pk, deed="drop"))
    place.refresh_from_db()
    assert place.team is None
    assert client.post(office("team_deed", session, team=team(session).pk, deed="nonsense")).status_code == 404


class TestGoingHome:
    """Somebody leaves before the others do; and the leader can take that back."""

    @pytest.fixture
    def place(self, doorstep: Doorstep, session: CanvassSession, board: Board) -> Joined:
        hand(doorstep, session, board)
        with scoping.units([session.unit_id]):
            return Joined.objects.get(session=session, user=doorstep.cast.alun)

    def test_from_their_page_to_the_list_of_who_went(
        self, doorstep: Doorstep, session: CanvassSession, board: Board, place: Joined
    ) -> None:
        client = doorstep.cast.client(doorstep.cast.osei)
        page = client.get(office("team_put", session, place=place.pk)).content.decode()
        assert "They went home" in page
        assert office("team_put", session, place=place.pk) in client.get(office("session", session)).content.decode()
        client.post(office("session_leave", session, place=place.pk))
        place.refresh_from_db()
        assert place.left_at is not None
        assert place.team is None
        with scoping.units([session.unit_id]):
            assert not Handing.objects.filter(board=board, returned_at__isnull=True).exists()
        assert "One person went home" in client.get(office("session", session)).content.decode()
        assert (
            doorstep.cast.client(doorstep.cast.alun).get(reverse("canvass:outing", args=[session.pk])).status_code
            == 404
        )
        client.post(office("team_put", session, place=place.pk), {"team": team(session).pk})
        place.refresh_from_db()
        assert place.team is None

    def test_it_was_a_mistake(self, doorstep: Doorstep, session: CanvassSession, place: Joined) -> None:
        client = doorstep.cast.client(doorstep.cast.osei)
        client.post(office("session_leave", session, place=place.pk))
        client.post(office("session_leave", session, place=place.pk), {"do": "stay"})
        assert (
            doorstep.cast.client(doorstep.cast.alun).get(reverse("canvass:outing", args=[session.pk])).status_code
            == 200
        )
        assert {"session.left", "session.stayed"} <= set(AuditEvent.objects.values_list("verb", flat=True))

    def test_a_board_handed_to_somebody_who_went_home_brings_them_back(
        self, doorstep: Doorstep, session: CanvassSession, board: Board, place: Joined
    ) -> None:
        with scoping.units([session.unit_id]):
            newcomers.leave(by=doorstep.cast.osei, joined=place)
        hand(doorstep, session, board)
        place.refresh_from_db()
        assert place.left_at is None
        assert place.team == team(session)

    def test_only_who_hands_out_boards_may_say_so(
        self, doorstep: Doorstep, session: CanvassSession, place: Joined
    ) -> None:
        for who, status in ((doorstep.cast.alun, 403), (doorstep.cast.rival, 404)):
            client = doorstep.cast.client(who)
            assert client.post(office("session_leave", session, place=place.pk)).status_code == status
            assert client.get(office("team_put", session, place=place.pk)).status_code == status


def test_who_changes_team_takes_their_board_along(doorstep: Doorstep, session: CanvassSession, board: Board) -> None:
    hand(doorstep, session, board)
    with scoping.units([session.unit_id]):
        place, other = Joined.objects.get(session=session), session.teams.all()[1]
    doorstep.cast.client(doorstep.cast.osei).post(office("team_put", session, place=place.pk), {"team": other.pk})
    board.refresh_from_db()
    other.refresh_from_db()
    assert board.team == other
    assert other.out_at is not None
    assert other.due_at == session.back_at


def test_the_page_costs_the_same_whatever_is_in_it(
    doorstep: Doorstep, session: CanvassSession, board: Board, django_assert_max_num_queries: object
) -> None:
    hand(doorstep, session, board)
    client = doorstep.cast.client(doorstep.cast.osei)
    client.get(office("session", session))
    with django_assert_max_num_queries(30):  # type: ignore[operator] # pytest-django's
        client.get(office("session", session))


def test_phones_that_have_not_heard_of_an_objection_are_named(
    doorstep: Doorstep, session: CanvassSession, board: Board
) -> None:
    hand(doorstep, session, board)
    phones.phone(board, doorstep.cast.alun)
    client = doorstep.cast.client(doorstep.cast.osei)
    assert "not heard whom" not in client.get(office("session", session)).content.decode()
    with scoping.units([session.unit_id]):
        recall.note(unit=doorstep.cast.wexcombe, electors=[doorstep.zofia.pk], kind=RecallKind.DO_NOT_CONTACT)
    assert "One phone has not heard whom" in client.get(office("session", session)).content.decode()
