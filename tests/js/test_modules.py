"""Runs every test("…") of the JavaScript files here in Chromium, each as a test of its own; in WebKit file by file."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.webkit import Tab

HERE = Path(__file__).parent
NAMES = {
    file.name: re.findall(r'^test\("([^"]+)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    for file in sorted(HERE.glob("test_*.js"))
}
CASES = [pytest.param(file, name, id=f"{file[:-3]}: {name}") for file, names in NAMES.items() for name in names]
_REPORT = """async () => {
  while (!document.querySelector("output")) await new Promise((done) => setTimeout(done, 20));
  return document.querySelector("output").textContent;
}"""
_EMPTY = """async () => {
  for (const { name } of await indexedDB.databases()) {
    await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; });
  }
}"""


@pytest.mark.parametrize(("file", "name"), CASES)
def test_module(files: str, laptop: Page, file: str, name: str) -> None:
    laptop.goto(f"{files}/run?{urlencode({'file': file, 'test': name})}")
    report = laptop.locator("output").text_content(timeout=60_000)
    assert report == "passed", report


@pytest.mark.parametrize("file", NAMES)
def test_modules_in_webkit(files: str, safari: Tab, file: str) -> None:
    reports = {}
    for name in NAMES[file]:
        safari.go(f"{files}/run?{urlencode({'file': file, 'test': name})}")
        reports[name] = safari.run(_REPORT)
        safari.go(f"{files}/run")
        safari.run(_EMPTY)
    assert {name: report for name, report in reports.items() if report != "passed"} == {}
