from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from access.models import AuditEvent, Unit
from canvass.actions import coordinates
from canvass.enums import BoundaryKind, LocatedBy
from canvass.models import Household
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


def test_a_page_reads_only_so_many_rows(scope: Unit, doors: list[Household], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="This file has more than 2 rows"):
        coordinates.load(unit=scope, path=_file(tmp_path, POSTCODES), by=None, most_rows=2)


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
