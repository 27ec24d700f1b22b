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
    "stations.boxes_numbered": _("numbered the ballot boxes of polling stations"),
    "room.added": _("added a committee room"),
    "room.changed": _("changed a committee room"),
    "room.removed": _("removed a committee room"),
    "rooms.arranged": _("changed which committee room looks after a district"),
    "room.officer_added": _("gave somebody a duty in a committee room"),
    "room.officer_removed": _("took a duty in a committee room from somebody"),
    "shift.added": _("put a teller on the rota"),
    "shift.removed": _("took a teller off the rota"),
    "stations.file_uploaded": _("uploaded a file of %(places)s polling stations"),
    "stations.file_approved": _("brought in polling stations: %(made)s new, %(kept)s as before, %(gone)s gone"),
    "stations.file_undone": _("took a file of polling stations back"),
    "stations.file_discarded": _("threw a file of polling stations away"),
    "campaign_figures.loaded": _("brought in Contact Creator’s figures of %(districts)s districts"),
    "count.entered": _("sent a count: %(value)s"),
    "marks.forgotten": _("let %(marks)s vote marks go, four weeks after the poll"),
    "box_totals.entered": _("typed in the verification totals of %(boxes)s boxes"),
    "count.invalidated": _("took a count back: %(value)s"),
    "teller.let_in": _("let a teller’s phone in"),
    "teller.code_made": _("made a teller’s code"),
    "teller.code_spoken": _("made a teller’s code to say on the telephone"),
    "teller.code_revoked": _("took a teller’s code back"),
    "teller.checked": _("tried a teller’s phone: it works"),
    "marks.recorded": _("typed in numbers of electors who have voted"),
    "mark.voided": _("took a vote mark back"),
    "mark.checked": _("decided about an odd vote mark"),
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
    "election.copied": _("copied an election to rehearse in"),
    "rehearsal.begun": _("began a rehearsal, %(speed)s times as fast, at %(stations)s stations"),
    "rehearsal.stopped": _("stopped a rehearsal"),
    "rehearsal.ended": _("ended a rehearsal"),
    "rehearsal.cleared": _("cleared a rehearsal away: %(marks)s marks, %(counts)s counts, %(knocks)s knocks"),
    "round.phone_let_in": _("let a knock-up team’s phone in"),
    "round.not_theirs": _("was refused a round that somebody else carries"),
    "knocks.recorded": _("knocked up: %(knocks)s answers"),
    "knock.taken_back": _("took back what was said at a knock"),
    "lift.asked": _("asked for a lift to the poll"),
    "lift.called_off": _("called a lift off"),
    "lift.changed": _("changed what somebody wants who asked for a lift"),
    "lift.given": _("gave a lift to a driver"),
    "lift.under_way": _("noted that a lift is under way"),
    "lift.done": _("noted that a lift is done"),
    "lift.taken_back": _("undid a step of a lift"),
    "driver.added": _("added a driver"),
    "driver.changed": _("changed a driver"),
    "driver.gone_home": _("noted that a driver has gone home: %(lifts)s lifts are without one"),
    "driver.came_back": _("noted that a driver is there again"),
    "driver.link_made": _("made a new link to a driver’s page"),
    "driver.looked": _("opened a driver’s page: %(lifts)s lifts"),
    "polling_day.sent_forgotten": _("let %(events)s things go that phones sent of a polling day, four weeks after it"),
    "polling_day.forgotten": _("forgot %(rows)s records of people of a polling day that is long over"),
    "knock_ups.frozen": _("froze the knock-up list: %(electors)s people at %(doors)s doors"),
    "knock_ups.followed": _("brought the knock-up list up to date: %(came)s came, %(went)s went"),
    "knock_ups.added": _("put somebody on the knock-up list by hand"),
    "knock_ups.taken_off": _("took somebody off the knock-up list again"),
    "round.begun": _("sent a team out to knock up, round %(number)s"),
    "round.handed": _("handed a knock-up round on"),
    "round.ended": _("ended a knock-up round"),
    "round.went_on": _("undid the end of a knock-up round"),
    "knock_ups.printed": _("made knock-up sheets with %(people)s people"),
    "pads.printed": _("made a teller’s pad of %(pages)s pages"),
    "sheet.typed": _("typed a paper sheet in"),
    "postal.answered": _("noted what somebody said about their postal vote"),
    "postal.taken_back": _("took back what somebody said about their postal vote"),
    "postal.printed": _("made postal chase sheets with %(people)s people"),
    "pack.built": _("made the paper pack of %(room)s with %(people)s people"),
    "pack.fetched": _("fetched the paper pack of %(room)s with %(people)s people"),
    "pack.password_shown": _("looked at the password of a committee room’s paper packs"),
}


class GotvConfig(AppConfig):
    name = "gotv"

    def ready(self) -> None:
        from access import hooks
        from canvass import hooks as canvass
        from canvass.hooks import register_kind, register_target_field
        from gotv import tasks  # noqa: F401 - registers the jobs
        from gotv.actions import knocks, postal, secrecy, tellers
        from gotv.actions import turnout as turnout_actions
        from gotv.queries import absent, phone_rounds, start, stations, targets, turnout
        from gotv.queries import postal as postal_queries
        from gotv.views import phone_rounds as views
        from gotv.views import tellers as teller_views

        hooks.verbs |= VERBS
        hooks.countdowns.append(start.countdowns)
        hooks.needs.append(start.needs)
        hooks.homes.append(start.home)
        hooks.grant_refusals.append(secrecy.refusal)
        register_kind(tellers.event_kind())
        register_kind(knocks.event_kind())
        register_kind(postal.event_kind())
        canvass.one_question.append(postal_queries.one_question())
        canvass.pack_kinds["round"] = views.pack
        canvass.phone_pages.append(views.phone_page())
        canvass.phone_pages.append(teller_views.phone_page())
        canvass.turfs["round"] = phone_rounds.turf
        canvass.inside["round"] = phone_rounds.inside
        canvass.named |= {"round": phone_rounds.named, "station": stations.named}
        canvass.recalls["round"] = phone_rounds.commands
        canvass.out.append(phone_rounds.out)
        canvass.carried.append(phone_rounds.carried)
        canvass.sections.append(turnout.section)
        canvass.badges["absent"] = canvass.Badge(absent.badge, absent.badge_words)
        canvass.electors_merged.append(turnout_actions.follow_merge)
        for field in targets.fields():
            register_target_field(field)
        canvass.polling_days.append(targets.is_polling_day)
