"""What the card at the door says. No database."""

from __future__ import annotations

from canvass.rules import card


def words(contact: str = "office@wexcombe.example") -> str:
    return " ".join(f"{title}. {text}" for title, text in card.parts("Wexcombe", contact))


def test_it_says_who_we_are_what_we_keep_how_long_and_how_to_stop_it() -> None:
    """Articles 13 and 14 of the UK GDPR: who, from where, what, how long, on what ground, which rights, to whom."""
    for said in (
        "volunteers for the Labour Party in Wexcombe",
        "register of electors",
        "how you may vote",
        "five years",
        "which the law allows",
        "never to call again",
        "to show you what we hold",
        "to put it right or to delete it",
        "Write to office@wexcombe.example.",
        "ico.org.uk",
    ):
        assert said in words()


def test_without_an_address_it_names_somebody_who_is_there() -> None:
    assert "Write to" not in words("")
    assert "Tell the person at your door, who passes it on." in words("")
