"""Addresses of canvass."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "canvass"
urlpatterns: list[URLPattern] = []
