"""The frozen knock-up list of the rehearsal today, and the first rounds: one that is back and one that is out."""

from __future__ import annotations

import datetime
import random
import uuid

from access.models import Unit, User
from gotv.actions import knocks, rounds, snapshots
from gotv.enums import KnockSaid
from gotv.models import Election, Round
from gotv.queries import knock_ups
from gotv.queries import rounds as places

# What people say to a team, and how often, of a hundred.
_SAID = (
    (KnockSaid.NOT_IN, 48),
    (KnockSaid.WILL, 22),
    (KnockSaid.VOTED, 17),
    (KnockSaid.WONT, 6),
    (KnockSaid.LIFT, 3),
    (KnockSaid.LANGUAGE, 4),
)
_BACK_AFTER, _DOORS = datetime.timedelta(minutes=50), 24
_TEAMS = ("Red team", "Quay team")


def make(seed: str, unit: Unit, organiser: User, runner: User, now: datetime.datetime) -> None:
    """Freeze the list by the rule that is offered, and play two rounds. Wants an open scope."""
    chance = random.Random(f"{seed} knock-ups")  # noqa: S311 - the demo's dice
    election = Election.objects.filter(unit=unit, is_rehearsal=True).latest("polling_on")
    snapshots.freeze(
        election=election, version=snapshots.offer(unit=unit, by=organiser), by=organiser, key=_key(chance)
    )
    back, out = (_begin(chance, election, team, organiser, runner) for team in _TEAMS)
    _play(chance, back, runner, now - _BACK_AFTER, _DOORS)
    rounds.end(round=back, by=organiser)
    _play(chance, out, runner, now - _BACK_AFTER / 2, _DOORS // 2)


def _begin(chance: random.Random, election: Election, team: str, organiser: User, runner: User) -> Round:
    """Send a team to the road group where the most people are left and nobody has been."""
    free = [patch for patch in places.patches(election, None) if not patch.out and not patch.last]
    where = max(free, key=lambda patch: (patch.group is not None, patch.people, patch.district.code))
    return rounds.begin(
        election=election,
        district=where.district,
        road_group=where.group,
        team=team,
        runner=runner,
        by=organiser,
        key=_key(chance),
    )


def _play(chance: random.Random, one: Round, runner: User, begun: datetime.datetime, doors: int) -> None:
    """Let the team have gone out at this time and knock at its first doors, one every two minutes."""
    Round.objects.filter(pk=one.pk).update(begun_at=begun)
    homes = [door for street in knock_ups.of_round(one) for door in street.doors][:doors]
    answers, weights = zip(*_SAID, strict=True)
    said = []
    for place, door in enumerate(homes):
        at = begun + datetime.timedelta(minutes=2 * place)
        for person in door.people:
            what = chance.choices(answers, weights)[0]
            said.append(knocks.Said(_key(chance), door.pk, what.value, at, person.pk, lift={"people": 1}))
    knocks.record(one=one, said=said, by=runner)


def _key(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)
