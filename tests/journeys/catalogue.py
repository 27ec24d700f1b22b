"""Every HTML page of the product, who opens it, and the rows it needs: for axe, and for the lists of permissions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from access import scoping
from access.actions import mail
from access.enums import MailKind
from access.models import Grant, OutboxMessage, Unit
from tests import cast as people
from tests.factories import canvass, gotv


@dataclass
class World:
    """The cast, and whatever a part's builder made, by name."""

    cast: people.Cast
    made: SimpleNamespace = field(default_factory=SimpleNamespace)


@dataclass(frozen=True)
class Page:
    """One page. `who` is a name of the cast ("" for nobody); `ready` is a selector to wait for."""

    part: str
    name: str
    who: str = "marian"
    args: Callable[[World], dict[str, Any]] | None = None
    query: str = ""
    status: int = 200
    ready: str = ""

    def kwargs(self, world: World) -> dict[str, Any]:
        return self.args(world) if self.args else {}


def _unit(world: World) -> dict[str, Any]:
    return {"unit": world.cast.wexcombe.code}


def _with(*names: str) -> Callable[[World], dict[str, Any]]:
    """Return arguments that name the unit and rows that the builder made."""
    return lambda world: _unit(world) | {name: getattr(world.made, name).pk for name in names}


def _made(**names: str) -> Callable[[World], dict[str, Any]]:
    """Return arguments without the unit: argument=name of what the builder made."""
    return lambda world: {argument: getattr(world.made, name).pk for argument, name in names.items()}


# Addresses that answer no HTML page by GET, each with its reason.
NOT_PAGES: dict[str, str] = {
    "healthz": "answers JSON",
    "theme": "takes a choice by POST and goes back",
    "set_language": "takes a choice by POST and goes back",
    "home": "sends everybody on to the page they need",
    "account_signup": "shows the same page as closed signing up",
    "gotv:teller_undo": "takes a POST and goes back to the keypad",
    "gotv:teller_device": "answers JSON",
    "gotv:figures": "a fragment of the dashboard, visited there",
    "gotv:restore_station": "takes a POST and goes back",
}


def _office(part: str, *names: str, who: str = "marian") -> list[Page]:
    """Pages that need nothing but the unit."""
    return [Page(part, f"{part}:{name}", who, _unit) for name in names]


PAGES: list[Page] = [
    Page("config", "styleguide", who=""),
    Page("account", "account_login", who=""),
    Page("account", "account_logout"),
    Page("account", "account_reauthenticate"),
    Page("account", "account_inactive", who=""),
    Page("account", "account_email"),
    Page("account", "account_email_verification_sent", who=""),
    Page("account", "account_confirm_email", who="", args=lambda _world: {"key": "an-old-key"}),
    Page("account", "account_change_password"),
    Page("account", "account_set_password", who="noor"),
    Page("account", "account_reset_password", who=""),
    Page("account", "account_reset_password_done", who=""),
    Page("account", "account_reset_password_from_key", who="", args=lambda world: world.made.reset),
    Page("account", "account_reset_password_from_key_done", who=""),
    Page("empty", "access:setup", who=""),
    *_office(
        "access", "start", "grants", "ended", "give", "roles", "units", "record", "settings", "mail", "mail_server"
    ),
    Page("access", "access:end", args=_with("grant")),
    Page("access", "access:caught_mail", who=""),
    Page("access", "access:caught_message", who="", args=_made(message="message")),
    *_office("gotv", "polling_days", "new_election"),
    *(
        Page("gotv", f"gotv:{name}", args=_with("election"))
        for name in (
            "dashboard",
            "districts",
            "edit_election",
            "stations",
            "new_station",
            "arrange_stations",
            "numbers",
            "marks",
            "knock_ups",
        )
    ),
    Page("gotv", "gotv:edit_station", args=_with("election", "station")),
    Page("gotv", "gotv:remove_station", args=_with("election", "station")),
    Page("gotv", "gotv:void_mark", args=_with("election", "mark")),
    Page("gotv", "gotv:knock_up_list", args=_with("election", "district")),
    Page("gotv", "gotv:knock_up_sheets", args=_with("election", "district")),
    Page("gotv", "gotv:teller_stations", who="tess"),
    Page("gotv", "gotv:teller", who="tess", args=_made(station="station")),
]


def build(part: str) -> World:
    """Make the cast and the rows that this part's pages show. The part "empty" has nobody at all."""
    if part == "empty":
        return World(people.Cast(*[None] * len(people.Cast.__dataclass_fields__)))  # type: ignore[arg-type]
    world = World(people.make())
    BUILDERS.get(part, lambda _world: None)(world)
    return world


def _account(world: World) -> None:
    user = world.cast.noor
    world.made.reset = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    user.set_unusable_password()
    user.save()


def _access(world: World) -> None:
    world.made.grant = Grant.objects.get(user=world.cast.alun)
    world.made.message = mail.queue(
        to="elsie@example.org",
        kind=MailKind.SERVICE,
        purpose="test",
        subject="A very long subject that goes on and on, as subjects in Llanfairpwllgwyngyll sometimes do",
        text="Come to https://example.org/a/very/long/address/that/does/not/break/anywhere/at/all/" + "x" * 80,
        unit=world.cast.wexcombe,
    )
    OutboxMessage.objects.update(state="sent", sent_at=world.made.message.created_at, last_answer="caught")


def _gotv(world: World) -> None:
    unit: Unit = world.cast.wexcombe
    road = canvass.street(unit, "Cwrt Llanfihangel-yng-Ngwynfa")
    hill = canvass.street(unit, "Tanyard Row")
    world.made.district = canvass.district(unit, "HH3", "Tanyard", canvass.ward(unit))
    people_at = [
        canvass.elector(canvass.household(place, number, in_district=world.made.district), "Elsie", "Marchbank")
        for place in (road, hill)
        for number in (1, 2, 3, 12)
    ]
    for elector in people_at:
        gotv.promise(elector)
    world.made.election = gotv.election(unit, rehearsal=True)
    world.made.station = gotv.station(world.made.election, "Harrow Hill Library", world.made.district)
    with scoping.units([unit.pk]):
        world.made.mark = gotv.mark(world.made.station, people_at[0])


BUILDERS: dict[str, Callable[[World], None]] = {
    "account": _account,
    "access": _access,
    "gotv": _gotv,
}
