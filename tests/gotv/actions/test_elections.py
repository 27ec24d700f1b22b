from __future__ import annotations

import datetime
import uuid

import pytest

from access.actions import grants
from access.models import AuditEvent, Unit
from access.roles import RoleName
from gotv.actions import elections, lifts, passes, tellers
from gotv.models import Election, TellerShift
from kit import clock
from kit.errors import Refused
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_DAY = datetime.timedelta(days=1)


def _facts(**facts: object) -> dict:
    known = {
        "name": "Borough council",
        "type": "local",
        "polling_on": clock.today() + 30 * _DAY,
        "voting_age": 18,
        "is_rehearsal": False,
    }
    return known | facts


def test_makes_an_election_and_notes_it(scope: Unit, cast: Cast) -> None:
    made = elections.create(unit=scope, by=cast.marian, **_facts(name="  Borough council "))
    assert Election.objects.get() == made
    assert made.name == "Borough council"
    assert AuditEvent.objects.get(verb="election.created").object_id == str(made.pk)


def test_refuses_a_day_that_has_gone_by(scope: Unit, cast: Cast) -> None:
    with pytest.raises(Refused, match="gone by"):
        elections.create(unit=scope, by=cast.marian, **_facts(polling_on=clock.today() - _DAY))
    assert not Election.objects.exists()


def test_refuses_a_second_one_of_the_same_name_and_day(scope: Unit, cast: Cast) -> None:
    elections.create(unit=scope, by=cast.marian, **_facts())
    with pytest.raises(Refused, match="already"):
        elections.create(unit=scope, by=cast.marian, **_facts())
    assert Election.objects.count() == 1


def test_changes_what_is_different_and_notes_which(scope: Unit, cast: Cast) -> None:
    made = elections.create(unit=scope, by=cast.marian, **_facts())
    elections.change(election=made, by=cast.marian, **_facts(name="County council"))
    assert Election.objects.get().name == "County council"
    assert AuditEvent.objects.get(verb="election.changed").detail == {"fields": ["name"]}


def test_changing_nothing_is_noted_by_nobody(scope: Unit, cast: Cast) -> None:
    made = elections.create(unit=scope, by=cast.marian, **_facts())
    elections.change(election=made, by=cast.marian, **_facts())
    assert not AuditEvent.objects.filter(verb="election.changed").exists()


def test_an_election_that_is_over_stays_as_it_was(scope: Unit, cast: Cast) -> None:
    past = make.election(scope, on=clock.today() - _DAY)
    with pytest.raises(Refused, match="is over"):
        elections.change(election=past, by=cast.marian, **_facts())


def test_the_day_stays_once_a_number_is_in(scope: Unit, cast: Cast) -> None:
    poll = make.election(scope, rehearsal=True)
    road = canvass.household(canvass.street(scope), 1)
    make.mark(make.station(poll, "Library", road.polling_district), canvass.elector(road))
    keep = _facts(name=poll.name, polling_on=poll.polling_on, is_rehearsal=True)
    with pytest.raises(Refused, match="can’t change"):
        elections.change(election=poll, by=cast.marian, **(keep | {"polling_on": poll.polling_on + _DAY}))
    with pytest.raises(Refused, match="can’t change"):
        elections.change(election=poll, by=cast.marian, **(keep | {"is_rehearsal": False}))
    elections.change(election=poll, by=cast.marian, **(keep | {"name": "Dress rehearsal"}))
    assert Election.objects.get().name == "Dress rehearsal"


def test_the_day_stays_once_a_phone_is_in_for_it_may_hold_numbers(scope: Unit, cast: Cast) -> None:
    poll = make.election(scope, rehearsal=True)
    tellers.let_in(station=make.station(poll), device_id=uuid.uuid4(), by=cast.tess)
    assert elections.has_begun(poll)
    assert not elections.has_begun(make.election(scope, "Another"))


