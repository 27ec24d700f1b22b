"""Telling from the headings what the columns hold."""

from __future__ import annotations

import pytest

from kit.errors import Refused
from organise.enums import MemberField as Field
from organise.rules import columns

EXPORTS = {
    "Action Network": "first_name,last_name,email,can2_phone,can2_user_address,can2_user_city,zip_code,"
    "can2_subscription_status,can2_user_tags",
    "NationBuilder": "nationbuilder_id,external_id,first_name,last_name,email1,phone_number,primary_address1,"
    "primary_address2,primary_city,primary_zip,membership_status,membership_started_at",
    "CiviCRM": "Internal Contact ID,External Identifier,First Name,Last Name,Email,Phone,Street Address,"
    "Supplemental Address 1,City,Postal Code,Membership Status,Member Since",
    "Zetkin": "id,ext_id,first_name,last_name,email,phone,alt_phone,co_address,street_address,zip_code,city",
}


@pytest.mark.parametrize("name", EXPORTS)
def test_known_exports_need_nobody_to_match_columns(name: str) -> None:
    header = EXPORTS[name].split(",")
    proposed = columns.proposed(header)
    assert columns.layout(header) == name
    assert columns.objections(proposed) == []
    assert {Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.PHONE, Field.ADDRESS, Field.POSTCODE} <= set(proposed)


def test_parts_of_an_address_may_repeat_and_nothing_else_does() -> None:
    assert columns.proposed(["Address 1", "Address 2", "Email", "Email address", "Surname"]) == [
        Field.ADDRESS,
        Field.ADDRESS,
        Field.EMAIL,
        "",
        Field.LAST_NAME,
    ]


def test_a_name_in_one_column_is_used_only_where_there_is_no_last_name() -> None:
    assert columns.proposed(["Name", "Email"]) == [Field.FULL_NAME, Field.EMAIL]
    assert columns.proposed(["Name", "Surname", "Email"]) == ["", Field.LAST_NAME, Field.EMAIL]


def test_a_list_of_ones_own_is_no_known_export() -> None:
    assert columns.layout(["Surname", "Email"]) == ""


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["", ""], "last name"),
        ([Field.LAST_NAME, ""], "membership number"),
        ([Field.LAST_NAME, Field.EMAIL, Field.EMAIL], "same thing: Email address"),
        ([Field.LAST_NAME, Field.FULL_NAME, Field.EMAIL], "not both"),
    ],
)
def test_a_choice_that_can_not_work_is_refused(chosen: list[str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        columns.check(chosen)
