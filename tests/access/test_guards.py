"""The first wall, closely. Every address is tried with everybody in tests/architecture/test_guards.py."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from access import guards, scoping
from access.models import AuditEvent, Grant, Unit, User
from access.permissions import Permission as P
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast


def _request(user: User | None, path: str = "/u/wexcombe/x/?a=b") -> object:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


def _view(request: object, unit: Unit, **rest: object) -> HttpResponse:
    return HttpResponse(f"{unit.code} {request.unit.code} {sorted(scoping.current())}")


guarded = guards.requires(P.SEE_BOARDS)(_view)


def test_the_view_gets_its_unit_and_a_scope_on_it_alone(cast: Cast) -> None:
    answer = guarded(_request(cast.osei), unit="wexcombe")
    assert answer.content.decode() == f"wexcombe wexcombe [{cast.wexcombe.pk}]"
    assert scoping.current() is None


def test_the_scope_ends_when_the_view_fails(cast: Cast) -> None:
    @guards.requires(P.SEE_BOARDS)
    def broken(request: object, unit: Unit) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken(_request(cast.osei), unit="wexcombe")
    assert scoping.current() is None


def test_nobody_is_sent_to_sign_in_and_comes_back(cast: Cast) -> None:
    answer = guarded(_request(None), unit="wexcombe")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/u/wexcombe/x/%3Fa%3Db")


def test_a_unit_that_there_is_and_one_that_there_is_not_look_the_same(cast: Cast) -> None:
    """To somebody from elsewhere. Only the record of the real one knows the difference."""
    answers = [cast.client(cast.rival).get(f"/u/{code}/access/") for code in ("wexcombe", "atlantis")]
    pages = [
        answer.content.decode().replace(code, "?")
        for answer, code in zip(answers, ("wexcombe", "atlantis"), strict=True)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])
    entry = AuditEvent.objects.get(verb="access.out_of_scope")
    assert (entry.actor_id, entry.unit_id) == (cast.rival.pk, cast.wexcombe.pk)


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_without_the_right_it_is_403_with_the_names_of_those_who_can_give_it(cast: Cast) -> None:
    answer = cast.client(cast.alun).get("/u/wexcombe/access/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "see who has which role here" in page
    assert "Marian Teale" in page
    assert "Priya Nair" in page
    entry = AuditEvent.objects.get(verb="access.refused")
    assert (entry.actor_id, entry.unit_id, entry.detail) == (
        cast.alun.pk,
        cast.wexcombe.pk,
        {"permission": "access.see"},
    )


def test_a_grant_in_a_branch_opens_nothing_in_its_clp(cast: Cast) -> None:
    people.grant(cast.noor, cast.branch, RoleName.SECRETARY)
    with pytest.raises(Http404):
        guarded(_request(cast.noor), unit="wexcombe")
    assert guarded(_request(cast.noor), unit="harrow-hill").status_code == 200


def test_a_unit_above_is_not_opened_from_below(cast: Cast) -> None:
    assert cast.client(cast.marian).get("/u/eastshire/").status_code == 404


def test_a_row_of_this_unit_is_fetched(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.alun)
    rows = Grant.objects.filter(unit=cast.wexcombe)
    assert guards.fetch(_request(cast.marian), rows, pk=grant.pk) == grant


@pytest.mark.parametrize("wrong", ["abc", "", "9" * 40, "-1", "0", None])
def test_an_id_that_never_was_is_404_without_a_trace(wrong: str | None, cast: Cast) -> None:
    with pytest.raises(Http404), scoping.units([cast.wexcombe.pk]):
        guards.fetch(_request(cast.marian), Grant.objects.filter(unit=cast.wexcombe), pk=wrong)
    assert not AuditEvent.objects.exists()


def test_an_id_of_another_clp_is_404_and_on_that_clps_record(cast: Cast) -> None:
    theirs = Grant.objects.get(user=cast.rival)
    with pytest.raises(Http404), scoping.units([cast.wexcombe.pk]):
        guards.fetch(_request(cast.marian), Grant.objects.filter(unit=cast.wexcombe), pk=theirs.pk)
    entry = AuditEvent.objects.get(verb="access.forged_id")
    assert (entry.actor_id, entry.unit_id, entry.object_id) == (cast.marian.pk, cast.marsham.pk, str(theirs.pk))
    assert "wexcombe/x" in entry.detail["path"]


def test_a_row_of_this_unit_that_the_page_does_not_show_is_404_without_a_trace(cast: Cast) -> None:
    with pytest.raises(Http404), scoping.units([cast.wexcombe.pk]):
        guards.fetch(_request(cast.marian), Grant.objects.none(), pk=Grant.objects.get(user=cast.alun).pk)
    assert not AuditEvent.objects.exists()
