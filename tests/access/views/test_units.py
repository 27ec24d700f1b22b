"""A unit's settings, and the units below it."""

from __future__ import annotations

from access.models import AuditEvent, Unit
from tests.cast import Cast

SETTINGS = "/u/wexcombe/access/settings/"


def test_settings_are_saved_and_shown_at_the_foot(cast: Cast) -> None:
    data = {"name": "Wexcombe Labour", "imprint": "Promoted by A. Person", "contact_email": ""}
    answer = cast.client(cast.marian).post(SETTINGS, data, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(SETTINGS, 302)]
    assert "Saved." in page
    assert "Promoted by A. Person" in page.partition("<footer")[2]
    assert AuditEvent.objects.get(verb="unit.changed").detail == {"fields": ["name", "imprint", "contact_email"]}


def test_what_is_wrong_is_said_and_nothing_is_saved(cast: Cast) -> None:
    answer = cast.client(cast.marian).post(SETTINGS, {"name": "", "imprint": "x", "contact_email": "nowhere"})
    assert set(answer.context["form"].errors) == {"name", "contact_email"}
    assert Unit.objects.get(code="wexcombe").imprint == cast.wexcombe.imprint


def test_the_region_lists_its_clps_with_figures_and_no_names(cast: Cast, django_assert_num_queries: object) -> None:
    page = cast.client(cast.priya).get("/u/eastshire/access/units/").content.decode()
    for name in ("Wexcombe and Harrow Hill", "Marsham Vale", "Harrow Hill branch"):
        assert name in page
    for name in ("Marian", "Alun", "Roy"):
        assert name not in page
    counted = {
        unit.code: unit.people for unit in cast.client(cast.priya).get("/u/eastshire/access/units/").context["page"]
    }
    assert counted == {"wexcombe": 4, "marsham": 1, "harrow-hill": 0}


def test_a_unit_without_any_below_is_a_page_too(cast: Cast) -> None:
    assert "No unit belongs to this one" in cast.client(cast.rival).get("/u/marsham/access/units/").content.decode()
