"""Polling day, and what it tells the floors below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What each verb of the record means, after a person's name (access/hooks.py).
VERBS = {
    "election.created": _("set up an election"),
    "election.changed": _("changed an election"),
    "station.added": _("added a polling station"),
    "station.changed": _("changed a polling station"),
    "station.removed": _("removed a polling station"),
    "stations.arranged": _("changed where districts vote"),
    "teller.let_in": _("let a teller’s phone in"),
    "marks.recorded": _("typed in numbers of electors who have voted"),
    "mark.voided": _("took a vote mark back"),
    "marks.recounted": _("counted the vote marks again"),
    "knock_ups.printed": _("made knock-up sheets with %(people)s people"),
}


class GotvConfig(AppConfig):
    name = "gotv"

    def ready(self) -> None:
        from access import hooks
        from canvass.hooks import register_kind
        from gotv.actions import tellers
        from gotv.queries import start

        hooks.verbs |= VERBS
        hooks.countdowns.append(start.countdowns)
        hooks.needs.append(start.needs)
        hooks.homes.append(start.home)
        register_kind(tellers.event_kind())
