"""Taking a register file back: everybody stands as before, and what was recorded since stays."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.db import connection

from access.models import AuditEvent, Unit
from canvass.actions.imports import undoing
from canvass.enums import ImportState, LocatedBy, MatchDecision
from canvass.models import (
    Council,
    DoubtfulMatch,
    Elector,
    Household,
    LatestContact,
    PastEntry,
    PastHousehold,
    PollingDistrict,
    RegisterEdition,
    RegisterImport,
)
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import imports, registers
from tests.factories.registers import Person

pytestmark = pytest.mark.usefixtures("november")

DECEMBER, LATER, LATEST = datetime.date(2025, 12, 1), datetime.date(2026, 11, 1), datetime.date(2026, 11, 2)
BringIn = Callable[..., RegisterImport]
ELSIE = Person("HH1", 1, "Marchbank", "Elsie May", "23 Tanyard Row|Wexcombe")
GRAHAM = Person("HH1", 2, "Marchbank", "Graham", "23 Tanyard Row|Wexcombe")
ZOFIA = Person("HH1", 3, "Haddad", "Zofia", "25 Tanyard Row|Wexcombe")
YOUNG = Person("HH1", 30, "Teale", "Imran", "30 Tanyard Row|Wexcombe", date="01/03/2027")
DILYS = Person("HH1", 1, "Prosser", "Dilys", "21 Tanyard Row|Wexcombe")


@pytest.fixture
def bring_in(scope: Unit, tmp_path: Path) -> BringIn:
    def run(
        people: Sequence, write: Callable[..., Path] = registers.xpress, dated_on: datetime.date = LATER
    ) -> RegisterImport:
        path = write(tmp_path / "register.csv", people)
        return imports.bring_in(scope, path, dated_on=dated_on)

    return run


def entries() -> list[dict]:
    """Return everything about those who are listed."""
    return list(Elector.objects.on_register().order_by("pk").values())


def places() -> list[tuple]:
    return list(Household.objects.order_by("pk").values_list("pk", "polling_district__code", "street__name"))


def on_the_map(uprn: int, latitude: float) -> Callable[..., Path]:
    """Return a writer of the register with a property number and coordinates for everybody's door."""

    def write(path: Path, people: Sequence[Person]) -> Path:
        rows = [[*registers.xpress_row(one), str(uprn), str(latitude), "-1.25"] for one in people]
        with path.open("w", encoding="cp1252", newline="") as file:
            csv.writer(file).writerows([[*registers.XPRESS, "UPRN", "Latitude", "Longitude"], *rows])
        return path

    return write


def where() -> tuple:
    return Household.objects.values_list("uprn", "latitude", "longitude", "located_by").get()


def test_doors_stand_where_they_were_on_the_map(bring_in: BringIn, cast: Cast) -> None:
    bring_in([ELSIE, GRAHAM], dated_on=DECEMBER)
    unplaced = where()
    first = bring_in([ELSIE, GRAHAM], write=on_the_map(100001, 51.5))
    second = bring_in([ELSIE, GRAHAM], write=on_the_map(100002, 51.6), dated_on=LATEST)
    assert where() == (100002, 51.6, -1.25, "file")
    undoing.undo(second, cast.marian)
    assert where() == (100001, 51.5, -1.25, "file")
    undoing.undo(first, cast.marian)
    assert where() == unplaced == (None, None, None, "")
    assert not PastHousehold.objects.exists()


def test_coordinates_that_came_in_since_stay(bring_in: BringIn, cast: Cast) -> None:
    bring_in([ELSIE, GRAHAM], dated_on=DECEMBER)
    made = bring_in([ELSIE, GRAHAM], write=on_the_map(100001, 51.5))
    Household.objects.update(latitude=51.7, longitude=-1.3, located_by=LocatedBy.UPRN)
    undoing.undo(made, cast.marian)
    assert where() == (None, 51.7, -1.3, "uprn")


