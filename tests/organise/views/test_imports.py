"""Bringing in a members file through the pages."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from access import scoping
from access.models import AuditEvent, User
from organise.actions import imports
from organise.models import Member, MemberImport
from tests.cast import Cast
from tests.everywhere import SCOPE, everywhere
from tests.factories import organise

FILES = "/u/wexcombe/organise/members/files/"
NEW = f"{FILES}new/"
FILE = "Membership number,First name,Last name,Email\nA1,Marian,Teale,m@members.example\nA2,Bad,Row,nowhere\n"


def upload(browser: Client, text: str | bytes, name: str = "members.csv", follow: bool = True) -> Any:
    content = text.encode() if isinstance(text, str) else text
    return browser.post(NEW, {"file": SimpleUploadedFile(name, content)}, follow=follow)


def brought(cast: Cast) -> MemberImport:
    with scoping.units([cast.wexcombe.pk]):
        return imports.read(unit=cast.wexcombe, file_name="members.csv", content=FILE.encode(), by=cast.marian)


def members() -> int:
    with everywhere():
        return Member.objects.count()


def test_from_the_file_to_the_list_and_back(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    preview = upload(browser, FILE)
    page = preview.content.decode()
    assert "What this file would do" in page
    assert "Marian Teale" in page
    assert members() == 0
    here = preview.redirect_chain[-1][0]
    report = browser.post(f"{here}approve/", follow=True).content.decode()
    assert "Brought in: 1 new member, 0 changed." in report
    assert members() == 1
    assert "Marian Teale" in browser.get("/u/wexcombe/organise/members/").content.decode()
    browser.post(f"{here}approve/")
    assert members() == 1
    assert "was taken back" in browser.post(f"{here}take-back/", follow=True).content.decode()
    assert members() == 0


def test_columns_nobody_knows_are_matched_by_hand(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    asked = upload(browser, "Kartei,<i>Wer</i>\n17,<b>Teale</b>\n")
    url = asked.redirect_chain[-1][0]
    assert url.endswith("/columns/")
    assert "&lt;b&gt;Teale&lt;/b&gt;" in asked.content.decode()
    assert "&lt;i&gt;Wer&lt;/i&gt;" in asked.content.decode()
    assert "<i>Wer" not in asked.content.decode()
    wrong = browser.post(url, {"column_0": "", "column_1": "last_name"})
    assert "Choose the column with the membership number" in wrong.content.decode()
    nonsense = browser.post(url, {"column_0": "nonsense", "column_1": "last_name"})
    assert nonsense.status_code == 200
    right = browser.post(url, {"column_0": "membership_number", "column_1": "last_name"}, follow=True)
    assert "What this file would do" in right.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"PK\x03\x04zip", "workbook or a zip"),
        (b"just words\nand more\n", "not the heading of a table"),
        (b"Elector Number Prefix,Elector Number\nHH1,1\n", "electoral register"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_a_wrong_file_changes_nothing_and_says_why(cast: Cast, content: bytes, said: str) -> None:
    page = upload(cast.client(cast.marian), content).content.decode()
    assert said in page
    with everywhere():
        assert not MemberImport.objects.exists()


def test_no_file_at_all(cast: Cast) -> None:
    assert "Choose a file first." in cast.client(cast.marian).post(NEW, {}).content.decode()


def test_the_same_file_sent_twice_is_one(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    first, second = (upload(browser, FILE, follow=False).headers["Location"] for _ in range(2))
    assert first == second


def test_what_was_left_out_is_downloaded_without_formulas_and_noted(cast: Cast) -> None:
    browser = cast.client(cast.marian)
    text = 'Membership number,Last name,Email\n"=cmd|calc",Teale,nowhere\n'
    here = upload(browser, text).redirect_chain[-1][0]
    answer = browser.get(f"{here}left-out.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Line", "Why it was left out", "Membership number", "Last name", "Email"]
    assert rows[1][0] == "2"
    assert rows[1][2:] == ["'=cmd|calc", "Teale", "nowhere"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.filter(verb="members.problems_downloaded", actor_id=cast.marian.pk).exists()


def test_of_a_row_that_was_left_out_the_name_is_shown(cast: Cast) -> None:
    found = brought(cast)
    page = cast.client(cast.marian).get(f"{FILES}{found.pk}/?show=problem").content.decode()
    assert "Bad Row" in page
    assert "“nowhere” is not an email address." in page


def test_a_file_is_thrown_away(cast: Cast) -> None:
    found = brought(cast)
    page = cast.client(cast.marian).post(f"{FILES}{found.pk}/throw-away/", follow=True).content.decode()
    assert "The members list is as it was" in page
    shown = cast.client(cast.marian).get(f"{FILES}{found.pk}/").content.decode()
    assert "none of its rows were kept" in shown


def test_a_preview_that_is_out_of_date_is_made_again(cast: Cast) -> None:
    found = brought(cast)
    organise.member(cast.wexcombe, "M.", "Teale", membership_number="A1")
    page = cast.client(cast.marian).post(f"{FILES}{found.pk}/approve/", follow=True).content.decode()
    assert "changed since this preview was made" in page
    assert "<del>M.</del>" in page
    assert members() == 1


WAYS = [
    ("get", ""),
    ("get", "new/"),
    ("post", "new/"),
    ("get", "{file}/"),
    ("get", "{file}/columns/"),
    ("post", "{file}/columns/"),
    ("post", "{file}/approve/"),
    ("post", "{file}/throw-away/"),
    ("post", "{file}/take-back/"),
    ("get", "{file}/left-out.csv"),
]


@pytest.mark.parametrize(("method", "path"), WAYS)
@pytest.mark.parametrize(
    ("who", "status"), [("osei", 403), ("alun", 403), ("priya", 403), ("noor", 404), ("rival", 404)]
)
def test_who_may_not_bring_in_members(cast: Cast, method: str, path: str, who: str, status: int) -> None:
    found = brought(cast)
    user: User = getattr(cast, who)
    assert getattr(cast.client(user), method)(FILES + path.format(file=found.pk)).status_code == status
    with scoping.units([cast.wexcombe.pk]):
        found.refresh_from_db()
    assert found.state == "checked"


@pytest.mark.parametrize(("method", "path"), [way for way in WAYS if "{file}" in way[1]])
def test_a_file_of_another_clp_is_not_there_and_the_attempt_is_noted(cast: Cast, method: str, path: str) -> None:
    found = brought(cast)
    url = path.format(file=found.pk)
    answer = getattr(cast.client(cast.rival), method)(f"/u/marsham/organise/members/files/{url}")
    assert answer.status_code == 404
    assert AuditEvent.objects.get(verb="access.forged_id").unit_id == cast.wexcombe.pk


def test_a_file_that_never_was(cast: Cast) -> None:
    assert cast.client(cast.marian).get(f"{FILES}{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("path", ["{file}/approve/", "{file}/throw-away/", "{file}/take-back/"])
def test_what_changes_something_is_not_done_by_a_link(cast: Cast, path: str) -> None:
    assert cast.client(cast.marian).get(FILES + path.format(file=brought(cast).pk)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_files_take_the_same_queries_for_one_and_for_three(
    cast: Cast, count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with scoping.units([cast.wexcombe.pk]):
        for n in range(count):
            text = f"{FILE}A{n + 10},X,Y,x{n}@members.example\n"
            imports.read(unit=cast.wexcombe, file_name=f"{n}.csv", content=text.encode(), by=cast.marian)
    browser = cast.client(cast.marian)
    with django_assert_num_queries(4 + SCOPE):
        browser.get(FILES)


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_takes_the_same_queries_for_one_and_for_three(
    cast: Cast, count: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    text = "Membership number,Last name\n" + "".join(f"N{n},Oakes\n" for n in range(count))
    with scoping.units([cast.wexcombe.pk]):
        found = imports.read(unit=cast.wexcombe, file_name="x.csv", content=text.encode(), by=cast.marian)
    browser = cast.client(cast.marian)
    with django_assert_num_queries(7 + SCOPE):  # the last: that somebody looked
        browser.get(f"{FILES}{found.pk}/")
