"""The purge: what goes, what stays, and that an objection outlives the entry of whoever made it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from access import scoping
from access.models import AuditEvent, OutboxMessage, Unit
from canvass.actions import contacts, keeping
from canvass.actions.imports import applying
from canvass.enums import ElectorKind, ImportState, Outcome
from canvass.models import (
    AddressLines,
    ContactEvent,
    Council,
    DoubtfulMatch,
    Elector,
    Household,
    KeptObjection,
    LatestContact,
    PastEntry,
    PollingDistrict,
    PurgeReport,
    RegisterEdition,
    RegisterImport,
)
from kit.errors import Refused
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories import canvass, phones

D = datetime.date
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@dataclass
class Town:
    """Three registers of one council: of 2023 (forgotten), of 2024 (the one before), of 2025 (in use)."""

    unit: Unit
    old: RegisterImport
    before: RegisterImport
    now: RegisterImport
    door: Household


@pytest.fixture
def town(cast: Cast, scope: Unit) -> Town:
    old = canvass.supplied(scope, D(2023, 12, 1), on=D(2023, 12, 4), current=False)
    before = canvass.supplied(scope, D(2024, 12, 1), on=D(2024, 12, 4), current=False)
    now = canvass.supplied(scope, D(2025, 12, 1), on=D(2025, 12, 4), delete_by=D(2027, 6, 1))
    place = canvass.district(scope)
    place.council = now.council
    place.save()
    return Town(scope, old, before, now, canvass.household(canvass.street(scope), 23))


def _past(elector: Elector, file: RegisterImport, until: D, edition: RegisterEdition | None) -> PastEntry:
    return PastEntry.objects.create(
        unit_id=elector.unit_id,
        elector=elector,
        edition=edition,
        register_import=file,
        until=until,
        polling_district=elector.polling_district,
        number=elector.number,
        household=elector.household,
        forenames=elector.forenames,
        surname=elector.surname,
    )


def _blank(elector: Elector) -> bool:
    elector.refresh_from_db()
    held = (elector.title, elector.forenames, elector.surname, elector.markers, elector.franchise)
    dates = (elector.date_of_attainment, elector.first_listed_on)
    is_blank = not any(held) and not any(dates) and elector.household_id is None and elector.added_by_id is None
    assert is_blank == (elector.forgotten_on is not None)
    return is_blank


def test_who_is_on_neither_edition_is_forgotten(town: Town) -> None:
    stays = canvass.elector(town.door, "Graham", "Ottaway", markers="L")
    left_lately = canvass.elector(town.door, "Zofia", "Haddad", left_on=D(2025, 12, 1))
    left_before = canvass.elector(town.door, "Dilys", "Prosser", left_on=D(2024, 12, 1))
    Elector.objects.filter(pk=left_before.pk).update(
        title="Ms", franchise="G", markers="G", first_listed_on=D(2020, 12, 1), added_by=town.old
    )
    report = keeping.purge(unit=town.unit)
    assert not _blank(stays)
    assert not _blank(left_lately), "they stand in the edition before"
    assert _blank(left_before)
    assert left_before.left_on == D(2024, 12, 1)
    assert report.counts["electors"] == 1


def test_entries_of_older_editions_go_and_of_the_one_before_stay(town: Town) -> None:
    elector = canvass.elector(town.door)
    _past(elector, town.before, D(2024, 12, 1), town.old.edition)
    kept = _past(elector, town.now, D(2025, 12, 1), town.before.edition)
    assert keeping.purge(unit=town.unit).counts["past_entries"] == 1
    assert list(PastEntry.objects.all()) == [kept]


def test_who_stands_in_the_edition_before_is_kept_even_if_the_dates_are_odd(town: Town) -> None:
    """Two editions of one day: the entry decides, not the date."""
    elector = canvass.elector(town.door, left_on=D(2024, 12, 1))
    _past(elector, town.now, D(2024, 12, 1), town.before.edition)
    with time_machine.travel(datetime.datetime(2025, 12, 10, 12, tzinfo=datetime.UTC)):
        keeping.purge(unit=town.unit)
    assert not _blank(elector)


def test_after_eighteen_months_nothing_of_the_edition_before_is_left(town: Town) -> None:
    left_lately = canvass.elector(town.door, "Zofia", "Haddad", left_on=D(2025, 12, 1))
    stays = canvass.elector(town.door)
    _past(left_lately, town.now, D(2025, 12, 1), town.before.edition)
    RegisterImport.objects.filter(pk=town.now.pk).update(delete_by=D(2030, 1, 1))
    with time_machine.travel(datetime.datetime(2027, 5, 31, 12, tzinfo=datetime.UTC)):
        keeping.purge(unit=town.unit)
        assert not _blank(left_lately)
    with time_machine.travel(datetime.datetime(2027, 6, 4, 12, tzinfo=datetime.UTC)):
        keeping.purge(unit=town.unit)
    assert _blank(left_lately)
    assert not _blank(stays)
    assert not PastEntry.objects.exists()


def test_when_its_day_comes_the_register_in_use_goes_too(town: Town) -> None:
    elector = canvass.elector(town.door)
    elsewhere = canvass.elector(
        canvass.household(canvass.street(town.unit, "Mill Lane"), 1, in_district=_other_council(town.unit))
    )
    with time_machine.travel(datetime.datetime(2027, 5, 31, 12, tzinfo=datetime.UTC)):
        assert keeping.purge(unit=town.unit).counts["registers"] == 0
        assert not _blank(elector)
    with time_machine.travel(datetime.datetime(2027, 6, 1, 12, tzinfo=datetime.UTC)):
        report = keeping.purge(unit=town.unit)
    assert _blank(elector)
    assert elector.left_on == D(2027, 6, 1)
    assert not _blank(elsewhere), "another council's register is another dataset"
    assert (report.counts["registers"], report.counts["electors"]) == (1, 1)
    assert not RegisterEdition.objects.filter(council=town.now.council, is_current=True).exists()
    assert AuditEvent.objects.filter(verb="register.ended", object_id=str(town.now.council_id)).count() == 1
    with time_machine.travel(datetime.datetime(2027, 6, 2, 12, tzinfo=datetime.UTC)):
        assert keeping.purge(unit=town.unit).counts["registers"] == 0, "it is over once"


def _other_council(unit: Unit) -> PollingDistrict:
    other = Council.objects.create(unit=unit, name="Marsham District Council")
    RegisterEdition.objects.create(unit=unit, council=other, dated_on=D(2025, 12, 1), is_current=True)
    place = canvass.district(unit, "M1")
    place.council = other
    place.save()
    return place


def test_who_left_eighteen_months_ago_goes_though_no_edition_is_known(cast: Cast, scope: Unit) -> None:
    door = canvass.household(canvass.street(scope), 23)
    long_ago, lately = (
        canvass.elector(door, "Elsie", "Marchbank", left_on=D(2025, 5, 22)),
        canvass.elector(door, "Graham", "Ottaway", left_on=D(2025, 5, 23)),
    )
    keeping.purge(unit=scope)
    assert _blank(long_ago)
    assert not _blank(lately)


def test_people_of_a_file_that_was_just_taken_back_can_be_found_again(town: Town) -> None:
    """Otherwise bringing the same file in again would make strangers of them, and their answers nobody's."""
    undone = canvass.supplied(town.unit, D(2026, 11, 1), on=D(2026, 11, 20), current=False)
    RegisterImport.objects.filter(pk=undone.pk).update(state=ImportState.UNDONE, undone_at=NOON)
    elector = canvass.elector(town.door, left_on=D(2024, 11, 1))
    Elector.objects.filter(pk=elector.pk).update(added_by=undone, left_on=D(2025, 6, 1))
    keep = canvass.elector(town.door, "Graham", "Ottaway", left_on=D(2026, 11, 1))
    with time_machine.travel(NOON + datetime.timedelta(days=29)):
        keeping.purge(unit=town.unit)
    assert not _blank(elector)
    assert not _blank(keep), "an edition that was taken back is none: the one before is still the one before"


