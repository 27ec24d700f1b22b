"""The track of a request, as one follows a parcel: what happened, where it is now, what comes next. In words."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import content
from access.enums import AppealState, RefusalReason, RequestState, StepKind
from access.models import AccessRequest, Appeal, Grant, RequestStep, User
from access.queries import accesses, appeals, figures, requests
from access.queries.gates import gate_title
from access.queries.requests import Level
from access.rules import requests as rules
from access.rules import times

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """One line of the track. `state` is "done", "now" or "next"; `at` is a time in words, or ""."""

    title: str
    text: str = ""
    at: str = ""
    state: str = "done"


@dataclass(frozen=True)
class Track:
    """A request followed.

    `badge` says what the clock does next, "" without one; `late`: the clock has run out; `slow`: it waits longer than
    half of all decisions about the same took.
    """

    wanted: AccessRequest
    what: str
    events: list[Event]
    badge: str
    late: bool
    slow: bool
    asked_ago: str


@dataclass(frozen=True)
class _Telling:
    """Who reads, and what the lines need: names by account, the levels on the way up, the moment."""

    reader: User
    wanted: AccessRequest
    names: dict[int, str]
    levels: list[Level]
    now: datetime.datetime

    @property
    def own(self) -> bool:
        return self.reader.pk == self.wanted.user_id

    def who(self, user: int | None) -> str:
        return _("You") if user == self.reader.pk else self.names.get(user or 0, _("Somebody"))

    def listed(self, users: Iterable[int]) -> str:
        return requests.listed([_("you") if pk == self.reader.pk else self.who(pk) for pk in users])

    @property
    def index(self) -> int:
        """Where on the way up it rests."""
        return requests.index_of(self.levels, self.wanted.rests_with_id)

    @property
    def above(self) -> Level | None:
        """The next unit up where there is anybody who can decide."""
        return next((level for level in self.levels[self.index + 1 :] if level.deciders), None)


def of(wanted: AccessRequest, reader: User, *, appeal: Appeal | None = None) -> Track:
    """Return the track of a request as this person reads it. Needs a scope open on the lineage of its unit."""
    now = timezone.now()
    steps = list(wanted.steps.order_by("at", "id"))
    permission = requests.decided_with(wanted.role, wanted.tool_id)
    levels = [level.without(wanted.user_id) for level in requests.levels(wanted.unit, permission, wanted.area)]
    telling = _Telling(reader, wanted, _names(steps), levels, now)
    badge, late = _badge(telling)
    return Track(
        wanted=wanted,
        what=requests.with_places(wanted.what, wanted.area, wanted.unit),
        events=[*(_event(telling, step) for step in _in_order(steps)), *_coming(telling, appeal)],
        badge=badge,
        late=late,
        slow=wanted.is_open and _is_slow(wanted, now),
        asked_ago=times.waiting(wanted.asked_at, now).figure,
    )


# What was written down in one moment, in the order in which it is told.
_FIRST = {StepKind.ASKED: 0, StepKind.ESCALATED: 1, StepKind.SENT: 2}


def _in_order(steps: Iterable[RequestStep]) -> list[RequestStep]:
    return sorted(steps, key=lambda step: (step.at, _FIRST.get(StepKind(step.kind), 3)))


def _names(steps: list[RequestStep]) -> dict[int, str]:
    ids = {step.by_id for step in steps} | {pk for step in steps for pk in _sent_to(step)}
    return dict(User.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "name"))


def _sent_to(step: RequestStep) -> list[int]:
    return step.detail.get("to", []) if step.kind in {StepKind.SENT, StepKind.REMINDED} else []


def _badge(telling: _Telling) -> tuple[str, bool]:
    at = telling.wanted.escalates_at
    if at is None or not telling.wanted.is_open:
        return "", False
    place = telling.above.unit.name if telling.above else _("the unit above")
    if at <= telling.now:
        return _("goes to %(unit)s now") % {"unit": place}, True
    return _("goes to %(unit)s in %(time)s") % {"unit": place, "time": times.due(at, telling.now).figure}, False


def _is_slow(wanted: AccessRequest, now: datetime.datetime) -> bool:
    times = figures.of_request(wanted)
    usual = times.here.median if times.here and times.here.decided else times.overall.median
    return usual is not None and now - wanted.asked_at > usual


_PLAIN = {
    StepKind.ASKED: gettext_lazy("%(name)s asked"),
    StepKind.OPENED: gettext_lazy("%(name)s opened it"),
    StepKind.QUESTION: gettext_lazy("%(name)s asked for more information"),
    StepKind.MESSAGE: gettext_lazy("%(name)s added a message"),
    StepKind.APPROVED: gettext_lazy("%(name)s approved it"),
    StepKind.WITHDRAWN: gettext_lazy("%(name)s withdrew it"),
    StepKind.APPEALED: gettext_lazy("%(name)s appealed"),
    StepKind.UPHELD: gettext_lazy("%(name)s upheld the appeal"),
    StepKind.DISMISSED: gettext_lazy("%(name)s dismissed the appeal"),
    StepKind.DONE: gettext_lazy("%(name)s let the person in"),
}

_ANSWERED = gettext_lazy("%(name)s answered")


def _event(telling: _Telling, step: RequestStep) -> Event:
    kind, at = StepKind(step.kind), times.moment(step.at, telling.now)
    if kind in _PLAIN:
        words = _ANSWERED if step.detail.get("answer") else _PLAIN[kind]
        return Event(str(words) % {"name": telling.who(step.by_id)}, step.words, at)
    title, text = _TOLD[kind](telling, step)
    return Event(title, text, at)


def _sent(telling: _Telling, step: RequestStep) -> tuple[str, str]:
    to = _sent_to(step)
    if not to:
        return _("Nobody can decide it at present"), _("Whoever gets the right to decide finds it there.")
    if len(to) == 1:
        return _("Sent to the one person who can decide"), capfirst(telling.listed(to))
    if len(to) == 2:
        return _("Sent to both people who can decide"), capfirst(telling.listed(to))
    return _("Sent to all %(count)d people who can decide") % {"count": len(to)}, capfirst(telling.listed(to))


def _reminded(telling: _Telling, step: RequestStep) -> tuple[str, str]:
    return _("Reminded those who can decide"), capfirst(telling.listed(_sent_to(step)))


_WHY_UP = {
    "time": gettext_lazy("Nobody had decided in time."),
    "away": gettext_lazy("Everybody who can decide is away."),
    "nobody": gettext_lazy("Nobody there can decide."),
}


def _went_up(telling: _Telling, step: RequestStep) -> tuple[str, str]:
    names = {level.unit.pk: level.unit.name for level in telling.levels}
    place = names.get(step.detail.get("to", 0), _("the unit above"))
    return _("Went up to %(unit)s") % {"unit": place}, str(_WHY_UP.get(step.detail.get("why", ""), ""))


def _gate(telling: _Telling, step: RequestStep) -> tuple[str, str]:
    gate, who = step.detail.get("gate", ""), telling.who(step.by_id)
    if gate in content.TERMS:
        return _("%(name)s signed the terms") % {"name": who}, content.TERMS[gate].title
    return _("%(name)s passed a lesson") % {"name": who}, gate_title(gate)


def _less(telling: _Telling, step: RequestStep) -> tuple[str, str]:
    given = requests.with_places(telling.wanted.what, step.detail.get("area", []), telling.wanted.unit)
    last = datetime.date.fromisoformat(step.detail["until"])
    text = _("%(what)s, until %(day)s.") % {"what": given, "day": date_format(last, "j F Y")}
    title = _("%(name)s approved less than was asked for") % {"name": telling.who(step.by_id)}
    return title, f"{text} {step.words}"


def _refused(telling: _Telling, step: RequestStep) -> tuple[str, str]:
    title = _("%(name)s refused it") % {"name": telling.who(step.by_id)}
    return title, f"{RefusalReason(step.detail['reason']).label}. {step.words}"


_TOLD: dict[StepKind, Callable[[_Telling, RequestStep], tuple[str, str]]] = {
    StepKind.SENT: _sent,
    StepKind.REMINDED: _reminded,
    StepKind.ESCALATED: _went_up,
    StepKind.GATE: _gate,
    StepKind.APPROVED_LESS: _less,
    StepKind.REFUSED: _refused,
}


def _coming(telling: _Telling, appeal: Appeal | None) -> list[Event]:
    """Return where it is now, and what comes next."""
    wanted = telling.wanted
    if wanted.is_open:
        return _waiting(telling)
    if appeal is not None and appeal.state == AppealState.OPEN:
        title = _("Waiting for %(unit)s to decide the appeal") % {"unit": appeal.decided_at_unit.name}
        return [Event(title, _("Somebody else decides than before. It is final."), state="now")]
    if wanted.state == RequestState.APPROVED and wanted.grant is not None:
        return [_given(telling, wanted.grant)]
    if wanted.state == RequestState.REFUSED and appeal is None and telling.own:
        return [Event(_("You can appeal once"), _("Somebody in the unit above looks at it again."), state="next")]
    return []


def _waiting(telling: _Telling) -> list[Event]:
    wanted, above = telling.wanted, telling.above
    title = _("Waiting for a decision")
    if wanted.state == RequestState.ASKED_BACK:
        title = (
            _("Waiting for your answer")
            if telling.own
            else _("Waiting for an answer from %(name)s") % {"name": wanted.user.name}
        )
    found = [Event(title, _rests(telling), state="now")]
    if wanted.escalates_at is not None and above is not None:
        goes = _("Goes to %(unit)s") % {"unit": above.unit.name}
        at = times.moment(wanted.escalates_at, telling.now)
        found.append(Event(goes, _("only if nobody has decided"), at, state="next"))
    last = _("Access opens, or you get the reason") if telling.own else _("Access opens, or they get the reason")
    to = appeals.unit_above(wanted.unit, wanted.rests_with_id).name
    found.append(Event(last, _("One appeal is possible, to %(unit)s.") % {"unit": to}, state="next"))
    return found


def _rests(telling: _Telling) -> str:
    """Return with whom it rests: who is here, and who is away until when."""
    level, now = telling.levels[telling.index], telling.now
    if not level.deciders:
        return _("Nobody in %(unit)s can decide at present.") % {"unit": level.unit.name}
    back = {one.user.pk: rules.back_at(one.away, now) for one in level.deciders}
    here = telling.listed(pk for pk, at in back.items() if at is None)
    away = [
        _("%(name)s is away until %(day)s.") % {"name": telling.names.get(one.user.pk, one.user.name), "day": _last(at)}
        for one in level.deciders
        if (at := back[one.user.pk]) is not None
    ]
    rests = [_("It rests with %(names)s.") % {"names": here}] if here and away else []
    if telling.wanted.state == RequestState.ASKED_BACK:
        rests.append(_("The clock goes on meanwhile."))
    if not here:
        rests.append(_("Nobody else can decide there."))
    return " ".join([*away, *rests])


def _last(back: datetime.datetime) -> str:
    """Return the last day away in words, from the first moment back."""
    return date_format(timezone.localtime(back).date() - _DAY, "l j F")


def _given(telling: _Telling, grant: Grant) -> Event:
    """Return how the grant stands that came of it."""
    if grant.ended_at is not None:
        return Event(_("It has ended"), grant.ended_reason, times.moment(grant.ended_at, telling.now))
    until = date_format(grant.ends_on, "j F Y") if grant.ends_on else _("somebody ends it")
    if grant.tool_id is not None:
        if grant.done_at is not None:
            return Event(_("The key is there, until %(day)s") % {"day": until})
        text = _("They let the person in and say so here.")
        return Event(_("Waiting for whoever holds the tool’s key"), text, state="now")
    access = accesses.of(telling.wanted.user)
    closed = next((one for one in access.closed if one.pk == grant.pk), None)
    if closed is not None:
        left = requests.listed([gate_title(gate) for gate in access.missing(closed)])
        return Event(_("It opens when this is done"), left, state="now")
    return Event(_("Access is open, until %(day)s") % {"day": until})
