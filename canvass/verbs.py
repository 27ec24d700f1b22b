"""What canvass's verbs of the record mean, as words that follow a person's name (access/hooks.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "register.uploaded": _("uploaded a register file"),
    "register.refused": _("uploaded a file that is no register"),
    "register.failed": _("uploaded a register file that could not be brought in"),
    "register.approved": _("approved a register of %(electors)s electors"),
    "register.applied": _("brought in a register: %(added)s new, %(amended)s changed, %(gone)s no longer listed"),
    "register.discarded": _("threw a register file away"),
    "register.expired": _("left a register file waiting for a week, so it was thrown away"),
    "register.left_out_downloaded": _("downloaded the rows that a register file left out"),
    "board.made": _("made a board with %(doors)s doors"),
    "board.handed_out": _("handed a board to %(user)s"),
    "board.returned": _("took a board back from %(user)s"),
    "board.kept": _("kept a board after handing it back"),
    "board.closed": _("put a board away"),
    "board.reopened": _("opened a board again"),
    "board.printed": _("printed a board with %(electors)s people"),
    "board.not_theirs": _("asked for a board that they weren’t given"),
    "device.granted": _("let their phone send for a board"),
    "phone.lost": _("reported a phone of %(user)s lost"),
    "phone.wiped": _("had everything wiped from their phone, after it had sent what it held"),
    "phones.stopped": _("stopped %(phones)s phones of %(user)s, whose role ended"),
    "answer.accepted": _("let an answer count that was waiting"),
    "answer.set_aside": _("set an answer aside: %(reason)s"),
    "answer.decision_undone": _("undid a decision about an answer"),
    "contact.lifted": _("lifted a mark from a person: %(reason)s"),
    "contact.lift_undone": _("put a mark back on a person"),
    "contacts.rebuilt": _("worked out %(contacts)s people’s current answers again"),
    "sync.wrong_org": _("sent an answer about somebody in another unit"),
}