def test_doors_go_with_their_people_unless_something_happened_there(doorstep: Doorstep, scope: Unit) -> None:
    road = canvass.street(scope)
    empty, visited = canvass.household(road, 40), canvass.household(road, 42)
    lived_in, on_paper = canvass.household(road, 44), canvass.household(road, 46)
    gone = [canvass.elector(door, left_on=D(2024, 1, 1)) for door in (empty, visited)]
    stays = canvass.elector(lived_in)
    _past(stays, _file(scope), D(2026, 1, 1), _file(scope).edition)
    PastEntry.objects.update(household=on_paper)
    for door in (empty, visited, lived_in, on_paper):
        AddressLines.objects.create(unit=scope, household=door, text="23 Tanyard Row")
    canvass.board(doorstep.cast.osei, visited)
    report = keeping.purge(unit=scope)
    assert [_blank(one) for one in gone] == [True, True]
    assert set(AddressLines.objects.values_list("household", flat=True)) == {lived_in.pk, on_paper.pk}
    assert not Household.objects.filter(pk=empty.pk).exists()
    assert set(Household.objects.values_list("pk", flat=True)) == {
        visited.pk, lived_in.pk, on_paper.pk, doorstep.door.pk, doorstep.next_door.pk,
    }  # fmt: skip
    assert (report.counts["households"], report.counts["address_lines"]) == (1, 2)


