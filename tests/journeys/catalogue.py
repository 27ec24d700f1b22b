"""Every HTML page of the product, who opens it, and the rows it needs: for axe, and for the lists of permissions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tests import cast as people


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


# Addresses that answer no HTML page by GET, each with its reason.
NOT_PAGES: dict[str, str] = {
    "healthz": "answers JSON",
    "theme": "takes a choice by POST and goes back",
    "set_language": "takes a choice by POST and goes back",
}
PAGES: list[Page] = [
    Page("config", "styleguide", who=""),
]


def build(part: str) -> World:
    """Make the cast and the rows that this part's pages show."""
    world = World(people.make())
    BUILDERS.get(part, lambda _world: None)(world)
    return world


BUILDERS: dict[str, Callable[[World], None]] = {}
