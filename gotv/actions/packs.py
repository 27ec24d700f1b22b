"""Paper packs: a committee room's lists as files that open with the room's password, for when all else fails.

They are made each hour by a sweep and on demand; they reserve nothing. What lies in one carries sheet codes, so that
what is written on it is typed in later like any other sheet.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import secrets
import shutil
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pyzipper
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter

from access import sealing
from access.actions import audit
from access.models import User
from canvass.models import PollingDistrict
from gotv.actions import elections, sheets
from gotv.models import CommitteeRoom, PaperPack
from gotv.queries import knock_ups, packs, printing
from gotv.queries import sheets as queries
from gotv.rules import hours
from gotv.rules import packs as rules
from gotv.rules.sheets import ALPHABET, Line, spaced
from kit import clock, csvsafe, jobs
from kit.errors import Refused

_FOLDER = "packs"
_LEFT_BEHIND_SECONDS = 60 * 60


def sweep(*, unit_id: int, now: datetime.datetime) -> int:
    """Have a pack made for each room that is due one today; clear away what is past. Returns how many are due."""
    due = 0
    rooms = CommitteeRoom.objects.filter(election__polling_on=clock.today(), districts__isnull=False).distinct()
    for room in rooms.select_related("election").order_by("pk"):
        newest = packs.newest(room)
        if rules.is_due(newest.built_at if newest else None, now, hours.packs(room.election.polling_on)):
            jobs.enqueue("gotv.build_pack", unit=unit_id, room=room.pk)
            due += 1
    _forget(unit_id)
    return due


@transaction.atomic
def build_due(*, room: CommitteeRoom) -> PaperPack | None:
    """Make the pack of this hour, unless somebody was quicker or its hour is past."""
    locked = _lock(room)
    newest = packs.newest(locked)
    open_hours = hours.packs(locked.election.polling_on)
    if not rules.is_due(newest.built_at if newest else None, timezone.now(), open_hours):
        return None
    return _build(locked, None)


@transaction.atomic
def build(*, room: CommitteeRoom, by: User) -> PaperPack:
    """Make a pack now. Raises Refused after the day, and for a room that looks after no district yet."""
    elections.lock(room.election)
    return _build(_lock(room), by)


def _lock(room: CommitteeRoom) -> CommitteeRoom:
    rows = CommitteeRoom.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("election__unit").get(pk=room.pk)


def _build(room: CommitteeRoom, by: User | None) -> PaperPack:
    districts = list(PollingDistrict.objects.filter(pk__in=room.districts.values("polling_district")).order_by("code"))
    if not districts:
        raise Refused(_("%(room)s looks after no district yet. Give it its districts first.") % {"room": room})
    made = PaperPack.objects.create(
        unit_id=room.unit_id, election_id=room.election_id, room=room, built_at=timezone.now()
    )
    pages: list[queries.Page] = []
    for district in districts:
        streets = knock_ups.doors(room.election, district)
        meant = sheets.For(room=room, pack=made)
        pages += sheets.lay_out(election=room.election, district=district, streets=streets, by=by, what_for=meant)
    made.people = sum(len(page.sheet.lines) for page in pages)
    made.files = _write(room, made, pages) if pages else []
    made.save(update_fields=["people", "files"])
    _drop_older(room)
    audit.record("pack.built", by=by, unit=room.unit_id, obj=made, people=made.people, room=room.name)
    return made


def _write(room: CommitteeRoom, pack: PaperPack, pages: Sequence[queries.Page]) -> list[dict]:
    password = _password(room)
    at = timezone.localtime(pack.built_at)
    stem = f"{slugify(room.name) or room.pk}-{at:%H%M}"
    pdf = _with_password(printing.warp(room.election, pages, large=False), password)
    table = "".join(csvsafe.lines(_rows(pages)))
    found = {f"{stem}.pdf": pdf, f"{stem}.zip": _zipped(f"{stem}.csv", table, password)}
    for name, content in found.items():
        _store(where(pack, name), content)
    return [
        {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in found.items()
    ]


def _with_password(pdf: bytes, password: str) -> bytes:
    """Return the PDF under AES-256, still tagged."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _zipped(name: str, text: str, password: str) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as file:
        file.setpassword(password.encode())
        # With the mark at its head by which spreadsheets know UTF-8.
        file.writestr(name, text.encode("utf-8-sig"))
    return out.getvalue()