def _file(unit: Unit) -> RegisterImport:
    known = RegisterImport.objects.filter(unit=unit).first()
    return known or canvass.supplied(unit, D(2025, 12, 1), on=D(2025, 12, 4))


def test_what_was_said_stays_without_a_name(doorstep: Doorstep, scope: Unit) -> None:
    elsie = doorstep.elsie
    doorstep.phone.send(doorstep.phone.answer(elsie, "labour", scale=9))
    Elector.objects.filter(pk=elsie.pk).update(left_on=D(2024, 1, 1))
    keeping.purge(unit=scope)
    assert _blank(elsie)
    assert ContactEvent.objects.get().elector_id == elsie.pk
    assert LatestContact.objects.get(pk=elsie.pk).intention == "labour"
    assert Household.objects.filter(pk=doorstep.door.pk).exists()


def _objects(doorstep: Doorstep, elector: Elector) -> None:
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=elector))


def _forget(scope: Unit, elector: Elector) -> None:
    Elector.objects.filter(pk=elector.pk).update(left_on=D(2024, 1, 1))
    keeping.purge(unit=scope)
    assert _blank(elector)


def test_an_objection_is_kept_as_a_hash_and_comes_back_with_the_person(doorstep: Doorstep, scope: Unit) -> None:
    _objects(doorstep, doorstep.elsie)
    said_at = ContactEvent.objects.get().est_occurred_at
    _forget(scope, doorstep.elsie)
    [kept] = KeptObjection.objects.all()
    assert (kept.outcome, kept.since) == (Outcome.DO_NOT_CONTACT, said_at)
    assert b"lsie" not in bytes(kept.fingerprint)

    file = canvass.supplied(scope, D(2026, 11, 1), on=D(2026, 11, 20))
    back = canvass.elector(doorstep.door, "ELSIE MAY", "MARCHBANK")
    stranger = canvass.elector(doorstep.door, "Imran", "Marchbank")
    sealed = canvass.elector(
        None, "Elsie", "Marchbank", kind=ElectorKind.ANONYMOUS, in_district=canvass.district(scope)
    )
    Elector.objects.filter(pk__in=[back.pk, stranger.pk, sealed.pk]).update(added_by=file)
    assert keeping.objections_of(scope, file) == 1
    assert LatestContact.objects.get(pk=back.pk).do_not_contact
    assert not LatestContact.objects.filter(pk__in=[stranger.pk, sealed.pk]).exists()
    event = ContactEvent.objects.get(elector=back)
    assert (event.device_id, event.actor_id, event.est_occurred_at) == (None, None, said_at)
    assert keeping.objections_of(scope, file) == 0, "and a second time changes nothing"
    assert ContactEvent.objects.filter(elector=back).count() == 1

    before = list(LatestContact.objects.order_by("pk").values())
    contacts.rebuild(unit=scope)
    assert list(LatestContact.objects.order_by("pk").values()) == before


def test_an_objection_that_is_back_goes_round_once_more(doorstep: Doorstep, scope: Unit) -> None:
    _objects(doorstep, doorstep.elsie)
    _forget(scope, doorstep.elsie)
    for day in (D(2026, 11, 1), D(2026, 11, 2)):
        file = canvass.supplied(scope, day, on=day, current=False)
        back = canvass.elector(doorstep.door)
        Elector.objects.filter(pk=back.pk).update(added_by=file)
        assert keeping.objections_of(scope.pk, file) == 1
        assert not KeptObjection.objects.exists()
        Elector.objects.filter(pk=back.pk).update(added_by=None)
        _forget(scope, back)
        assert KeptObjection.objects.count() == 1


def test_what_a_person_lifts_does_not_come_back(doorstep: Doorstep, scope: Unit) -> None:
    _objects(doorstep, doorstep.elsie)
    _forget(scope, doorstep.elsie)
    file = canvass.supplied(scope, D(2026, 11, 1), on=D(2026, 11, 20))
    back = canvass.elector(doorstep.door)
    Elector.objects.filter(pk=back.pk).update(added_by=file)
    keeping.objections_of(scope, file)
    contacts.lift(
        by=doorstep.cast.marian, elector=back, mark="do_not_contact", reason="She rang and asked to hear from us"
    )
    assert not LatestContact.objects.filter(pk=back.pk, do_not_contact=True).exists()
    Elector.objects.filter(pk=back.pk).update(added_by=None)
    _forget(scope, back)
    assert not KeptObjection.objects.exists()


