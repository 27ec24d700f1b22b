"""The demo: complete, consistent, repeatable, invented, and quick."""

from __future__ import annotations

import datetime
import hashlib
import io
import itertools
import json
import os
import random
import re
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count
from django.test import RequestFactory, override_settings
from django.utils import timezone

from access import scoping
from access.enums import DeviceKind
from access.models import AccessRequest, Appeal, DeviceGrant, Grant, Office, OfficeTerm, Unit, User
from access.queries import accesses
from access.roles import RoleName
from canvass.actions import contacts
from canvass.actions.imports import files as stored
from canvass.actions.imports import undoing
from canvass.enums import ElectorKind, EventStatus
from canvass.models import (
    Board,
    BoardDoor,
    BoundaryFile,
    ContactEvent,
    CoordinatesFile,
    Elector,
    Household,
    LatestContact,
    LatestVisit,
    PollingDistrict,
    RegisterImport,
    RoadGroup,
    Street,
    StreetOrder,
    Ward,
)
from canvass.queries import boundaries, coordinates, keeping, matches, quality
from canvass.rules import boards, sync, walking
from canvass.rules.keeping import KEPT_MONTHS, months_later
from config.demo import SEED, events, files, loading, places, polling_day, register
from config.demo.register import Register
from config.demo.units import PASSWORD, SIGNINS
from gotv.actions import marks
from gotv.enums import MarkSource
from gotv.models import (
    AbsentList,
    AbsentVote,
    BoxDistrict,
    DistrictCounter,
    Election,
    MarkedRegister,
    PollingStation,
    Round,
    Voted,
    VoteMark,
)
from gotv.rules import hours
from kit import clock
from kit.errors import Refused
from organise.models import Member, MemberImport
from roadmap.models import Item
from roadmap.queries import items
from tests import processes
from tests.everywhere import as_in_production, everywhere

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture(scope="module")
def town() -> Register:
    """The invented register by itself: no database."""
    return register.make(SEED, places.WEXCOMBE, TODAY)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[float]:
    """Load the demo once for all tests of this module, in a transaction that is rolled back. Gives the seconds.

    They are seconds on a processor: what else runs on the machine is not the demo's.
    """
    own = processes.own_database()
    with django_db_blocker.unblock(), own, transaction.atomic(), override_settings(REQUIRE_SECOND_FACTOR=False):
        started = _worked()
        with as_in_production():
            loading.load()
        with everywhere():
            yield _worked() - started
        transaction.set_rollback(True)


