"""The pages of rehearsals: beginning one, watching it, stopping it, clearing it away."""

from __future__ import annotations

import pytest
from django.urls import reverse

from access import scoping
from gotv.actions import rehearsals
from gotv.models import Election, Rehearsal, Voted
from tests.factories import gotv as make
from tests.gotv.conftest import Day

_FORM = {"speed": "600", "from_hour": "7", "until_hour": "22"}


def _url(day: Day, name: str = "rehearsals", at: Election | None = None, **more: object) -> str:
    kwargs = {"unit": day.cast.wexcombe.code, "election": (at or day.poll).pk, **more}
    return reverse(f"gotv:{name}", kwargs=kwargs)


def _begun(day: Day) -> Rehearsal:
    with scoping.units([day.cast.wexcombe.pk]):
        return rehearsals.begin(election=day.poll, speed=600, by=day.cast.osei, by_command=True)


def _only(day: Day) -> Rehearsal:
    with scoping.units([day.cast.wexcombe.pk]):
        return Rehearsal.objects.get()


def test_one_can_be_begun_watched_and_stopped(day: Day) -> None:
    office = day.cast.client(day.cast.osei)
    assert "None yet" in office.get(_url(day)).content.decode()
    assert office.post(_url(day), _FORM).status_code == 302
    page = office.get(_url(day)).content.decode()
    assert "Osei Mensah-Hart began" in page
    assert "Begin the rehearsal" not in page
    part = office.get(_url(day, "watch_rehearsal")).content.decode()
    assert "Stop the rehearsal" in part
    assert "<html" not in part
    office.post(_url(day, "stop_rehearsal", rehearsal=_only(day).pk))
    assert _only(day).stop_asked_at is not None
    page = office.get(_url(day)).content.decode()
    assert "Begin the rehearsal" in page
    assert "Clear away" in page
    assert "No rehearsal is running" in office.get(_url(day, "watch_rehearsal")).content.decode()


def test_a_second_one_is_refused_in_words(day: Day) -> None:
    _begun(day)
    answer = day.cast.client(day.cast.osei).post(_url(day), _FORM)
    assert answer.status_code == 200
    assert "running in this election already" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"speed": "601"}, {"from_hour": "12", "until_hour": "9"}, {"until_hour": "23"}])
def test_nonsense_is_refused(day: Day, wrong: dict) -> None:
    assert day.cast.client(day.cast.osei).post(_url(day), _FORM | wrong).status_code == 200
    with scoping.units([day.cast.wexcombe.pk]):
        assert not Rehearsal.objects.exists()


def test_what_it_made_can_be_cleared_away(day: Day) -> None:
    made = _begun(day)
    office = day.cast.client(day.cast.osei)
    office.post(_url(day, "clear_rehearsal", rehearsal=made.pk))
    assert _only(day).cleared_at is None, "it is still running"
    make.mark(day.hall, day.elsie, by=day.cast.tess)
    office.post(_url(day, "stop_rehearsal", rehearsal=made.pk))
    office.post(_url(day, "clear_rehearsal", rehearsal=made.pk))
    assert _only(day).cleared_at is not None
    with scoping.units([day.cast.wexcombe.pk]):
        assert Voted.objects.count() == 1
    assert "Cleared away" in office.get(_url(day)).content.decode()


def test_nothing_is_made_up_in_a_real_election(day: Day) -> None:
    real = make.election(day.cast.wexcombe, "Real one")
    office = day.cast.client(day.cast.osei)
    page = office.get(_url(day, at=real)).content.decode()
    assert "This is a real election" in page
    assert "Begin the rehearsal" not in page
    answer = office.post(_url(day, at=real), _FORM)
    with scoping.units([day.cast.wexcombe.pk]):
        assert not Rehearsal.objects.exists()
    assert answer.status_code == 200


def test_a_copy_is_made_to_rehearse_in(day: Day) -> None:
    real = make.election(day.cast.wexcombe, "Real one")
    answer = day.cast.client(day.cast.osei).post(_url(day, "copy_election", at=real))
    with scoping.units([day.cast.wexcombe.pk]):
        copied = Election.objects.latest("pk")
    assert copied.is_rehearsal
    assert answer["Location"] == _url(day, at=copied)


@pytest.mark.parametrize(
    ("who", "status"), [("marian", 200), ("osei", 200), ("priya", 403), ("tess", 403), ("rival", 404)]
)
def test_who_may(day: Day, who: str, status: int) -> None:
    made = _begun(day)
    browser = day.cast.client(getattr(day.cast, who))
    assert browser.get(_url(day)).status_code == status
    assert browser.get(_url(day, "watch_rehearsal")).status_code == status
    if status != 200:
        for name in ("stop_rehearsal", "clear_rehearsal"):
            assert browser.post(_url(day, name, rehearsal=made.pk)).status_code == status
        assert browser.post(_url(day, "copy_election")).status_code == status
        assert _only(day).ended_at is None


def test_another_elections_rehearsal_is_not_here(day: Day) -> None:
    made = _begun(day)
    other = make.election(day.cast.wexcombe, "Another", rehearsal=True)
    office = day.cast.client(day.cast.osei)
    assert office.post(_url(day, "stop_rehearsal", at=other, rehearsal=made.pk)).status_code == 404
