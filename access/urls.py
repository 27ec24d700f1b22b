"""Addresses of access."""

from __future__ import annotations

from django.urls import path

from access.views import start

app_name = "access"
urlpatterns = [
    path("u/<slug:unit>/", start.start, name="start"),
]