def _worked() -> float:
    """Return the seconds that this process, and the one of PostgreSQL that serves it, have had a processor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="utf-8")
    user, system = told.rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def unit(code: str = "wexcombe") -> Unit:
    return Unit.objects.get(code=code)


def digest(found: Register) -> str:
    """Return a hash of who lives where, without the dates, which follow the day."""
    told = hashlib.sha256()
    for one in found.entries:
        lines = one.home.lines if one.home else []
        told.update(f"{one.district.code} {one.number}/{one.suffix} {one.person} {one.markers} {lines}\n".encode())
    return told.hexdigest()


# --- The invented register -------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_people_on_any_day(town: Register) -> None:
    again = register.make(SEED, places.WEXCOMBE, TODAY + datetime.timedelta(days=40))
    assert digest(again) == digest(town)
    assert digest(register.make("another", places.WEXCOMBE, TODAY)) != digest(town)


def test_its_size_is_that_of_a_constituency(town: Register) -> None:
    # Those of the 2023 review have 69,724 to 77,062 electors.
    assert 69_724 <= len(town.entries) <= 77_062
    assert len({one.district.code for one in town.entries}) == 40
    assert len(town.wards) == 12


def test_numbers_are_unique_in_a_district_and_suffixes_follow_a_neighbour(town: Register) -> None:
    numbers = Counter((one.district.code, one.number, one.suffix) for one in town.entries)
    assert max(numbers.values()) == 1
    late = [one for one in town.entries if one.suffix]
    assert late
    assert all(numbers[one.district.code, one.number, 0] for one in late)


def test_the_importer_reads_every_address_as_it_was_meant(town: Register) -> None:
    wrong = []
    for home in town.homes:
        at, door = home.address, home.door
        read = (at.number, at.number_suffix, at.building, at.flat, at.flat_number, at.street, at.postcode)
        meant = (
            *(door.number, door.number_suffix, door.building, door.flat, door.flat_number),
            *(home.street.name, door.postcode),
        )
        if read != meant:
            wrong.append((home.lines, read))
    assert wrong == []
    assert len({home.address.key for home in town.homes}) == len(town.homes)


def test_its_streets_are_awkward(town: Register) -> None:
    by_street: dict[str, list[register.Home]] = {}
    for home in town.homes:
        by_street.setdefault(home.address.street, []).append(home)
    assert {home.district.code for home in by_street["Great Harrow Road"]} == {"MQ1", "HE1"}
    assert len({home.address.street_key for home in by_street["Great Harrow Road"]}) == 2
    assert {home.address.locality for home in by_street["Church Road"]} == {"Wexcombe", "Harrow Hill, Wexcombe"}
    blocks = Counter((home.address.building, home.address.street) for home in town.homes if home.address.flat)
    assert blocks["Quayside Court", "Staithe Lane"] > 50
    assert blocks["The Maltings", "Maltings Wharf"]
    suffixes = {home.address.number_suffix for home in town.homes}
    assert {"A", "B"} <= suffixes
    assert any(suffix.startswith("-") for suffix in suffixes)
    assert any(home.address.building and not home.address.flat for home in town.homes)
    assert "Ffordd Llanfihangel-y-Cefn-Uchaf" in by_street
    assert max(map(len, by_street)) > 60
    assert {"015AD", "PF-2/1"} <= {one.district.code for one in town.entries}


def test_its_people_are_of_every_kind(town: Register) -> None:
    kinds = Counter(one.kind for one in town.entries)
    assert all(kinds[kind] for kind in set(ElectorKind.values) - {ElectorKind.UNDER_16})
    assert all((one.home is None) == (one.kind != ElectorKind.ORDINARY) for one in town.entries)
    markers = Counter(one.markers for one in town.entries)
    assert all(markers[letter] for letter in "GBFLN")
    assert any(one.attains_on and one.attains_on > TODAY for one in town.entries)
    anonymous = [one for one in town.entries if one.kind == ElectorKind.ANONYMOUS]
    assert all(not one.person.surname and not one.person.forenames for one in anonymous)
    assert max(len(one.person.forenames) for one in town.entries) > 35
    assert any("ë" in one.person.forenames for one in town.entries)


def test_no_postcode_is_anybodys(town: Register) -> None:
    """WX and HH are no postcode areas (Royal Mail's list of 124 has neither)."""
    assert all(re.fullmatch(r"(WX|HH)\d \d[A-Z]{2}", home.address.postcode) for home in town.homes)


def test_the_register_file_is_one_that_a_council_could_send(town: Register, tmp_path: Path) -> None:
    out = tmp_path / "this.csv"
    call_command("demo_register_file", out, "--this-edition", stdout=io.StringIO())
    lines = out.read_bytes().decode("cp1252").split("\r\n")
    assert lines[0].startswith("Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB")
    assert lines[0].count(",") == 13
    assert len(lines) == len(town.entries) + 2
    with pytest.raises(CommandError, match="already"):
        call_command("demo_register_file", out)


def test_the_next_edition_has_some_hundreds_of_changes(town: Register) -> None:
    after = files.next_edition(SEED, register.make(SEED, places.WEXCOMBE, TODAY))
    assert after.dated_on == town.dated_on.replace(year=town.dated_on.year + 1)
    before = {(one.person.forenames, one.person.surname, one.home.address.key) for one in town.entries if one.home}
    now = {(one.person.forenames, one.person.surname, one.home.address.key) for one in after.entries if one.home}
    assert 300 < len(now - before) < 1500
    assert 300 < len(before - now) < 1500
    assert not any(one.suffix for one in after.entries)
    assert max(Counter((one.district.code, one.number) for one in after.entries).values()) == 1


# --- Loaded ----------------------------------------------------------------------------------------------------


def test_it_takes_less_than_a_minute(demo: float) -> None:
    assert demo < 60


def test_it_is_never_loaded_beside_anything_else(demo: float) -> None:
    before = Elector.objects.count()
    with pytest.raises(Refused, match="nothing was changed"):
        loading.load()
    with pytest.raises(CommandError, match="DATA_DIR"):
        call_command("load_demo")
    assert Elector.objects.count() == before


def test_the_tables_hold_the_register(demo: float, town: Register) -> None:
    here = unit()
    assert Elector.objects.filter(unit=here, added_by=None).count() == len(town.entries)
    assert Household.objects.filter(unit=here).count() == len(town.homes)
    assert PollingDistrict.objects.filter(unit=here).count() == 40
    assert Ward.objects.filter(unit=here).count() == 12
    assert Street.objects.filter(unit=here).count() == len({home.address.street_key for home in town.homes})
    assert not Elector.objects.exclude(unit_id__in=[here.pk, unit("marsham").pk]).exists()


def test_every_role_can_sign_in(demo: float) -> None:
    shown = io.StringIO()
    call_command("demo_signins", "--json", stdout=shown)
    rows = json.loads(shown.getvalue())
    assert [row["email"] for row in rows] == [one.email for one in SIGNINS]
    request = RequestFactory().get("/")
    for row in rows:
        assert authenticate(request, email=row["email"], password=row["password"]) is not None
    held = {role for one in SIGNINS for _unit, role in one.roles}
    # A deputy and an emergency reader are made by what happens; a board runner is what one of them has asked to be.
    assert held == set(RoleName) - {RoleName.DEPUTY, RoleName.EMERGENCY_READER, RoleName.BOARD_RUNNER}
    table = io.StringIO()
    call_command("demo_signins", stdout=table)
    assert table.getvalue().count(PASSWORD) == len(SIGNINS)


def test_volunteers_of_the_past_can_not_sign_in(demo: float) -> None:
    signins = {one.email for one in SIGNINS}
    others = User.objects.exclude(email__in=signins)
    assert others.count() > 10
    assert not any(user.has_usable_password() for user in others)
    assert Grant.objects.filter(user__in=others).exists()


def test_contacts_follow_from_the_events(demo: float) -> None:
    for code in ("wexcombe", "marsham"):
        rows = [
            list(model.objects.filter(unit=unit(code)).order_by("pk").values_list())
            for model in (LatestContact, LatestVisit)
        ]
        assert all(rows)
        contacts.rebuild(unit=unit(code))
        again = [
            list(model.objects.filter(unit=unit(code)).order_by("pk").values_list())
            for model in (LatestContact, LatestVisit)
        ]
        assert again == rows


def test_two_years_of_contacts(demo: float) -> None:
    told = ContactEvent.objects.filter(unit=unit(), kind__in=["answer", "outcome"])
    assert 24_000 <= told.count() <= 32_000
    first = told.order_by("est_occurred_at").first()
    assert first is not None
    assert timezone.now() - first.est_occurred_at > datetime.timedelta(days=600)
    outcomes = set(told.filter(kind="outcome").values_list("payload__outcome", flat=True))
    assert {"not_in", "no_access", "moved", "deceased", "do_not_contact"} <= outcomes
    assert told.filter(supersedes__isnull=False).exists()


def test_events_are_what_phones_send(demo: float) -> None:
    """Each is read by the sync protocol itself, and would be known again by its hash."""
    chance = random.Random(1)
    phone = events.Phone(
        *(uuid.uuid4(), uuid.uuid4(), None, User.objects.all()[0], timezone.now(), timezone.now()),
    )
    about = {
        "board_id": str(uuid.uuid4()),
        "household": 7,
        "elector": 9,
        "district": "PF-2/1",
        "number": 3,
        "suffix": 0,
    }
    sent = events.send(chance, phone, "answer", {"issues": ["ë"]}, timezone.now(), about=about, supersedes=uuid.uuid4())
    body = {
        "batch_id": str(uuid.uuid4()),
        "device_id": str(phone.device_id),
        "app_version": "0.1.0",
        "device_now": timezone.now().isoformat(),
        "queue_depth": 0,
        "events": [sent.event],
    }
    (read,) = sync.read(json.dumps(body).encode()).events
    assert isinstance(read, sync.Event)
    assert read.sha256 == events.fingerprint(sent.event)
    assert read.id == sent.pk
    assert read.id.version == 7


def test_events_keep_the_rules_of_phones(demo: float) -> None:
    wrong = ContactEvent.objects.exclude(kind="teller.number").filter(household__isnull=True)
    assert not wrong.exists()
    for event in ContactEvent.objects.select_related("device").order_by("pk")[:3000]:
        assert event.device.created_at <= event.est_occurred_at <= event.received_at <= timezone.now()
        assert abs(event.device_time - event.est_occurred_at) < datetime.timedelta(minutes=5)
        assert event.received_at <= event.device.write_until
        assert event.device.user_id == event.actor_id
    assert not ContactEvent.objects.filter(received_at__gt=timezone.now()).exists()
    grants = DeviceGrant.objects.filter(kind=DeviceKind.DOORSTEP)
    assert all(grant.write_until > grant.created_at for grant in grants)


def test_boards_are_out_back_and_waiting(demo: float) -> None:
    open_ones = Board.objects.filter(unit=unit(), closed_at__isnull=True)
    out = open_ones.filter(handings__returned_at__isnull=True, handings__isnull=False)
    waiting = open_ones.filter(handings__isnull=True)
    back = open_ones.filter(handings__returned_at__isnull=False)
    assert (out.count(), back.count(), waiting.count()) == (3, 2, 4)
    assert out.filter(handings__user__email="canvasser@wexcombe.example").exists()
    assert Board.objects.filter(closed_at__isnull=False).count() > 200
    handing = out[0].handings.get()
    assert handing.read_until > timezone.now()
    assert handing.read_until <= handing.handed_at + boards.LONGEST_HANDING


def test_doors_stand_in_walking_order(demo: float) -> None:
    with scoping.units([unit().pk]):
        by_hand = set(StreetOrder.objects.values_list("street_id", flat=True))
    for board in Board.objects.filter(unit=unit(), closed_at__isnull=True):
        rows = BoardDoor.objects.filter(board=board).select_related("household__street").order_by("position")
        homes = [one.household for one in rows]
        assert [one.position for one in rows] == list(range(1, len(homes) + 1))
        parts = itertools.groupby(homes, lambda home: (home.polling_district_id, home.street_id))
        walk = [(part, list(of)) for part, of in parts]
        assert len({part for part, _of in walk}) == len(walk), "a street is walked in one go"
        for (_district, street), of in walk:
            if street not in by_hand:
                order = [_place(home) for home in of]
                assert order == sorted(order)


def _place(home: Household) -> tuple:
    return walking.place(
        walking.Door(
            street_id=home.street_id,
            street=home.street.name,
            locality=home.street.locality,
            number=home.number,
            suffix=home.number_suffix,
            building=home.building,
            flat=home.flat,
            flat_number=home.flat_number,
            household_id=home.pk,
        )
    )


def test_one_answer_waits_for_a_check(demo: float) -> None:
    (late,) = ContactEvent.objects.filter(status=EventStatus.QUARANTINED)
    assert (late.unit_id, late.kind, late.quarantine_reason) == (unit().pk, "answer", "ROUND_CLOSED")
    assert Board.objects.get(pk=late.board_id).closed_at is not None


def test_polling_day_is_today_and_a_rehearsal(demo: float) -> None:
    election = Election.objects.get(unit=unit(), is_rehearsal=True)
    assert (election.polling_on, election.is_rehearsal) == (clock.today(), True)
    stations = PollingStation.objects.filter(election=election).annotate(size=Count("districts"))
    assert sum(station.size for station in stations) == 40
    given = VoteMark.objects.filter(election=election)
    assert given.count() > 200
    assert not given.filter(received_at__gt=timezone.now()).exists()
    assert set(given.values_list("verdict", flat=True)) == {"counted", "already_in", "not_here"}
    assert marks.recount(election=election).agreed
    assert sum(DistrictCounter.objects.filter(election=election).values_list("voted", flat=True)) == (
        Voted.objects.filter(election=election).count()
    )
    back = Round.objects.get(election=election, ended_at__isnull=False)
    assert back.ended_at - back.begun_at >= datetime.timedelta(minutes=49)
    sent = ContactEvent.objects.filter(kind="teller.number", unit=unit())
    by_tellers = given.filter(source=MarkSource.TELLER)
    assert set(sent.values_list("pk", flat=True)) == set(by_tellers.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("hour", "minute", "least", "most"),
    [(3, 0, 0.01, 0.05), (7, 50, 0.05, 0.07), (13, 0, 0.40, 0.42), (21, 59, 0.99, 1.0), (23, 30, 1.0, 1.0)],
)
def test_as_many_have_voted_as_fit_the_time_of_day(hour: int, minute: int, least: float, most: float) -> None:
    now = clock.at(TODAY, hour, minute)
    since, share = polling_day.so_far(TODAY, now)
    assert least <= share <= most
    assert hours.whole_day(TODAY).opens <= since < now


def test_members_and_a_file_that_waits(demo: float) -> None:
    here = Member.objects.filter(unit=unit())
    assert here.count() == 450
    assert set(here.values_list("state", flat=True)) == {"provisional", "paid_up", "in_arrears", "lapsed", "left"}
    assert here.values("branch").distinct().count() == 4
    (waiting,) = MemberImport.objects.filter(unit=unit())
    assert waiting.state == "checked"
    assert waiting.counts == {"new": 4, "changed": 3, "same": 0, "problem": 2}


def test_the_roadmap_has_something_in_every_state(demo: float) -> None:
    assert set(Item.objects.values_list("state", flat=True)) == {"asked", "planned", "started", "done", "declined"}
    for item in Item.objects.all():
        assert items.history(item)[-1].state == item.state


def test_the_neighbour_has_something_of_everything_and_none_of_it_is_ours(demo: float) -> None:
    rival = User.objects.get(email="secretary@marsham.example")
    assert [one.code for one in accesses.of(rival).units()] == ["marsham"]
    for model in (Elector, Household, Street, Board, ContactEvent, LatestContact, Member):
        assert model.objects.filter(unit=unit("marsham")).exists()
    with scoping.units([unit("marsham").pk]):
        assert not Elector.objects.filter(polling_district__code="BF1").exists()
        assert not Election.objects.exists()
    doors = BoardDoor.objects.filter(board__unit=unit("marsham"))
    assert not doors.exclude(household__unit=unit("marsham")).exists()


def test_a_year_of_requests_is_there_and_some_wait(demo: float) -> None:
    states = Counter(AccessRequest.objects.values_list("state", flat=True))
    assert states["approved"] >= 20
    assert states["refused"] == 5
    assert states["open"] == 1
    (waiting,) = AccessRequest.objects.filter(state="open")
    assert waiting.asked_at < timezone.now() < waiting.escalates_at
    assert Appeal.objects.filter(state="open").count() == 1
    for request in AccessRequest.objects.all():
        kinds = list(request.steps.values_list("kind", flat=True))
        assert kinds[0] in {"asked", "sent"}
        assert (request.decided_at is not None) == (request.state in {"approved", "refused"})
    assert not AccessRequest.objects.filter(state="approved", grant=None).exists()


def test_offices_carry_the_roles_of_their_holders_until_the_next_annual_meeting(demo: float) -> None:
    today = clock.today()
    terms = OfficeTerm.objects.current(today).select_related("office")
    assert {term.office.title for term in terms} >= {"Secretary", "Data officer"}
    for term in terms:
        assert {grant.role for grant in term.grants.all()} == set(term.office.roles)
        assert {grant.ends_on for grant in term.grants.all()} <= {term.ends_on}
    assert Office.objects.filter(title="Chair", terms=None).exists(), "an office that nobody holds"


def test_a_key_waits_for_the_key_holder(demo: float) -> None:
    keys = Grant.objects.filter(tool__isnull=False)
    assert keys.filter(done_at=None).count() == 1
    assert keys.exclude(done_at=None).count() == 2


def test_places_are_on_the_map_and_in_their_wards(demo: float) -> None:
    """Doors with coordinates lie in their district's outline, districts in their wards; boxes have their numbers."""
    wexcombe = unit("wexcombe")
    with scoping.units([wexcombe.pk]):
        outlines = boundaries.district_outlines(wexcombe)
        doors = Household.objects.filter(latitude__isnull=False).select_related("polling_district")
        assert 0.95 < doors.count() / Household.objects.count() < 1
        for door in doors.order_by("key")[:500]:
            assert outlines[door.polling_district.code].holds(door.latitude, door.longitude)
        districts = list(PollingDistrict.objects.select_related("ward"))
        cuts = boundaries.cuts(wexcombe, boundaries.ward_outlines(wexcombe), districts)
        assert all(set(cuts[one.pk].sides) == {one.ward_id} for one in districts)
        assert RoadGroup.objects.count() > 5
        assert BoxDistrict.objects.filter(lowest=1, highest__gt=100).count() == len(districts)
        assert BoundaryFile.objects.get().state == "waiting"


# --- The register's files, and how good the data is ---------------------------------------------------------------


def test_the_register_has_its_file_with_the_terms_and_a_notice_in_use(demo: float) -> None:
    here = unit()
    with scoping.units([here.pk]):
        full, notice, waiting = RegisterImport.objects.filter(unit=here).order_by("dated_on")
        assert (full.kind, full.state, full.edition.is_current) == ("full", "applied", True)
        assert full.terms
        assert full.delete_by == months_later(full.edition.dated_on, KEPT_MONTHS)
        assert full.report["electors"] == Elector.objects.filter(unit=here, added_by=None).count()
        assert (notice.kind, notice.state, notice.edition) == ("update", "applied", full.edition)
        assert undoing.why_not(notice) == "", "it can be taken back, to be tried"
        assert undoing.why_not(full)
        assert (waiting.kind, waiting.state) == ("update", "checked")
        assert waiting.report["added"] > 10
        assert waiting.report["deleted"] > 5
        assert not waiting.report["needs_second"]
        assert stored.where(waiting.stored_as).is_file()
        for held in keeping.held(here, [full, notice, waiting], clock.today()):
            assert held.kept


def test_three_people_may_be_others_and_one_of_them_objected(demo: float) -> None:
    here = unit()
    with scoping.units([here.pk]):
        questions = matches.waiting(here)
        assert questions.count() == 3
        assert Elector.objects.filter(matches.may_object(), unit=here).count() == 1
        assert {question.register_import.state for question in questions} == {"applied"}


def test_a_year_of_figures_shows_a_trend(demo: float) -> None:
    here, today = unit(), clock.today()
    with scoping.units([here.pk]):
        points = quality.trend(here, today)
        state = quality.measured(here, today)
    assert len(points) >= 12
    assert {(point.day.year, point.day.month) for point in points} >= {
        (day.year, day.month) for day in (months_later(today.replace(day=1), -back) for back in range(1, 12))
    }
    shares = [point.figures.spoken_24 for point in points]
    assert shares[0] < shares[-1] <= state.whole.spoken_24
    assert any(district.change is not None for district in state.districts)


def test_the_last_election_has_its_marked_register_and_the_next_its_postal_voters(demo: float) -> None:
    with scoping.units([unit().pk]):
        last = Election.objects.filter(polling_on__lt=clock.today()).order_by("-polling_on").first()
        assert MarkedRegister.objects.get(election=last).state == "applied"
        coming = Election.objects.filter(polling_on__gt=clock.today()).get()
        assert AbsentList.objects.get(election=coming).state == "applied"
        assert AbsentVote.objects.filter(election=coming, kind="postal", ended_at=None).count() > 5000


def test_the_file_of_coordinates_stands_in_the_list(demo: float) -> None:
    with scoping.units([unit().pk]):
        file = CoordinatesFile.objects.get()
        assert file.report["doors"] == Household.objects.filter(located_by="uprn").count()
        assert coordinates.last_applied(unit()) is None
