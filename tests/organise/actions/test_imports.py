"""A members file: nothing before approval, all of it after, and the way back."""

from __future__ import annotations

import pytest

from access import scoping
from access.models import AuditEvent, Unit
from kit.errors import Refused
from organise.actions import imports
from organise.enums import Effect, MemberImportState
from organise.models import Member, MemberImport
from organise.queries import imports as queries
from tests.cast import Cast
from tests.factories import organise

HEAD = "Membership number,First name,Last name,Email,Status,Joined,Branch\n"
FILE = HEAD + (
    "A1,Marian,Teale,m@members.example,Paid up,1/2/2020,Harrow Hill\n"
    "A2,Osei,Hart,o@members.example,Lapsed,,\n"
    "A3,Bad,Email,nowhere,Paid up,,\n"
)


def bring(cast: Cast, text: str, name: str = "members.csv") -> MemberImport:
    return imports.read(unit=cast.wexcombe, file_name=name, content=text.encode(), by=cast.marian)


def approved(cast: Cast, text: str) -> MemberImport:
    return imports.approve(member_import=bring(cast, text), by=cast.marian)


def snapshot() -> list[tuple]:
    return list(
        Member.objects.order_by("pk").values_list(*[f.attname for f in Member._meta.fields if f.name != "changed_at"])
    )


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(verb__startswith="members.").order_by("at").values_list("verb", flat=True))


def test_reading_a_file_changes_nobody(cast: Cast, scope: Unit) -> None:
    found = bring(cast, FILE)
    assert found.state == MemberImportState.CHECKED
    assert found.counts == {"new": 2, "changed": 0, "same": 0, "problem": 1}
    assert not Member.objects.exists()


def test_approving_brings_in_the_good_rows_and_keeps_the_bad_ones_by_line(cast: Cast, scope: Unit) -> None:
    found = approved(cast, FILE)
    marian = Member.objects.get(membership_number="A1")
    assert (marian.name, marian.state, str(marian.joined_on), marian.branch) == (
        "Marian Teale",
        "paid_up",
        "2020-02-01",
        cast.branch,
    )
    assert Member.objects.count() == 2
    (bad,) = queries.rows(found, Effect.PROBLEM)
    assert (bad.line, "not an email" in bad.problem, bad.cells[1]) == (4, True, "Bad")
    assert verbs() == ["members.file_read", "members.brought_in"]


def test_of_rows_that_were_brought_in_the_cells_are_not_kept(cast: Cast, scope: Unit) -> None:
    found = approved(cast, HEAD + "A1,Marian,Teale,,,,\n")
    assert [row.cells for row in queries.rows(found)] == [[]]


def test_an_empty_cell_rubs_nothing_out(cast: Cast, scope: Unit) -> None:
    elsie = organise.member(cast.wexcombe, membership_number="A1", phone="07700 900123", branch=cast.branch)
    approved(cast, "Membership number,Last name,Phone,Branch\nA1,Marchbank-Hill,,\n")
    elsie.refresh_from_db()
    assert (elsie.last_name, elsie.phone, elsie.branch) == ("Marchbank-Hill", "07700 900123", cast.branch)


def test_the_same_rows_twice_change_nothing(cast: Cast, scope: Unit) -> None:
    approved(cast, FILE)
    before = snapshot()
    again = bring(cast, FILE + "\n")
    assert again.counts == {"new": 0, "changed": 0, "same": 2, "problem": 1}
    imports.approve(member_import=again, by=cast.marian)
    assert snapshot() == before


def test_the_very_same_file_is_the_one_that_waits_or_was_brought_in(cast: Cast, scope: Unit) -> None:
    first = bring(cast, FILE)
    assert bring(cast, FILE).pk == first.pk
    imports.approve(member_import=first, by=cast.marian)
    assert bring(cast, FILE).pk == first.pk
    imports.take_back(member_import=first, by=cast.marian)
    assert bring(cast, FILE).pk != first.pk


def test_approving_twice_is_approving_once(cast: Cast, scope: Unit) -> None:
    found = approved(cast, FILE)
    imports.approve(member_import=found, by=cast.marian)
    assert Member.objects.count() == 2
    assert verbs().count("members.brought_in") == 1


