"""The card at the door: a page without a sign-in, and the same words in the pack of a board."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from access.models import Unit
from canvass.rules import card
from tests.canvass.conftest import Doorstep


def test_whoever_was_called_on_reads_it_without_a_sign_in(doorstep: Doorstep) -> None:
    unit = doorstep.cast.wexcombe
    Unit.objects.filter(pk=unit.pk).update(contact_email="office@wexcombe.example", imprint="Promoted by P. Osei")
    answer = Client().get(reverse("canvass:card", kwargs={"unit": unit.code}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(title in page for title, _text in card.parts(unit.name, ""))
    assert "mailto:office@wexcombe.example?subject=Please%20do%20not%20call%20on%20me%20again" in page
    assert "Promoted by P. Osei" in page


def test_without_an_address_there_is_nothing_to_write_to(doorstep: Doorstep) -> None:
    Unit.objects.filter(pk=doorstep.cast.wexcombe.pk).update(contact_email="")
    answer = Client().get(reverse("canvass:card", kwargs={"unit": doorstep.cast.wexcombe.code}))
    assert "mailto:" not in answer.content.decode()


def test_only_a_clp_has_one(doorstep: Doorstep) -> None:
    above = Unit.objects.exclude(kind="clp").first()
    assert above is not None
    for code in ("nowhere", above.code):
        assert Client().get(reverse("canvass:card", kwargs={"unit": code})).status_code == 404


def test_the_phone_has_the_same_words_and_the_pages_address(doorstep: Doorstep) -> None:
    client = doorstep.cast.client(doorstep.cast.alun)
    pack = client.get(reverse("canvass:sync_pack"), {"board": str(doorstep.board.pk)}).json()
    unit = Unit.objects.get(pk=doorstep.cast.wexcombe.pk)
    said = [(part["title"], part["text"]) for part in pack["card"]["parts"]]
    assert said == card.parts(unit.name, unit.contact_email)
    assert urlsplit(pack["card"]["address"]).path == reverse("canvass:card", kwargs={"unit": unit.code})
    rows = pack["card"]["code"]
    assert {len(row) for row in rows} == {len(rows)}  # a square
    assert rows[0].startswith("1111111")  # with a finder in its corner
