"""The styleguide: every part of the design system with its states, and the contrast figures.

The samples are invented and stay in English: they stand for what people type, not for what the product says.
One of each kind is long, one is as long as Welsh gets, one runs from right to left.
"""

from __future__ import annotations

import datetime

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import contrast
from kit.templatetags.rosette import SHAPES

EMERGENCY_UNTIL = datetime.datetime(2027, 4, 20, 13, 42, tzinfo=datetime.UTC)

WELSH = "Cwrt Llanfihangel-yng-Ngwynfa, yr ochr odrifau"
LONG = "Fuller Street and the Maltings, flats 1 to 118, with the houses behind the old brewery"
ARABIC = "بقي 12 بابًا، و1,204 وعدًا"

FIGURES = [
    {"label": "electors", "value": "71,642"},
    {"label": "households", "value": "38,915"},
    {"label": "districts", "value": "36"},
    {"label": "rows left out", "value": "23"},
]
STEPS = [
    {"label": "Upload", "note": "done, 14:31", "state": "done"},
    {"label": "Check", "note": "nothing is changed yet", "state": "now"},
    {"label": "Approve", "note": "one click", "state": "next"},
    {"label": "Report", "note": "kept for 2 years", "state": "next"},
]
TRACK = [
    {"title": "You asked", "at": "Sun 18 April, 17:00", "state": "done"},
    {"title": "Marian opened it", "at": "Mon 19 April, 08:40", "state": "done"},
    {"title": "Waiting for a decision", "text": "Dilip is away, so this rests with Marian.", "state": "now"},
    {"title": "Access opens, or you get the reason", "text": "You can appeal once.", "state": "next"},
]
AGENDA = [
    {
        "day": "Wed",
        "date": "21 Apr",
        "entries": [{"time": "18:00", "title": "Canvass, Brickfields", "note": "9 of 12 coming"}],
    },
    {
        "day": "Sat",
        "date": "24 Apr",
        "entries": [
            {
                "time": "10:30",
                "title": "Canvass, Harrow Hill",
                "note": "6 coming.",
                "url": "#agenda",
                "do": "Find a leader",
            },
            {"time": "14:00", "title": WELSH, "note": "Market Cross"},
        ],
    },
]
DEADLINES = [
    {"label": "Nominations closed", "when": "7 Apr 16:00", "state": "past"},
    {"label": "Postal vote applications", "when": "today 17:00", "state": "now"},
    {"label": "Polls open", "when": "6 May 07:00"},
]
CHANGES = [
    {"figure": "+186", "text": "doors answered, most of them in Brickfields.", "source": "14 canvassers, 6 boards"},
    {"figure": "−28", "text": f"electors at {LONG}.", "source": "register of 1 December"},
    {"figure": "2", "text": "people’s access ended on its date.", "url": "#changes", "do": "See the record"},
]
LOG = [
    {"label": "Rows read", "value": "71,665", "state": "done"},
    {"label": "Matching people to the edition you hold", "value": "44,120", "state": "now"},
    {"label": "Putting streets in walking order", "value": "not started", "state": "next"},
]
FACTS = [
    ("You will see", "Names of branch members. No addresses, no electors."),
    ("Usual time", "6 hours: half of 41 requests this year."),
    ("It ends", "By itself, on 30 June. You can renew it in one step."),
]
BOARDS = [
    {"name": "Tanyard Row, odd side", "who": "Osei Mensah-Hart", "state": "out now", "doors": 23, "spoke": 9},
    {"name": LONG, "who": "Bronagh Keel", "state": "done", "doors": 118, "spoke": 41},
    {"name": WELSH, "who": "nobody yet", "state": "not started", "doors": 1064, "spoke": 0},
]
ANSWERS = [
    "Labour",
    "Conser\u00advative",
    "Lib Dem",
    "Green",
    "Reform",
    "Against",
    "Un\u00addecided",
    "Won’t say",
    "Won’t vote",
]
ISSUES = ["Buses", "GP waits", "Rents", "Potholes", "Schools", "Cymorth i bobl hŷn"]


class SampleForm(forms.Form):
    """One field of each kind that the product uses."""

    name = forms.CharField(label="Name of the board", help_text="Canvassers will see this")
    needed_by = forms.DateField(
        label="Needed by", error_messages={"invalid": "April has 30 days. Your other answers are kept."}
    )
    ward = forms.ChoiceField(
        label="Ward", choices=[("", "Choose a ward"), ("hh", "Harrow Hill"), ("we", "Wexcombe East")]
    )
    who = forms.ChoiceField(
        label="Who should get it?",
        choices=[("osei", "Osei Mensah-Hart"), ("code", "Whoever scans the code")],
        widget=forms.RadioSelect,
        initial="osei",
    )
    note = forms.CharField(label="A note for the canvasser", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    register = forms.FileField(label="The council’s file", required=False)
    print_too = forms.BooleanField(label="Print it as well", required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part with its states."""
    wrong = SampleForm({"name": WELSH, "needed_by": "31 April", "who": "osei"}, auto_id="wrong_%s")
    right = SampleForm(initial={"name": "Tanyard Row, odd side"})
    context = {
        "agenda": AGENDA,
        "answers": ANSWERS,
        "boards": BOARDS,
        "changes": CHANGES,
        "contrasts": contrast.table(),
        "deadlines": DEADLINES,
        "facts": FACTS,
        "figures": FIGURES,
        "emergency": [{"unit": WELSH, "until": EMERGENCY_UNTIL, "close_url": request.path}],
        "issues": ISSUES,
        "log": LOG,
        "long": LONG,
        "page": Paginator(range(121), 3).get_page(request.GET.get("page")),
        "ramp": [1, 2, 3, 4, 5],
        "right": right,
        "shapes": SHAPES,
        "steps": STEPS,
        "track": TRACK,
        "rtl": ARABIC,
        "welsh": WELSH,
        "wrong": wrong,
    }
    return render(request, "styleguide/index.html", context)
