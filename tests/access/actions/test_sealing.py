"""The keys of phones' seals: two that open, a new one each year, and what can't be opened."""

from __future__ import annotations

import base64
import datetime

import pytest
from django.utils import timezone

from access.actions import sealing
from access.models import AuditEvent, SealingKey
from tests.factories.seals import seal

EVENT = {"id": "e", "payload": {"intention": "labour"}}
pytestmark = pytest.mark.django_db


def grow_old() -> None:
    SealingKey.objects.update(created_at=timezone.now() - datetime.timedelta(days=366))


def test_what_a_phone_seals_is_opened_here() -> None:
    assert sealing.open_sealed(seal(EVENT, sealing.public())) == EVENT


def test_there_is_one_key_until_it_is_a_year_old() -> None:
    first = sealing.public()
    sealing.sweep()
    assert sealing.public() == first
    assert "labour" not in str(SealingKey.objects.values())


def test_none_is_made_before_a_phone_asks() -> None:
    sealing.sweep()
    assert not SealingKey.objects.exists()


def test_a_year_later_there_are_two_and_then_the_oldest_is_gone() -> None:
    of_last_year = seal(EVENT, sealing.public())
    grow_old()
    sealing.sweep()
    assert sealing.open_sealed(of_last_year) == EVENT
    assert seal(EVENT, sealing.public())["key"] != of_last_year["key"]
    first = SealingKey.objects.order_by("created_at").first()
    assert first is not None
    SealingKey.objects.filter(pk=first.pk).update(created_at=timezone.now() - datetime.timedelta(days=800))
    SealingKey.objects.exclude(pk=first.pk).update(created_at=timezone.now() - datetime.timedelta(days=366))
    sealing.sweep()
    with pytest.raises(sealing.Unopenable):
        sealing.open_sealed(of_last_year)
    first.refresh_from_db()
    assert (first.private, first.retired_at is not None) == ("", True)
    assert AuditEvent.objects.filter(verb="sealing.rotated").count() == 3


@pytest.mark.parametrize("damage", ["key", "wrapped", "iv", "data"])
def test_what_is_damaged_stays_shut(damage: str) -> None:
    sealed = seal(EVENT, sealing.public())
    for bad in ("", "nonsense", None, 5, base64.b64encode(b"x" * 256).decode()):
        with pytest.raises(sealing.Unopenable):
            sealing.open_sealed({**sealed, damage: bad})
    for whole in (None, [], "x", {}, {**sealed, "v": 2}):
        with pytest.raises(sealing.Unopenable):
            sealing.open_sealed(whole)


def test_another_secret_opens_nothing(settings) -> None:
    sealed = seal(EVENT, sealing.public())
    settings.SECRET_KEY = "another-secret-" + "y" * 40
    with pytest.raises(sealing.Unopenable):
        sealing.open_sealed(sealed)
