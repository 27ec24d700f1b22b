"""What access's own verbs of the record mean, as words that follow a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "access.refused": _("was refused a page that needs another role"),
    "access.out_of_scope": _("tried to open this unit without any role here"),
    "access.forged_id": _("asked for something of this unit from another unit’s pages"),
    "grant.given": _("gave %(user)s the role %(role)s"),
    "grant.ended": _("ended %(user)s’s role %(role)s"),
    "mail.flows_again": _("found that the mail server answers again"),
    "mail.queued": _("asked for a message to be sent"),
    "mail.server_set": _("changed the mail server"),
    "mail.stuck": _("found that the mail server does not let us in"),
    "mail.suppressed": _("took note of an objection to mail"),
    "setup.done": _("set up this installation"),
    "unit.changed": _("changed this unit’s settings"),
    "unit.created": _("made this unit"),
    "user.email_proved": _("proved an email address"),
    "user.invited": _("invited %(user)s to open an account"),
    "user.let_in": _("let an account sign in again"),
    "user.link_made": _("made a link to set a password for %(user)s"),
    "user.made": _("made an account for %(user)s"),
}
