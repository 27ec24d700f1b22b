"""Every address says who may open it, and means it: a matrix of all addresses and all kinds of people.

The addresses come from the resolver and what is expected of each from its guard, so a new page is in it by itself.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from access.enums import Factor
from access.models import AuditEvent, User
from access.permissions import REACH_DOWN, Permission
from access.roles import ROLES, RoleName
from tests import cast as people
from tests.addresses import Address, walk
from tests.cast import Cast

ADDRESSES = list(walk())
IN_A_UNIT = [one for one in ADDRESSES if one.route.startswith("u/<slug:unit>/")]
KINDS = ("public", "signed_in", "held", "reaches", "requires")
GUARDED = [one for one in IN_A_UNIT if getattr(one.view, "access_rule", ("", ""))[0] == "requires"]
# Pages that even the right person finds in some units only, each with its reason.
NOT_EVERYWHERE = {"access:mail_server": "stands at the top of the tree, where EMAIL_URL doesn't settle it"}
# Whoever opens these is signed out by it, or meets another page than the one before.
ENDS_THE_SESSION = {"account_logout"}
# No small number: ids count on through a process, so that one day 7 is the session which the matrix then ends itself.
_VALUES = {"slug": "wexcombe", "uuid": str(uuid.UUID(int=7)), "int": "2147483000", "str": "x", "path": "x"}


def _name(address: Address) -> str:
    return address.name


def _url(address: Address) -> str:
    """Fill the address: the unit is Wexcombe, everything else an id that there isn't."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: _VALUES[part[1] or "str"], address.route)


def test_the_resolver_was_walked() -> None:
    assert {"home", "healthz", "access:grants", "account_login"} <= {one.name for one in ADDRESSES}


@pytest.mark.parametrize("address", ADDRESSES, ids=_name)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    kind, rule = getattr(address.view, "access_rule", ("", ""))
    assert kind in KINDS, f"{address.route} has no guard (access/guards.py)"
    if kind == "requires":
        assert rule in Permission
    else:
        assert len(rule) > 10, "the reason is for a reader"


@pytest.mark.parametrize("address", ADDRESSES, ids=_name)
def test_units_are_opened_by_the_guards_that_know_units(address: Address) -> None:
    kind = address.view.access_rule[0]  # type: ignore[attr-defined]
    assert (address in IN_A_UNIT) == (kind in {"requires", "reaches", "held"})


# --- The matrix --------------------------------------------------------------------------------------------------

# What an answer may be. 404 comes where an address names a thing by an id that there isn't.
SIGN_IN = {302, 401}
NOT_THERE = {404}
REFUSED = {403}
LED_AWAY = {302}
OPEN = {200, 302, 400, 401, 405, 409, 410, 415}
OPEN_BY_ID = OPEN | NOT_THERE
# A page that asks nothing of a role may still refuse what somebody's own rows don't allow.
OWN = OPEN_BY_ID | REFUSED


def _expected(address: Address, who: str, opened_by: str) -> set[int]:
    """Return the statuses that this address may answer somebody of this kind with. `opened_by`: "GET" or "POST"."""
    kind = address.view.access_rule[0]  # type: ignore[attr-defined]
    if kind == "public":
        return OWN
    if who == "nobody":
        return SIGN_IN
    if kind == "signed_in":
        return OWN
    if who in {"no grant", "wrong CLP", "expired grant"}:
        return NOT_THERE
    if who == "gates are closed" and kind != "held":
        return LED_AWAY if opened_by == "GET" else REFUSED
    if who == "wrong role" and kind == "requires":
        return REFUSED
    by_id = "<" in address.route.removeprefix("u/<slug:unit>/") or address.name in NOT_EVERYWHERE
    return OPEN_BY_ID if by_id else OPEN