def test_taking_back_leaves_everything_as_it_was(cast: Cast, scope: Unit) -> None:
    organise.member(cast.wexcombe, membership_number="A2", last_name="Hart", first_name="O.", phone="1", state="left")
    organise.member(cast.wexcombe, membership_number="Z9", last_name="Untouched")
    before = snapshot()
    found = approved(cast, FILE)
    assert snapshot() != before
    taken = imports.take_back(member_import=found, by=cast.marian)
    assert snapshot() == before
    assert taken.state == MemberImportState.TAKEN_BACK
    assert imports.take_back(member_import=found, by=cast.marian).state == MemberImportState.TAKEN_BACK
    assert verbs().count("members.taken_back") == 1


def test_what_something_later_has_changed_is_not_taken_back(cast: Cast, scope: Unit) -> None:
    first = approved(cast, FILE)
    second = approved(cast, HEAD + "A1,Marian,Teale-Okafor,,,,\n")
    before = snapshot()
    with pytest.raises(Refused, match="later file first"):
        imports.take_back(member_import=first, by=cast.marian)
    assert snapshot() == before
    imports.take_back(member_import=second, by=cast.marian)
    imports.take_back(member_import=first, by=cast.marian)
    assert not Member.objects.exists()


def test_a_preview_that_is_no_longer_true_is_not_approved(cast: Cast, scope: Unit) -> None:
    found = bring(cast, FILE)
    organise.member(cast.wexcombe, membership_number="A1", last_name="Teale")
    with pytest.raises(Refused, match="changed since this preview"):
        imports.approve(member_import=found, by=cast.marian)
    assert Member.objects.count() == 1
    assert imports.look_again(member_import=found).counts["changed"] == 1
    imports.approve(member_import=found, by=cast.marian)
    assert Member.objects.count() == 2


def test_unknown_headings_wait_until_somebody_says_what_they_hold(cast: Cast, scope: Unit) -> None:
    found = bring(cast, "Kartei,Wer,Wo\n17,Teale,Corn Hall Lane 4\n")
    assert (found.state, found.counts) == (MemberImportState.READ, {})
    with pytest.raises(Refused, match="last name"):
        imports.match(member_import=found, columns=["membership_number", "", ""], by=cast.marian)
    with pytest.raises(Refused, match="don’t fit"):
        imports.match(member_import=found, columns=["membership_number"], by=cast.marian)
    matched = imports.match(member_import=found, columns=["membership_number", "last_name", "address"], by=cast.marian)
    assert matched.counts["new"] == 1
    imports.approve(member_import=matched, by=cast.marian)
    assert Member.objects.get().address == "Corn Hall Lane 4"


def test_a_file_thrown_away_leaves_no_rows_behind(cast: Cast, scope: Unit) -> None:
    found = bring(cast, FILE)
    imports.discard(member_import=found, by=cast.marian)
    imports.discard(member_import=found, by=cast.marian)
    assert not queries.rows(found).exists()
    with pytest.raises(Refused, match="thrown away"):
        imports.approve(member_import=found, by=cast.marian)
    assert not Member.objects.exists()


def test_members_of_another_clp_are_neither_matched_nor_touched(cast: Cast, scope: Unit) -> None:
    theirs = organise.member(cast.marsham, membership_number="A1", first_name="Roy", last_name="Vale")
    approved(cast, FILE)
    with scoping.units([cast.marsham.pk]):
        theirs.refresh_from_db()
        assert theirs.name == "Roy Vale"
        assert Member.objects.count() == 1


def test_only_a_clp_has_members(cast: Cast) -> None:
    with scoping.units([cast.branch.pk]), pytest.raises(Refused, match="belong to a CLP"):
        imports.read(unit=cast.branch, file_name="x.csv", content=FILE.encode(), by=cast.marian)


def test_a_file_of_two_thousand_takes_few_statements(
    cast: Cast, scope: Unit, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    rows = "".join(f"N{n},First,Last{n},n{n}@members.example,Paid up,1/2/2020,\n" for n in range(2000))
    with django_assert_max_num_queries(40):
        approved(cast, HEAD + rows)
    assert Member.objects.count() == 2000
