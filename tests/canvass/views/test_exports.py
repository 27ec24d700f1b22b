"""Taking electors out as a file: who may, for what, and what stands in it."""

from __future__ import annotations

import csv
import datetime
import io
import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from access.models import AuditEvent, Unit
from access.roles import RoleName
from canvass.actions import matches
from canvass.enums import ElectorKind, ExportPurpose
from canvass.models import DoubtfulMatch, Elector, PollingDistrict
from tests import cast as people
from tests.canvass.conftest import Doorstep
from tests.cast import Cast
from tests.everywhere import SCOPE, everywhere
from tests.factories import canvass

FORM = "/u/wexcombe/canvass/register/export/"
FILE = f"{FORM}file.csv"


def _take(client: Client, **wanted: object) -> tuple[str, list[dict[str, str]]]:
    """Return the first line and the rows of the file that is answered."""
    answer = client.post(FILE, {"purpose": "deliver"} | wanted)
    assert answer["Content-Type"] == "text/csv; charset=utf-8", answer.content.decode()[:3000]
    first, rest = answer.content.decode("utf-8-sig").split("\r\n", 1)
    return first, list(csv.DictReader(io.StringIO(rest)))


@pytest.fixture
def marian(cast: Cast) -> Client:
    return cast.client(cast.marian)


def test_the_form_says_what_is_in_it_and_offers_no_other_purpose(doorstep: Doorstep, marian: Client) -> None:
    page = marian.get(FORM).content.decode()
    for purpose in ExportPurpose:
        assert str(purpose.label) in page
    assert page.count('type="radio"') == len(ExportPurpose)
    assert "There is no other" not in page
    assert "HH1" in page


def test_names_and_addresses_and_nothing_else(doorstep: Doorstep, marian: Client, scope: Unit) -> None:
    canvass.elector(
        doorstep.door, "Imran", "Haddad", date_of_attainment=datetime.date(2027, 3, 4), markers="G", suffix=1, number=9
    )
    first, rows = _take(marian)
    assert len(rows) == 4
    copy = rows[0].pop("Copy")
    assert rows[0] == {
        "District": "HH1",
        "Number": "1",
        "Suffix": "",
        "Title": "",
        "Forenames": "Elsie",
        "Surname": "Marchbank",
        "Address": "23",
        "Street": "Tanyard Row",
        "Place": "Wexcombe",
        "Postcode": "WX1 2AB",
        "Listed as": "Ordinary elector",
    }
    assert (rows[3]["Number"], rows[3]["Suffix"]) == ("9", "1")
    assert "2027" not in " ".join(rows[3].values())
    assert {row["Copy"] for row in rows[1:]} == {copy}
    for words in ("Marian Teale", "Delivering leaflets", copy, "may not be passed on", "4 electors."):
        assert words in first


def test_it_stands_in_the_record(doorstep: Doorstep, marian: Client) -> None:
    _first, rows = _take(marian, district=doorstep.elsie.polling_district_id, others="overseas")
    line = AuditEvent.objects.get(verb="register.exported")
    assert line.detail == {
        "electors": 3,
        "left_out": {},
        "purpose": "deliver",
        "districts": [doorstep.elsie.polling_district_id],
        "kinds": ["overseas"],
        "copy": rows[0]["Copy"],
    }
    looked = AuditEvent.objects.get(verb="people.seen")
    assert (looked.detail["count"], looked.detail["what"]) == (3, "register.export")


def test_who_objected_has_moved_or_died_is_left_out(doorstep: Doorstep, marian: Client) -> None:
    phone = doorstep.phone
    phone.send(phone.outcome("do_not_contact", elector=doorstep.elsie), phone.outcome("moved", elector=doorstep.zofia))
    first, rows = _take(marian)
    assert [row["Forenames"] for row in rows] == ["Graham"]
    assert "1 elector. Left out: 1 asked not to be contacted; 1 has moved." in first
    assert "Asked not to be contacted" not in rows[0]
    assert AuditEvent.objects.get(verb="register.exported").detail["left_out"] == {"asked": 1, "moved": 1}


