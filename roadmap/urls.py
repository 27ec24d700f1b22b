"""Addresses of roadmap. No unit stands in them: the roadmap belongs to the whole installation."""

from __future__ import annotations

from django.urls import path

from roadmap.views import items

app_name = "roadmap"
urlpatterns = [
    path("roadmap/", items.items, name="items"),
    path("roadmap/ask/", items.ask, name="ask"),
    path("roadmap/<int:item>/", items.item, name="item"),
    path("roadmap/<int:item>/need/", items.need, name="need"),
    path("roadmap/<int:item>/answer/", items.answer, name="answer"),
]
