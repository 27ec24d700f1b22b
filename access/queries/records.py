"""Reading the record of what was done, and putting it into words."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import hooks
from access.enums import Purpose
from access.models import AuditEvent, Unit, User
from access.permissions import Permission
from access.roles import ROLES

# Looking at people is noted on every page that shows them: shown when asked for, or it would bury what was done.
LOOKING = ("people.seen", "people.searched")
# What is shown under each right that shows people.
_SHOWN = {
    Permission.SEE_MEMBERS.value: gettext_lazy("members"),
    Permission.IMPORT_MEMBERS.value: gettext_lazy("as a members file has them"),
    Permission.SEE_REGISTER.value: gettext_lazy("electors"),
    Permission.IMPORT_REGISTER.value: gettext_lazy("as a register file has them"),
    Permission.SEE_BOARDS.value: gettext_lazy("on a board that was shared with them"),
    Permission.MAKE_BOARDS.value: gettext_lazy("on paper"),
    Permission.RECORD_DOORS.value: gettext_lazy("on their phone"),
    Permission.REVIEW_ANSWERS.value: gettext_lazy("whose answers need a check"),
    Permission.SEE_KNOCK_UPS.value: gettext_lazy("who are to be knocked up"),
    Permission.CORRECT_MARKS.value: gettext_lazy("who are marked as voted"),
}
# Instead of a verb: all of LOOKING.
LOOKED = "looked"


@dataclass(frozen=True)
class Line:
    """One entry in words. `who` is a name, or says that it was the system or an account that is gone."""

    at: datetime.datetime
    who: str
    words: str
    request_id: str


def events(unit: Unit, *, verb: str = "", person: int | None = None) -> QuerySet[AuditEvent]:
    """Return this unit's entries, the latest first; of one verb or one person where they are given.

    Without a verb: all that was done; with LOOKED: who looked at people. At the top of the tree also those that
    belong to the whole installation.
    """
    here = Q(unit_id=unit.pk) if unit.parent_id is not None else Q(unit_id=unit.pk) | Q(unit_id=None)
    found = AuditEvent.objects.filter(here).order_by("-at", "id")
    if verb == LOOKED:
        found = found.filter(verb__in=LOOKING)
    elif verb:
        found = found.filter(verb=verb)
    else:
        found = found.exclude(verb__in=LOOKING)
    return found if person is None else found.filter(actor_id=person)


def people(unit: Unit) -> QuerySet[User]:
    """Return the accounts that hold or held a role here, by name: those whose entries can be asked for."""
    return User.objects.filter(grants__unit=unit).distinct().order_by("name", "pk")


def lines(found: Iterable[AuditEvent]) -> list[Line]:
    """Put entries into words, with one query for all the names in them."""
    found = list(found)
    mentioned = [one for event in found for one in (event.actor_id, event.detail.get("user")) if one is not None]
    names = dict(User.objects.filter(pk__in=set(mentioned)).values_list("pk", "name"))
    return [Line(event.at, _who(event.actor_id, names), words(event, names), event.request_id) for event in found]


def _who(actor_id: int | None, names: dict[int, str]) -> str:
    if actor_id is None:
        return _("The system")
    return names.get(actor_id, _("An account that is gone"))


def words(event: AuditEvent, names: dict[int, str]) -> str:
    """Return what was done, as words that follow a name.

    The words come from hooks.verbs and may name counts of the entry: "handed out a board with %(doors)s doors".
    `role` becomes the role's name, and `user` the name of the account it was about; of looking, `what`, `purpose`
    and `through` become words. A verb from a version that
    had other words is shown as it was stored.
    """
    said = hooks.verbs.get(event.verb)
    if said is None:
        return event.verb
    told: defaultdict[str, object] = defaultdict(lambda: _("some"), event.detail)
    if "role" in event.detail:
        role = ROLES.get(str(event.detail["role"]))
        told["role"] = role.name.label if role else event.detail["role"]
    if "user" in event.detail:
        told["user"] = names.get(event.detail["user"], _("an account that is gone"))
    if event.verb in LOOKING:
        told |= _looking(event)
    return str(said) % told


def _looking(event: AuditEvent) -> dict[str, object]:
    what, purpose = event.detail.get("what"), event.detail.get("purpose")
    kinds = {model._meta.label_lower: model._meta.verbose_name for model in apps.get_models()}
    return {
        "what": _SHOWN.get(str(what), _("people")),
        "purpose": Purpose(purpose).label if purpose in Purpose.values else _("a purpose that no role gave"),
        "through": kinds.get(event.object_type, event.object_type) or _("a list"),
    }
