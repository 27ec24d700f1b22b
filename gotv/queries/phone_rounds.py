"""A round on a phone: the pack, the doors it may record at, and whom it must take off its list meanwhile (S1).

Names and addresses of those who are still to be called on, each with a reason as a coarse code; no past answers.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.models import DeviceGrant, User
from canvass.hooks import Carried
from canvass.models import Elector, Household, PollingDistrict, Recall
from canvass.queries import areas
from gotv.enums import LiftNeed
from gotv.models import Round, Voted
from gotv.queries import absent, knock_ups, stations
from gotv.queries import rounds as all_rounds
from gotv.rules import hours, phone_rounds, voting
from kit import clock

VERSION = 2
# What committed while a phone was answered is told again: rows are stamped when their transaction began.
_OVERLAP = datetime.timedelta(minutes=2)


def rounds() -> QuerySet[Round]:
    """Return rounds with all that a phone needs of them beside the doors."""
    return Round.objects.select_related("election", "unit__parent", "polling_district", "road_group", "room")


def of_runner(user: User) -> list[Round]:
    """Return the rounds in scope that this person has out today or tomorrow, the newest first."""
    soon = clock.today() + datetime.timedelta(days=1)
    rows = rounds().filter(runner=user, ended_at=None, election__polling_on__range=(clock.today(), soon))
    return list(rows.order_by("-begun_at", "pk"))


def carried(user: User) -> list[Carried]:
    """Return these rounds as they stand below somebody's boards (canvass.hooks.carried)."""
    rows = of_runner(user)
    called = names(rows)
    urls = {one.pk: reverse("gotv:phone_round", kwargs={"round": one.pk}) for one in rows}
    return [Carried(called[one.pk], urls[one.pk], readable(one).closes) for one in rows]


def name(one: Round) -> str:
    """Return what a round is called on a phone: "Tanyard roads, HH1, round 2"."""
    return names([one])[one.pk]


def names(of: Sequence[Round]) -> dict[UUID, str]:
    """Return what these rounds are called. Without a road group: the other streets, or all of a district with none."""
    rest = [one.polling_district_id for one in of if one.road_group is None]
    grouped = knock_ups.of_streets(rest) if rest else {}
    found = {}
    for one in of:
        values = {"district": one.polling_district.code, "number": one.number}
        if one.road_group is None and not grouped[one.polling_district_id]:
            words = _("%(where)s, round %(number)s")
            values["where"] = str(one.polling_district)
        else:
            words = _("%(where)s, %(district)s, round %(number)s")
            values["where"] = one.road_group.name if one.road_group else _("Other streets")
        found[one.pk] = words % values
    return found


def named(ids: Collection[str]) -> dict[str, str]:
    """Return what rounds are called, by id (canvass.hooks.named)."""
    return {str(pk): words for pk, words in names(list(rounds().filter(pk__in=ids))).items()}


def readable(one: Round) -> hours.Hours:
    """Return from when until when a phone may show the names of a round."""
    return phone_rounds.readable(one.election.polling_on, rehearsal=one.election.is_rehearsal)


def pack(one: Round, user: User) -> dict:
    """Return the pack of a round of `rounds()`. Its shape stands in docs/offline.md.

    Whoever is finished by what was said, has voted or objects is not in it: it is made anew each time.
    """
    now = timezone.now()
    streets: list[dict] = []
    doors: list[dict] = []
    for street in knock_ups.of_round(one):
        streets.append({"id": None, "name": street.name or _("No street"), "district": one.polling_district.code})
        doors += [_door(one, door, len(streets) - 1, len(doors) + place) for place, door in enumerate(street.doors)]
    _say_how(one, doors)
    return {
        "v": VERSION,
        "board": {"id": str(one.pk), "name": name(one)},
        "round": {"id": str(one.pk), "team": one.team, "election": one.election.name},
        "unit": {"code": one.unit.code, "name": one.unit.name},
        "issued_at": now.isoformat(),
        "read_until": readable(one).closes.isoformat(),
        "urls": urls(one),
        "user": {"id": user.pk, "name": user.name},
        "recall": _number(now),
        "streets": streets,
        "doors": doors,
        "vote": _vote(one),
        "needs": [{"code": need.value, "label": str(need.label)} for need in LiftNeed],
    }


def urls(one: Round) -> dict[str, str]:
    """Return the addresses that a phone needs to send, to go back and to open the round again."""
    return {
        "events": reverse("canvass:sync_events"),
        "ping": reverse("canvass:sync_ping"),
        "device": reverse("gotv:phone_round_device", kwargs={"round": one.pk}),
        "back": reverse("gotv:phone_rounds"),
        "page": reverse("gotv:phone_round", kwargs={"round": one.pk}),
    }


