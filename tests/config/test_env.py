"""Settings that are missing or wrong stop the start, with what to type."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def test_a_missing_setting_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("SECRET_KEY_FILE", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set\. Start with `python3 run\.py`"):
        env.secret("SECRET_KEY")


def test_a_secret_is_read_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("s3cret\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(file))
    assert env.secret("SECRET_KEY") == "s3cret"


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY_FILE names .*nowhere, which can't be read"):
        env.secret("SECRET_KEY")


@pytest.mark.parametrize(("word", "value"), [("true", True), ("1", True), ("Yes", True), ("off", False), ("", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, word: str, value: bool) -> None:
    monkeypatch.setenv("DEBUG", word)
    assert env.flag("DEBUG", not value) is value


def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match=r"DEBUG is 'perhaps', which is neither yes nor no"):
        env.flag("DEBUG", False)


def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "one")
    with pytest.raises(ImproperlyConfigured, match=r"not a whole number, such as 0"):
        env.number("TRUSTED_PROXIES", 0)


def test_only_postgresql_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x.db")
    with pytest.raises(ImproperlyConfigured, match=r"begins with 'sqlite'\. Rosette needs PostgreSQL"):
        env.database("DATABASE_URL")


def test_a_socket_directory_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@/rosette?host=/run/sock")
    found = env.database("DATABASE_URL")
    assert (found["NAME"], found["USER"]) == ("rosette", "app")
    assert "/run/sock" in (found.get("HOST"), found.get("OPTIONS", {}).get("host"))


def test_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.day("REGISTER_UNDER_16_FROM") is None
    monkeypatch.setenv("REGISTER_UNDER_16_FROM", "2028-06-01")
    assert env.day("REGISTER_UNDER_16_FROM") == datetime.date(2028, 6, 1)
    monkeypatch.setenv("REGISTER_UNDER_16_FROM", "next year")
    with pytest.raises(ImproperlyConfigured, match="not a day, such as 2028-06-01"):
        env.day("REGISTER_UNDER_16_FROM")


@pytest.mark.parametrize(
    "value", ["", "https://tiles.example.org/{z}/{x}/{y}.png", "https://t.example:8443/{z}/{x}/{y}"]
)
def test_a_tile_server_is_an_address_or_nothing(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MAP_TILES_URL", value)
    assert env.tiles("MAP_TILES_URL") == value


@pytest.mark.parametrize(
    "value",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/map.png",
        "https://*.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src *//{z}/{x}/{y}",
        "https://{z}.example.org/{x}/{y}.png",
    ],
)
def test_what_is_no_tile_server_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MAP_TILES_URL", value)
    with pytest.raises(ImproperlyConfigured, match="no address of map tiles"):
        env.tiles("MAP_TILES_URL")
