"""What to bring to which poll: every pair of nation and poll that there is stands in the table, with its source."""

from __future__ import annotations

import pytest

from canvass.enums import Nation
from gotv.enums import AbsentKind, ElectionType
from gotv.rules import franchise, voting


@pytest.mark.parametrize("kind", ElectionType.values)
def test_every_poll_that_there_is_stands_in_the_table(kind: str) -> None:
    for nation in franchise.nations(kind):
        assert voting.needs_photo_id(nation, kind) is not None, (nation, kind)
        assert voting.PHOTO_ID[nation, kind][1]


@pytest.mark.parametrize(
    ("nation", "kind", "needed"),
    [
        (Nation.ENGLAND, ElectionType.LOCAL, True),
        (Nation.WALES, ElectionType.LOCAL, False),
        (Nation.WALES, ElectionType.SENEDD, False),
        (Nation.WALES, ElectionType.PCC, True),
        (Nation.SCOTLAND, ElectionType.HOLYROOD, False),
        (Nation.SCOTLAND, ElectionType.PARLIAMENT, True),
    ],
)
def test_photo_id_follows_the_poll_and_the_nation(nation: str, kind: str, needed: bool) -> None:
    assert voting.needs_photo_id(nation, kind) is needed
    assert ("Bring photo ID" in voting.bring(nation, kind)) is needed


def test_where_the_table_says_nothing_nobody_is_told_that_none_is_needed() -> None:
    assert voting.needs_photo_id(Nation.ENGLAND, ElectionType.SENEDD) is None
    assert "Look up" in voting.bring(Nation.ENGLAND, ElectionType.SENEDD)


def test_a_postal_vote_is_never_taken_and_nobody_is_asked_how() -> None:
    for kind in (AbsentKind.POSTAL, AbsentKind.POSTAL_PROXY):
        assert "Never take it" in voting.absent(kind)
        assert "never ask how" in voting.absent(kind)
    assert voting.absent("") == ""
    assert "Somebody else votes" in voting.absent(AbsentKind.PROXY)


def test_a_sheet_says_where_until_when_and_with_what() -> None:
    said = voting.at_the_door(Nation.ENGLAND, ElectionType.LOCAL, ["Library, High Street", "Chapel"])
    assert said.startswith("They vote at: Library, High Street; Chapel. Bring photo ID")
    assert said.endswith("Polls close at 22:00. Whoever is in the queue by then may vote.")
    assert voting.at_the_door(Nation.WALES, ElectionType.LOCAL, []).startswith("No photo ID is needed.")
