"""Counts on the phone: an agent's own boxes, a big field, what was said last, and taking it back."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access import scoping
from access.models import AuditEvent, Grant
from access.roles import RoleName
from gotv.models import BallotBox, Count
from tests import cast as people
from tests.everywhere import everywhere
from tests.factories import canvass
from tests.factories import gotv as make
from tests.gotv.conftest import Day


@pytest.fixture
def box(day: Day) -> BallotBox:
    return make.box(day.hall, "3", day.hh1, electors=500)


@pytest.fixture
def agent(day: Day) -> people.User:
    """Noor is a polling agent, and nothing else."""
    people.grant(day.cast.noor, day.cast.wexcombe, RoleName.POLLING_AGENT)
    return day.cast.noor


def _url(day: Day, name: str = "counts", **kwargs: object) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)


def _page(day: Day, user: people.User, url: str, data: dict | None = None) -> tuple[int, str]:
    client = day.cast.client(user)
    answer = client.post(url, data, follow=True) if data else client.get(url)
    return answer.status_code, answer.content.decode()


def _send(day: Day, user: people.User, box: BallotBox, value: str, **more: str) -> str:
    data = {"value": value, "entry": str(uuid.uuid4())} | more
    return _page(day, user, _url(day, "count", kind="turnout", place=box.pk), data)[1]


def _values(day: Day) -> list[int]:
    with scoping.units([day.cast.wexcombe.pk]):
        return sorted(Count.objects.values_list("value", flat=True))


def test_an_agent_types_a_count_and_sees_it(day: Day, box: BallotBox, agent: people.User) -> None:
    _status, page = _page(day, agent, _url(day))
    assert "Library" in page
    assert reverse("gotv:polling_days", kwargs={"unit": "wexcombe"}) + '"' not in page  # nothing that is shut to them
    assert "not counted yet" in page
    page = _send(day, agent, box, "212")
    assert "212 is in for Library." in page
    assert re.search(r"Last: 212 at \d\d:\d\d, just now", page)
    assert _values(day) == [212]


def test_an_agent_counts_boxes_alone_and_sees_nobody(day: Day, box: BallotBox, agent: people.User) -> None:
    make.count(box, 5, by=day.cast.osei)
    _status, page = _page(day, agent, _url(day, "count", kind="turnout", place=box.pk))
    assert day.cast.osei.name not in page
    assert day.cast.osei.email not in page
    assert "Elsie" not in page
    assert _page(day, agent, _url(day, "count", kind="warp", place=day.hh1.pk))[0] == 403
    assert AuditEvent.objects.get(verb="access.refused").detail == {"permission": "polling_day.see"}
    assert "kind=warp" not in _page(day, agent, _url(day))[1]


def test_an_agent_of_one_ward_has_its_boxes_alone(day: Day, box: BallotBox, agent: people.User) -> None:
    far = make.box(make.station(day.poll, "Kiln Hall", day.hh2), "9", day.hh2)
    ward = day.hh1.ward
    assert ward is not None
    with everywhere():
        Grant.objects.filter(user=agent).update(area=[f"ward:{ward.pk}"])
    page = _page(day, agent, _url(day))[1]
    assert "Library" in page
    assert "Kiln Hall" not in page
    assert _page(day, agent, _url(day, "count", kind="turnout", place=far.pk))[0] == 404
    assert _page(day, agent, _url(day, "count", kind="turnout", place=box.pk))[0] == 200


def test_the_home_of_an_agent_is_todays_counts(day: Day, agent: people.User) -> None:
    assert day.cast.client(agent).get(reverse("home"))["Location"] == _url(day)


def test_the_office_reads_who_sent_it_and_how_to_reach_them(day: Day, box: BallotBox, agent: people.User) -> None:
    make.count(box, 5, by=agent)
    page = _page(day, day.cast.osei, _url(day, "count", kind="turnout", place=box.pk))[1]
    assert agent.name in page
    assert f"mailto:{agent.email}" in page


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "Type the number first"),
        ("-50", "nought or more"),
        ("many", "whole number"),
        ("99999999999", "more than any box holds"),
        ("501", "more than the 500 electors"),
    ],
)
def test_what_is_no_count_is_said_and_kept_in_the_field(day: Day, box: BallotBox, value: str, words: str) -> None:
    page = _send(day, day.cast.osei, box, value)
    assert words in page
    assert not value or f'value="{value}"' in page
    assert _values(day) == []


def test_a_lower_one_asks_why_and_goes_in_with_the_reason(day: Day, box: BallotBox) -> None:
    make.count(box, 412, by=day.cast.osei)
    page = _send(day, day.cast.osei, box, "142")
    assert "142 is less than the 412" in page
    assert 'type="text" name="reason"' in page
    label = page[page.index("Why it contradicts another count") :]
    assert "if you like" not in label[: label.index("</label>")]
    assert 'value="142"' in page
    assert _values(day) == [412]
    assert "Read out wrongly" in _send(day, day.cast.osei, box, "142", reason="Read out wrongly")
    assert _values(day) == [142, 412]


def test_the_same_form_twice_is_one_count(day: Day, box: BallotBox) -> None:
    entry = str(uuid.uuid4())
    for _twice in range(2):
        assert "7 is in for Library." in _send(day, day.cast.osei, box, "7", entry=entry)
    assert _values(day) == [7]


def test_ones_own_is_taken_back_and_anothers_only_with_the_right(day: Day, box: BallotBox, agent: people.User) -> None:
    theirs, own = make.count(box, 5, by=day.cast.osei), make.count(box, 9, by=agent)
    assert _page(day, agent, _url(day, "wrong_count", count=theirs.pk))[0] == 403
    assert AuditEvent.objects.get(verb="access.refused").actor_id == agent.pk
    page = _page(day, agent, _url(day, "wrong_count", count=own.pk), {"because": "The other box"})[1]
    assert "9 is taken back" in page
    assert "The other box" in page
    assert "Last: 5" in page
    assert _page(day, day.cast.osei, _url(day, "wrong_count", count=theirs.pk))[0] == 200


@pytest.mark.parametrize("kind", ["canvassers", "cars", "lifts"])
def test_a_room_counts_its_stock(day: Day, kind: str) -> None:
    room = make.room(day.poll, "Castle", day.hh1)
    url = _url(day, "count", kind=kind, place=room.pk)
    assert "4 is in for Castle." in _page(day, day.cast.osei, url, {"value": "4", "entry": str(uuid.uuid4())})[1]
    assert "Castle" in _page(day, day.cast.osei, _url(day) + f"?kind={kind}")[1]


def test_passes_add_up_on_the_page(day: Day) -> None:
    url = _url(day, "count", kind="warp", place=day.hh1.pk)
    for value in ("1", "2"):
        page = _page(day, day.cast.osei, url, {"value": value, "entry": str(uuid.uuid4())})[1]
    assert "3 so far" in page


def test_a_box_of_another_clp_or_election_is_not_found(day: Day, box: BallotBox) -> None:
    other = make.election(day.cast.wexcombe, "Another", rehearsal=True)
    strange = make.station(
        make.election(day.cast.marsham, rehearsal=True), "Hall", canvass.district(day.cast.marsham, "MV1")
    )
    url = reverse("gotv:count", kwargs={"unit": "wexcombe", "election": other.pk, "kind": "turnout", "place": box.pk})
    assert _page(day, day.cast.osei, url)[0] == 404
    theirs = make.box(strange, "1")
    assert _page(day, day.cast.osei, _url(day, "count", kind="turnout", place=theirs.pk))[0] == 404
    assert _page(day, day.cast.osei, _url(day, "count", kind="votes", place=box.pk))[0] == 404


def test_the_list_asks_no_more_for_more_boxes(day: Day, box: BallotBox) -> None:
    client = day.cast.client(day.cast.osei)
    client.get(_url(day))
    asked = []
    for number in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(_url(day))
        asked.append(len(queries))
        for more in range(10):
            make.box(day.hall, f"{number}/{more}", day.hh1)
    assert asked[0] == asked[1]
