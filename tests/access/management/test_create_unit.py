"""`create_unit`."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from access.models import AuditEvent, Unit


def _run(capsys: pytest.CaptureFixture[str], kind: str, code: str, name: str, parent: str | None = None) -> str:
    call_command("create_unit", kind=kind, code=code, name=name, parent=parent)
    return capsys.readouterr().out


def test_it_makes_a_tree_and_says_so(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, "party", "labour", "The Labour Party") == "Made Party The Labour Party (labour).\n"
    _run(capsys, "clp", "wexcombe", "Wexcombe", "labour")
    _run(capsys, "branch", "harrow", "Harrow Hill branch", "wexcombe")
    party, clp, branch = (Unit.objects.get(code=code) for code in ("labour", "wexcombe", "harrow"))
    assert branch.path == f"/{party.pk}/{clp.pk}/{branch.pk}/"
    assert AuditEvent.objects.filter(verb="unit.created").count() == 3


def test_a_second_time_changes_nothing(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    _run(capsys, "clp", "wexcombe", "Wexcombe")
    assert _run(capsys, "clp", "wexcombe", "Wexcombe") == "Wexcombe (wexcombe) is there already. Nothing was changed.\n"
    assert Unit.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("clp", "wexcombe", "Another name", None), "wexcombe is taken by the Constituency Labour Party Wexcombe"),
        (("region", "wexcombe", "Wexcombe", None), "is taken by"),
        (("clp", "new", "New", "nowhere"), "There is no unit nowhere"),
        (("branch", "new", "New", None), "A branch belongs to a CLP"),
        (("clp", "new", "New", "wexcombe"), "can't stand under Wexcombe"),
        (("clp", "no good", "New", None), "letters, numbers"),
    ],
)
def test_it_refuses_in_words(arguments: tuple, words: str, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    _run(capsys, "clp", "wexcombe", "Wexcombe")
    with pytest.raises(CommandError, match=words):
        _run(capsys, *arguments)
    assert Unit.objects.count() == 1
