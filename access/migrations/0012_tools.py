"""The party's own tools, so that the list is not empty on the first day. Officers change them, or take them off.

What each is for and shows is public knowledge. How access is given there differs between regions and over the years:
the steps say what always has to happen, and send to the party's own help for where to click.
"""

from django.db import migrations

_CHECK = "Make sure that the person is a member here, and does the work that they ask the key for."
_ONCE = "Ask them to sign in there once with their own party login, while you can still help."
_DONE = "Come back here and press Done, so that they get a mail and the register is right."
_OUT = "Come back here and press Taken back."


def _steps(*steps):
    return "\n".join([_CHECK, *steps, _ONCE, _DONE])


def _back(*steps):
    return "\n".join([*steps, _OUT])


TOOLS = [
    {
        "code": "contact-creator",
        "name": "Contact Creator",
        "what_for": "The party’s national voter database: making canvass sheets and lists, and typing in what people said.",
        "data_held": "All electors of the constituency, their answers from the doorstep over many years, and marks made by the party’s models.",
        "key_held_at": "clp",
        "steps": _steps(
            "Open the party’s Admin Hub and give them the role for Contact Creator in this CLP only.",
            "Set its end to the day that stands here.",
        ),
        "steps_back": _back("Open the party’s Admin Hub and end their role for Contact Creator in this CLP."),
        "at_least": 2,
        "at_most": None,
    },
    {
        "code": "insight",
        "name": "Insight",
        "what_for": "Head office’s figures about whom to call on, call or write to. It sends every CLP to much the same doors.",
        "data_held": "Electors with what the party’s models say about them.",
        "key_held_at": "region",
        "steps": _steps(
            "Say in the party’s own form, or ask the regional office, for which CLP and until which day.",
        ),
        "steps_back": _back("Ask the regional office to end it, or end it in the Admin Hub where you can."),
        "at_least": 0,
        "at_most": None,
    },
    {
        "code": "organise",
        "name": "Organise",
        "what_for": "The party’s mail to members: newsletters, notices, and lists of those who may be written to.",
        "data_held": "Members of the CLP. Only secretaries, chairs and vice-chairs see addresses, emails and phone numbers.",
        "key_held_at": "clp",
        "steps": _steps(
            "Somebody elected to an office that has it gets it by itself: check in Organise before you do anything.",
            "Otherwise an officer who holds the role Organise Local Admin gives it in the Admin Hub: for the CLP or one branch, with an end.",
        ),
        "steps_back": _back("Open the party’s Admin Hub and end their role for Organise."),
        "at_least": 2,
        "at_most": 6,
    },
    {
        "code": "memberscentre",
        "name": "MembersCentre",
        "what_for": "The party’s membership records: who is a member, since when, and whether the subscription is paid.",
        "data_held": "All members of the CLP with their contact details.",
        "key_held_at": "region",
        "steps": _steps(
            "Check that they hold an office that has it, such as secretary or membership officer.",
            "Ask the regional office to open it for that office, and say until which day.",
        ),
        "steps_back": _back("Ask the regional office to close it. This happens at once when an office is handed over."),
        "at_least": 1,
        "at_most": None,
    },
    {
        "code": "events",
        "name": "Events",
        "what_for": "The party’s public calendar: canvassing sessions, meetings and fundraisers that people sign up for.",
        "data_held": "Names and emails of people who signed up for an event.",
        "key_held_at": "clp",
        "steps": _steps("Give them the role for events in the Admin Hub, for this CLP, with an end."),
        "steps_back": _back("End their role for events in the Admin Hub."),
        "at_least": 1,
        "at_most": None,
    },
    {
        "code": "dialogue",
        "name": "Dialogue",
        "what_for": "The party’s phone bank: calling electors from home and noting what they say.",
        "data_held": "Names and phone numbers, one call at a time.",
        "key_held_at": "clp",
        "steps": _steps(
            "To make calls nobody needs a key: send them the phone bank’s link, and to nobody else.",
            "To set up a phone bank: give them the role for Dialogue in the Admin Hub, for this CLP, with an end.",
        ),
        "steps_back": _back("End their role for Dialogue in the Admin Hub, and close phone banks that they opened."),
        "at_least": 0,
        "at_most": None,
    },
    {
        "code": "promote",
        "name": "Promote",
        "what_for": "The party’s advertising on social media, shown in one area. Staff use it most.",
        "data_held": "",
        "key_held_at": "party",
        "steps": _steps(
            "Agree with the agent or treasurer how much may be spent: it can count as an election expense.",
            "Ask head office to open it for this CLP, and say until which day.",
        ),
        "steps_back": _back("Ask head office to close it, and stop adverts that still run."),
        "at_least": 0,
        "at_most": None,
    },
    {
        "code": "scan",
        "name": "Scan",
        "what_for": "Reading the marked register: the council’s lists of who voted, from paper into Contact Creator.",
        "data_held": "Electors of the pages that were scanned, and whether they voted, never how.",
        "key_held_at": "clp",
        "steps": _steps(
            "Give them the role for Scan in the Admin Hub, for this CLP, with an end. Each page costs money."
        ),
        "steps_back": _back("End their role for Scan in the Admin Hub."),
        "at_least": 0,
        "at_most": 5,
    },
]


def add(apps, schema_editor):
    tools = apps.get_model("access", "Tool")
    for facts in TOOLS:
        tools.objects.get_or_create(code=facts["code"], defaults=facts)


def take_away(apps, schema_editor):
    """Take away those that nobody has asked for: the others carry requests and keys."""
    codes = [facts["code"] for facts in TOOLS]
    apps.get_model("access", "Tool").objects.filter(code__in=codes, requests=None, grants=None).delete()


class Migration(migrations.Migration):
    dependencies = [("access", "0011_stopped_phones")]
    operations = [migrations.RunPython(add, take_away, hints={"fills": True}, elidable=False)]
