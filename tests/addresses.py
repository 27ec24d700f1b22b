"""All addresses of the application, from the resolver: name, pattern, view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern. `name` has its namespace ("canvass:boards")."""

    name: str
    route: str
    view: Callable


def walk(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[Address]:
    """Yield every URL pattern that can be opened."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name}", route, pattern.callback)
