"""Addresses of gotv."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "gotv"
urlpatterns: list[URLPattern] = []
