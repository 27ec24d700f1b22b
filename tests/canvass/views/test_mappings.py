"""Saying in the browser what the columns of an unknown register file hold."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from access.models import AuditEvent, Unit
from canvass.actions import imports
from canvass.actions.imports import files as stored
from canvass.enums import ImportState
from canvass.models import LayoutMapping, RegisterImport
from tests.cast import Cast
from tests.factories import canvass

pytestmark = pytest.mark.usefixtures("november")

NAMED = """Register for Wexcombe,,,,,,,
Polling area,No on Register,Family Name,Given Names,Franchise,Comes of Age,Property,Town,Post Code,Religion
HH1,1,MARCHBANK,Elsie May,,,23 Tanyard Row,Wexcombe,WX1 2AB,Quaker
HH1,2,HART,Ivo,G,,25 Tanyard Row,Wexcombe,WX1 2AB,
HH1,3,,,N,,,,,
HH1,4,LITTLE,Pip,,02/09/2029,27 Tanyard Row,Wexcombe,WX1 2AB,
HH1,5,SECRET,Samphire,N,,29 Tanyard Row,Wexcombe,WX1 2AB,
HH2,1,PRIOR,Asha,,15/03/2027,1 Mill Lane,Wexcombe,WX1 2AD,
"""
CHANGES = """Change,Register Number,Name of elector,Address
A,HH1-5,Marchbank Elsie May,"23 Tanyard Row, Wexcombe, WX1 2AB"
Z,HH1-7,Prior Asha,"25 Tanyard Row, Wexcombe, WX1 2AB"
"""
SAID = {
    "has_header": "yes", "kind": "full", "number": "decimal", "names": "parts", "column_0": "district",
    "column_1": "number", "column_2": "surname", "column_3": "forename", "column_4": "markers",
    "column_5": "attainment", "column_6": "address", "column_7": "address", "column_8": "postcode",
}  # fmt: skip
SEALED = ("LITTLE", "Pip", "SECRET", "Samphire", "27 Tanyard Row", "29 Tanyard Row")


@pytest.fixture(autouse=True)
def _private(settings: LazySettings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES = tmp_path / "private"


@pytest.fixture
def marian(cast: Cast) -> Client:
    return cast.client(cast.marian)


@pytest.fixture
def unmapped(cast: Cast, scope: Unit) -> Callable[..., RegisterImport]:
    def make(text: str = NAMED, **fields: object) -> RegisterImport:
        kept = stored.store([text.encode()])
        values = {"state": ImportState.UNMAPPED} | fields
        return RegisterImport.objects.create(
            unit=cast.wexcombe,
            file_name="wexcombe.csv",
            stored_as=kept.name,
            sha256=kept.sha256,
            size=kept.size,
            council=canvass.council(cast.wexcombe),
            uploaded_by=cast.marian,
            **values,
        )

    return make


def address(found: RegisterImport) -> str:
    return f"/u/wexcombe/canvass/register/imports/{found.pk}/columns/"


def test_the_columns_are_proposed_with_examples_and_no_sealed_row(marian: Client, unmapped: Callable) -> None:
    text = marian.get(address(unmapped())).content.decode()
    assert '<option value="district" selected>Polling district</option>' in text
    assert '<option value="surname" selected>Surname</option>' in text
    assert "MARCHBANK" in text
    assert "00/00/0000" in text
    for hidden in (*SEALED, "Quaker"):
        assert hidden not in text
    assert "The law protects this more than other data. It may not be brought in." in text


def test_a_preview_shows_rows_as_read_and_no_sealed_one(marian: Client, unmapped: Callable) -> None:
    text = marian.post(address(unmapped()), {**SAID, "do": "preview"}).content.decode()
    assert "5 of the first 6 rows can be read" in text
    assert "3 rows are not shown" in text
    assert "<b>Marchbank</b>" in text
    assert "18 on 15 March 2027" in text
    for hidden in SEALED:
        assert hidden not in text
    assert "Keep this and read the file" in text


def test_who_looked_stands_in_the_record(marian: Client, unmapped: Callable, scope: Unit) -> None:
    found = unmapped()
    marian.get(address(found))
    marian.post(address(found), {**SAID, "do": "preview"})
    seen = AuditEvent.objects.filter(verb="people.seen").values_list("detail__count", flat=True)
    assert sorted(seen) == [3, 6]


def test_what_was_said_is_kept_and_the_file_is_read_with_it(
    marian: Client, unmapped: Callable, scope: Unit, cast: Cast, django_capture_on_commit_callbacks: Callable
) -> None:
    found = unmapped()
    with django_capture_on_commit_callbacks(execute=True):
        answer = marian.post(address(found), {**SAID, "do": "keep"})
    assert answer["Location"] == f"/u/wexcombe/canvass/register/imports/{found.pk}/"
    kept = LayoutMapping.objects.get()
    assert (kept.council, kept.made_by, kept.kind, kept.has_header) == (found.council, cast.marian, "full", True)
    assert kept.columns == [*(SAID[f"column_{n}"] for n in range(9)), ""]
    found.refresh_from_db()
    assert (found.state, found.mapping) == (ImportState.CHECKED, kept)
    assert found.report["layout"] == "mapped"
    assert (found.report["rows"], found.report["electors"]) == (6, 5)
    assert AuditEvent.objects.filter(verb="register.mapped").exists()
    assert not found.rejected_rows.filter(raw__contains="Quaker").exists()
    text = marian.get(f"/u/wexcombe/canvass/register/imports/{found.pk}/").content.decode()
    assert "Columns as you said" in text


def test_an_unknown_file_waits_for_its_columns_and_its_page_leads_there(
    marian: Client, unmapped: Callable, scope: Unit
) -> None:
    found = unmapped(state=ImportState.CHECKING)
    imports.read(found.pk)
    found.refresh_from_db()
    assert (found.state, found.problem) == (ImportState.UNMAPPED, "")
    page = f"/u/wexcombe/canvass/register/imports/{found.pk}/"
    assert marian.get(page)["Location"] == f"{page}columns/"
    assert stored.where(found.stored_as).is_file()
    marian.post(f"{page}discard/")
    found.refresh_from_db()
    assert (found.state, found.stored_as) == (ImportState.DISCARDED, "")


def test_the_next_file_of_the_council_needs_nobody(
    marian: Client, unmapped: Callable, scope: Unit, cast: Cast, django_capture_on_commit_callbacks: Callable
) -> None:
    marian.post(address(unmapped()), {**SAID, "do": "keep"})
    following = unmapped(NAMED.replace("Elsie May", "Elsie"), state=ImportState.CHECKING)
    elsewhere = unmapped(state=ImportState.CHECKING)
    RegisterImport.objects.filter(pk=elsewhere.pk).update(council=canvass.council(cast.wexcombe, "Another Council"))
    for found, state in ((following, ImportState.CHECKED), (elsewhere, ImportState.UNMAPPED)):
        imports.read(found.pk)
        found.refresh_from_db()
        assert found.state == state


def test_a_file_that_waits_for_its_columns_is_thrown_away_after_a_week(unmapped: Callable, scope: Unit) -> None:
    found = unmapped()
    RegisterImport.objects.update(uploaded_at=timezone.now() - datetime.timedelta(days=8))
    imports.sweep()
    found.refresh_from_db()
    assert (found.state, found.stored_as) == (ImportState.DISCARDED, "")


def test_it_may_be_said_anew_until_the_file_is_in_use(
    marian: Client, unmapped: Callable, scope: Unit, django_capture_on_commit_callbacks: Callable
) -> None:
    found = unmapped(state=ImportState.CHECKED, report={"layout": "mapped"})
    for said in (SAID, SAID | {"column_7": ""}):
        RegisterImport.objects.update(state=ImportState.CHECKED, report={"layout": "mapped"})
        marian.post(address(found), {**said, "do": "keep"})
    assert LayoutMapping.objects.get().columns[7] == ""


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"column_1": ""}, "Choose the column with the elector number."),
        ({"column_3": "surname"}, "Two columns are chosen for the same thing: Surname."),
        ({"column_9": "ward"}, ""),
        ({"column_1": "shoe"}, "Select a valid choice"),
    ],
)
def test_what_can_t_be_read_so_is_said_and_nothing_is_kept(
    marian: Client, unmapped: Callable, scope: Unit, changed: dict, word: str
) -> None:
    found = unmapped()
    answer = marian.post(address(found), {**SAID, **changed, "do": "keep"})
    if word:
        assert word in answer.content.decode()
        assert not LayoutMapping.objects.exists()
    else:  # a column that may not come in can't be chosen by hand either
        assert LayoutMapping.objects.get().columns[9] == ""


def test_a_choice_by_which_nobody_can_be_read_is_not_kept(marian: Client, unmapped: Callable, scope: Unit) -> None:
    said = SAID | {"column_1": "surname", "column_2": "number"}
    text = marian.post(address(unmapped()), {**said, "do": "keep"}).content.decode()
    assert "Not one of the first rows could be read" in text
    assert "Keep this and read the file" not in text
    assert not LayoutMapping.objects.exists()


def test_values_of_an_update_are_asked_about_before_anything_is_kept(
    marian: Client, unmapped: Callable, scope: Unit
) -> None:
    found = unmapped(CHANGES)
    said = {
        "has_header": "yes", "kind": "update", "number": "composite", "names": "single", "column_0": "operation",
        "column_1": "number", "column_2": "name", "column_3": "address", "do": "keep",
    }  # fmt: skip
    text = marian.post(address(found), said).content.decode()
    assert "What each value means" in text
    assert "Say what this value means." in text
    added, odd = (f"value_{value.encode().hex()}" for value in "AZ")
    assert f'name="{added}"' in text
    assert not LayoutMapping.objects.exists()
    marian.post(address(found), {**said, added: "add", odd: "delete"})
    assert LayoutMapping.objects.get().operations == {"A": "add", "Z": "delete"}


def test_a_file_that_doesn_t_wait_for_this_leads_back_to_it(marian: Client, unmapped: Callable) -> None:
    for state in (ImportState.CHECKED, ImportState.APPLIED, ImportState.DISCARDED):
        found = unmapped(state=state)
        assert marian.get(address(found))["Location"] == f"/u/wexcombe/canvass/register/imports/{found.pk}/"
    gone = unmapped()
    stored.remove(gone.stored_as)
    assert marian.get(address(gone)).status_code == 302


def test_queries(marian: Client, unmapped: Callable, django_assert_max_num_queries: Callable) -> None:
    found = unmapped()
    marian.get(address(found))
    with django_assert_max_num_queries(20):
        marian.get(address(found))


def test_only_who_brings_in_registers_may(cast: Cast, unmapped: Callable) -> None:
    assert cast.client(cast.alun).get(address(unmapped())).status_code == 403
