"""What roadmap's verbs of the record mean, as words that follow a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "idea.asked": _("asked for something on the roadmap"),
    "idea.needed": _("said that they need a roadmap item too"),
    "idea.not_needed": _("took back that they need a roadmap item"),
    "idea.moved": _("moved a roadmap item"),
    "idea.answered": _("answered a roadmap item"),
}
