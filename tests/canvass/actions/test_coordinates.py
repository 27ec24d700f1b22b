from __future__ import annotations

import datetime
import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access.models import AuditEvent, Unit
from canvass import tasks
from canvass.actions import coordinates
from canvass.actions.imports import files
from canvass.enums import BoundaryKind, CoordinatesState, LocatedBy
from canvass.models import CoordinatesFile, Household, PlacedDoor
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories.places import bring_in, strip

POSTCODES = "pcds,lat,long\nM41 5TP,53.45,-2.36\nM419BA,53.44,-2.34\nZZ99 9ZZ,53.1,-2.1\n"


def _file(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "places.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def doors(scope: Unit) -> list[Household]:
    """Three doors: 1 and 2 of one postcode, 3 of another with a UPRN."""
    road = canvass.street(scope)
    found = [
        canvass.household(road, 1, postcode="M41 5TP"),
        canvass.household(road, 2, postcode="M41 5TP"),
        canvass.household(road, 3, postcode="M41 9BA"),
    ]
    Household.objects.filter(pk=found[2].pk).update(uprn=100010)
    return found


def _places() -> dict[int, tuple[float | None, str]]:
    return {
        number: (latitude, source)
        for number, latitude, source in Household.objects.values_list("number", "latitude", "located_by")
    }


def test_postcodes_place_their_doors(scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    loaded = coordinates.load(unit=scope, path=_file(tmp_path, POSTCODES), by=None)
    assert loaded == coordinates.Loaded(LocatedBy.POSTCODE, rows=3, known=2, doors=3)
    assert _places() == {1: (53.45, "postcode"), 2: (53.45, "postcode"), 3: (53.44, "postcode")}
    assert AuditEvent.objects.get(verb="coordinates.loaded").detail["doors"] == 3


def test_the_same_file_twice_changes_nothing(scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    coordinates.load(unit=scope, path=_file(tmp_path, POSTCODES), by=None)
    assert coordinates.load(unit=scope, path=_file(tmp_path, POSTCODES), by=None).doors == 0


def test_a_better_place_is_never_overwritten_by_a_worse_one(
    scope: Unit, doors: list[Household], tmp_path: Path
) -> None:
    Household.objects.filter(number=1).update(latitude=53.0, longitude=-2.0, located_by=LocatedBy.FILE)
    coordinates.load(unit=scope, path=_file(tmp_path, "UPRN,LATITUDE,LONGITUDE\n000100010,53.441,-2.341\n"), by=None)
    coordinates.load(unit=scope, path=_file(tmp_path, POSTCODES), by=None)
    assert _places() == {1: (53.0, "file"), 2: (53.45, "postcode"), 3: (53.441, "uprn")}


def test_metres_of_the_grid_and_packed_files_are_read(scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    table = "UPRN,X_COORDINATE,Y_COORDINATE\n100010,377000.0,394000.0\n"
    coordinates.load(unit=scope, path=_file(tmp_path, gzip.compress(table.encode())), by=None)
    door = Household.objects.get(number=3)
    assert door.latitude == pytest.approx(53.4415, abs=0.001)
    assert door.longitude == pytest.approx(-2.3477, abs=0.001)


def test_code_point_open_has_no_header(scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    table = '"M415TP",10,377000,394000,"E92000001"\n"M419BA",10,377100,394000,"E92000001"\n'
    assert coordinates.load(unit=scope, path=_file(tmp_path, table), by=None).doors == 3


def test_what_is_not_known_is_no_place(scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    table = "pcds,lat,long\nM41 5TP,99.999999,0.0\nM41 9BA,53.44,-2.34\n"
    loaded = coordinates.load(unit=scope, path=_file(tmp_path, table), by=None)
    assert (loaded.rows, loaded.doors) == (1, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "This file is empty. Nothing was changed."),
        (
            "name,email\nElsie,e@example.org\n",
            (
                "No column of this file is called postcode or UPRN. Its columns begin with name, email. "
                "Nothing was changed."
            ),
        ),
        (
            "postcode,ward\nM41 5TP,West\n",
            (
                "This file has no columns for where a place is: latitude and longitude, or easting and northing. "
                "Nothing was changed."
            ),
        ),
        (
            "postcode,lat,lon\nAB1 1AA,57.1,-2.1\n",
            "None of the postcodes in this file is that of a door on the register. Nothing was changed.",
        ),
        (
            "uprn,lat,lon\n7,57.1,-2.1\n",
            "None of the UPRNs in this file is that of a door on the register. Nothing was changed.",
        ),
        (b"PK\x03\x04 rest", "This is a zip archive. Nothing was changed. Unpack it, and bring in the CSV file in it."),
        (
            gzip.compress(POSTCODES.encode(), mtime=0)[:-12],
            "This packed file is damaged or was cut short. Nothing was changed. Send it again.",
        ),
    ],
)
def test_what_names_no_place_is_refused_with_its_reason(
    scope: Unit, doors: list[Household], tmp_path: Path, text: str | bytes, says: str
) -> None:
    with pytest.raises(Refused) as refused:
        coordinates.load(unit=scope, path=_file(tmp_path, text), by=None)
    assert str(refused.value) == says
    assert set(_places().values()) == {(None, "")}


# --- A file that is uploaded, worked by a job, and taken back -------------------------------------------------------


def _upload(cast: Cast, text: str = POSTCODES) -> CoordinatesFile:
    """Upload a file and have it worked."""
    made = coordinates.upload(unit=cast.wexcombe, file_name="places.csv", chunks=[text.encode()], by=cast.marian)
    assert files.where(made.stored_as).is_file()
    tasks.load_coordinates(file=str(made.pk))
    assert not files.where(made.stored_as).is_file(), "the file goes when it has been read"
    made.refresh_from_db()
    return made


def test_an_uploaded_file_is_worked_once(cast: Cast, scope: Unit, doors: list[Household]) -> None:
    made = _upload(cast)
    assert (made.state, made.stored_as, made.size) == (CoordinatesState.APPLIED, "", len(POSTCODES))
    assert made.report == {"source": "postcode", "rows": 3, "known": 2, "doors": 3, "last_door": doors[2].pk}
    assert set(_places().values()) == {(53.45, "postcode"), (53.44, "postcode")}
    Household.objects.update(latitude=None, longitude=None, located_by="")
    tasks.load_coordinates(file=str(made.pk))
    assert set(_places().values()) == {(None, "")}, "the second job finds nothing to do"
    verbs = AuditEvent.objects.filter(object_id=str(made.pk)).order_by("verb").values_list("verb", "actor_id")
    assert list(verbs) == [("coordinates.loaded", cast.marian.pk), ("coordinates.uploaded", cast.marian.pk)]


def test_a_file_that_is_none_is_refused_and_goes(cast: Cast, scope: Unit, doors: list[Household]) -> None:
    made = _upload(cast, "a,b\n1,2\n")
    assert (made.state, made.stored_as) == (CoordinatesState.REFUSED, "")
    assert "No column of this file is called postcode or UPRN" in made.problem
    assert AuditEvent.objects.filter(verb="coordinates.refused").count() == 1


def test_a_fault_half_way_changes_nothing_and_says_so(
    cast: Cast, scope: Unit, doors: list[Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(**_unit: Unit) -> int:
        raise ValueError("a fault")

    monkeypatch.setattr(coordinates, "spread", fault)
    made = coordinates.upload(unit=scope, file_name="x.csv", chunks=[POSTCODES.encode()], by=cast.marian)
    with pytest.raises(ValueError, match="a fault"):
        tasks.load_coordinates(file=str(made.pk))
    made.refresh_from_db()
    assert (made.state, made.stored_as) == (CoordinatesState.FAILED, "")
    assert set(_places().values()) == {(None, "")}
    assert not PlacedDoor.objects.exists()


def test_a_job_whose_worker_died_is_taken_over_three_times(
    cast: Cast, scope: Unit, doors: list[Household], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = coordinates.upload(unit=scope, file_name="x.csv", chunks=[POSTCODES.encode()], by=cast.marian)
    rung: list[dict] = []
    monkeypatch.setattr(coordinates.jobs, "enqueue", lambda name, **ids: rung.append({"name": name} | ids))
    coordinates.sweep()
    assert rung == [], "it is not silent yet"
    CoordinatesFile.objects.update(touched_at=timezone.now() - datetime.timedelta(minutes=3), report={"attempts": 3})
    coordinates.sweep()
    assert rung == [{"name": "canvass.load_coordinates", "file": str(made.pk)}]
    tasks.load_coordinates(file=str(made.pk))
    made.refresh_from_db()
    assert made.state == CoordinatesState.FAILED
    assert not files.where(made.stored_as or "x").is_file()


def test_taking_the_last_file_back_puts_the_doors_where_they_were(
    cast: Cast, scope: Unit, doors: list[Household]
) -> None:
    first = _upload(cast)
    before = _places()
    second = _upload(cast, "postcode,lat,lon\nM41 5TP,53.5,-2.3\n")
    with pytest.raises(Refused, match="Only the last file"):
        coordinates.undo(file=first, by=cast.marian)
    assert coordinates.undo(file=second, by=cast.marian) == 2
    assert _places() == before
    second.refresh_from_db()
    assert (second.state, second.undone_by) == (CoordinatesState.UNDONE, cast.marian)
    assert AuditEvent.objects.get(verb="coordinates.undone").detail["doors"] == 2
    with pytest.raises(Refused, match="Only the last file"):
        coordinates.undo(file=second, by=cast.marian)
    assert coordinates.undo(file=first, by=cast.marian) == 3
    assert set(_places().values()) == {(None, "")}


def test_a_door_that_was_placed_since_stays_there(cast: Cast, scope: Unit, doors: list[Household]) -> None:
    made = _upload(cast)
    Household.objects.filter(number=1).update(latitude=53.0, longitude=-2.0, located_by=LocatedBy.FILE)
    assert coordinates.undo(file=made, by=cast.marian) == 2
    assert _places() == {1: (53.0, "file"), 2: (None, ""), 3: (None, "")}


def test_a_new_door_loses_what_the_file_said_of_its_postcode(cast: Cast, scope: Unit, doors: list[Household]) -> None:
    first = _upload(cast, "postcode,lat,lon\nM41 5TP,53.3,-2.3\n")
    wrong = _upload(cast)
    canvass.household(canvass.street(scope), 5, postcode="M41 5TP")
    coordinates.follow_register(unit=scope)
    assert _places()[5] == (53.45, "postcode")
    coordinates.undo(file=wrong, by=cast.marian)
    assert _places()[5] == (53.3, "postcode"), "and has what the file before said"
    coordinates.undo(file=first, by=cast.marian)
    assert _places()[5] == (None, ""), "once no file speaks of its postcode, nobody knows"


def test_a_file_that_moved_nothing_is_not_in_the_way(cast: Cast, scope: Unit, doors: list[Household]) -> None:
    made = _upload(cast)
    _upload(cast)
    assert coordinates.undo(file=made, by=cast.marian) == 3


def test_after_a_month_a_file_can_t_be_taken_back(cast: Cast, scope: Unit, doors: list[Household]) -> None:
    made = _upload(cast)
    CoordinatesFile.objects.update(finished_at=timezone.now() - coordinates.KEPT + datetime.timedelta(hours=1))
    coordinates.sweep()
    assert PlacedDoor.objects.count() == 3
    CoordinatesFile.objects.update(finished_at=timezone.now() - coordinates.KEPT - datetime.timedelta(hours=1))
    coordinates.sweep()
    assert not PlacedDoor.objects.exists()
    with pytest.raises(Refused, match="for a month"):
        coordinates.undo(file=made, by=cast.marian)
    assert _places()[1] == (53.45, "postcode")


def test_the_statements_don_t_grow_with_the_doors(
    cast: Cast, scope: Unit, tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = _file(tmp_path, "postcode,lat,lon\n" + "".join(f"WX1 {n}AA,53.{n},-2.3\n" for n in range(1, 10)))
    for at, count in enumerate((5, 50)):
        canvass.bulk(scope, districts=1, streets=1, doors=count, prefix="AB"[at])
        # savepoint, the file; lock, keys, table twice, remember, put; spread in three, outlines of wards; last door,
        # outcome, record, savepoint
        with django_assert_num_queries(18):
            coordinates.load(unit=scope, path=path, by=None)


def test_new_doors_stand_where_their_postcode_does(scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    coordinates.load(unit=scope, path=_file(tmp_path, POSTCODES), by=None)
    late = canvass.household(canvass.street(scope), 5, postcode="M41 5TP")
    assert coordinates.follow_register(unit=scope) == 1
    late.refresh_from_db()
    assert (late.latitude, late.located_by) == (53.45, "postcode")


def test_the_doors_of_others_are_left_alone(cast: Cast, scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    theirs = canvass.household(canvass.street(cast.marsham, "Far Street"), 1, postcode="M41 5TP")
    coordinates.load(unit=scope, path=_file(tmp_path, POSTCODES), by=None)
    assert Household._base_manager.filter(pk=theirs.pk, latitude=None).count() <= 1
    assert set(_places()) == {1, 2, 3}


def test_the_command_says_what_is_located(cast: Cast, doors: list[Household], tmp_path: Path) -> None:
    said = StringIO()
    call_command("load_coordinates", str(_file(tmp_path, POSTCODES)), "--unit", "wexcombe", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {
        "source": "postcode",
        "rows": 3,
        "known": 2,
        "doors": 3,
        "districts": {"HH1": {"doors": 3, "located": 3}},
    }
    with pytest.raises(CommandError, match="There is no unit nowhere"):
        call_command("load_coordinates", "x", "--unit", "nowhere")
    with pytest.raises(CommandError, match="No column of this file"):
        call_command("load_coordinates", str(_file(tmp_path, "a,b\n1,2\n")), "--unit", "wexcombe")


def test_a_register_that_comes_in_places_its_new_doors(scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    coordinates.load(unit=scope, path=_file(tmp_path, POSTCODES), by=None)
    around = strip(-2.5, -2.2, code="E05000001", name="West")
    around["geometry"]["coordinates"] = [[[-2.5, 53.3], [-2.2, 53.3], [-2.2, 53.6], [-2.5, 53.6], [-2.5, 53.3]]]
    bring_in(scope, around, kind=BoundaryKind.WARD)
    register = tmp_path / "register.csv"
    register.write_text(
        "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,"
        "Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6\n"
        "HH7,1,0,,,Marchbank,Elsie,M41 5TP,23 New Row,Wexcombe,,,,\n"
    )
    call_command("import_register", str(register), "--unit", "wexcombe", "--approve", "--json", stdout=StringIO())
    door = Household.objects.get(polling_district__code="HH7")
    assert (door.latitude, door.located_by) == (53.45, "postcode")
    assert door.polling_district.ward is not None
    assert door.polling_district.ward.name == "West"