def _people(cast: Cast) -> dict[str, Callable[[Address], User | None]]:
    """Return who opens an address, by kind: some depend on the right that the address asks for."""
    holders = {role: _holder(cast, role) for role in RoleName}
    before = {role: _newcomer(cast, role) for role in RoleName}

    def asked(address: Address) -> Permission | None:
        kind, rule = address.view.access_rule  # type: ignore[attr-defined]
        return rule if kind == "requires" else None

    def with_right(address: Address) -> RoleName:
        return next(role for role in GATED if asked(address) is None or asked(address) in ROLES[role].permissions)

    def without(address: Address) -> RoleName:
        return next(role for role in RoleName if asked(address) not in ROLES[role].permissions)

    return {
        "nobody": lambda _address: None,
        "no grant": lambda _address: cast.noor,
        "wrong CLP": lambda _address: cast.rival,
        "expired grant": lambda _address: cast.lewis,
        "wrong role": lambda address: holders[without(address)],
        "right role": lambda address: holders[with_right(address)],
        "gates are closed": lambda address: before[with_right(address)],
    }


# Roles with anything before them: every permission is in one of these.
GATED = [role for role in RoleName if ROLES[role].gates or ROLES[role].factor != Factor.NONE]
WHO = ("nobody", "no grant", "wrong CLP", "wrong role", "right role", "expired grant", "gates are closed")


@pytest.mark.parametrize("who", WHO)
def test_the_matrix(who: str, cast: Cast) -> None:
    find = _people(cast)[who]
    browsers: dict[int | None, Client] = {}
    wrong = {}
    for address in ADDRESSES:
        user = find(address)
        key = user.pk if user else None
        if key not in browsers or address.name in ENDS_THE_SESSION:
            browsers[key] = cast.client(user)
        opened_by, status = _try(browsers[key], address)
        if address.name in ENDS_THE_SESSION:
            del browsers[key]
        if status not in _expected(address, who, opened_by):
            wrong[address.name] = f"{opened_by} {status}, not one of {sorted(_expected(address, who, opened_by))}"
    assert wrong == {}


def test_every_permission_is_in_a_role_that_the_matrix_closes() -> None:
    assert {one for role in GATED for one in ROLES[role].permissions} == set(Permission)


def _try(browser: Client, address: Address) -> tuple[str, int]:
    """Open an address by GET, or by POST where it takes no GET. Returns which, and the status."""
    answer = browser.get(_url(address))
    if answer.status_code != 405:
        return "GET", answer.status_code
    return "POST", browser.post(_url(address)).status_code


# --- What is on the record, and what reaches down ---------------------------------------------------------------


@pytest.mark.parametrize("who", ["noor", "rival", "lewis"])
def test_an_attempt_from_outside_is_in_the_units_record(who: str, cast: Cast) -> None:
    """No grant at all, a role in another CLP, a role that has ended."""
    browser = cast.client(getattr(cast, who))
    for tried, address in enumerate(IN_A_UNIT, start=1):
        _try(browser, address)
        noted = AuditEvent.objects.filter(verb="access.out_of_scope", unit_id=cast.wexcombe.pk)
        assert noted.count() >= tried, address.name
    assert set(noted.values_list("actor_id", flat=True)) == {getattr(cast, who).pk}


def test_in_the_unit_without_the_right_is_on_the_record(cast: Cast) -> None:
    find = _people(cast)["wrong role"]
    for address in GUARDED:
        before = AuditEvent.objects.filter(verb="access.refused").count()
        _try(cast.client(find(address)), address)
        assert AuditEvent.objects.filter(verb="access.refused").count() > before, address.name


def test_from_above_only_decisions_and_figures_are_open(cast: Cast) -> None:
    """The regional organiser gets what reaches down the tree, and is refused every page with names."""
    browser = cast.client(cast.priya)
    for address in GUARDED:
        permission = address.view.access_rule[1]  # type: ignore[attr-defined]
        _opened_by, status = _try(browser, address)
        reaches = permission in REACH_DOWN and permission in ROLES[RoleName.REGIONAL_ORGANISER].permissions
        assert (status != 403) == reaches, f"{address.name} answered {status}"


def _holder(cast: Cast, role: RoleName) -> User:
    user = people._user(f"holder-{role}", f"Holder of {role}")
    people.grant(user, cast.wexcombe, role)
    return user


def _newcomer(cast: Cast, role: RoleName) -> User:
    user = people.newcomer(f"newcomer-{role}", f"Newcomer as {role}")
    people.grant(user, cast.wexcombe, role)
    return user
