"""What pages show around their content, also when something broke before anybody was looked up."""

from __future__ import annotations

from django.test import RequestFactory

from config import nav


def test_a_page_without_a_person_has_no_way_round() -> None:
    found = nav.page(RequestFactory().get("/nowhere/"))
    assert (found["nav"], found["foot"], found["signed_in_as"], found["units"]) == ([], [], "", [])
