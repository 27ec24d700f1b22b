"""Roadmap items as volunteers would write them, in every state, with people who need them too."""

from __future__ import annotations

import datetime
import random

from access.models import User
from config.demo import records
from config.demo.records import Deed
from kit import bulk
from roadmap.enums import ItemState
from roadmap.models import Item, Support

# title, why and for whom, state, answer, days ago
_ITEMS = (
    ("Show which bus goes to the start of a board",
     "Half of our canvassers have no car. A line under the board's first street would save ten phone calls a week.",
     ItemState.ASKED, "", 3),
    ("Print boards in large type",
     "Two of our best canvassers can't read the sheets by street light. 16 point would do.",
     ItemState.PLANNED, "Planned with the paper boards, after the doorstep works without a network.", 41),
    ("Welsh on the doorstep page",
     "For the three villages where people open the door in Welsh. Buttons first, the office can wait.",
     ItemState.STARTED, "Every word goes through translation already. We need somebody to check the Welsh.", 64),
    ("Say who had a board last",
     "When a board comes back half done I want to ask the person, not guess.",
     ItemState.DONE, "The board's page now shows everybody it was handed to, with the times.", 90),
    ("Import the marked register from photographs",
     "Typing it in takes our branch ten hours after each election.",
     ItemState.ASKED, "", 22),
    ("Text message to promises who have not voted",
     "At seven in the evening nobody opens an email.",
     ItemState.DECLINED,
     "A text is direct marketing and needs consent (PECR, regulation 22). Knocking and ringing are allowed.", 120),
    ("A calendar file for canvass sessions",
     "So that they show on my phone beside everything else.",
     ItemState.PLANNED, "Comes with events and shifts.", 55),
    ("Quieter colours at night",
     "The keypad was blinding after sunset in May.",
     ItemState.DONE, "There is a dark theme. It follows the phone, or choose it at the foot of any page.", 150),
    ("Let branch secretaries see their own members",
     "Our branch secretary asks me for the list every month, and I send a spreadsheet, which I shouldn't.",
     ItemState.ASKED, "", 12),
    ("Lifts to the polling station",
     "Somebody who needs a lift should show up on polling day with a time, and a driver should be able to take it.",
     ItemState.ASKED, "", 8),
    ("Ask for a photo ID reminder on the sheet",
     "One line at the foot: bring photo ID, and what counts.",
     ItemState.ASKED, "", 1),
)  # fmt: skip


def make(seed: str, users: list[User], by: User, now: datetime.datetime) -> None:
    """Write the items, answered by `by`. Who asked for one needs it, and some of the others do too."""
    chance = random.Random(f"{seed} ideas")  # noqa: S311 - invented wishes, no secret
    rows, supports, deeds = [], [], []
    for pk, (title, body, state, answer, days) in zip(bulk.ids(Item, len(_ITEMS)), _ITEMS, strict=True):
        asked_by = chance.choice(users)
        asked_at = now - datetime.timedelta(days=days, hours=chance.randint(1, 9))
        answered_at = asked_at + datetime.timedelta(days=min(days - 1, 6)) if answer else None
        rows.append((pk, title, body, state.value, answer, asked_by.pk, asked_at, answered_at, answered_at or asked_at))
        deeds.append(Deed(asked_at, "idea.asked", asked_by, None, "roadmap.item", pk))
        if state != ItemState.ASKED and answered_at:
            deeds.append(Deed(answered_at, "idea.moved", by, None, "roadmap.item", pk, {"state": state.value}))
        others = chance.sample([user for user in users if user != asked_by], k=chance.randint(0, len(users) - 1))
        supports += [(pk, user.pk, asked_at + datetime.timedelta(hours=2)) for user in (asked_by, *others)]
    bulk.fill(Item, "id title body state answer asked_by asked_at answered_at changed_at", rows)
    records.write(deeds)
    ids = bulk.ids(Support, len(supports))
    bulk.fill(Support, "id item user since", ((pk, *row) for pk, row in zip(ids, supports, strict=True)))
