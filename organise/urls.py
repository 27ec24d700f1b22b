"""Addresses of organise."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "organise"
urlpatterns: list[URLPattern] = []
