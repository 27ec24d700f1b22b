"""What is held: the page, the day by which, and who may see and change it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from access import scoping
from access.models import AuditEvent, Unit
from access.queries import accesses
from access.roles import RoleName
from canvass.actions import keeping
from canvass.enums import Entitlement, FileKind, ImportState
from canvass.models import PastEntry, RegisterImport, RejectedRow
from canvass.queries import keeping as queries
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass

D = datetime.date
URL = "/u/wexcombe/canvass/register/keeping/"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)):
        yield


@pytest.fixture
def two(cast: Cast, scope: Unit) -> tuple[RegisterImport, RegisterImport]:
    """The register of 2024 and the one in use, with one elector who stands in it."""
    before = canvass.supplied(scope, D(2024, 12, 1), on=D(2024, 12, 4), current=False)
    now = canvass.supplied(scope, D(2025, 12, 1), on=D(2025, 12, 4), delete_by=D(2027, 6, 1))
    place = canvass.district(scope)
    place.council = now.council
    place.save()
    elector = canvass.elector(canvass.household(canvass.street(scope), 23))
    PastEntry.objects.create(
        unit=scope,
        elector=elector,
        edition=before.edition,
        register_import=now,
        polling_district=place,
        number=7,
        until=D(2025, 12, 1),
    )
    RegisterImport.objects.filter(pk=now.pk).update(
        received_by="Marian Teale", terms="Elections only", entitlement=Entitlement.CANDIDATE, uploaded_by=cast.marian
    )
    return before, now


def _page(cast: Cast) -> str:
    return " ".join(cast.client(cast.marian).get(URL).content.decode().split())


def test_nothing_held_says_so(cast: Cast) -> None:
    page = _page(cast)
    assert "Nothing is held" in page
    assert "It has not run here yet" in page


def test_each_file_with_its_terms_and_what_is_left_of_it(cast: Cast, two: tuple) -> None:
    page = _page(cast)
    for words in (
        "Wexcombe Borough Council, register of 1 December 2025",
        "to Marian Teale;",
        "brought here on 4 December 2025 by Marian Teale",
        "Registered political party",
        "Candidate or election agent",
        "Elections only",
        "In use: 1 elector.",
        "The one before: 1 entry as it stood.",
        "1 June 2027",
        "goes on 4 June 2027",
    ):
        assert words in page, words


def test_a_register_without_a_file_is_held_too(cast: Cast) -> None:
    canvass.edition(cast.wexcombe)
    page = _page(cast)
    assert "The register of Wexcombe Borough Council of 1 December 2025 is in use" in page
    assert "Nothing is held" not in page


def test_nobody_is_named(cast: Cast, two: tuple) -> None:
    assert "Elsie" not in _page(cast)
    assert not AuditEvent.objects.filter(verb="people.seen").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": ImportState.UNDONE}, "Taken back: nothing of it is in use."),
        ({"state": ImportState.CHECKED, "edition": None, "stored_as": "x"}, "The file itself, for a week at most."),
        ({"kind": FileKind.UPDATE}, "Part of the register it altered; 1 entry as it stood before."),
    ],
)
def test_what_else_a_file_may_be(cast: Cast, two: tuple, changes: dict, words: str) -> None:
    RegisterImport.objects.filter(pk=two[1].pk).update(**changes)
    assert words in _page(cast)


def test_rows_kept_for_checking_are_counted(cast: Cast, two: tuple) -> None:
    RejectedRow.objects.create(unit=cast.wexcombe, register_import=two[1], line=3, reason="no_name", raw="x")
    assert "1 row for checking, for a month." in _page(cast)


def test_an_edition_before_the_one_before_is_nothing_but_a_line(cast: Cast, two: tuple) -> None:
    canvass.supplied(cast.wexcombe, D(2023, 12, 1), on=D(2023, 12, 4), current=False)
    page = _page(cast)
    assert "Nothing but this line." in page
    assert "nothing left to delete" in page


def test_refused_files_are_not_held(cast: Cast, two: tuple) -> None:
    RegisterImport.objects.filter(pk=two[0].pk).update(state=ImportState.REFUSED)
    assert "2024-12-01.csv" not in _page(cast)


def test_a_register_that_goes_soon_is_said_loudly_here_and_on_the_start_page(cast: Cast, two: tuple) -> None:
    assert "goes on" not in _need(cast)
    RegisterImport.objects.filter(pk=two[1].pk).update(delete_by=D(2026, 12, 22))
    assert "The register of Wexcombe Borough Council that you use goes on 22 December 2026" in _page(cast)
    assert _need(cast) == "Ask Wexcombe Borough Council for a new register"


def _need(cast: Cast) -> str:
    found = queries.needs(accesses.of(cast.marian), cast.wexcombe)
    assert queries.needs(accesses.of(cast.osei), cast.wexcombe) == []
    return found[0].title if found else ""


def test_the_last_runs_are_shown(cast: Cast, two: tuple) -> None:
    canvass.elector(canvass.household(canvass.street(cast.wexcombe), 25), left_on=D(2024, 1, 1))
    keeping.purge(unit=cast.wexcombe)
    page = _page(cast)
    assert "22 November 2026, 12:00" in page
    assert 'data-label="Electors forgotten">1<' in page


def test_the_day_is_changed_with_a_reason(cast: Cast, two: tuple) -> None:
    url = reverse("canvass:delete_by", args=["wexcombe", two[1].pk])
    client = cast.client(cast.marian)
    page = client.get(url).content.decode()
    assert "This is the register in use" in page
    assert 'value="2027-06-01"' in page
    answer = client.post(url, {"delete_by": "2027-03-01", "reason": "The terms say so"})
    assert answer["Location"] == URL
    assert RegisterImport.objects.get(pk=two[1].pk).delete_by == D(2027, 3, 1)
    assert "2025-12-01.csv is to be deleted by 1 March 2027." in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("day", "reason", "said"),
    [
        ("2026-11-20", "x", "The earliest day is tomorrow"),
        ("2030-01-01", "x", "The latest day is 22 May 2028"),
        ("", "x", "Say by which day"),
        ("soon", "x", "Write the day as"),
        ("2027-03-01", "", "Say why the day is another one"),
        ("2026-12-01", "x", "Tick this too"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_changes(cast: Cast, two: tuple, day: str, reason: str, said: str) -> None:
    url = reverse("canvass:delete_by", args=["wexcombe", two[1].pk])
    sure = {"sure": "on"} if day == "2026-11-20" else {}
    page = cast.client(cast.marian).post(url, {"delete_by": day, "reason": reason} | sure)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert RegisterImport.objects.get(pk=two[1].pk).delete_by == D(2027, 6, 1)


def test_a_register_in_use_may_go_soon_if_that_is_meant(cast: Cast, two: tuple) -> None:
    url = reverse("canvass:delete_by", args=["wexcombe", two[1].pk])
    cast.client(cast.marian).post(url, {"delete_by": "2026-12-01", "reason": "The council wants it", "sure": "on"})
    assert RegisterImport.objects.get(pk=two[1].pk).delete_by == D(2026, 12, 1)


def test_of_what_is_gone_no_day_can_be_changed(cast: Cast, two: tuple) -> None:
    old = canvass.supplied(cast.wexcombe, D(2023, 12, 1), on=D(2023, 12, 4), current=False)
    answer = cast.client(cast.marian).get(reverse("canvass:delete_by", args=["wexcombe", old.pk]))
    assert answer["Location"] == URL


@pytest.mark.parametrize(
    ("who", "status"), [("osei", 403), ("alun", 403), ("priya", 403), ("noor", 404), ("rival", 404)]
)
def test_only_those_who_bring_in_the_register_see_it(cast: Cast, two: tuple, who: str, status: int) -> None:
    client = cast.client(getattr(cast, who))
    assert client.get(URL).status_code == status
    assert client.get(reverse("canvass:delete_by", args=["wexcombe", two[1].pk])).status_code == status


def test_a_data_officer_sees_it(cast: Cast, two: tuple) -> None:
    people.grant(cast.noor, cast.wexcombe, RoleName.DATA_OFFICER)
    assert cast.client(cast.noor).get(URL).status_code == 200


def test_another_clps_file_is_not_there(cast: Cast) -> None:
    theirs = canvass.supplied(cast.marsham, D(2025, 12, 1), on=D(2025, 12, 4))
    assert cast.client(cast.marian).get(reverse("canvass:delete_by", args=["wexcombe", theirs.pk])).status_code == 404


@pytest.mark.parametrize("files", [1, 6])
def test_the_queries_don_t_grow_with_the_files(
    cast: Cast, scope: Unit, files: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(files):
        canvass.supplied(scope, D(2024, 1 + place, 1), on=D(2024, 1 + place, 4), current=False)
    client = cast.client(cast.marian)
    client.get(URL)
    # user, grants; count and page of files, editions three times, five counts, runs
    with django_assert_num_queries(13 + SCOPE), scoping.units([scope.pk]):
        client.get(URL)