def test_everything_stands_as_before(bring_in: BringIn, cast: Cast) -> None:
    bring_in([ELSIE, GRAHAM, ZOFIA], dated_on=DECEMBER)
    before, where, edition = entries(), places(), RegisterEdition.objects.get(is_current=True)
    made = bring_in([DILYS, ELSIE.now(number=2, surname="Ottaway"), ZOFIA.now(number=3, district="HH9", markers="G")])
    version = Council.objects.get().version
    assert entries() != before
    counts = undoing.undo(made, cast.marian)
    assert counts == {"left": 1, "relisted": 1, "restored": 2, "gone_again": 0, "held": 3}
    assert entries() == before
    assert [place for place in places() if place in where] == where
    assert RegisterEdition.objects.get(is_current=True) == edition
    assert Council.objects.get().version == version + 1
    assert not PastEntry.objects.exists()
    assert not PastHousehold.objects.exists()
    made.refresh_from_db()
    assert (made.state, made.undone_by) == (ImportState.UNDONE, cast.marian)
    assert AuditEvent.objects.get(verb="register.undone").detail["relisted"] == 1


def test_a_first_register_leaves_nobody_listed(bring_in: BringIn) -> None:
    made = bring_in([ELSIE, GRAHAM])
    assert undoing.undo(made, None)["left"] == 2
    assert not entries()
    assert not RegisterEdition.objects.filter(is_current=True).exists()


def test_brought_in_anew_the_same_people_are_found_again(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM], dated_on=DECEMBER)
    december = [DILYS, ELSIE.now(number=2), Person("HH1", 50, "", "", "", markers="N")]
    made = bring_in(december)
    after = entries()
    LatestContact.objects.create(unit_id=made.unit_id, elector=Elector.objects.get(surname="Prosser"))
    undoing.undo(made, None)
    assert bring_in(december).report["added"] == 2
    assert entries() == after
    assert LatestContact.objects.get().elector == Elector.objects.on_register().get(surname="Prosser")


def test_a_notice_is_taken_back(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM, ZOFIA], dated_on=DECEMBER)
    before = entries()
    edition = RegisterEdition.objects.get(is_current=True)
    made = bring_in(
        [("delete", GRAHAM), ("add", GRAHAM.now(number=9, address="7 Mill Lane")), ("amend", ELSIE.now(markers="G")),
         ("delete", ZOFIA)],
        registers.xpress_update,
    )  # fmt: skip
    undoing.undo(made, None)
    assert entries() == before
    assert RegisterEdition.objects.get(is_current=True) == edition


def test_who_had_left_before_has_left_again_on_the_same_day(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM], dated_on=DECEMBER)
    bring_in([ELSIE], dated_on=datetime.date(2026, 3, 1))
    made = bring_in([ELSIE, GRAHAM])
    assert undoing.undo(made, None)["gone_again"] == 1
    assert Elector.objects.get(forenames="Graham").left_on == datetime.date(2026, 3, 1)


def test_only_the_last_change_can_be_taken_back(bring_in: BringIn) -> None:
    first = bring_in([ELSIE], dated_on=DECEMBER)
    second = bring_in([ELSIE, GRAHAM])
    with pytest.raises(Refused, match="was brought in after this file"):
        undoing.undo(first, None)
    undoing.undo(second, None)
    with pytest.raises(Refused, match="not in use"):
        undoing.undo(second, None)
    undoing.undo(first, None)
    assert not entries()


def test_of_two_councils_each_is_taken_back_by_itself(bring_in: BringIn, scope: Unit, tmp_path: Path) -> None:
    first = bring_in([ELSIE], dated_on=DECEMBER)
    other = registers.xpress(tmp_path / "b.csv", [ZOFIA.now(district="HH1", number=1)])
    imports.bring_in(scope, other, council="Marsham Council", dated_on=LATER)
    assert [elector.surname for elector in Elector.objects.on_register().order_by("surname")] == ["Haddad", "Marchbank"]
    undoing.undo(first, None)
    assert [elector.surname for elector in Elector.objects.on_register()] == ["Haddad"]


