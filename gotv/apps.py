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
    "stations.file_uploaded": _("uploaded a file of %(places)s polling stations"),
    "stations.file_approved": _("brought in polling stations: %(made)s new, %(kept)s as before, %(gone)s gone"),
    "stations.file_undone": _("took a file of polling stations back"),
    "stations.file_discarded": _("threw a file of polling stations away"),
    "campaign_figures.loaded": _("brought in Contact Creator’s figures of %(districts)s districts"),
    "teller.let_in": _("let a teller’s phone in"),
    "marks.recorded": _("typed in numbers of electors who have voted"),
    "mark.voided": _("took a vote mark back"),
    "marks.recounted": _("counted the vote marks again"),
    "franchise.changed": _("changed who may vote: letters %(letters)s"),
    "absent.uploaded": _("read a list of absent voters with %(rows)s rows"),
    "absent.approved": _(
        "brought in a list of absent voters: %(added)s added, %(removed)s taken off, %(kept)s as before"
    ),
    "absent.discarded": _("threw a list of absent voters away"),
    "absent.undone": _("took a list of absent voters back"),
    "absent.added": _("added an absent voter by hand"),
    "absent.ended": _("ended an absent vote by hand"),
    "absent.restored": _("let an absent vote stand again"),
    "absent.forgotten": _("forgot %(people)s absent voters of a poll that is long over"),
    "marked.uploaded": _("read a marked register with %(rows)s rows"),
    "marked.approved": _("brought in a marked register: %(added)s new, %(changed)s changed, %(kept)s as before"),
    "marked.discarded": _("threw a marked register away"),
    "marked.undone": _("took a marked register back"),
    "turnout.typed": _("typed from a marked register in %(district)s: %(people)s people"),
    "turnout.undone": _("took back what was typed from a marked register: %(people)s people"),
    "knock_ups.printed": _("made knock-up sheets with %(people)s people"),
}


class GotvConfig(AppConfig):
    name = "gotv"

    def ready(self) -> None:
        from access import hooks
        from canvass import hooks as canvass
        from canvass.hooks import register_kind, register_target_field
        from gotv import tasks  # noqa: F401 - registers the jobs
        from gotv.actions import tellers
        from gotv.actions import turnout as turnout_actions
        from gotv.queries import absent, start, targets, turnout

        hooks.verbs |= VERBS
        hooks.countdowns.append(start.countdowns)
        hooks.needs.append(start.needs)
        hooks.homes.append(start.home)
        register_kind(tellers.event_kind())
        canvass.sections.append(turnout.section)
        canvass.badges["absent"] = canvass.Badge(absent.badge, absent.badge_words)
        canvass.electors_merged.append(turnout_actions.follow_merge)
        for field in targets.fields():
            register_target_field(field)
        canvass.polling_days.append(targets.is_polling_day)
