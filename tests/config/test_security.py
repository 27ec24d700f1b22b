"""Headers and cookies, on a page and when served by HTTPS."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.test import Client

from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
_SHOW = """
import django
django.setup()
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
      s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SESSION_COOKIE_HTTPONLY, s.DEBUG)
"""


_ANSWER = """
import django
django.setup()
from django.http import HttpResponse
from django.test import RequestFactory
from csp.middleware import CSPMiddleware
answer = CSPMiddleware(lambda request: HttpResponse("a map"))(RequestFactory().get("/"))
print(answer["Content-Security-Policy"])
"""


def test_a_page_forbids_what_it_does_not_need(cast: Cast) -> None:
    answer = Client().get("/accounts/login/")
    policy = answer["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store, private" or "no-store" in answer["Cache-Control"]


def test_every_answer_has_an_id_to_read_out(cast: Cast) -> None:
    assert len(Client().get("/accounts/login/")["X-Request-ID"]) == 12


def test_with_https_cookies_are_bound_to_the_host() -> None:
    """In a process of its own, since settings are read once."""
    environment = os.environ | {"BASE_URL": "https://rosette.example.org", "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment["SECRET_KEY"] = "x" * 64
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "True",
        "True",
        "True",
        "True",
        "True",
        "False",
    ]


def _policy(**more: str) -> dict[str, str]:
    """Return the directives of an answer's policy, in a process of its own that has these settings."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x" * 64} | more
    shown = subprocess.run(
        [sys.executable, "-c", _ANSWER], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return dict(part.strip().split(" ", 1) for part in shown.stdout.split(";") if part.strip())


def test_a_tile_server_may_give_pictures_and_nothing_else() -> None:
    without = _policy(MAP_TILES_URL="")
    with_tiles = _policy(MAP_TILES_URL="https://tiles.example.org:8443/{z}/{x}/{y}.png")
    assert without["img-src"] == "'self' data:"
    assert with_tiles["img-src"] == "'self' data: https://tiles.example.org:8443"
    assert {name: value for name, value in with_tiles.items() if value != without.get(name)} == {
        "img-src": with_tiles["img-src"]
    }
