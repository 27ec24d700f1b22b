"""Addresses of canvass."""

from __future__ import annotations

from django.urls import path

from canvass.views import sync

app_name = "canvass"
urlpatterns = [
    path("canvass/sync/v1/events", sync.events, name="sync_events"),
    path("canvass/sync/v1/ping", sync.ping, name="sync_ping"),
]
