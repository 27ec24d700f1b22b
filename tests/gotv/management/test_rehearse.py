"""`rehearse` against a server that runs: a day in a few seconds, over sockets, with tokens."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from access import scoping
from canvass.models import ContactEvent
from gotv.models import Election, Rehearsal, Voted
from tests.cast import Cast
from tests.factories import canvass
from tests.factories import gotv as make

_NOWHERE = "http://127.0.0.1:9"  # a port where nothing listens


@pytest.fixture
def poll(cast: Cast) -> Election:
    town = canvass.bulk(cast.wexcombe, districts=2, streets=1, doors=20, per_door=2)
    made = make.election(cast.wexcombe, rehearsal=True)
    make.station(made, "Library", *town.districts)
    return made


def _run(*arguments: object) -> tuple[dict, str]:
    out, err = StringIO(), StringIO()
    call_command("rehearse", "--json", *map(str, arguments), stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def test_without_a_server_this_process_does_its_work_and_says_so(poll: Election) -> None:
    found, said = _run("--speed", 600, "--until", 8, "--turnout", 1, "--server", _NOWHERE)
    assert "No server answers" in said
    assert found["over"] == "here"
    assert found["sent"] == found["acknowledged"] == found["stored"] > 0
    assert found["acknowledged_missing"] == 0
    assert {"duplicates", "dashboard", "p50_ms", "p95_ms"} <= found.keys()
    with scoping.units([poll.unit_id]):
        assert found["dashboard"] == found["voted"] == Voted.objects.count()
        assert Rehearsal.objects.get().ended_at is not None


def test_a_real_election_is_refused(poll: Election, cast: Cast) -> None:
    real = make.election(cast.wexcombe, "Real one")
    with pytest.raises(CommandError, match="real election"):
        _run("--election", real.pk, "--speed", 600)
    with scoping.units([poll.unit_id]):
        assert not ContactEvent.objects.exists()


def test_with_a_real_election_alone_it_rehearses_in_a_copy(poll: Election, cast: Cast) -> None:
    with scoping.units([poll.unit_id]):
        Election.objects.filter(pk=poll.pk).update(is_rehearsal=False)
    found, _said = _run(
        "--speed", 600, "--until", 8, "--turnout", 1, "--unit", "wexcombe", "--server", _NOWHERE, "--clear"
    )
    with scoping.units([poll.unit_id]):
        played = Election.objects.get(pk=found["election"])
        assert played.pk != poll.pk
        assert played.is_rehearsal
        assert found["cleared"] > 0
        assert Voted.objects.count() == 0


def test_where_there_is_nothing_to_rehearse_it_says_so(cast: Cast) -> None:
    with pytest.raises(CommandError, match="no election with stations"):
        _run("--speed", 600)
    with pytest.raises(CommandError, match="no unit"):
        _run("--unit", "nowhere")
