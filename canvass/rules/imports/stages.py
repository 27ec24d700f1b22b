"""How far a register file is: the steps of the job, and the parts of the work that is under way."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from canvass.enums import ImportState
from kit.templatetags.rosette import number


def steps(state: str, times: Sequence[datetime.datetime | None]) -> list[dict[str, str]]:
    """Return the steps of the job, for the line above the page.

    `times` say when the file was uploaded, approved and in use, None for what is still to come.
    """
    uploaded, approved, finished = (date_format(timezone.localtime(at), "H:i") if at else "" for at in times)
    now = {
        ImportState.CHECKING: (1, _("being read")),
        ImportState.CHECKED: (1, _("nothing is changed yet")),
        ImportState.SECOND: (2, _("waits for a second person")),
        ImportState.APPLYING: (2, _("working")),
        ImportState.APPLIED: (3, _("brought in")),
        ImportState.UNDONE: (3, _("taken back")),
    }
    here, doing = now.get(ImportState(state), (0, ""))
    done = (uploaded, approved, finished, "")
    later = ("", "", _("one click"), "")
    return [
        {
            "label": label,
            "note": doing
            if i == here
            else later[i]
            if i > here
            else _("done, %(time)s") % {"time": done[i]}
            if done[i]
            else "",
            "state": "done" if i < here else "now" if i == here else "next",
        }
        for i, label in enumerate((_("Upload"), _("Check"), _("Approve"), _("Report")))
    ]


def log(state: str, stage: str, done: int) -> list[dict[str, str]]:
    """Return the parts of the work that is under way, each done, now or still to come."""
    parts = [("reading", _("Reading the rows")), ("matching", _("Matching people to the register you hold"))]
    if state == ImportState.APPLIED:
        parts = [(stage, _("Putting everybody back where they were"))]
    if state == ImportState.APPLYING:
        parts += [
            ("households", _("Putting streets and households in place")),
            ("people", _("Putting people in place")),
            ("counting", _("Counting again, against the file")),
        ]
    names = [name for name, _label in parts]
    here = names.index(stage) if stage in names else 0
    doing = (number(done) if done else _("working")) if stage in names else _("waiting for its turn")
    return [
        {
            "label": label,
            "value": _("done") if i < here else _("not started") if i > here else doing,
            "state": "done" if i < here else "now" if i == here else "next",
        }
        for i, (_name, label) in enumerate(parts)
    ]
