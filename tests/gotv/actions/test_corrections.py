"""A wrong mark goes with what it came of, and is corrected once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.utils import timezone

from access import scoping
from access.roles import RoleName
from gotv.actions import corrections, knocks, postal
from gotv.models import Knock, MarkVoid, PostalAnswer, Voted, VoteMark
from gotv.queries import knock_ups
from gotv.rules.numbers import RollNumber
from kit.errors import Refused
from tests import cast as people
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture(autouse=True)
def scope(day: Day) -> Iterator[None]:
    with scoping.units([day.poll.unit_id]):
        yield


def _left(day: Day) -> set[str]:
    return set(knock_ups.left(day.poll).values_list("forenames", flat=True))


def test_a_void_brings_somebody_back_on_the_list_who_was_said_at_the_door_to_have_voted(day: Day) -> None:
    one = make.round(day.poll, day.hh1, day.cast.osei)
    said = knocks.Said(uuid.uuid4(), day.elsie.household_id or 0, "voted", timezone.now(), day.elsie.pk)
    knocks.record(one=one, said=[said], by=day.cast.osei)
    assert "Elsie" not in _left(day)
    corrections.void(mark=VoteMark.objects.get(), reason="It was next door", by=day.cast.osei)
    assert not Voted.objects.exists()
    assert Knock.objects.get().undone_at is not None
    assert "Elsie" in _left(day)


def test_a_void_takes_back_the_answer_about_a_postal_vote(day: Day) -> None:
    make.absent(day.elsie, day.poll)
    facts = {"election": day.poll, "elector": day.elsie, "by": day.cast.osei}
    postal.note(said="sent", key=uuid.uuid4(), **facts)
    corrections.void(mark=VoteMark.objects.get(), reason="Wrong Elsie", by=day.cast.osei)
    assert PostalAnswer.objects.get().undone_at is not None


def test_one_number_that_was_typed_is_corrected_to_one(day: Day) -> None:
    """Two in the room correct it at the same time, and differently: the second is told."""
    mark = make.mark(day.hall, day.elsie)

    def correct(number: int) -> None:
        corrections.correct(mark=mark, district="HH1", number=RollNumber(number), reason="Misheard", by=day.cast.osei)

    correct(day.graham.number)
    correct(day.graham.number)
    with pytest.raises(Refused, match="taken back already"):
        correct(day.zofia.number)
    assert list(Voted.objects.values_list("elector", flat=True)) == [day.graham.pk]
    assert MarkVoid.objects.count() == 1


def test_a_polling_agent_corrects_no_number(day: Day) -> None:
    mark = make.mark(day.hall, day.elsie)
    people.grant(day.cast.osei, day.cast.wexcombe, RoleName.POLLING_AGENT)
    with pytest.raises(Refused, match="section 66"):
        corrections.correct(mark=mark, district="HH1", number=RollNumber(3), reason="Misheard", by=day.cast.osei)
    assert not MarkVoid.objects.exists()