def _rows(pages: Sequence[queries.Page]) -> list[list[object]]:
    head: list[object] = [_("Sheet"), _("Line"), _("District"), _("Street")]
    found = [[*head, _("Door"), _("Name"), _("Number"), _("Why")]]
    for page in pages:
        code, district = spaced(page.sheet.code), page.sheet.polling_district
        found += [_row(code, district.code if district else "", line) for line in page.lines if line.person]
    return found


def _row(code: str, district: str, line: Line) -> list[object]:
    one = line.person
    return [
        code,
        line.number,
        district,
        line.street,
        line.door,
        getattr(one, "name", ""),
        getattr(one, "number", ""),
        getattr(one, "reason", ""),
    ]


def where(pack: PaperPack, name: str) -> Path:
    """Return the path of a pack's file."""
    return _folder(pack.unit_id) / str(pack.pk) / name


def _folder(unit_id: int) -> Path:
    return Path(settings.PRIVATE_FILES) / _FOLDER / str(unit_id)


def _store(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _drop_older(room: CommitteeRoom) -> None:
    _drop(list(PaperPack.objects.filter(room=room).order_by("-built_at")[rules.KEPT :]))


def _drop(old: Sequence[PaperPack]) -> None:
    """Remove the files of packs. One that was fetched stays as a row: its sheets may come back written on."""
    for pack in old:
        transaction.on_commit(partial(shutil.rmtree, _folder(pack.unit_id) / str(pack.pk), ignore_errors=True))
        if pack.fetched_at is None:
            pack.delete()
        elif pack.files:
            pack.files = []
            pack.save(update_fields=["files"])


@transaction.atomic
def _forget(unit_id: int) -> None:
    """After the day: remove what is left of its packs, and files that an outage left behind."""
    _drop(list(PaperPack.objects.filter(election__polling_on__lt=clock.today()).exclude(files=[])))
    known = {str(pk) for pk in PaperPack.objects.values_list("pk", flat=True)}
    here = _folder(unit_id)
    for folder in here.iterdir() if here.is_dir() else ():
        if folder.name not in known and time.time() - folder.stat().st_mtime > _LEFT_BEHIND_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _password(room: CommitteeRoom) -> str:
    """Return the room's password, made when it is first wanted. The row must be locked."""
    if not room.pack_key:
        letters = [secrets.choice(ALPHABET) for _place in range(rules.GROUPS * rules.LONG)]
        room.pack_key = sealing.lock(rules.password(letters))
        room.save(update_fields=["pack_key"])
    return sealing.unlock(room.pack_key)


@transaction.atomic
def show_password(*, room: CommitteeRoom, by: User) -> str:
    """Return the password of a room's packs. Who asked for it stands in the record."""
    shown = _password(_lock(room))
    audit.record("pack.password_shown", by=by, unit=room.unit_id, obj=room)
    return shown


@transaction.atomic
def fetch(*, pack: PaperPack, name: str, by: User) -> bytes:
    """Return a file of a pack, and note who fetched it. Raises Refused when it is gone."""
    if name not in {file["name"] for file in pack.files}:
        raise Refused(_("This pack has been replaced. Fetch the newest one."))
    try:
        content = where(pack, name).read_bytes()
    except FileNotFoundError as error:
        raise Refused(_("This file is gone. Build the pack again.")) from error
    PaperPack.objects.filter(pk=pack.pk).update(fetched_at=timezone.now(), fetched_by=by)
    audit.record("pack.fetched", by=by, unit=pack.unit_id, obj=pack, people=pack.people, room=pack.room.name)
    return content
