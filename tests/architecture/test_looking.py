"""Whoever is shown people stands in the record, with how many, for what, and what they came through.

Every page of the catalogue is opened: one on which an elector or a member is named must have left its line.
"""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from access.enums import Purpose
from access.models import AuditEvent, User
from access.permissions import Permission
from access.queries.records import LOOKING
from canvass.models import Elector
from organise.models import Member
from tests import cast as people
from tests.everywhere import everywhere
from tests.journeys import catalogue
from tests.journeys.catalogue import Page, World

PARTS = sorted({page.part for page in catalogue.PAGES} - catalogue.WITHOUT_MAIL)
# Pages that show people by a number alone, or as they stand in somebody's file, where no name of ours can be found.
WITHOUT_NAMES = {
    "canvass:import_mapping",
    "canvass:session_hand_out",
    "canvass:import_unmatched",
    "canvass:issue_notes",
    "canvass:flags",
    "canvass:flag_lift",
    "canvass:flag_renew",
    "canvass:flag_put",
    "canvass:found",
    "gotv:absent_by_hand",
    "gotv:absent_list",
    "gotv:checks",
    "gotv:marked_file",
    "gotv:marks",
    "gotv:void_mark",
    "organise:match_columns",
}
# And those that show examples out of a file, notes that somebody ticked, or flagged doors, if there are any.
AT_TIMES_WITHOUT = {"canvass:board_hand_out", "canvass:import", "canvass:issue_month"}
FILES = {"canvass": ("canvass:import_left_out", "waiting"), "organise": ("organise:members_file_problems", "checked")}


def _open(world: World, page: Page) -> HttpResponse:
    url = reverse(page.name, kwargs=page.kwargs(world)) + page.query.format(**getattr(world.made, "query", {}))
    client = people.sign_in(world.person(page.who))
    if page.before is not None:
        page.before(client)
    return client.get(url)


def _names() -> set[str]:
    """Return the whole names of all electors and members of the world. A world without people has none."""
    if not User.objects.exists():
        return set()
    with everywhere():
        electors = Elector.objects.values_list("forenames", "surname")
        return {" ".join(name) for name in {*electors, *Member.objects.values_list("first_name", "last_name")}}


def _lines() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb__in=LOOKING))


@pytest.mark.parametrize("part", PARTS)
def test_a_page_that_names_people_is_in_the_record(part: str, db: None) -> None:
    world = catalogue.build(part)
    names = _names()
    for page in (page for page in catalogue.PAGES if page.part == part):
        before = set(AuditEvent.objects.values_list("pk", flat=True))
        html = _open(world, page).content.decode()
        lines = [line for line in _lines() if line.pk not in before]
        named = sorted(name for name in names if name in html)
        if named or page.name in WITHOUT_NAMES:
            assert lines, f"{page.name} shows {named or 'people'}, and nobody will ever know who looked"
        for line in lines:
            assert named or page.name in WITHOUT_NAMES | AT_TIMES_WITHOUT, f"{page.name} shows nobody and says it does"
            assert line.detail["count"] > 0
            assert line.detail["what"] in Permission.values
            assert line.detail["purpose"] in Purpose.values, page.name
            assert line.actor_id == world.person(page.who).pk
            assert line.unit_id == world.cast.wexcombe.pk


@pytest.mark.parametrize("part", FILES)
def test_a_file_that_is_downloaded_is_in_the_record(part: str, db: None) -> None:
    world = catalogue.build(part)
    name, file = FILES[part]
    found = getattr(world.made, file)
    address = reverse(name, kwargs={"unit": "wexcombe", "file": found.pk})
    assert people.sign_in(world.cast.marian).get(address).status_code == 200
    [line] = _lines()
    assert (line.object_type, line.object_id) == (found._meta.label_lower, str(found.pk))
    assert line.detail["count"] > 0
