"""Runs every test("…") of the JavaScript files here in Chromium, each as a test of its own."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

HERE = Path(__file__).parent
CASES = [
    pytest.param(file.name, name, id=f"{file.stem}: {name}")
    for file in sorted(HERE.glob("test_*.js"))
    for name in re.findall(r'^test\("([^"]+)"', file.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize(("file", "name"), CASES)
def test_module(files: str, laptop: Page, file: str, name: str) -> None:
    laptop.goto(f"{files}/run?{urlencode({'file': file, 'test': name})}")
    report = laptop.locator("output").text_content(timeout=60_000)
    assert report == "passed", report
