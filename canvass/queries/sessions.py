"""Canvass sessions: the list, what they need, and what stands in the week."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.hooks import Entry, Need
from access.models import Unit, User
from access.permissions import Permission as P
from access.queries.accesses import Access
from access.rules import times
from canvass.models import Board, CanvassSession, Joined, SurveyVersion, Team
from canvass.queries import teams
from canvass.rules import sessions as rules

# Of the sessions that are still open, those whose people should be back for so long are no longer looked at.
_OLD = datetime.timedelta(days=2)


def coming() -> QuerySet[CanvassSession]:
    """Return the sessions in scope that are not closed, the soonest first."""
    return _counted(CanvassSession.objects.filter(closed_at__isnull=True).order_by("meets_at", "pk"))


def over() -> QuerySet[CanvassSession]:
    """Return the closed ones, the last first."""
    return _counted(CanvassSession.objects.filter(closed_at__isnull=False).order_by("-meets_at", "pk"))


def _counted(rows: QuerySet[CanvassSession]) -> QuerySet[CanvassSession]:
    return rows.select_related("leader").annotate(
        people=Count("joined", filter=Q(joined__left_at__isnull=True), distinct=True),
        board_count=Count("boards", distinct=True),
        out=Count("teams", filter=Q(teams__out_at__isnull=False, teams__back_at__isnull=True), distinct=True),
    )


def surveys() -> list[SurveyVersion]:
    """Return the newest version of each survey that is in use, by name: what a session's boards can carry."""
    rows = SurveyVersion.objects.filter(survey__archived_at__isnull=True).select_related("survey")
    return list(rows.order_by("survey__name", "survey_id", "-number").distinct("survey__name", "survey_id"))


def boards_to_take(session: CanvassSession, boards: QuerySet[Board]) -> QuerySet[Board]:
    """Return those of the boards that can be given to a session: in use, with nobody, and of no open session."""
    return boards.filter(closed_at__isnull=True).exclude(
        Q(handings__returned_at__isnull=True, handings__isnull=False)
        | Q(session=session)
        | Q(session__isnull=False, session__closed_at__isnull=True)
    )


def of_user(user: User) -> list[Joined]:
    """Return this person's places in the sessions in scope that are going on, the soonest first."""
    now = timezone.now()
    rows = Joined.objects.filter(
        user=user, left_at__isnull=True, session__closed_at__isnull=True, session__back_at__gt=now - _OLD
    )
    return list(rows.select_related("session__unit", "session__leader", "team").order_by("session__meets_at"))


@dataclass(frozen=True)
class Outing:
    """A person's place in a session as their phone shows it. `team` is None until somebody put them into one."""

    place: Joined
    is_out: bool
    is_late: bool

    @property
    def session(self) -> CanvassSession:
        return self.place.session

    @property
    def team(self) -> Team | None:
        return self.place.team


def outings(user: User) -> list[Outing]:
    """Return the sessions that this person takes part in now."""
    return [outing(place) for place in of_user(user)]


def outing(place: Joined) -> Outing:
    team = place.team
    now = timezone.now()
    return Outing(place, team is not None and teams.is_out(team), team is not None and teams.is_late(team, now))


def needs(access: Access, unit: Unit) -> list[Need]:
    """Return each team that should be back and from which nobody has heard, and newcomers who wait."""
    if not access.may(P.MAKE_BOARDS, unit):
        return []
    now = timezone.now()
    return [_late(team, unit, now) for team in teams.late(now, unit=unit.pk)] + _waiting(unit)


def _late(team: Team, unit: Unit, now: datetime.datetime) -> Need:
    due = team.due_at or now
    return Need(
        title=_("Find out where %(team)s is") % {"team": team.name},
        what=_("It was to be back at %(at)s, from the session %(session)s.")
        % {"at": times.short(due, now), "session": team.session.name},
        why=_("Nobody has said that all is well. Ring them; if nobody answers, go and look."),
        url=_address(unit, team.session),
        button=_("Open session"),
        due_at=due,
    )


def _waiting(unit: Unit) -> list[Need]:
    now = timezone.now()
    rows = CanvassSession.objects.filter(unit=unit, closed_at__isnull=True, back_at__gt=now)
    waiting = rows.annotate(asking=Count("newcomers", filter=Q(newcomers__decided_at__isnull=True))).filter(
        asking__gt=0
    )
    return [
        Need(
            title=_("Let people join %(session)s") % {"session": one.name},
            what=_("Somebody at the meeting point waits for you to say that you know them."),
            why=_("They can’t go out before you do."),
            url=_address(unit, one),
            button=_("Open session"),
            due_at=one.back_at,
        )
        for one in waiting
    ]


def week(access: Access, unit: Unit) -> list[Entry]:
    """Return the sessions of the next days."""
    if not access.may(P.SEE_BOARDS, unit):
        return []
    now = timezone.now()
    rows = CanvassSession.objects.filter(
        unit=unit, closed_at__isnull=True, meets_at__range=(now, now + datetime.timedelta(days=8))
    )
    return [
        Entry(
            at=one.meets_at,
            title=one.name,
            detail=_("%(place)s, led by %(leader)s, back by %(at)s")
            % {
                "place": one.meeting_point,
                "leader": one.leader.name,
                "at": date_format(timezone.localtime(one.back_at), "H:i"),
            },
            url=_address(unit, one),
            do=_("Open session"),
        )
        for one in rows.select_related("leader").order_by("meets_at")
    ]


def _address(unit: Unit, session: CanvassSession) -> str:
    return reverse("canvass:session", kwargs={"unit": unit.code, "session": session.pk})


def end_of(session: CanvassSession) -> datetime.datetime:
    """Return until when a sign-in for this session is good."""
    return rules.end_of_day(session.back_at)
