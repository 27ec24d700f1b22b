"""A board of three streets and a station, as the server would put them into the pages. Everybody is invented."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from canvass.rules import card, letters
from canvass.views import codes
from gotv.forms.tellers import NumberForm
from tests.journeys.protocol_server import CSRF, DEVICE, EVENTS, PACK, PING, BoardPage

BOARD = "0190aabb-0000-4000-8000-000000000001"
INTENTIONS = (
    ("labour", "Labour"),
    ("conservative", "Conservative"),
    ("lib_dem", "Lib Dem"),
    ("green", "Green"),
    ("reform", "Reform"),
    ("against", "Against"),
    ("undecided", "Undecided"),
    ("wont_say", "Won’t say"),
    ("non_voter", "Won’t vote"),
)
ISSUES = (
    ("buses", "Buses and trains"),
    ("gp_waits", "GP and hospital waits"),
    ("housing", "Housing and rents"),
    ("potholes", "Roads and potholes"),
    ("schools", "Schools and childcare"),
)
URLS = {"events": EVENTS, "ping": PING, "device": DEVICE, "back": "/back/", "hand_back": "/hand-back/"}


QUESTIONS = {
    "ruled_out": [code for code, _label in INTENTIONS[:5]],
    "wishes": [
        {"code": "postal_vote", "label": "Wants a postal vote"},
        {"code": "poster", "label": "Would show a poster"},
        {"code": "help", "label": "Wants to help"},
        {"code": "follow_up", "label": "Needs somebody to get back to them"},
    ],
    "wordings": [
        {"id": 61, "channel": "phone", "text": "May Wexcombe Labour ring you about local campaigns? You can say stop."},
        {"id": 62, "channel": "email", "text": "May Wexcombe Labour write to you by email? You can say stop."},
    ],
    "survey": None,
}

SURVEY = {
    "version": "0190aabb-0000-4000-8000-0000000000aa",
    "script": "Hello, I’m from Wexcombe Labour.\nWe ask about the buses.",
    "questions": [
        {
            "key": "bus",
            "text": "Do you take the bus to work?",
            "kind": "choice",
            "options": [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}],
            "only_if": None,
        },
        {
            "key": "why",
            "text": "What would bring you back to it?",
            "kind": "choices",
            "options": [{"code": "price", "label": "Lower fares"}, {"code": "often", "label": "More often"}],
            "only_if": {"key": "bus", "codes": ["no"]},
        },
        {"key": "sure", "text": "How sure are you to vote?", "kind": "scale", "options": [], "only_if": None},
        {"key": "else", "text": "Is there anything else?", "kind": "text", "options": [], "only_if": None},
    ],
}
# A public key to seal with; nobody kept the other half.
SEAL = {
    "key": "0190aabb-0000-4000-8000-0000000000bb",
    "spki": (
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs9d3uhYSEEp2UnzLapouMCl9oJKF1QkcFUHO8mgGf5Q7utL7f4RI94iyMc6vegLS"
        "BMMf2TIMtLwMZNIXcV+ZqE11ji1aaZNDcuWPtszRfYrqSisoHfQocZYzClTjAMXRpfoFWa3f7sciVWqCX9U/c/V0deBsFgQGGyVkkNXcA3LN"
        "sO8BvqDeV3f8OBqpPkDIbqIhzjiF9423J+V/Dd3ZJw66k/5RLPNEeEVjL+qQiSu90I2LX4BryhrAExSuB2kd44EDECfc1j+36uHEjnXMnVql"
        "R9cOxsiAn9EpY6kXx7EP+LqJQBVC5mJYfPqWOwKMVpC58G2NDLszobHJnhdaXwIDAQAB"
    ),
}
CARD = {
    "parts": [{"title": title, "text": text} for title, text in card.parts("Wexcombe", "office@wexcombe.example")],
    "imprint": "Promoted by P. Osei, 1 Weir Road, Wexcombe",
    "address": "https://rosette.example/card/wexcombe/",
    "code": codes.cells("https://rosette.example/card/wexcombe/"),
}
TEAM = [{"id": 31, "name": "Amara Osei"}, {"id": 32, "name": "Ben Tresco"}]


def person(elector: int | None, name: str, note: str = "Never asked", why: str = "") -> dict:
    """Return one person at a door; elector None is somebody who must not be asked."""
    return {"elector": elector, "district": "HH3", "number": elector or 0, "suffix": 0, "name": name, "note": note} | (
        {"why": why} if why else {}
    )


def door(household: int, number: str, people: list[dict], **more: object) -> dict:
    """Return one door of the first street unless `more` says otherwise."""
    digits = "".join(sign for sign in number if sign.isdigit())
    side = ("odd" if int(digits) % 2 else "even") if digits else ""
    known = {"household": household, "position": household, "street": 0, "door": number, "side": side}
    return {**known, "tried": None, "state": "open", "people": people, **more}


def pack(
    doors: list[dict],
    *,
    user: int = 7,
    streets: tuple[str, ...] = ("Tanyard Row",),
    read_until: str = "2099-01-01T00:00:00+00:00",
    **more: object,
) -> dict:
    """Return a pack as canvass/queries/phone.py makes it."""
    return {
        "v": 2,
        "board": {"id": BOARD, "name": "Tanyard Row, odds"},
        "unit": {"code": "wexcombe", "name": "Wexcombe and Harrow Hill"},
        "issued_at": "2026-05-07T17:00:00+00:00",
        "read_until": read_until,
        "urls": URLS,
        "user": {"id": user, "name": "Alun Prosser"},
        "recall": 0,
        "server_time": "2026-05-07T17:00:00+00:00",
        "idle_minutes": 10,
        "seal": None,
        "issues": [{"code": code, "label": label} for code, label in ISSUES],
        "intentions": [{"code": code, "label": label} for code, label in INTENTIONS],
        "letters": dict(letters.DEFAULT),
        "card": CARD,
        "streets": [{"id": 40 + at, "name": name, "district": "HH3"} for at, name in enumerate(streets)],
        "questions": QUESTIONS,
        "team": [],
        "found": [],
        "session": None,
        "doors": doors,
        **more,
    }


def ten_doors() -> list[dict]:
    """Return ten doors of one person each, 1 to 19 on the odd side."""
    return [door(at, str(2 * at - 1), [person(100 + at, f"Elsie Marchbank{at}")]) for at in range(1, 11)]


def reference_doors() -> list[dict]:
    """Return the doors of the reference picture: eleven done, number 23 with Elsie and Graham, eleven to go."""
    tried = {"code": "not_in", "when": "Last tried 9 March, nobody in"}
    elsie = person(501, "Elsie Marchbank", "Spoken to last autumn")
    graham = person(502, "Graham Marchbank", "Postal vote. Never asked")
    done = [door(at, str(2 * at - 1), [person(at, f"Ann Archer{at}")], state="done") for at in range(1, 12)]
    left = [door(at, str(2 * at - 1), [person(at, f"Ben Baker{at}")]) for at in range(13, 24)]
    return [*done, door(12, "23", [elsie, graham], tried=tried), *left]


def board_page(doors: list[dict], **more: object) -> BoardPage:
    """Return the phone's page as the real template makes it, and the pack that it will ask for."""
    made = pack(doors, **more)  # type: ignore[arg-type]
    context = {"csrf_cookie": CSRF, "pack_url": PACK, "boards_url": "/back/", "idle_minutes": 10}
    return BoardPage(_page("canvass/phone/board.html", context), made)


def teller(districts: tuple[str, ...] = ("HH3",), user: int = 8) -> dict:
    """Return what gotv/views/tellers.py puts into the keypad's page."""
    return {
        "v": 1,
        "station": {"id": 4, "name": "Harrow Hill Library"},
        "election": {"id": 2, "name": "Local elections"},
        "until": "2026-05-07T22:30:00+01:00",
        "urls": URLS,
        "districts": list(districts),
        "user": {"id": user, "name": "Tess Okafor"},
    }


def keypad_page(districts: tuple[str, ...] = ("HH3",), **more: object) -> str:
    """Return the keypad's page as the real template makes it."""
    made = teller(districts, **more)  # type: ignore[arg-type]
    context = {
        "station": made["station"],
        "election": made["election"],
        "closes_at": datetime.datetime.fromisoformat(made["until"]),
        "districts": list(districts),
        "form": NumberForm(districts=districts),
        "last": [],
        "undo_url": "/undo/",
        "list_url": "/back/",
        "csrf_cookie": "csrftoken",
        "teller": made,
    }
    return _page("gotv/tellers/keypad.html", context)


def _page(template: str, context: dict) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return render_to_string(template, context, request=request)
