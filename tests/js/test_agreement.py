"""Where a script must agree with something outside it: with the server's rules, and with the words in the templates."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from canvass.enums import Outcome
from canvass.rules import maps, notes
from gotv.enums import MarkVerdict
from gotv.rules.numbers import NotANumber, parse

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted([*(ROOT / "static/canvass").rglob("*.js"), *(ROOT / "static/gotv").rglob("*.js")])
_SAYS = re.compile(r"\bsay\(\s*\"(\w+)\"")
_WORDS = re.compile(r"\bdata-([\w-]+)=")
_FORMS = ("", "One", "Other")
# What a page says by a code that it has from somewhere else.
BOARD_SCRIPTS = (
    *("answers", "asked", "asking", "forms", "more", "opening"),
    *("recording", "round", "strip", "toast", "view", "walk"),
)
BOARD_CODES = {
    *({"answered", "noted", "done", "open", "no_contact", *Outcome.values} - {Outcome.SPOKE.value}),
    *("phone", "email", "flagged", "phoneSaved", "emailSaved", "whyNew", "whyUndecided"),
    *("askIssues", "askIntention", "askScale", "askMore", "askMoreDoor", "askConfirm", "doConfirm"),
    *(f"title{page}" for page in ("Wishes", "RuledOut", "Note", "Contact", "Tongue", "Language", "Flag")),
    *("titleSomeone", "titleSomewhere"),
}
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


def test_the_phone_and_the_office_look_twice_at_the_same_words(files: str, laptop: Page) -> None:
    laptop.goto(f"{files}/run")
    words = laptop.evaluate("async () => (await import('/static/canvass/delicate.js')).WORDS")
    assert sorted(words) == sorted(notes.WORDS)
    said = [
        "Her cancer is back",
        "buses",
        "a Depressing junction",
        "trans rights",
        "transport",
        "an ex con",
        "Gayle Road",
    ]
    asked = laptop.evaluate(
        "async (all) => all.map((await import('/static/canvass/delicate.js')).isDelicate)",
        said,
    )
    assert asked == [notes.is_delicate(one) for one in said] == [True, False, True, True, False, True, True]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_script_is_type_checked(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("// @ts-check\n")


@pytest.mark.parametrize(
    ("scripts", "templates", "codes"),
    [
        (
            [f"canvass/{name}" for name in BOARD_SCRIPTS],
            [
                "canvass/phone/_words",
                "canvass/phone/_door_words",
                "canvass/phone/_sync_words",
                "canvass/phone/_opening",
            ],
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


def test_the_map_knows_where_a_point_lies_as_the_server_does(files: str, laptop: Page) -> None:
    dice = random.Random(11)
    points = [(dice.uniform(0, maps.WIDTH), dice.uniform(0, maps.HEIGHT)) for _ in range(50)]
    sheet = maps.window(53.5612, -2.1143, 15)
    laptop.goto(f"{files}/run")
    found = laptop.evaluate(
        "async ([data, points]) => { const { place } = await import('/static/canvass/map.js');"
        " return points.map(([x, y]) => place({ dataset: data }, x, y)); }",
        [{"zoom": str(sheet.zoom), "left": str(sheet.left), "top": str(sheet.top)}, points],
    )
    assert found == [pytest.approx(sheet.place(x, y), abs=1e-6) for x, y in points]
