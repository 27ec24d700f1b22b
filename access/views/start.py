"""The start page of a unit: what needs you, this week, what changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from access.guards import reaches
from access.models import Unit


@reaches("everybody with a role here has a start page; each line on it checks its own permission")
def start(request: HttpRequest, unit: Unit) -> HttpResponse:
    return render(request, "access/start.html", {})
