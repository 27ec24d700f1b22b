from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest
import pyzipper
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from access import scoping
from access.models import AuditEvent, Grant, User
from access.roles import RoleName
from gotv.actions import packs
from gotv.actions import sheets as sheet_actions
from gotv.enums import RoomDuty
from gotv.models import CommitteeRoom, PaperPack, RoomDistrict, RoomOfficer, Round, Sheet
from gotv.queries import packs as queries
from gotv.rules import sheets as rules
from gotv.tasks import build_pack, sweep_packs
from kit import clock
from tests import cast as people
from tests.everywhere import everywhere
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> Path:
    settings.PRIVATE_FILES = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def room(day: Day) -> CommitteeRoom:
    with scoping.units([day.poll.unit_id]):
        made = CommitteeRoom.objects.create(unit_id=day.poll.unit_id, election=day.poll, name="Harrow Hill Club")
        RoomDistrict.objects.create(unit_id=day.poll.unit_id, election=day.poll, room=made, polling_district=day.hh1)
        return made


def _url(day: Day, name: str, **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _password(day: Day, room: CommitteeRoom, by: User | None = None) -> str:
    with scoping.units([day.poll.unit_id]):
        return packs.show_password(room=room, by=by or day.cast.osei)


def _pack(day: Day, room: CommitteeRoom) -> PaperPack:
    with scoping.units([day.poll.unit_id]):
        return packs.build(room=room, by=day.cast.osei)


def _fetch(day: Day, pack: PaperPack, ending: str) -> bytes:
    (name,) = (file["name"] for file in pack.files if file["name"].endswith(ending))
    answer = day.cast.client(day.cast.osei).get(_url(day, "fetch_pack", pack=pack.pk, file=name))
    assert answer.status_code == 200
    return answer.content


def test_both_files_open_with_the_rooms_password_alone(day: Day, room: CommitteeRoom) -> None:
    pack, password = _pack(day, room), _password(day, room)
    raw = _fetch(day, pack, ".pdf")
    assert b"Elsie" not in raw
    pdf = PdfReader(io.BytesIO(raw))
    assert pdf.is_encrypted
    assert not pdf.decrypt("wrong")
    assert pdf.decrypt(password)
    assert "Elsie Marchbank" in pdf.pages[0].extract_text()
    assert pdf.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index] # a dictionary, which the library leaves open
    with pyzipper.AESZipFile(io.BytesIO(_fetch(day, pack, ".zip"))) as file:
        (inside,) = file.infolist()
        with pytest.raises(RuntimeError):
            file.read(inside)
        file.setpassword(password.encode())
        rows = list(csv.reader(io.StringIO(file.read(inside).decode("utf-8-sig"))))
    assert rows[0][:3] == ["Sheet", "Line", "District"]
    assert [row[5] for row in rows[1:]] == ["Elsie Marchbank", "Zofia Haddad"]


def test_the_password_is_unreadable_at_rest_and_stays_the_same(day: Day, room: CommitteeRoom) -> None:
    first = _password(day, room)
    assert _password(day, room) == first
    with everywhere():
        room.refresh_from_db()
    assert room.pack_key
    assert first not in room.pack_key


def test_a_sheet_of_a_pack_is_typed_in_by_its_code_and_reserves_nothing(day: Day, room: CommitteeRoom) -> None:
    pack = _pack(day, room)
    with scoping.units([day.poll.unit_id]):
        sheet = pack.sheets.get()
        assert not Round.objects.exists()
        (came,) = sheet_actions.type_in(sheet=sheet, entries=rules.read("1v", 2).entries, by=day.cast.osei)
    assert came.what == "new"


def test_fetching_is_noted(day: Day, room: CommitteeRoom) -> None:
    pack = _pack(day, room)
    with scoping.units([day.poll.unit_id]):
        assert queries.not_fetched(day.poll) == [room]
    _fetch(day, pack, ".pdf")
    with scoping.units([day.poll.unit_id]):
        pack.refresh_from_db()
        assert (pack.fetched_by, queries.not_fetched(day.poll)) == (day.cast.osei, [])
        assert AuditEvent.objects.get(verb="pack.fetched").detail == {"people": 2, "room": "Harrow Hill Club"}