def test_no_phone_can_take_back_an_objection_that_is_back(doorstep: Doorstep, scope: Unit) -> None:
    _objects(doorstep, doorstep.elsie)
    _forget(scope, doorstep.elsie)
    file = canvass.supplied(scope, D(2026, 11, 1), on=D(2026, 11, 20))
    back = canvass.elector(doorstep.door)
    Elector.objects.filter(pk=back.pk).update(added_by=file)
    keeping.objections_of(scope, file)
    event = ContactEvent.objects.get(elector=back)
    phone = phones.phone(doorstep.board, doorstep.cast.osei)
    [result] = phone.send(phone.undo({"id": str(event.pk)}))
    assert result["status"] in {"quarantined", "rejected"}
    assert LatestContact.objects.get(pk=back.pk).do_not_contact


def test_doubts_about_people_who_are_gone_go(town: Town) -> None:
    was, now = canvass.elector(town.door, left_on=D(2024, 1, 1)), canvass.elector(town.door)
    DoubtfulMatch.objects.create(unit=town.unit, register_import=town.now, was=was, now=now, score=80)
    assert keeping.purge(unit=town.unit).counts["matches"] == 1
    assert not DoubtfulMatch.objects.exists()


def test_what_is_known_of_old_files_goes_and_of_those_in_use_stays(town: Town) -> None:
    ids = {file.pk for file in (town.old, town.before, town.now)}
    refused = canvass.supplied(town.unit, D(2024, 1, 1), on=D(2024, 1, 1), of=town.old.edition)
    RegisterImport.objects.filter(pk=refused.pk).update(state=ImportState.REFUSED, edition=None)
    assert keeping.purge(unit=town.unit).counts["files"] == 2
    assert set(RegisterImport.objects.values_list("pk", flat=True)) == ids - {town.old.pk}


def test_a_file_that_waits_must_be_read_again_after_people_went(town: Town) -> None:
    version = town.now.council.version
    keeping.purge(unit=town.unit)
    assert Council.objects.get(pk=town.now.council_id).version == version
    canvass.elector(town.door, left_on=D(2024, 1, 1))
    keeping.purge(unit=town.unit)
    assert Council.objects.get(pk=town.now.council_id).version == version + 1


def test_a_dry_run_says_the_same_and_changes_nothing(town: Town) -> None:
    elector = canvass.elector(town.door, left_on=D(2024, 1, 1))
    would = keeping.dry_run(unit=town.unit)
    assert not _blank(elector)
    assert not PurgeReport.objects.exists()
    assert not AuditEvent.objects.filter(verb="register.purged").exists()
    assert keeping.purge(unit=town.unit).counts == would
    assert would["electors"] == 1


def test_it_waits_while_a_register_is_being_brought_in(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_unit: int) -> None:
        raise Refused("Another register is being brought in.")

    monkeypatch.setattr(applying, "lock", busy)
    elector = canvass.elector(town.door, left_on=D(2024, 1, 1))
    keeping.sweep()
    assert not _blank(elector)
    monkeypatch.undo()
    keeping.sweep()
    assert _blank(elector)


def test_another_clp_is_left_alone(town: Town, cast: Cast) -> None:
    theirs = canvass.elector(canvass.household(canvass.street(cast.marsham), 1), left_on=D(2020, 1, 1))
    keeping.purge(unit=town.unit)
    with everywhere():
        assert not _blank(theirs)


# --- Every night once, also when the clocks change ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("night", "first_run"),
    [
        (D(2026, 3, 29), datetime.datetime(2026, 3, 29, 1, 0, tzinfo=datetime.UTC)),  # 01:00 becomes 02:00
        (D(2026, 10, 25), datetime.datetime(2026, 10, 25, 2, 0, tzinfo=datetime.UTC)),  # 02:00 becomes 01:00
        (D(2026, 11, 22), datetime.datetime(2026, 11, 22, 2, 0, tzinfo=datetime.UTC)),
        (D(2026, 7, 15), datetime.datetime(2026, 7, 15, 1, 0, tzinfo=datetime.UTC)),
    ],
)
def test_it_runs_once_a_night(cast: Cast, scope: Unit, night: D, first_run: datetime.datetime) -> None:
    canvass.supplied(scope, D(2025, 12, 1), on=D(2025, 12, 4))
    began = datetime.datetime.combine(night, datetime.time(0), tzinfo=datetime.UTC) - datetime.timedelta(hours=2)
    for minutes in range(0, 30 * 60, 30):
        with time_machine.travel(began + datetime.timedelta(minutes=minutes), tick=False):
            keeping.sweep()
    runs = PurgeReport.objects.filter(unit=scope, day=night)
    assert [run.ran_at for run in runs] == [first_run]


