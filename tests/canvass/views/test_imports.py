"""Register files in the browser: from choosing one to reading what it changed."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from access.models import AuditEvent, Unit
from access.queries import accesses
from canvass.enums import ImportState
from canvass.models import Elector, RegisterEdition, RegisterImport, RejectedRow
from canvass.queries import imports as queries
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass, registers

pytestmark = pytest.mark.usefixtures("november")

FILES = "/u/wexcombe/canvass/register/imports/"
NEW = f"{FILES}new/"
BAD = (
    "HH1,,0,,,=cmd|'/c calc'!A1,Ada,WX1 2AB,1 Tanyard Row,,,,,",
    "HH1,9,0,,01/01/2012,Hart,Secret,WX1 2AB,1 Mill Lane,,,,,",
)


@pytest.fixture(autouse=True)
def _private(settings: LazySettings, tmp_path: Path) -> None:
    settings.PRIVATE_FILES = tmp_path / "private"


@pytest.fixture
def marian(cast: Cast) -> Client:
    return cast.client(cast.marian)


@pytest.fixture
def send(marian: Client, tmp_path: Path, django_capture_on_commit_callbacks: Callable) -> Callable[..., HttpResponse]:
    """Send the form, with a good file unless another content is given; workers run at once."""

    def run(content: bytes | None = None, *, work: bool = True, **fields: object) -> HttpResponse:
        if content is None:
            content = registers.xpress(tmp_path / "a.csv", registers.street(houses=3), *BAD).read_bytes()
        data = {
            "file": SimpleUploadedFile("wexcombe.csv", content),
            "dated_on": "2026-11-01",
            "supplied_by": "Wexcombe Council",
        } | fields
        with django_capture_on_commit_callbacks(execute=work):
            return marian.post(NEW, data)

    return run


@pytest.fixture
def checked(send: Callable, scope: Unit) -> RegisterImport:
    send()
    return RegisterImport.objects.get(state=ImportState.CHECKED)


def page(client: Client, register_import: RegisterImport, follow: str = "") -> str:
    return client.get(f"{FILES}{register_import.pk}/{follow}").content.decode()


def test_the_whole_way(
    send: Callable, marian: Client, scope: Unit, django_capture_on_commit_callbacks: Callable
) -> None:
    answer = send()
    made = RegisterImport.objects.get()
    assert answer["Location"] == f"{FILES}{made.pk}/"
    text = page(marian, made)
    assert "Recognised: Xpress, 14 columns" in text
    assert "2 rows left out" in text
    assert "Approve 6 electors" in text
    assert "people come on to the register" in text
    assert not Elector.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = marian.post(f"{FILES}{made.pk}/approve/")
    assert answer["Location"] == f"{FILES}{made.pk}/"
    text = page(marian, made)
    assert "This register is in use" in text
    assert "approved by Marian Teale" in text
    assert Elector.objects.count() == 6
    assert "HH1" in marian.get("/u/wexcombe/canvass/register/").content.decode()
    assert "wexcombe.csv" in marian.get(FILES).content.decode()


def test_the_same_register_again_needs_no_approval(
    send: Callable, marian: Client, scope: Unit, django_capture_on_commit_callbacks: Callable
) -> None:
    send()
    with django_capture_on_commit_callbacks(execute=True):
        marian.post(f"{FILES}{RegisterImport.objects.get().pk}/approve/")
    send()
    text = page(marian, RegisterImport.objects.get(state=ImportState.CHECKED))
    assert "You hold this register already" in text
    assert "There is nothing to approve" in text
    assert "/approve/" not in text


def test_a_year_later(
    send: Callable, marian: Client, scope: Unit, tmp_path: Path, django_capture_on_commit_callbacks: Callable
) -> None:
    send()
    with django_capture_on_commit_callbacks(execute=True):
        marian.post(f"{FILES}{RegisterImport.objects.get().pk}/approve/")
    later = [*registers.street(houses=2, start=2), *registers.street("HH2", houses=4)]
    send(registers.xpress(tmp_path / "b.csv", later).read_bytes(), dated_on="2026-11-20")
    text = page(marian, RegisterImport.objects.get(state=ImportState.CHECKED))
    assert "1 district is new" in text
    assert "look at this" in text
    assert "against the register of 1 November 2026" in text
    assert "are no longer listed" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "This is a PDF"),
        (b"PK\x03\x04xl/workbook.xml", "spreadsheet workbook"),
        (b"first_name,last_name\na,b\n", "not a register that Rosette can read"),
        (",".join(registers.XPRESS).encode(), "no rows below them"),
    ],
)
def test_a_wrong_file_is_turned_away_with_words(
    send: Callable, marian: Client, scope: Unit, content: bytes, words: str
) -> None:
    send(content)
    text = page(marian, made := RegisterImport.objects.get())
    assert made.state == ImportState.REFUSED
    assert "This file can’t be brought in" in text
    assert words in text
    assert "Nothing was changed" in text
    assert not RegisterEdition.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"file": ""}, "Choose a file first"),
        ({"dated_on": ""}, "Say which day’s register this is"),
        ({"dated_on": "yesterday"}, "Write the day as"),
        ({"dated_on": "2027-01-01"}, "This day has not come yet"),
        ({"dated_on": "1999-12-31"}, "No register here is that old"),
        ({"supplied_by": " "}, "Say which council sent it"),
    ],
)
def test_a_form_with_a_gap_is_shown_again_and_keeps_nothing(
    send: Callable, scope: Unit, fields: dict, words: str
) -> None:
    answer = send(**fields)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not RegisterImport.objects.exists()


def test_an_empty_file_is_told_at_once(send: Callable) -> None:
    assert "This file is empty" in send(b"").content.decode()


def test_a_file_that_is_too_large(send: Callable, scope: Unit, settings: LazySettings) -> None:
    settings.REGISTER_MAX_UPLOAD_BYTES = 1000
    text = send(b"x" * 1001).content.decode()
    assert "Nothing was kept" in text
    assert not RegisterImport.objects.exists()


def test_while_it_is_read_the_page_says_so_and_asks_again(send: Callable, marian: Client, scope: Unit) -> None:
    send(work=False)
    made = RegisterImport.objects.get()
    text = page(marian, made)
    assert "Reading the file" in text
    assert 'hx-trigger="every 1s"' in text
    assert "See how far it is now" in text
    RegisterImport.objects.update(stage="reading", done=44_120, total=71_642)
    assert "44,120 of 71,642" in page(marian, made)


def test_when_it_is_done_the_page_is_told_to_reload(checked: RegisterImport, marian: Client) -> None:
    url = f"{FILES}{checked.pk}/"
    answer = marian.get(url, headers={"HX-Request": "true"})
    assert (answer["HX-Refresh"], answer.content) == ("true", b"")
    RegisterImport.objects.update(state=ImportState.APPLYING)
    answer = marian.get(url, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in answer
    assert 'id="progress"' in answer.content.decode()


def test_work_that_fell_silent_is_told(checked: RegisterImport, marian: Client) -> None:
    RegisterImport.objects.update(state=ImportState.APPLYING, touched_at="2026-11-21T11:58:30Z")
    assert "Nothing has been heard" in page(marian, checked)


def test_left_out_rows_can_be_downloaded_and_opened_safely(checked: RegisterImport, marian: Client) -> None:
    answer = marian.get(f"{FILES}{checked.pk}/left-out.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Line", "8", "9"]
    assert rows[1][1] == "without an elector number"
    assert rows[2][2] == "not kept"
    assert "Secret" not in answer.content.decode()
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert AuditEvent.objects.get(verb="register.left_out_downloaded").detail == {"rows": 2}


def test_a_formula_in_a_row_stays_text(checked: RegisterImport, marian: Client, scope: Unit) -> None:
    RejectedRow.objects.filter(line=8).update(raw="=1+1,x")
    assert "'=1+1,x" in marian.get(f"{FILES}{checked.pk}/left-out.csv").content.decode()


def test_throwing_away(checked: RegisterImport, marian: Client, django_capture_on_commit_callbacks: Callable) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = marian.post(f"{FILES}{checked.pk}/discard/", follow=True)
    assert "was thrown away. The register is as it was" in answer.content.decode()
    assert "This file was thrown away" in page(marian, checked)


def test_approving_twice_says_who_was_first(checked: RegisterImport, marian: Client) -> None:
    marian.post(f"{FILES}{checked.pk}/approve/")
    answer = marian.post(f"{FILES}{checked.pk}/approve/", follow=True)
    assert "Marian Teale has approved this file already" in answer.content.decode()
    answer = marian.post(f"{FILES}{checked.pk}/discard/", follow=True)
    assert "has approved this file already" in answer.content.decode()


def test_a_register_that_changed_meanwhile_is_looked_at_once_more(
    checked: RegisterImport, marian: Client, cast: Cast, scope: Unit
) -> None:
    canvass.edition(cast.wexcombe, datetime.date(2026, 11, 20))
    answer = marian.post(f"{FILES}{checked.pk}/approve/", follow=True)
    assert "look at it once more" in answer.content.decode()


@pytest.mark.parametrize("action", ["approve", "discard"])
def test_deciding_takes_a_post(checked: RegisterImport, marian: Client, action: str) -> None:
    assert marian.get(f"{FILES}{checked.pk}/{action}/").status_code == 405


@pytest.mark.parametrize(
    ("who", "status"),
    [("osei", 403), ("alun", 403), ("tess", 403), ("priya", 403), ("noor", 404), ("rival", 404), ("lewis", 404)],
)
def test_who_may_not(cast: Cast, checked: RegisterImport, who: str, status: int) -> None:
    client = cast.client(getattr(cast, who))
    for url in (FILES, NEW, f"{FILES}{checked.pk}/", f"{FILES}{checked.pk}/left-out.csv"):
        assert client.get(url).status_code == status, url
    for url in (NEW, f"{FILES}{checked.pk}/approve/", f"{FILES}{checked.pk}/discard/"):
        assert client.post(url).status_code == status, url
    checked.refresh_from_db()
    assert checked.state == ImportState.CHECKED


@pytest.mark.parametrize("follow", ["", "left-out.csv", "approve/", "discard/"])
def test_the_id_of_another_clp_is_not_there_and_goes_on_record(
    cast: Cast, checked: RegisterImport, follow: str
) -> None:
    rival = cast.client(cast.rival)
    url = f"/u/marsham/canvass/register/imports/{checked.pk}/{follow}"
    answer = rival.post(url) if follow in {"approve/", "discard/"} else rival.get(url)
    assert answer.status_code == 404
    row = AuditEvent.objects.get(verb="access.forged_id")
    assert (row.unit_id, row.actor_id, row.object_id) == (cast.wexcombe.pk, cast.rival.pk, str(checked.pk))
    checked.refresh_from_db()
    assert checked.state == ImportState.CHECKED


def test_the_start_page_asks_for_a_first_register_and_then_for_approval(
    cast: Cast, scope: Unit, send: Callable
) -> None:
    def titles(user: object) -> list[str]:
        return [str(need.title) for need in queries.needs(accesses.of(user), cast.wexcombe)]

    assert titles(cast.marian) == ["Bring in the electoral register"]
    assert titles(cast.osei) == []
    send(work=False)
    assert titles(cast.marian) == []
    RegisterImport.objects.update(state=ImportState.CHECKED, report={"electors": 4000, "rejected": 3})
    (need,) = queries.needs(accesses.of(cast.marian), cast.wexcombe)
    assert need.what == "4,000 electors in wexcombe.csv. 3 rows were left out."
    assert need.since is not None


@pytest.mark.parametrize("files", [1, 3])
def test_the_queries_of_the_list_don_t_grow(
    cast: Cast, marian: Client, scope: Unit, files: int, django_assert_num_queries: Callable
) -> None:
    for _file in range(files):
        RegisterImport.objects.create(
            unit=cast.wexcombe,
            council=canvass.council(cast.wexcombe),
            file_name="a.csv",
            size=1,
            uploaded_by=cast.marian,
        )
    marian.get(FILES)
    with django_assert_num_queries(4 + SCOPE):  # user, grants; count, files
        marian.get(FILES)
