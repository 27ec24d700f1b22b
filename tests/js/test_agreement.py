"""What a script decides by itself must be what the server decides: the same numbers are numbers on both sides."""

from __future__ import annotations

import random

from playwright.sync_api import Page

from gotv.rules.numbers import NotANumber, parse


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