def test_two_packs_are_kept_and_what_nobody_fetched_leaves_nothing(
    day: Day, room: CommitteeRoom, files: Path, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        first = _pack(day, room)
        _fetch(day, first, ".pdf")
        _second, _third = _pack(day, room), _pack(day, room)
        fourth = _pack(day, room)
    with everywhere():
        assert PaperPack.objects.count() == 3  # the first was fetched, so it may come back written on
        assert PaperPack.objects.get(pk=first.pk).files == []
        assert Sheet.objects.filter(pack=first).exists()
    here = files / "packs" / str(day.poll.unit_id)
    assert len(list(here.iterdir())) == 2
    assert (here / str(fourth.pk)).is_dir()
    answer = day.cast.client(day.cast.osei).get(_url(day, "fetch_pack", pack=first.pk, file="x.pdf"), follow=True)
    assert "has been replaced" in answer.content.decode()


def test_each_hour_a_pack_whoever_sweeps_and_however_often(
    day: Day, room: CommitteeRoom, django_capture_on_commit_callbacks: object
) -> None:
    def sweep(hour: int, minute: int) -> int:
        with (
            time_machine.travel(clock.at(day.poll.polling_on, hour, minute), tick=False),
            django_capture_on_commit_callbacks(execute=True),  # type: ignore[operator]
        ):
            sweep_packs()
            build_pack(unit=day.poll.unit_id, room=room.pk)
        with everywhere():
            return AuditEvent.objects.filter(verb="pack.built").count()

    assert [sweep(5, 59), sweep(6, 0), sweep(6, 30), sweep(7, 1), sweep(22, 5), sweep(23, 0)] == [0, 1, 1, 2, 3, 3]


def test_after_the_day_no_file_is_left(
    day: Day, room: CommitteeRoom, files: Path, django_capture_on_commit_callbacks: object
) -> None:
    pack = _pack(day, room)
    _fetch(day, pack, ".pdf")
    with (
        time_machine.travel(clock.at(day.poll.polling_on, 12) + datetime.timedelta(days=1)),
        django_capture_on_commit_callbacks(execute=True),  # type: ignore[operator]
    ):
        sweep_packs()
    assert not list((files / "packs" / str(day.poll.unit_id)).iterdir())


def test_the_page_says_what_is_there_and_builds_one(day: Day, room: CommitteeRoom) -> None:
    browser = day.cast.client(day.cast.osei)
    page = browser.get(_url(day, "packs")).content.decode()
    assert "none yet" in page
    answer = browser.post(_url(day, "build_pack", room=room.pk), follow=True)
    assert "is ready. Fetch it now." in answer.content.decode()
    assert "not fetched yet" in answer.content.decode()


def test_the_password_is_for_the_rooms_officers(day: Day, room: CommitteeRoom) -> None:
    alun = day.cast.alun
    people.grant(alun, day.cast.wexcombe, RoleName.COMMITTEE_ROOM)
    browser = day.cast.client(alun)
    assert browser.post(_url(day, "pack_password", room=room.pk)).status_code == 403
    assert AuditEvent.objects.filter(verb="access.refused", actor_id__isnull=False).exists()
    with scoping.units([day.poll.unit_id]):
        RoomOfficer.objects.create(unit_id=day.poll.unit_id, room=room, user=alun, duty=RoomDuty.LEAD)
    answer = browser.post(_url(day, "pack_password", room=room.pk))
    assert _password(day, room) in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    with everywhere():
        assert AuditEvent.objects.filter(verb="pack.password_shown", actor_id=alun.pk).exists()


def test_a_room_outside_the_ward_is_not_there(day: Day, room: CommitteeRoom) -> None:
    with everywhere():
        Grant.objects.filter(user=day.cast.osei).update(area=["ward:0"])
    browser = people.sign_in(day.cast.osei)
    assert "Harrow Hill Club" not in browser.get(_url(day, "packs")).content.decode()
    assert browser.post(_url(day, "build_pack", room=room.pk)).status_code == 404
    pack = _pack(day, room)
    assert browser.get(_url(day, "fetch_pack", pack=pack.pk, file=pack.files[0]["name"])).status_code == 404


def test_a_room_with_nobody_left_says_so(day: Day, room: CommitteeRoom) -> None:
    for elector in (day.elsie, day.zofia):
        make.mark(day.hall, elector)
    answer = day.cast.client(day.cast.osei).post(_url(day, "build_pack", room=room.pk), follow=True)
    assert "so its pack is empty" in answer.content.decode()
    with scoping.units([day.poll.unit_id]):
        RoomDistrict.objects.all().delete()
    answer = day.cast.client(day.cast.osei).post(_url(day, "build_pack", room=room.pk), follow=True)
    assert "looks after no district yet" in answer.content.decode()
