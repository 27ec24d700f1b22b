"""Where a script must agree with something outside it: with the server's rules, and with the words in the templates."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from canvass.enums import Outcome
from gotv.enums import MarkVerdict
from gotv.rules.numbers import NotANumber, parse

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted([*(ROOT / "static/canvass").rglob("*.js"), *(ROOT / "static/gotv").rglob("*.js")])
_SAYS = re.compile(r"\bsay\(\s*\"(\w+)\"")
_WORDS = re.compile(r"\bdata-([\w-]+)=")
_FORMS = ("", "One", "Other")
# What a page says by a code that it has from somewhere else.
BOARD_CODES = {"answered", "noted", "done", "open", "no_contact", *Outcome.values} - {Outcome.SPOKE.value}
KEYPAD_CODES = {"waiting", "check", "undone", "notTaken", "sentAlone", *MarkVerdict.values}


def test_the_keypad_reads_numbers_as_the_server_does(files: str, laptop: Page) -> None:
    dice = random.Random(7)
    typed = ["".join(dice.choices("0123456789/.", k=dice.randint(1, 9))) for _ in range(3000)]
    typed += ["1274", "1274/1", "34.100", "34/10", "5.000", "0", "999999", "1000000", "12/", "12."]
    laptop.goto(f"{files}/run")
    read = laptop.evaluate(
        "async (all) => { const { read } = await import('/static/gotv/numbers.js'); return all.map(read); }", typed
    )
    ours = [found and (found["number"], found["suffix"]) for found in read]
    assert dict(zip(typed, ours, strict=True)) == {one: _server(one) for one in typed}
    assert sum(one is not None for one in ours) > 300


def _server(typed: str) -> tuple[int, int] | None:
    try:
        number = parse(typed)
    except NotANumber:
        return None
    return number.number, number.suffix


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_script_is_type_checked(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("// @ts-check\n")


@pytest.mark.parametrize(
    ("scripts", "templates", "codes"),
    [
        (
            ["canvass/walk", "canvass/view", "canvass/answers", "canvass/toast", "canvass/strip"],
            ["canvass/phone/_words", "canvass/phone/_sync_words"],
            BOARD_CODES,
        ),
        (["gotv/keypad", "canvass/strip"], ["gotv/tellers/_words", "canvass/phone/_sync_words"], KEYPAD_CODES),
        (["canvass/leftovers"], ["canvass/phone/_leftovers"], set()),
    ],
    ids=["board", "keypad", "leftovers"],
)
def test_the_page_has_every_word_that_its_script_says(
    scripts: list[str], templates: list[str], codes: set[str]
) -> None:
    said = {word for name in scripts for word in _SAYS.findall(_read(ROOT / "static" / f"{name}.js"))} | codes
    there = {_camel(word) for name in templates for word in _WORDS.findall(_read(ROOT / "templates" / f"{name}.html"))}
    assert {word for word in said if not any(word + form in there for form in _FORMS)} == set()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _camel(attribute: str) -> str:
    first, *rest = attribute.split("-")
    return first + "".join(word.capitalize() for word in rest)
