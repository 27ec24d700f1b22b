"""Every table says what it holds about people, and what is about people stands behind all three walls."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.db import models

from access import scoping
from access.enums import Basis, Purpose
from access.models import OwnedByUnit
from access.permissions import Permission
from access.privacy import NotAboutPeople, Privacy
from canvass.models import Elector
from organise.models import Member
from tests.cast import Cast
from tests.factories.anything import Rows

OURS = {"access", "organise", "canvass", "gotv", "roadmap"}
MODELS = [one for one in apps.get_models() if one._meta.app_label in OURS and not one._meta.auto_created]
ABOUT_PEOPLE = [one for one in MODELS if isinstance(getattr(one, "privacy", None), Privacy)]
# They carry a unit and are read without the raising manager, each with its reason. PostgreSQL shows them in a scope
# on their unit alone, all the same (test_rowsecurity.py).
WITHOUT_MANAGER = {
    "access.Grant": "is what a scope is made from",
    "access.AuditEvent": "keeps the unit's id without a foreign key, so that history never blocks an erasure",
    "access.OutboxMessage": "some mail belongs to no unit (password resets)",
    "access.FactorReset": "is read while somebody signs in, before any scope",
}


def _label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_every_model_has_its_privacy_class(model: type[models.Model]) -> None:
    privacy = vars(model).get("privacy")
    assert isinstance(privacy, Privacy | NotAboutPeople), "say what it holds about people (access/privacy.py)"
    if isinstance(privacy, NotAboutPeople):
        assert len(privacy.why) > 5


@pytest.mark.parametrize("model", ABOUT_PEOPLE, ids=_label)
def test_the_privacy_class_says_all_that_must_be_said(model: type[models.Model]) -> None:
    privacy = model.privacy  # type: ignore[attr-defined]
    assert privacy.purpose in Purpose
    assert privacy.basis in Basis
    assert len(privacy.about) > 5
    assert len(privacy.retention) > 3
    assert privacy.readers <= set(Permission)


@pytest.mark.parametrize("model", ABOUT_PEOPLE, ids=_label)
def test_what_is_about_people_carries_its_unit_and_raises_outside_a_scope(model: type[models.Model]) -> None:
    if model.privacy.everywhere:  # type: ignore[attr-defined]
        assert len(model.privacy.everywhere) > 20  # type: ignore[attr-defined]
        return
    assert issubclass(model, OwnedByUnit) or _label(model) in WITHOUT_MANAGER, (
        "make it an OwnedByUnit, or say in its privacy class why it belongs to no unit"
    )


def test_no_reason_is_kept_for_what_is_gone() -> None:
    assert set(WITHOUT_MANAGER) <= {_label(one) for one in MODELS if not issubclass(one, OwnedByUnit)}


@pytest.mark.parametrize("model", ABOUT_PEOPLE, ids=_label)
def test_what_is_held_about_somebody_can_be_given_to_them(model: type[models.Model], cast: Cast) -> None:
    """For each kind of person it gives plain rows, and of a row that was made for one at least that row."""
    rows = Rows()
    made = rows.of(model, cast.wexcombe)
    people = [cast.marian, rows.of(Elector, cast.wexcombe), rows.of(Member, cast.wexcombe)]
    with scoping.units([cast.wexcombe.pk, scoping.WHOLE], user=cast.marian.pk):
        for person in people:
            found = model.privacy.exporter(model, person)  # type: ignore[attr-defined]
            assert json.loads(json.dumps(found)) == found
        if isinstance(made, Elector | Member):
            assert [row["id"] for row in model.privacy.exporter(model, made)] == [made.pk]  # type: ignore[attr-defined]
