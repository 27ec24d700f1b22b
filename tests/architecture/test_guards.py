"""Every address says who may open it, and means it: tried with everybody who may not."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from access.models import AuditEvent
from access.permissions import REACH_DOWN, Permission
from access.roles import ROLES, RoleName
from tests import cast as people
from tests.addresses import Address, walk
from tests.cast import Cast

ADDRESSES = list(walk())
IN_A_UNIT = [one for one in ADDRESSES if one.route.startswith("u/<slug:unit>/")]
GUARDED = [one for one in IN_A_UNIT if getattr(one.view, "access_rule", ("", ""))[0] == "requires"]
# Pages that even the right person finds in some units only, each with its reason.
NOT_EVERYWHERE = {"access:mail_server": "stands at the top of the tree, where EMAIL_URL doesn't settle it"}
_VALUES = {"slug": "wexcombe", "uuid": str(uuid.UUID(int=7)), "int": "7", "str": "x", "path": "x"}


def _name(address: Address) -> str:
    return address.name


def _url(address: Address) -> str:
    """Fill the address: the unit is Wexcombe, everything else an id that there isn't."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: _VALUES[part[1] or "str"], address.route)


def _open(browser: Client, address: Address) -> int:
    answer = browser.get(_url(address))
    if answer.status_code == 405:
        answer = browser.post(_url(address))
    return answer.status_code


def test_the_resolver_was_walked() -> None:
    assert {"home", "healthz", "access:grants", "account_login"} <= {one.name for one in ADDRESSES}


@pytest.mark.parametrize("address", ADDRESSES, ids=_name)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    kind, rule = getattr(address.view, "access_rule", ("", ""))
    assert kind in {"public", "signed_in", "reaches", "requires"}, f"{address.route} has no guard (access/guards.py)"
    if kind == "requires":
        assert rule in Permission
    else:
        assert len(rule) > 10, "the reason is for a reader"


@pytest.mark.parametrize("address", ADDRESSES, ids=_name)
def test_units_are_opened_by_the_guards_that_know_units(address: Address) -> None:
    kind = address.view.access_rule[0]  # type: ignore[attr-defined]
    assert (address in IN_A_UNIT) == (kind in {"requires", "reaches"})


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.view.access_rule[0] != "public"], ids=_name)  # type: ignore[attr-defined]
def test_nobody_is_sent_to_sign_in(address: Address, cast: Cast) -> None:
    assert _open(Client(), address) in {302, 401}


@pytest.mark.parametrize("who", ["noor", "rival", "lewis"])
def test_without_a_role_here_the_unit_does_not_exist(who: str, cast: Cast) -> None:
    """No grant at all, a role in another CLP, a role that has ended: 404, and a line in the unit's record."""
    browser = cast.client(getattr(cast, who))
    for tried, address in enumerate(IN_A_UNIT, start=1):
        assert _open(browser, address) == 404, address.name
        refused = AuditEvent.objects.filter(verb="access.out_of_scope", unit_id=cast.wexcombe.pk)
        assert refused.count() >= tried, address.name
    assert set(refused.values_list("actor_id", flat=True)) == {getattr(cast, who).pk}


def test_in_the_unit_without_the_right_is_403_and_on_the_record(cast: Cast) -> None:
    browsers = {role: cast.client(_holder(cast, role)) for role in RoleName}
    for address in GUARDED:
        permission = address.view.access_rule[1]  # type: ignore[attr-defined]
        without = next(role for role in RoleName if permission not in ROLES[role].permissions)
        before = AuditEvent.objects.filter(verb="access.refused").count()
        assert _open(browsers[without], address) == 403, address.name
        assert AuditEvent.objects.filter(verb="access.refused").count() > before, address.name


def test_with_the_right_nobody_is_refused(cast: Cast) -> None:
    browsers = {role: cast.client(_holder(cast, role)) for role in RoleName}
    for address in GUARDED:
        permission = address.view.access_rule[1]  # type: ignore[attr-defined]
        with_it = next(role for role in RoleName if permission in ROLES[role].permissions)
        status = _open(browsers[with_it], address)
        by_id = "<" in address.route.removeprefix("u/<slug:unit>/") or address.name in NOT_EVERYWHERE
        assert status in ({200, 302, 400, 404} if by_id else {200, 302, 400}), f"{address.name} answered {status}"


def test_from_above_only_decisions_and_figures_are_open(cast: Cast) -> None:
    """The regional organiser gets what reaches down the tree, and is refused every page with names."""
    browser = cast.client(cast.priya)
    for address in GUARDED:
        permission = address.view.access_rule[1]  # type: ignore[attr-defined]
        status = _open(browser, address)
        reaches = permission in REACH_DOWN and permission in ROLES[RoleName.REGIONAL_ORGANISER].permissions
        assert (status != 403) == reaches, f"{address.name} answered {status}"


def _holder(cast: Cast, role: RoleName) -> people.User:
    user = people._user(f"holder-{role}", f"Holder of {role}")
    people.grant(user, cast.wexcombe, role)
    return user
