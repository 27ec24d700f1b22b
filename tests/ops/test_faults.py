"""`run.py faults`: what it runs, with which dice, and how long it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from runner import console, faults, suite

Run = tuple[list[str], dict[str, str]]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> tuple[list[Run], list[int]]:
    """Note the runs of the suite; they end with the codes in the second list, then with 0."""
    made: list[Run] = []
    codes: list[int] = []

    def run(arguments: Sequence[str], *, env: dict[str, str]) -> int:
        made.append((list(arguments), env))
        return codes.pop(0) if codes else 0

    monkeypatch.setattr(suite, "run", run)
    return made, codes


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    say: Callable[[str], None] = words.append
    monkeypatch.setattr(console, "say", say)
    return words


def test_a_seed_is_thrown_again_and_said(runs: tuple[list[Run], list[int]], said: list[str]) -> None:
    assert faults.run(["--seed", "42", "-k", "portal"]) == 0
    [(arguments, env)] = runs[0]
    assert arguments[: len(faults.WHERE)] == list(faults.WHERE)
    assert arguments[-2:] == ["-k", "portal"]
    assert env == {"ROSETTE_FAULTS": "full", "ROSETTE_FAULTS_SEED": "42"}
    assert "--seed 42" in said[0]


def test_a_chosen_file_is_run_alone(runs: tuple[list[Run], list[int]], said: list[str]) -> None:
    faults.run(["tests/faults/test_clocks.py", "-q"])
    assert runs[0][0][0] == ["tests/faults/test_clocks.py", "-q"]
    assert int(runs[0][0][1]["ROSETTE_FAULTS_SEED"]) >= 0


def test_with_minutes_it_goes_on_with_new_dice_until_something_fails(
    runs: tuple[list[Run], list[int]], said: list[str]
) -> None:
    made, codes = runs
    codes += [0, 0, 1]
    assert faults.run(["--seed", "7", "--minutes", "60"]) == 1
    assert [env["ROSETTE_FAULTS_SEED"] for _arguments, env in made] == ["7", "8", "9"]
