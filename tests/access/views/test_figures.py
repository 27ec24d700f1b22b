"""Public figures: for every member, with counts and times and without names."""

from __future__ import annotations

from tests.cast import Cast
from tests.factories.requests import ask


def test_every_member_reads_them(cast: Cast) -> None:
    ask(cast, need="Something private")
    page = cast.client(cast.tess).get("/access/figures/").content.decode()
    assert "Eastshire region" in page
    assert "Another role fits better" in page
    for private in ("Noor", "Something private", "Marian"):
        assert private not in page


def test_before_the_first_request(cast: Cast) -> None:
    assert "Nobody has asked for access yet" in cast.client(cast.noor).get("/access/figures/").content.decode()


def test_strangers_do_not(cast: Cast) -> None:
    assert cast.client(None).get("/access/figures/").status_code == 302