def _door(one: Round, door: knock_ups.Door, street: int, position: int) -> dict:
    last = next((person.last for person in door.people if person.last), "")
    return {
        "household": door.pk,
        "position": position,
        "street": street,
        "door": door.label,
        "side": "",
        "tried": {"code": "", "when": last} if last else None,
        "state": "open",
        "people": [_person(one, person) for person in door.people],
    }


def _person(one: Round, person: knock_ups.Person) -> dict:
    number, _slash, suffix = person.number.partition("/")
    return {
        "elector": person.pk,
        "district": one.polling_district.code,
        "number": int(number),
        "suffix": int(suffix or 0),
        "name": person.name,
        "note": person.badge,
        "why": person.coarse or "listed",
    }


def _say_how(one: Round, doors: list[dict]) -> None:
    """Add `how` to those who vote by post or by proxy: what to tell them, which on the day is something else."""
    people = {person["elector"]: person for door in doors for person in door["people"]}
    for elector, kind in absent.kinds_of(one.election, list(people)).items():
        people[elector]["how"] = kind.value


def _vote(one: Round) -> dict:
    """Return where this district votes, until when, and what to bring. `places` is empty where nobody has said."""
    election = one.election
    kinds = ("postal", "proxy", "postal_proxy")
    return {
        "places": stations.addresses(election, [one.polling_district_id]).get(one.polling_district_id, []),
        "bring": voting.bring(election.nation, election.type),
        "until": voting.until(),
        "absent": {kind: voting.absent(kind) for kind in kinds},
    }


def turf(grant: DeviceGrant, households: Collection[int]) -> set[int]:
    """Return which of these doors a phone may record at: those of its round, whoever is still to be called on there."""
    one = rounds().filter(pk=grant.scope["round"]).first()
    if one is None:
        return set()
    return set(_within(one, Elector.objects.filter(household__in=households)).values_list("household_id", flat=True))


def inside(area: areas.Keys) -> QuerySet[Round]:
    """Return the rounds that lie in an area (canvass.hooks.inside)."""
    return all_rounds.in_area(area, Round.objects.all())


def out(unit: int) -> QuerySet:
    """Return the ids of the doors of districts where a round is out: recalls are noted for them too."""
    districts = Round.objects.filter(unit=unit, ended_at=None, runner__isnull=False).values("polling_district")
    return Household.objects.filter(polling_district__in=districts).values("pk")


def commands(grant: DeviceGrant, heard: int) -> list[dict]:
    """Return what a phone with a round is told to do: forget it, or take people off it that it has not heard of.

    `heard` is a time in milliseconds, as in the pack. Its own marks are no news to it.
    """
    one = rounds().filter(pk=grant.scope["round"]).first()
    now = timezone.now()
    if one is None or one.ended_at or one.runner_id != grant.user_id or now >= readable(one).closes:
        return [{"command": "withdrawn"}]
    after = datetime.datetime.fromtimestamp(heard / 1000, datetime.UTC) - _OVERLAP
    gone: dict[int, set[int] | None] = defaultdict(set)
    for household, elector in [*_voted(one, grant, after), *_recalled(one, after)]:
        known = gone[household]
        gone[household] = None if elector is None or known is None else known | {elector}
    if not gone:
        return []
    doors = [{"household": pk, "electors": None if who is None else sorted(who)} for pk, who in sorted(gone.items())]
    return [{"command": "recall", "number": _number(now), "doors": doors}]


def _voted(one: Round, grant: DeviceGrant, after: datetime.datetime) -> list[tuple[int, int | None]]:
    """Return (household, elector) of who is marked as voted since, by anybody but this phone."""
    new = Q(mark__received_at__gt=after) | Q(mark__check_made__checked_at__gt=after)
    rows = Voted.objects.filter(new, election=one.election_id).exclude(mark__device=grant.pk)
    return list(_within(one, Elector.objects.filter(pk__in=rows.values("elector"))).values_list("household_id", "pk"))


def _recalled(one: Round, after: datetime.datetime) -> list[tuple[int, int | None]]:
    """Return (household, elector or None for all) of who asked not to be contacted, died or left since."""
    rows = Recall.objects.filter(at__gt=after, household__polling_district=one.polling_district_id)
    return list(rows.values_list("household_id", "elector_id"))


def _within(one: Round, rows: QuerySet[Elector]) -> QuerySet[Elector]:
    district: PollingDistrict = one.polling_district
    return knock_ups.within(rows, district, one.road_group_id, rest=one.road_group_id is None)


def _number(at: datetime.datetime) -> int:
    return int(at.timestamp() * 1000)
