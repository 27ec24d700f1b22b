"""Passing a lesson and signing terms. Both are rows that stay; what opens is read from them at every request."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import content, scoping
from access.actions import audit, requests
from access.models import LessonPass, TermsSignature, User
from access.rules import training as rules
from kit.errors import Refused


@transaction.atomic
def pass_lesson(*, user: User, lesson: content.Lesson, answers: Mapping[str, int]) -> LessonPass:
    """Write down that this person answered every question of the lesson rightly: {"q1": index of the answer}.

    Raises Refused while any answer is wrong or missing. Passing it again adds a row and changes nothing else.
    """
    wrong = lesson.wrong(dict(answers))
    if wrong:
        raise Refused(
            ngettext(
                "One answer is not right yet. Look at it again; the others are kept.",
                "%(count)d answers are not right yet. Look at them again; the others are kept.",
                len(wrong),
            )
            % {"count": len(wrong)}
        )
    with scoping.person(user.pk):
        passed = LessonPass.objects.create(
            user=user, lesson=lesson.name, version=lesson.version, passed_at=timezone.now()
        )
        audit.record("lesson.passed", by=user, obj=passed, lesson=lesson.name, version=lesson.version)
        requests.note_gate(user=user, gate=lesson.name)
    return passed


@transaction.atomic
def sign(*, user: User, terms: content.Terms, name: str, digest: bytes | None = None) -> TermsSignature:
    """Write down that this person signed these terms, by typing their full name.

    `digest` is that of the text they had before them; where it is given and differs, they have read another text.
    Raises Refused, also for a name that is not the account's.
    """
    if digest is not None and digest != terms.digest:
        raise Refused(_("These terms changed while you were reading. Nothing is signed. Please read the new ones."))
    name = " ".join(name.split())
    if not rules.is_name_of(name, user.name):
        raise Refused(
            _(
                "This account belongs to %(name)s. Nothing is signed. If that is you, type your full name as it is "
                "there; if it isn’t, sign out, and sign in with your own account."
            )
            % {"name": user.name}
        )
    with scoping.person(user.pk):
        signed = TermsSignature.objects.create(
            user=user,
            terms=terms.name,
            version=terms.version,
            text_sha256=terms.digest,
            signed_as=name,
            signed_at=timezone.now(),
        )
        audit.record("terms.signed", by=user, obj=signed, terms=terms.name, version=terms.version)
        requests.note_gate(user=user, gate=terms.name)
    return signed
