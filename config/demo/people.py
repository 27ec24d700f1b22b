"""Invented people: common names put together by chance. No line comes from a register."""

from __future__ import annotations

import random
from dataclasses import dataclass

# Common family names of the country, and names that are a test for a list: particles, hyphens, accents, capitals
# inside, and one that no column is wide enough for. All can be written in windows-1252, as council files are.
SURNAMES = """
Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall
Wood Jackson Clarke Harris Lewis Hughes Edwards Turner Hill Moore Cooper Ward Morris King Watson Baker Harrison Morgan
Patel Young Allen Mitchell James Anderson Phillips Lee Bell Parker Davis Bennett Miller Cook Shaw Cox Richardson Khan
Marshall Collins Carter Bailey Gray Adams Hussain Hunt Rogers Ellis Begum Murphy Price Ali Ahmed Simpson Graham Foster
Reid Stevens Palmer Singh Butler Kaur Barnes Fisher Owen Powell Webb Holmes Grant Stone Wells Lane Dean Sharma Okafor
Adeyemi Mensah Nowak Kowalska Ferreira Silva Popescu Ionescu Rossi Nguyen Chen Wong Rahman Chowdhury Iqbal Malik
Abdi Yusuf Okonkwo Boateng Osei Campbell Stewart Fraser Kelly Byrne Walsh Doyle Sutcliffe Ramsbottom Entwistle Thwaite
Oldroyd Pickersgill Haythorne Marchbank Ottaway Tranmer Wetherby Fosdyke Larkin Dunmore Prosser Teale Haddad Vale Nair
""".split()
UNUSUAL_SURNAMES = [
    "O’Sullivan",
    "O'Brien",
    "McAllister",
    "MacDonald",
    "Mac Giolla Phádraig",
    "St John-Stevas",
    "de la Haye",
    "van der Berg",
    "von Trott",
    "Di Marco",
    "García Fernández",
    "Müller",
    "Sørensen",
    "Brontë-Oakes",
    "Núñez",
    "D’Souza",
    "ap Gwilym",
    "Al-Hashimi",
    "Ng",
    "Škoda",
    "Featherstonehaugh-Cholmondeley",
    "Vasconcelos de Albuquerque e Sousa-Castelbranco",
]
WOMEN = """
Margaret Susan Patricia Christine Jean Elizabeth Mary Linda Janet Carol Sandra Barbara Ann Maureen Sheila Dorothy Joan
Julie Karen Jacqueline Deborah Tracey Helen Angela Sharon Alison Nicola Sarah Claire Emma Joanne Lisa Michelle Amanda
Rachel Rebecca Laura Gemma Kelly Victoria Katie Samantha Lauren Jessica Charlotte Hannah Sophie Amy Lucy Chloe Emily
Megan Olivia Grace Ruby Freya Isla Poppy Aisha Fatima Mariam Nadia Priya Anjali Simran Mei Agnieszka Ewa Ioana Chiara
Adaeze Ngozi Abena Folasade Zainab Yasmin Noor Leila Bronwen Rhiannon Eilidh Niamh Aoife Elsie Edith Ivy Florence
""".split()
MEN = """
John David Michael Peter Robert Alan Brian Kenneth Derek Raymond Keith Roger Colin Trevor Stephen Paul Andrew Mark Ian
Kevin Gary Neil Philip Martin Graham Simon Anthony Christopher Richard Jonathan Stuart Darren Lee Jason Craig Matthew
James Daniel Adam Thomas Benjamin Samuel Joseph Luke Ryan Jack Joshua Callum Liam Nathan Oliver Harry George Charlie
Alfie Archie Oscar Mohammed Ahmed Imran Yusuf Hassan Omar Arjun Vikram Harpreet Wei Piotr Tomasz Andrei Marco Paulo
Chidi Emeka Kwame Kofi Tunde Abdi Ibrahim Tariq Gareth Rhys Dafydd Alun Hamish Callan Cormac Declan Cecil Wilfred
""".split()
UNUSUAL_FORENAMES = [
    "Zoë",
    "Siân",
    "Chloë",
    "José",
    "Renée",
    "François",
    "Björn",
    "Anaïs",
    "Máire",
    "Jean-Luc",
    "Mary-Ann",
    "Oluwaseun Temitope",
    "J. R.",
    "Llewelyn ap Iorwerth",
    "Maria da Conceição Guadalupe Esperança",
]


@dataclass(slots=True)
class Person:
    """Somebody invented. `forenames` may hold middle names."""

    forenames: str
    surname: str


def surname(chance: random.Random) -> str:
    """Return a family name; one in sixty is of the awkward sort."""
    if chance.random() < 1 / 60:
        return _pick(chance, UNUSUAL_SURNAMES)
    # Squared: the names at the head of the list are the most common, as they are in life.
    return SURNAMES[int(len(SURNAMES) * chance.random() * chance.random())]


def forenames(chance: random.Random) -> str:
    """Return one to three forenames."""
    if chance.random() < 1 / 80:
        return _pick(chance, UNUSUAL_FORENAMES)
    names = WOMEN if chance.random() < 0.515 else MEN
    first = _pick(chance, names)
    if chance.random() < 0.62:
        return first
    second = _pick(chance, names)
    return first if second == first else f"{first} {second}"


def household(chance: random.Random, size: int) -> list[Person]:
    """Return `size` people who live together; most, but not all, share a family name."""
    family = surname(chance)
    found: list[Person] = []
    taken: set[str] = set()
    while len(found) < size:
        name = forenames(chance)
        if name in taken:
            continue
        taken.add(name)
        found.append(Person(name, family if not found or chance.random() < 0.78 else surname(chance)))
    return found


def stranger(chance: random.Random) -> Person:
    """Return one person."""
    return Person(forenames(chance), surname(chance))


def _pick(chance: random.Random, among: list[str]) -> str:
    return among[int(len(among) * chance.random())]
