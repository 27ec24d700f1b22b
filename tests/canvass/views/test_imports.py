"""Register files in the browser: from choosing one to reading what it changed."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.http import HttpResponse
from django.test import Client

from access.models import AuditEvent, Unit
from access.queries import accesses
from access.roles import RoleName
from canvass.actions import imports as actions
from canvass.enums import ImportState
from canvass.models import Council, Elector, RegisterEdition, RegisterImport, RejectedRow
from canvass.queries import imports as queries
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass, registers
from tests.factories import imports as brought

pytestmark = pytest.mark.usefixtures("november")

FILES = "/u/wexcombe/canvass/register/imports/"
NEW = f"{FILES}new/"
BAD = (
    "HH1,,0,,,=cmd|'/c calc'!A1,Ada,WX1 2AB,1 Tanyard Row,,,,,",
    "HH1,9,0,N,,Hart,Secret,WX1 2AB,1 Mill Lane,,,,,",
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
            "council": "new",
            "supplied_by": "Wexcombe Council",
            "entitlement": "party",
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


def test_a_first_council_has_to_be_named(marian: Client, scope: Unit) -> None:
    name = marian.get(NEW).content.decode().split('for="id_supplied_by">')[1].split("</label>")[0]
    assert "Name of the council" in name
    assert "if you like" not in name


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
        (b"PK\x03\x04xl/workbook.xml", "This workbook or archive is damaged"),
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
    Council.objects.update(version=F("version") + 1)
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


# --- Councils and terms ----------------------------------------------------------------------------------------------


def test_the_next_file_is_prefilled_with_what_was_said_last(send: Callable, marian: Client, scope: Unit) -> None:
    send(nation="wales", attainment_age="16", entitlement="candidate", received_by="M. Teale", terms="Return it.")
    council = Council.objects.get()
    assert (council.nation, council.attainment_age) == ("wales", 16)
    page = marian.get(NEW).content.decode()
    assert re.search(rf'name="council" value="{council.pk}"[^>]* checked', page)
    for said in ('value="M. Teale"', "Return it.", '<option value="candidate" selected>', 'value="2028-05-21"'):
        assert said in page
    made = RegisterImport.objects.get()
    assert (made.received_by, made.terms, str(made.delete_by)) == ("M. Teale", "Return it.", "2028-05-21")


def test_a_council_of_the_list_or_another_one(send: Callable, scope: Unit) -> None:
    send()
    known = Council.objects.get()
    send(council=str(known.pk), supplied_by="")
    send(supplied_by="wexcombe COUNCIL")
    assert Council.objects.count() == 1, "the same name is the same council"
    send(supplied_by="Marsham Council")
    assert set(RegisterImport.objects.values_list("council__name", flat=True)) == {
        "Wexcombe Council",
        "Marsham Council",
    }
    assert AuditEvent.objects.filter(verb="council.added").count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"council": "999"}, "Choose one of these councils"),
        ({"council": ""}, "Say which council sent it"),
        ({"entitlement": ""}, "Say under which right"),
        ({"delete_by": "2026-11-21"}, "This day is over"),
        ({"delete_by": "2028-05-22"}, "21 May 2028 is the latest"),
    ],
)
def test_terms_that_can_t_be(send: Callable, scope: Unit, fields: dict, words: str) -> None:
    canvass.council(scope)
    answer = send(**fields)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not RegisterImport.objects.exists()


# --- Monthly changes, second person, taking back ---------------------------------------------------------------------

TOWN = registers.street(houses=10)  # 20 people


@pytest.fixture
def held(scope: Unit, tmp_path: Path) -> RegisterImport:
    return brought.bring_in(scope, registers.xpress(tmp_path / "old.csv", TOWN), dated_on=datetime.date(2025, 12, 1))


@pytest.fixture
def notice(held: RegisterImport, send: Callable, tmp_path: Path) -> RegisterImport:
    """One taken off, one renamed, one added, one that fits nobody."""
    stranger = registers.Person("HH1", 999, "Hart", "Ada", "1 Tanyard Row|Wexcombe")
    new = registers.Person("HH1", 800, "Newcomer", "Nia", "1 Tanyard Row|Wexcombe")
    renamed = replace(TOWN[1], surname="Hart-Marchbank")
    changes = [("delete", TOWN[0]), ("amend", renamed), ("add", new), ("delete", stranger)]
    path = registers.xpress_update(tmp_path / "notice.csv", changes)
    send(path.read_bytes(), dated_on="2026-03-02", council=str(held.council_id))
    return RegisterImport.objects.get(state=ImportState.CHECKED)


def test_monthly_changes_are_shown_with_examples(notice: RegisterImport, marian: Client) -> None:
    text = page(marian, notice)
    assert "Look at these changes" in text
    assert "4 rows about one district of Wexcombe Council" in text
    assert "1 added, 1 changed, 1 taken off, 1 fits nobody" in text
    assert "Newcomer, Nia · 1 Tanyard Row · HH1 800" in text
    assert "1 row fits nobody" in text
    assert "Approve 1 added, 1 changed, 1 off" in text
    assert "Afterwards" in text
    rows = page(marian, notice, "unmatched/")
    assert "Hart, Ada · 1 Tanyard Row · HH1 999" in rows
    assert "It takes off a number that nobody has." in rows
    assert AuditEvent.objects.filter(verb="people.seen", object_id=str(notice.pk)).count() == 2


def test_the_same_changes_again_say_so(
    notice: RegisterImport, marian: Client, send: Callable, tmp_path: Path, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        marian.post(f"{FILES}{notice.pk}/approve/")
    assert "These changes are in use" in page(marian, notice)
    send((tmp_path / "notice.csv").read_bytes(), dated_on="2026-03-02", council=str(notice.council_id))
    again = RegisterImport.objects.get(state=ImportState.CHECKED)
    text = page(marian, again)
    assert "rows say what you hold already" in text
    assert "There is nothing to approve" in text
    assert f"{again.pk}/approve/" not in text


def test_a_file_without_rows_that_fit_nobody_says_so(held: RegisterImport, marian: Client) -> None:
    assert "There is nothing to show" in page(marian, held, "unmatched/")


@pytest.fixture
def second(
    held: RegisterImport, send: Callable, marian: Client, tmp_path: Path, django_capture_on_commit_callbacks: Callable
) -> RegisterImport:
    """Two of twenty would go, and Marian has approved it."""
    path = registers.xpress(tmp_path / "new.csv", TOWN[2:])
    send(path.read_bytes(), council=str(held.council_id))
    made = RegisterImport.objects.get(state=ImportState.CHECKED)
    text = page(marian, made)
    assert "Two people have to approve this" in text
    assert "Nobody else here may bring in registers" in text
    assert "Priya Nair" in text, "who can give the role to somebody"
    with django_capture_on_commit_callbacks(execute=True):
        marian.post(f"{FILES}{made.pk}/approve/")
    return made


@pytest.fixture
def ada(cast: Cast) -> Client:
    user = people.newcomer("ada", "Ada Kerr")
    people.passed_everything([user])
    people.grant(user, cast.wexcombe, RoleName.DATA_OFFICER)
    return cast.client(user)


def test_two_people_approve(
    second: RegisterImport, marian: Client, ada: Client, django_capture_on_commit_callbacks: Callable
) -> None:
    text = page(marian, second)
    assert "You have approved this. Somebody else has to do so too." in text
    assert "Ada Kerr" in text
    assert "/confirm/" not in text
    answer = marian.post(f"{FILES}{second.pk}/confirm/", {"figures": "x"}, follow=True)
    assert "You approved this file yourself" in answer.content.decode()
    text = page(ada, second)
    assert "Marian Teale approved it on" in text
    figures = text.split('name="figures" value="')[1].split('"')[0]
    answer = ada.post(f"{FILES}{second.pk}/confirm/", {"figures": "0-0-0-0-0"}, follow=True)
    assert "not those that you saw" in answer.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        ada.post(f"{FILES}{second.pk}/confirm/", {"figures": figures})
    text = page(marian, second)
    assert "This register is in use" in text
    assert "and Ada Kerr, as the second person" in text
    assert Elector.objects.on_register().count() == 18


def test_the_register_page_says_who_is_waited_for(second: RegisterImport, marian: Client) -> None:
    text = marian.get("/u/wexcombe/canvass/register/").content.decode()
    assert "A register waits for a second person" in text
    assert "Marian Teale has approved it" in text


def test_taking_back(held: RegisterImport, marian: Client, django_capture_on_commit_callbacks: Callable) -> None:
    assert "take-back/" in page(marian, held)
    text = page(marian, held, "take-back/")
    assert "Take this file back?" in text
    assert "What stays" in text
    marian.post(f"{FILES}{held.pk}/take-back/")
    assert "Taking the file back" in page(marian, held)
    answer = marian.post(f"{FILES}{held.pk}/take-back/", follow=True)
    assert "being taken back already" in answer.content.decode()
    actions.undo(held.pk)
    text = page(marian, held)
    assert "This file was taken back" in text
    assert "Marian Teale took it back on 21 November 2026" in text
    assert "take-back/" not in text
    assert not Elector.objects.on_register().exists()


def test_an_earlier_file_can_t_be_taken_back(held: RegisterImport, marian: Client, scope: Unit, tmp_path: Path) -> None:
    brought.bring_in(scope, registers.xpress(tmp_path / "later.csv", TOWN[1:]))
    assert "take-back/" not in page(marian, held)
    answer = marian.get(f"{FILES}{held.pk}/take-back/", follow=True)
    assert "later.csv was brought in after this file" in answer.content.decode()


def test_a_report_of_an_earlier_version_can_still_be_read(held: RegisterImport, marian: Client) -> None:
    old = {name: value for name, value in held.report.items() if name not in {"kind", "unmatched", "by_district"}}
    old["gone"] = old.pop("deleted")
    RegisterImport.objects.update(report=old, kind="")
    assert "This register is in use" in page(marian, held)


@pytest.mark.parametrize("follow", ["confirm/", "take-back/", "unmatched/"])
def test_who_may_not_confirm_take_back_or_read(held: RegisterImport, cast: Cast, follow: str) -> None:
    url = f"{FILES}{held.pk}/{follow}"
    for who, status in {"osei": 403, "priya": 403, "rival": 404, "noor": 404}.items():
        client = cast.client(getattr(cast, who))
        assert (client.get(url) if follow == "unmatched/" else client.post(url)).status_code == status
    held.refresh_from_db()
    assert (held.state, held.stage) == (ImportState.APPLIED, "")


@pytest.mark.parametrize("districts", [1, 4])
def test_the_queries_of_the_check_don_t_grow(
    held: RegisterImport, send: Callable, marian: Client, tmp_path: Path, districts: int,
    django_assert_num_queries: Callable,
) -> None:  # fmt: skip
    more = [person for n in range(districts) for person in registers.street(f"HH{n + 2}", houses=2)]
    send(registers.xpress(tmp_path / "n.csv", [*TOWN, *more]).read_bytes(), council=str(held.council_id))
    made = RegisterImport.objects.get(state=ImportState.CHECKED)
    page(marian, made)
    # user, grants; file, samples, line of who looked, last date, edition twice
    with django_assert_num_queries(8 + SCOPE):
        page(marian, made)
