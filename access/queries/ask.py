"""What can be asked for, and which of it fits what somebody needs to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access.enums import Basis, Factor, UnitKind
from access.models import Tool, Unit, User
from access.permissions import Permission as P
from access.queries import figures, requests, training
from access.queries import roles as role_queries
from access.queries.figures import Figures
from access.queries.roles import Deciding
from access.queries.training import Gate
from access.roles import ROLES, Role
from access.rules import ask as rules
from access.rules import grants
from kit import clock


@dataclass(frozen=True)
class Offer:
    """A role or a tool that can be asked for. `key` is its name or code, `is_tool` tells which."""

    key: str
    is_tool: bool
    name: str
    what_for: str
    sees: str
    hours: int
    lasts_days: int
    permission: P
    kinds: tuple[UnitKind, ...]
    role: Role | None = None
    tool: Tool | None = None

    @property
    def by_area(self) -> bool:
        """Say whether it can be limited to places inside a unit."""
        return self.role is not None and self.role.by_area

    @property
    def basis(self) -> Basis | None:
        return self.role.basis if self.role is not None else None


@dataclass(frozen=True)
class Card:
    """All that somebody should know before they ask: who decides there, how long that takes, what comes before.

    `deciding` is None while no unit has been chosen. `ends_on` is the last day if it were given today.
    """

    offer: Offer
    deciding: Deciding | None
    times: Figures
    gates: list[Gate]
    factor: Factor | None
    ends_on: object
    areas: list


def offers() -> list[Offer]:
    """Return everything that can be asked for: roles in their order, then tools by name. One query."""
    found = [_role(role) for role in ROLES.values() if role.may_be_asked]
    return found + [_tool(tool) for tool in role_queries.tools()]


def _role(role: Role) -> Offer:
    return Offer(
        key=role.name.value,
        is_tool=False,
        name=str(role.name.label),
        what_for=str(role.what_for),
        sees=str(role.sees),
        hours=role.decide_hours,
        lasts_days=role.lasts_days,
        permission=role.decided_with,
        kinds=role.kinds,
        role=role,
    )


def _tool(tool: Tool) -> Offer:
    return Offer(
        key=tool.code,
        is_tool=True,
        name=tool.name,
        what_for=tool.what_for,
        sees=tool.data_held,
        hours=tool.decide_hours,
        lasts_days=grants.TOOL_DAYS,
        permission=P.GIVE_ACCESS,
        kinds=requests.kinds(""),
        tool=tool,
    )


def fitting(words: str, among: Iterable[Offer]) -> list[Offer]:
    """Return the offers that fit what was written, the best first."""
    by_key = {f"{'tool' if offer.is_tool else 'role'}:{offer.key}": offer for offer in among}
    choices = [rules.Choice(key, offer.name, _phrases(offer), offer.what_for) for key, offer in by_key.items()]
    return [by_key[fit.key] for fit in rules.rank(words, choices)]


def _phrases(offer: Offer) -> tuple[str, ...]:
    return tuple(str(phrase) for phrase in offer.role.phrases) if offer.role is not None else ()


def card(offer: Offer, unit: Unit | None, user: User) -> Card:
    """Return what somebody should know about an offer in a unit. Needs a scope open on the unit's lineage."""
    role = offer.role
    times = figures.for_role(offer.key, unit) if offer.tool is None else figures.for_tool(offer.tool, unit)
    return Card(
        offer=offer,
        deciding=role_queries.deciding(unit, offer.permission) if unit is not None else None,
        times=times,
        gates=training.of_names(training.gates(user), role.gates) if role is not None else [],
        factor=role.factor if role is not None and role.factor != Factor.NONE else None,
        ends_on=grants.last_day(clock.today(), offer.lasts_days),
        areas=requests.areas(unit) if unit is not None and offer.by_area else [],
    )
