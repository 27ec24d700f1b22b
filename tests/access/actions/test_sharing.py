"""One object shared with one person: by whom, until when, and that nothing else opens with it."""

from __future__ import annotations

import datetime

import pytest

from access import hooks, scoping
from access.actions import sharing
from access.models import AuditEvent, OutboxMessage, Share, User
from access.queries import accesses
from access.queries import sharing as queries
from canvass.models import Board
from kit import clock
from kit.errors import Refused
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass

TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def board(cast: Cast) -> Board:
    return canvass.board(cast.osei, canvass.household(canvass.street(cast.wexcombe), 1), name="Tanyard Row, odds")


def share(board: Board, by: User, email: str = "noor@example.org", **more: object) -> Share:
    with scoping.units([board.unit_id]):
        told = {"name": "Noor", "why": "Rings round", "until_on": clock.today() + TOMORROW, **more}
        return sharing.share(obj=board, unit=board.unit, email=email, by=by, **told)


def test_one_person_sees_one_board(cast: Cast, board: Board) -> None:
    made = share(board, cast.osei)
    other = canvass.board(cast.osei, canvass.household(canvass.street(cast.wexcombe), 3))
    with scoping.units([cast.wexcombe.pk]):
        assert queries.may_see(cast.noor, board)
        assert not queries.may_see(cast.noor, other)
        assert not queries.may_see(cast.tess, board)
        assert list(queries.of_object(board)) == [made]
    [found] = queries.with_person(cast.noor)
    assert (found.title, found.by, found.url) == ("Tanyard Row, odds", cast.osei.name, f"/canvass/shared/{board.pk}/")
    assert queries.with_person(cast.alun) == []
    assert accesses.of(cast.noor).units() == []  # no role came with it
    assert not hasattr(cast.noor, "groups")
    assert not hasattr(cast.noor, "is_superuser")


def test_it_is_in_the_record_and_the_person_is_told(cast: Cast, board: Board) -> None:
    made = share(board, cast.osei)
    with scoping.units([board.unit_id]):
        sharing.take_back(share=made, by=cast.marian)
        assert list(queries.of_object(board)) == []
        assert not queries.may_see(cast.noor, board)
    lines = AuditEvent.objects.filter(object_id=str(board.pk)).order_by("at")
    assert [(line.verb, line.actor_id, line.detail["user"]) for line in lines] == [
        ("object.shared", cast.osei.pk, cast.noor.pk),
        ("object.unshared", cast.marian.pk, cast.noor.pk),
    ]
    assert [(one.purpose, "/canvass/shared/" in one.text) for one in OutboxMessage.objects.order_by("created_at")] == [
        ("shared", True),
        ("unshared", False),
    ]
    assert queries.with_person(cast.noor) == []


def test_nobody_finds_out_who_has_an_account(cast: Cast, board: Board) -> None:
    """An address without an account is invited; the list shows addresses alone, as they were typed."""
    made = share(board, cast.osei, "somebody@example.org")
    assert made.user.email == "somebody@example.org"
    assert User.objects.get(email="somebody@example.org").name == "Noor"


def test_what_is_refused(cast: Cast, board: Board) -> None:
    for by, email, more, why in [
        (cast.alun, "noor@example.org", {}, "may not share"),
        (cast.rival, "noor@example.org", {}, "may not share"),
        (cast.osei, "osei@example.org", {}, "your own address"),
        (cast.osei, "noor@example.org", {"why": " "}, "Say why"),
        (cast.osei, "noor@example.org", {"until_on": clock.today() - TOMORROW}, "last day"),
        (cast.osei, "noor@example.org", {"until_on": clock.today() + datetime.timedelta(days=91)}, "last day"),
    ]:
        with pytest.raises(Refused, match=why):
            share(board, by, email, **more)
    share(board, cast.osei)
    with pytest.raises(Refused, match="already"):
        share(board, cast.marian)
    made = Share._base_manager.get()
    with pytest.raises(Refused, match="may not take"), scoping.units([board.unit_id]):
        sharing.take_back(share=made, by=cast.tess)


def test_it_ends_with_its_day_and_can_be_shared_anew(cast: Cast, board: Board) -> None:
    share(board, cast.osei)
    with everywhere():
        Share.objects.update(until_on=clock.today() - TOMORROW)
    assert queries.with_person(cast.noor) == []
    assert queries.held(cast.noor, "canvass.board", str(board.pk)) is None
    share(board, cast.osei)
    assert len(queries.with_person(cast.noor)) == 1


def test_a_share_of_another_unit_is_not_seen_from_this_one(cast: Cast, board: Board) -> None:
    made = share(board, cast.osei)
    with scoping.units([cast.marsham.pk]):
        assert not Share.objects.filter(pk=made.pk).exists()
        assert not queries.may_see(cast.noor, board)
    with scoping.person(cast.alun.pk):
        assert not Share.objects.exists()


def test_what_can_be_shared_is_registered(cast: Cast) -> None:
    for label, kind in hooks.shareable.items():
        assert label.count(".") == 1
        assert kind.codename.startswith("view_")
        assert kind.terms