@pytest.fixture
def perhaps_elsie(doorstep: Doorstep) -> Elector:
    """Somebody new at the next door, who may be Elsie, who asked not to be contacted and left."""
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie))
    ann = canvass.elector(doorstep.next_door, "Elsie Ann", "Marchbank", number=77)
    canvass.doubt(doorstep.elsie, ann)
    return ann


def test_who_may_be_somebody_who_objected_is_left_out_until_it_is_decided(
    perhaps_elsie: Elector, marian: Client, cast: Cast, scope: Unit
) -> None:
    first, rows = _take(marian)
    assert "Elsie Ann" not in {row["Forenames"] for row in rows}
    assert "1 may be somebody who asked that" in first
    assert AuditEvent.objects.get(verb="register.exported").detail["left_out"] == {"may_have_asked": 1}
    assert "1 may be somebody who asked that" in marian.get(FORM).content.decode()
    matches.different(match=DoubtfulMatch.objects.get(), by=cast.marian)
    first, rows = _take(marian)
    assert "Elsie Ann" in {row["Forenames"] for row in rows}
    assert "Left out" not in first


def test_for_looking_names_up_it_says_who_may_have_objected(perhaps_elsie: Elector, marian: Client) -> None:
    rows = {row["Forenames"]: row["Asked not to be contacted"] for row in _take(marian, purpose="donations")[1]}
    assert rows["Elsie Ann"] == "perhaps"


def test_the_form_says_by_reason_who_is_left_out(doorstep: Doorstep, marian: Client) -> None:
    assert "left out now" not in marian.get(FORM).content.decode()
    phone = doorstep.phone
    phone.send(phone.outcome("moved", elector=doorstep.elsie), phone.outcome("moved", elector=doorstep.zofia))
    page = marian.get(FORM).content.decode()
    assert "left out now" in page
    assert "<li>2 have moved</li>" in page


def test_for_looking_names_up_they_are_in_it_and_marked(doorstep: Doorstep, marian: Client) -> None:
    doorstep.phone.send(doorstep.phone.outcome("do_not_contact", elector=doorstep.elsie))
    _first, rows = _take(marian, purpose="donations")
    assert [(row["Forenames"], row["Asked not to be contacted"]) for row in rows] == [
        ("Elsie", "yes"),
        ("Graham", ""),
        ("Zofia", ""),
    ]


def test_sealed_never_and_overseas_by_choice_alone(doorstep: Doorstep, marian: Client, scope: Unit) -> None:
    place = doorstep.elsie.polling_district
    for kind, name in [
        (ElectorKind.ANONYMOUS, "Sealed"),
        (ElectorKind.UNDER_16, "Young"),
        (ElectorKind.OVERSEAS, "Abroad"),
        (ElectorKind.OTHER, "Crown"),
    ]:
        canvass.elector(None, name, "Person", kind=kind, in_district=place)
    assert {row["Listed as"] for row in _take(marian)[1]} == {"Ordinary elector"}
    _first, rows = _take(marian, others=["overseas", "other"])
    assert [(row["Forenames"], row["Listed as"], row["Address"]) for row in rows[3:]] == [
        ("Abroad", "Overseas elector", ""),
        ("Crown", "Other elector, without an address", ""),
    ]
    for refused in ("anonymous", "under_16"):
        assert b"Sealed" not in marian.post(FILE, {"purpose": "deliver", "others": refused}).content


def test_one_district_and_nobody_who_has_left(doorstep: Doorstep, marian: Client, scope: Unit) -> None:
    other = canvass.household(canvass.street(scope, "Mill Lane"), 1, in_district=canvass.district(scope, "HH2"))
    canvass.elector(other, "Dilys", "Prosser")
    canvass.elector(other, "Ngozi", "Okafor", left_on=datetime.date(2025, 12, 1))
    first, rows = _take(marian, district=other.polling_district_id)
    assert [row["Forenames"] for row in rows] == ["Dilys"]
    assert "1 elector." in first


