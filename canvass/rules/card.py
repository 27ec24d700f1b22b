"""The card to show at a door: who is calling, what is kept, and how to make it stop (UK GDPR articles 13 and 14).

One text for the phone, which has it without a connection, and for the page that its code leads to. It says what holds
on every installation: `retention` in canvass/models/contacts.py is the promise about time.
"""

from __future__ import annotations

from django.utils.translation import gettext as _


def parts(unit: str, contact: str) -> list[tuple[str, str]]:
    """Return (title, text) of each part of a CLP's card. `contact` is its address for replies, "" for none."""
    reach = (
        _("Write to %(contact)s.") % {"contact": contact}
        if contact
        else _("Tell the person at your door, who passes it on.")
    )
    return [
        (
            _("Who we are"),
            _("We are volunteers for the Labour Party in %(unit)s. We ask what matters to you and how you may vote.")
            % {"unit": unit},
        ),
        (
            _("Where we have your name from"),
            _("From the register of electors. The law gives it to political parties for elections."),
        ),
        (
            _("What we keep"),
            _(
                "That we called, and what you tell us: the issues, how you may vote, and what you ask us to do. "
                "Your answers for five years at most, and your own words for two."
            ),
        ),
        (
            _("What for, and who reads it"),
            _(
                "For elections and local campaigns, which the law allows as work for democracy. "
                "Those who run our campaigns here read it. We never sell it."
            ),
        ),
        (
            _("You can stop it"),
            _(
                "You need not answer anything. Say stop, and we go. You can ask us never to call again, to show you "
                "what we hold, to put it right or to delete it."
            )
            + " "
            + reach
            + " "
            + _(
                "If you are not content with our answer, you can complain to the Information Commissioner: ico.org.uk."
            ),
        ),
    ]