def test_the_rota_codes_and_lifts_go_with_the_election_to_another_day(scope: Unit, cast: Cast) -> None:
    """From summer time into winter time: seven o'clock stays seven o'clock."""
    poll = make.election(scope, on=datetime.date(2090, 10, 26))
    hall = make.station(poll, "Library", canvass.district(scope, "HH1"))
    make.shift(hall, 7, 9, cast.tess)
    code = passes.make(station=hall, by=cast.marian)
    wants = lifts.ask(
        election=poll, elector=None, by=None, name="Dot", address="2 Quay", from_at=clock.at(poll.polling_on, 14)
    )
    day = datetime.date(2090, 11, 2)
    elections.change(election=poll, by=cast.marian, **_facts(name=poll.name, polling_on=day))
    shift = TellerShift.objects.get()
    assert (shift.starts_at, shift.ends_at) == (clock.at(day, 7), clock.at(day, 9))
    code.refresh_from_db()
    assert code.expires_at == clock.at(day, 22, 30)
    wants.refresh_from_db()
    assert (wants.from_at, wants.until_at) == (clock.at(day, 14), None)


def test_an_election_does_not_move_to_a_day_on_which_a_teller_is_a_polling_agent(scope: Unit, cast: Cast) -> None:
    poll = make.election(scope, on=clock.today() + 8 * _DAY)
    make.shift(make.station(poll, "Library", canvass.district(scope, "HH1")), 7, 9, cast.osei)
    new = poll.polling_on + _DAY
    grants.give(
        user=cast.osei,
        unit=scope,
        role=RoleName.POLLING_AGENT,
        reason="For the count",
        by=None,
        starts_on=new,
        ends_on=new,
    )
    with pytest.raises(Refused, match="section 66"):
        elections.change(election=poll, by=cast.marian, **_facts(name=poll.name, polling_on=new))


def test_an_election_gets_its_id_from_the_council_of_the_register(scope: Unit, cast: Cast) -> None:
    canvass.council(scope, "Wexcombe Borough Council")
    made = elections.create(unit=scope, by=cast.marian, **_facts(polling_on=datetime.date(2090, 5, 4)))
    assert Election.objects.get().uk_id == made.uk_id == "local.wexcombe.2090-05-04"


def test_details_are_kept_and_what_is_different_is_noted(scope: Unit, cast: Cast) -> None:
    castle = canvass.ward(scope, "Castle")
    made = elections.create(unit=scope, by=cast.marian, **_facts(polling_on=datetime.date(2090, 5, 4)))
    assert (made.uk_id, made.postal_dispatch_on, list(made.wards.all())) == ("", None, [])
    sent_on = datetime.date(2090, 4, 18)
    details = elections.Details(place="Wexcombe", is_by_election=True, wards=(castle,), postal_dispatch_on=sent_on)
    facts = _facts(polling_on=made.polling_on, details=details)
    elections.change(election=made, by=cast.marian, **facts)
    kept = Election.objects.get()
    assert (kept.uk_id, kept.postal_dispatch_on) == ("local.wexcombe.castle.by.2090-05-04", sent_on)
    assert list(kept.wards.all()) == [castle]
    noted = AuditEvent.objects.get(verb="election.changed")
    assert noted.detail == {"fields": ["uk_id", "postal_dispatch_on", "wards"]}
    elections.change(election=made, by=cast.marian, **facts)
    assert AuditEvent.objects.filter(verb="election.changed").count() == 1


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (elections.Details(uk_id="parl.wexcombe.2090-05-04"), "another kind"),
        (elections.Details(postal_dispatch_on=datetime.date(2090, 5, 5)), "before polling day"),
    ],
)
def test_details_that_can_not_be_are_refused(scope: Unit, cast: Cast, details: elections.Details, words: str) -> None:
    with pytest.raises(Refused, match=words):
        elections.create(unit=scope, by=cast.marian, **_facts(polling_on=datetime.date(2090, 5, 4), details=details))
    assert not Election.objects.exists()