def test_a_formula_in_a_name_is_text(doorstep: Doorstep, marian: Client, scope: Unit) -> None:
    canvass.elector(doorstep.door, "=HYPERLINK(1)", "@Haddad")
    rows = _take(marian)[1]
    assert (rows[3]["Forenames"], rows[3]["Surname"]) == ("'=HYPERLINK(1)", "'@Haddad")


def test_an_area_is_all_that_is_taken_out(doorstep: Doorstep, cast: Cast, scope: Unit) -> None:
    """No role that exports can be limited to wards today: the query must hold if one ever is."""
    from canvass.queries import exports

    ward = canvass.ward(scope)
    inside = canvass.district(scope, "HH9", in_ward=ward)
    canvass.elector(canvass.household(canvass.street(scope, "Mill Lane"), 1, in_district=inside), "Dilys", "Prosser")
    area = frozenset({f"ward:{ward.pk}"})
    assert [one.forenames for one in exports.electors(scope, area, chosen=[], others=[])] == ["Dilys"]
    assert list(exports.districts(scope, area)) == [inside]


@pytest.mark.parametrize(
    "wanted",
    [{}, {"purpose": "other"}, {"purpose": "deliver", "district": "999999"}, {"purpose": "deliver", "others": "x"}],
)
def test_what_was_not_offered_is_refused(doorstep: Doorstep, marian: Client, wanted: dict) -> None:
    answer = marian.post(FILE, wanted)
    assert answer["Content-Type"].startswith("text/html")
    assert not AuditEvent.objects.filter(verb="register.exported").exists()


def test_another_clps_district_is_refused(doorstep: Doorstep, cast: Cast, marian: Client) -> None:
    theirs = canvass.district(cast.marsham, "M1")
    assert "isn’t one of yours" in marian.post(FILE, {"purpose": "deliver", "district": theirs.pk}).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("osei", 403), ("alun", 403), ("tess", 403), ("priya", 403), ("noor", 404), ("rival", 404)]
)
def test_everybody_else_is_refused_and_that_is_noted(doorstep: Doorstep, cast: Cast, who: str, status: int) -> None:
    client = cast.client(getattr(cast, who))
    assert client.post(FILE, {"purpose": "deliver"}).status_code == status
    assert client.get(FORM).status_code == status
    with everywhere():
        verbs = set(AuditEvent.objects.filter(actor_id=getattr(cast, who).pk).values_list("verb", flat=True))
    assert verbs == {"access.refused" if status == 403 else "access.out_of_scope"}


def test_a_data_officer_may(doorstep: Doorstep, cast: Cast) -> None:
    people.grant(cast.noor, cast.wexcombe, RoleName.DATA_OFFICER)
    assert "Noor Haddad" in _take(cast.client(cast.noor))[0]


def test_whoever_signed_in_a_while_ago_is_asked_first(doorstep: Doorstep, marian: Client) -> None:
    session = marian.session
    for proof in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        proof["at"] = time.time() - 301
    session.save()
    for answer in (marian.get(FORM), marian.post(FILE, {"purpose": "deliver"})):
        assert "reauthenticate" in answer["Location"]


def test_five_a_day_are_the_most(doorstep: Doorstep, marian: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"export": "2/d/user"}
    statuses = [marian.post(FILE, {"purpose": "deliver"}).status_code for _each in range(3)]
    assert statuses == [200, 200, 429]
    assert marian.get(FORM).status_code == 200


@pytest.mark.parametrize("doors", [5, 50])
def test_the_queries_don_t_grow_with_the_electors(
    cast: Cast, doors: int, marian: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    canvass.bulk(cast.wexcombe, districts=1, streets=1, doors=doors)
    with everywhere():
        place = PollingDistrict.objects.get(code="B01")
    marian.get(FORM)
    # user, grants; districts, electors, two lines of the record, and a savepoint around them
    with django_assert_num_queries(8 + SCOPE):
        marian.post(FILE, {"purpose": "deliver", "district": place.pk})