def test_a_night_that_was_missed_is_made_up_for_by_day(town: Town) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 24, 15, 20, tzinfo=datetime.UTC)):
        keeping.sweep()
        keeping.sweep()
    assert list(PurgeReport.objects.filter(unit=town.unit).values_list("day", flat=True)) == [D(2026, 11, 24)]


def test_each_unit_is_purged_in_a_scope_of_its_own(cast: Cast) -> None:
    """As in production: no scope is open, and nobody but the action says which unit it is."""
    for unit in (cast.wexcombe, cast.marsham):
        canvass.supplied(unit, D(2025, 12, 1), on=D(2025, 12, 4))
    keeping.sweep()
    with everywhere():
        found = PurgeReport.objects.order_by("unit").values_list("unit", flat=True)
        assert list(found) == sorted([cast.wexcombe.pk, cast.marsham.pk])


# --- The day by which ----------------------------------------------------------------------------------------------


def test_a_day_can_be_sooner_with_a_reason(town: Town, cast: Cast) -> None:
    keeping.change_delete_by(
        register_import=town.now, to=D(2027, 1, 1), reason="The terms say so", today=D(2026, 11, 22), by=cast.marian
    )
    town.now.refresh_from_db()
    assert town.now.delete_by == D(2027, 1, 1)
    row = AuditEvent.objects.get(verb="register.delete_by_changed")
    assert row.detail == {"was": "2027-06-01", "to": "2027-01-01", "reason": "The terms say so"}


@pytest.mark.parametrize(
    ("which", "to", "reason", "said"),
    [
        ("now", D(2026, 11, 22), "Why", "The earliest day is tomorrow"),
        ("now", D(2028, 5, 23), "Why", "The latest day is 22 May 2028"),
        ("before", D(2027, 6, 5), "Why", "The latest day is 4 June 2027"),
        ("now", D(2027, 1, 1), "  ", "Say why"),
        ("old", D(2027, 1, 1), "Why", "nothing is held of this file"),
    ],
)
def test_not_too_late_not_over_and_not_without_a_reason(
    town: Town, cast: Cast, which: str, to: D, reason: str, said: str
) -> None:
    file = getattr(town, which)
    was = file.delete_by
    with pytest.raises(Refused, match=said):
        keeping.change_delete_by(register_import=file, to=to, reason=reason, today=D(2026, 11, 22), by=cast.marian)
    file.refresh_from_db()
    assert file.delete_by == was


def test_a_register_without_a_day_gets_one_a_month_from_now_at_the_earliest(cast: Cast, scope: Unit) -> None:
    old = canvass.supplied(scope, D(2024, 12, 1), on=D(2024, 12, 4))
    elector = canvass.elector(canvass.household(canvass.street(scope), 23))
    keeping.sweep()
    old.refresh_from_db()
    assert old.delete_by == D(2026, 12, 22)
    elector.refresh_from_db()
    assert elector.surname == "Marchbank"
    assert AuditEvent.objects.filter(verb="register.dated").count() == 1


def test_everybody_who_brings_in_the_register_is_told_a_month_and_a_week_before(town: Town, cast: Cast) -> None:
    told = OutboxMessage.objects.filter(purpose="register_ends")
    for day, mails in [
        (D(2027, 5, 1), 0),
        (D(2027, 5, 2), 1),
        (D(2027, 5, 3), 1),
        (D(2027, 5, 25), 2),
        (D(2027, 5, 31), 2),
    ]:
        with time_machine.travel(datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)):
            keeping.sweep()
        assert told.count() == mails, day
    assert {mail.to_email for mail in told} == {cast.marian.email}
    mail = told.latest("pk")
    assert mail.subject == "The register of Wexcombe Borough Council goes on 1 June 2027"
    assert "/u/wexcombe/canvass/register/keeping/" in mail.text


def test_the_purge_stays_cheap(town: Town, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(5):
        canvass.elector(canvass.household(canvass.street(town.unit), 100 + number), left_on=D(2024, 1, 1))
    # One question for each kind of row that may be over, however many rows there are.
    with django_assert_max_num_queries(53):
        keeping.purge(unit=town.unit)


def test_nothing_is_seen_outside_a_scope(cast: Cast) -> None:
    with pytest.raises(scoping.ScopeMissing):
        keeping.purge(unit=cast.wexcombe)
