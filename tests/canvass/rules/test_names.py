"""Names, written as their bearers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvass.rules import names


@pytest.mark.parametrize(
    ("given_name", "written"),
    [
        ("HARRISON", "Harrison"),
        ("MCDONALD", "McDonald"),
        ("MACDONALD", "Macdonald"),
        ("MACKENZIE", "MacKenzie"),
        ("MACE", "Mace"),
        ("MACHADO", "Machado"),
        ("MCA", "Mca"),
        ("O'BRIEN-SMYTHE", "O'Brien-Smythe"),
        ("O’NEILL", "O’Neill"),
        ("D'SOUZA", "D'Souza"),
        ("VAN DAMME", "van Damme"),
        ("VON DER LEYEN", "von der Leyen"),
        ("DE OLIVEIRA", "De Oliveira"),
        ("SOUSA DE OLIVEIRA", "Sousa de Oliveira"),
        ("LE ROUX", "Le Roux"),
        ("ST JOHN", "St John"),
        ("SMITH-JONES III", "Smith-Jones III"),
        ("SMITH, JR", "Smith, Jr"),
        ("NG", "Ng"),
        ("AYÉRÁ", "Ayérá"),
        ("(z) SMITH", "Smith"),
        ("(Z)SMITH", "Smith"),
        ("(z) McDonald", "McDonald"),
        ("van Damme", "van Damme"),
        ("mcdonald", "mcdonald"),
        ("deSouza", "deSouza"),
        ("王", "王"),
        ("", ""),
    ],
)
def test_surnames(given_name: str, written: str) -> None:
    assert names.surname(given_name) == written


@pytest.mark.parametrize(
    ("cell", "title", "written"),
    [
        ("Cara Alice", "", "Cara Alice"),
        ("CARA ALICE", "", "Cara Alice"),
        ("MARY-JANE", "", "Mary-Jane"),
        ("JOHN A", "", "John A"),
        ("J", "", "J"),
        ("JP", "", "JP"),
        ("AL", "", "Al"),
        ("MD ABDUL", "", "Md Abdul"),
        ("DE'ANDRE", "", "De'Andre"),
        ("Mrs Joan", "Mrs", "Joan"),
        ("DR. JOAN A", "Dr", "Joan A"),
        ("Dame", "", "Dame"),
        ("will", "", "will"),
        ("", "", ""),
    ],
)
def test_forenames(cell: str, title: str, written: str) -> None:
    assert names.forenames(cell) == (title, written)


@pytest.mark.parametrize(
    ("cell", "surname", "title", "given_names"),
    [
        ("Pollard Cara Alice", "Pollard", "", "Cara Alice"),
        ("POLLARD CARA ALICE", "Pollard", "", "Cara Alice"),
        ("Da Costa Maria Ines", "Da Costa", "", "Maria Ines"),
        ("VAN DER BERG JAN", "van der Berg", "", "Jan"),
        ("O'Brien Sean", "O'Brien", "", "Sean"),
        ("O'Brien Mr Sean", "O'Brien", "Mr", "Sean"),
        ("Smith, John Paul", "Smith", "", "John Paul"),
        ("(z) Jones Amy", "Jones", "", "Amy"),
        ("Smith", "Smith", "", ""),
        # A surname of two words can't be told from a forename; nothing is lost.
        ("Badr Udeen Zahri", "Badr", "", "Udeen Zahri"),
        ("", "", "", ""),
    ],
)
def test_surname_first_in_one_cell(cell: str, surname: str, title: str, given_names: str) -> None:
    assert names.single(cell) == (surname, title, given_names)


@given(st.text(max_size=60))
def test_no_name_breaks_it_and_no_letter_is_lost(text: str) -> None:
    tidy = " ".join(text.split())
    surname, title, given_names = names.single(tidy)
    for letter in f"{surname}{title}{given_names}".casefold():
        assert letter in tidy.casefold() or not letter.isalpha()
    names.surname(tidy)
    names.forenames(tidy)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Elsie May Marchbank", ("Marchbank", "", "Elsie May")),
        ("MR JAN VAN DER BERG", ("van der Berg", "Mr", "Jan")),
        ("Dr Maria Ines da Costa", ("da Costa", "Dr", "Maria Ines")),
        ("Marchbank", ("Marchbank", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_cell_with_the_surname_last(cell: str, expected: tuple[str, str, str]) -> None:
    assert names.spoken(cell) == expected


@pytest.mark.parametrize(
    ("given", "middle", "expected"),
    [
        ("Elsie", "May", "Elsie May"),
        ("Elsie", "M", "Elsie M"),
        ("Elsie", "E", "Elsie E"),
        ("Catriona Anne", "C A", "Catriona Anne"),
        ("Catriona Anne", "A", "Catriona Anne"),
        ("Robert", "R.J.", "Robert J"),
        ("Robert", "Jon", "Robert Jon"),
        ("Robert", "RJ", "Robert J"),
        ("Jaden", "Jack", "Jaden Jack"),
        ("JADEN", "JACK", "JADEN JACK"),
        ("Lucy", "LEE", "Lucy LEE"),
        ("", "May", "May"),
        ("", "R", "R"),
    ],
)
def test_what_stands_beside_a_forename(given: str, middle: str, expected: str) -> None:
    assert names.beside(given, middle) == expected


@pytest.mark.parametrize(
    ("text", "bare"),
    [("O’Brien-Núñez", "obriennunez"), ("O'BRIEN NUNEZ", "obriennunez"), ("Weiß 2nd", "weiss2nd"), ("—", ""), ("", "")],
)
def test_a_name_is_the_same_whatever_its_signs_and_spaces(text: str, bare: str) -> None:
    assert names.bare(text) == bare
