"""Passing a lesson and signing terms: what opens, what is refused, what is written down."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine
from django.utils import timezone

from access import content
from access.actions import training
from access.enums import StepKind
from access.models import AccessRequest, AuditEvent, LessonPass, RequestStep, TermsSignature, User
from access.permissions import Permission as P
from access.queries import accesses
from access.roles import RoleName
from kit.errors import Refused
from tests import cast as people
from tests.cast import Cast

DOORSTEP = content.LESSONS["doorstep"]
RIGHT = {question.name: question.right for question in DOORSTEP.questions}
TERMS = content.TERMS["register-terms"]


@pytest.fixture
def nell(cast: Cast) -> User:
    """A canvasser in Wexcombe who has passed and signed nothing."""
    user = people.newcomer()
    people.grant(user, cast.wexcombe, RoleName.CANVASSER)
    return user


def _may_knock(user: User, cast: Cast) -> bool:
    return accesses.of(user).may(P.RECORD_DOORS, cast.wexcombe)


def test_a_role_opens_when_its_gates_are_passed_and_not_before(nell: User, cast: Cast) -> None:
    assert not _may_knock(nell, cast)
    training.pass_lesson(user=nell, lesson=DOORSTEP, answers=RIGHT)
    assert not _may_knock(nell, cast)
    training.sign(user=nell, terms=TERMS, name="Nell Comer")
    assert _may_knock(nell, cast)


@pytest.mark.parametrize("answers", [{}, RIGHT | {"q1": 0}, {name: RIGHT[name] for name in list(RIGHT)[1:]}])
def test_a_wrong_or_missing_answer_is_no_pass(answers: dict[str, int], nell: User) -> None:
    with pytest.raises(Refused, match="not right yet"):
        training.pass_lesson(user=nell, lesson=DOORSTEP, answers=answers)
    assert not LessonPass.objects.filter(user=nell).exists()
    assert not AuditEvent.objects.filter(verb="lesson.passed").exists()


def test_a_pass_names_its_version_and_stands_in_the_record(nell: User) -> None:
    before = timezone.now()
    passed = training.pass_lesson(user=nell, lesson=DOORSTEP, answers=RIGHT)
    assert (passed.user, passed.lesson, passed.version) == (nell, "doorstep", DOORSTEP.version)
    assert before <= passed.passed_at <= timezone.now()
    event = AuditEvent.objects.get(verb="lesson.passed")
    assert (event.actor_id, event.detail) == (nell.pk, {"lesson": "doorstep", "version": 1})


def test_passing_twice_is_harmless(nell: User) -> None:
    for _ in range(2):
        training.pass_lesson(user=nell, lesson=DOORSTEP, answers=RIGHT)
    assert LessonPass.objects.filter(user=nell).count() == 2


def test_a_new_version_closes_the_role_until_it_is_passed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _may_knock(cast.alun, cast)
    newer = replace(DOORSTEP, version=2)
    monkeypatch.setitem(content.LESSONS, "doorstep", newer)
    assert not _may_knock(cast.alun, cast)
    training.pass_lesson(user=cast.alun, lesson=newer, answers=RIGHT)
    assert _may_knock(cast.alun, cast)


def test_new_terms_close_the_role_until_they_are_signed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = replace(TERMS, version=TERMS.version + 1, source="Other words.")
    monkeypatch.setitem(content.TERMS, "register-terms", newer)
    assert not _may_knock(cast.alun, cast)
    signed = training.sign(user=cast.alun, terms=newer, name="Alun Prosser")
    assert _may_knock(cast.alun, cast)
    assert (signed.version, bytes(signed.text_sha256)) == (newer.version, newer.digest)
    assert newer.digest != TERMS.digest


@pytest.mark.parametrize(
    ("signed_at", "last_moment", "too_late"),
    [
        ("2026-05-07T12:00:00+01:00", "2027-05-07T23:59:59+01:00", "2027-05-08T00:00:00+01:00"),
        ("2028-02-29T12:00:00Z", "2029-02-28T23:59:59Z", "2029-03-01T00:00:00Z"),
    ],
)
def test_a_signature_runs_out_after_twelve_months(
    signed_at: str, last_moment: str, too_late: str, nell: User, cast: Cast
) -> None:
    with time_machine.travel(signed_at, tick=False):
        training.pass_lesson(user=nell, lesson=DOORSTEP, answers=RIGHT)
        training.sign(user=nell, terms=TERMS, name="Nell Comer")
    with time_machine.travel(last_moment, tick=False):
        assert _may_knock(nell, cast)
    with time_machine.travel(too_late, tick=False):
        assert not _may_knock(nell, cast)
        training.sign(user=nell, terms=TERMS, name="Nell Comer")
        assert _may_knock(nell, cast)


def test_a_signature_keeps_the_name_and_the_text(nell: User) -> None:
    signed = training.sign(user=nell, terms=TERMS, name="  Eleanor   Comer ", digest=TERMS.digest)
    assert signed.signed_as == "Eleanor Comer"
    assert bytes(TermsSignature.objects.get(pk=signed.pk).text_sha256) == TERMS.digest
    event = AuditEvent.objects.get(verb="terms.signed")
    assert (event.actor_id, event.detail) == (nell.pk, {"terms": "register-terms", "version": TERMS.version})
    assert "Comer" not in str(event.detail)


@pytest.mark.parametrize(
    ("name", "digest", "says"),
    [
        ("Somebody Else", None, "This account belongs to Nell Comer"),
        ("", None, "Nothing is signed"),
        ("Nell Comer", b"another text", "changed while you were reading"),
        ("Nell Comer", b"", "changed while you were reading"),
    ],
)
def test_what_is_no_signature(name: str, digest: bytes | None, says: str, nell: User) -> None:
    with pytest.raises(Refused, match=says):
        training.sign(user=nell, terms=TERMS, name=name, digest=digest)
    assert not TermsSignature.objects.filter(user=nell).exists()


def test_a_request_that_waits_shows_it_on_its_track(cast: Cast, scope: object) -> None:
    user = people.newcomer()
    request = AccessRequest.objects.create(
        unit=cast.wexcombe,
        number=1,
        user=user,
        role=RoleName.CANVASSER,
        need="knock on doors",
        asked_at=timezone.now(),
        rests_with=cast.wexcombe,
    )
    training.pass_lesson(user=user, lesson=DOORSTEP, answers=RIGHT)
    training.pass_lesson(user=user, lesson=content.LESSONS["telling"], answers=_right("telling"))
    training.sign(user=user, terms=TERMS, name=user.name)
    steps = RequestStep.objects.filter(request=request, kind=StepKind.GATE).order_by("at")
    assert [step.detail["gate"] for step in steps] == ["doorstep", "register-terms"]


def _right(name: str) -> dict[str, int]:
    return {question.name: question.right for question in content.LESSONS[name].questions}