def test_what_is_not_kept_any_more_cannot_be_put_back(bring_in: BringIn) -> None:
    bring_in([ELSIE, GRAHAM], dated_on=DECEMBER)
    made = bring_in([ELSIE])
    PastEntry.objects.all().delete()
    with pytest.raises(Refused, match="not kept any more"):
        undoing.undo(made, None)
    assert len(entries()) == 1


def test_wards_and_councils_of_districts_go_back(bring_in: BringIn, scope: Unit) -> None:
    PollingDistrict.objects.create(unit=scope, code="HH1")
    made = bring_in([ELSIE], registers.rollno)
    district = PollingDistrict.objects.get()
    assert (district.council, district.ward and district.ward.name) == (made.council, "Harrow Hill")
    undoing.undo(made, None)
    district.refresh_from_db()
    assert (district.council, district.ward) == (None, None)


def test_a_doubt_goes_with_its_file_and_a_decision_stays(bring_in: BringIn) -> None:
    bring_in([ELSIE, ZOFIA, YOUNG], dated_on=DECEMBER)
    december = [ELSIE.now(number=5, date="15/03/2027"), ZOFIA.now(number=6, date="15/03/2027"), YOUNG]
    young = Elector.objects.get(surname="Teale").pk
    made = bring_in(december)
    one, two = DoubtfulMatch.objects.order_by("pk")
    DoubtfulMatch.objects.filter(pk=one.pk).update(decision=MatchDecision.DIFFERENT)
    undoing.undo(made, None)
    assert [match.pk for match in DoubtfulMatch.objects.all()] == [one.pk]
    assert {elector["id"] for elector in entries()} == {one.was_id, two.was_id, young}
    bring_in(december)
    assert {elector["id"] for elector in entries()} == {one.now_id, two.now_id, young}, "nobody is asked a second time"


def test_whoever_was_merged_stands_as_the_one_that_is_kept(bring_in: BringIn) -> None:
    bring_in([ELSIE, YOUNG], dated_on=DECEMBER)
    before, december = entries(), [ELSIE.now(number=5, date="15/03/2027"), YOUNG]
    made = bring_in(december)
    match = DoubtfulMatch.objects.get()
    _merge(match)
    undoing.undo(made, None)
    assert entries() == before
    assert bring_in(december).report["doubtful"] == 0
    assert [elector["id"] for elector in entries()] == [elector["id"] for elector in before], "what was said holds"


def _merge(match: DoubtfulMatch) -> None:
    """Let the entry go over to the older row, as a decision does."""
    now = Elector.objects.get(pk=match.now_id)
    Elector.objects.filter(pk=now.pk).update(left_on=LATER, merged_into=match.was_id)
    kept = ("polling_district_id", "number", "suffix", "household_id", "kind", "date_of_attainment", "markers")
    Elector.objects.filter(pk=match.was_id).update(left_on=None, **{name: getattr(now, name) for name in kept})
    DoubtfulMatch.objects.filter(pk=match.pk).update(decision=MatchDecision.SAME)


def counted(table: str) -> float:
    """Return how many rows PostgreSQL plans with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = to_regclass(%s)", [table])
        return cursor.fetchone()[0]


def test_questions_are_planned_for_the_register_as_it_is_now(bring_in: BringIn, cast: Cast) -> None:
    bring_in([ELSIE], dated_on=DECEMBER)
    assert (counted("canvass_elector"), counted("canvass_household")) == (1, 1)
    second = bring_in([ELSIE, ZOFIA])
    assert (counted("canvass_elector"), counted("canvass_household")) == (2, 2)
    undoing.undo(second, cast.marian)
    assert counted("canvass_pastentry") == 0
