"""The page of topics: who may change them, what is warned of, and what each button does."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from access.models import Grant, Unit
from canvass.actions import issues as actions
from canvass.models import IssueTopic
from canvass.queries import issues
from tests.cast import Cast
from tests.everywhere import SCOPE
from tests.factories import canvass

URL = "/u/wexcombe/canvass/issues/topics/"


def _text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


@pytest.fixture
def osei(cast: Cast) -> Client:
    return cast.client(cast.osei)


def test_a_topic_is_added_and_offered(cast: Cast, osei: Client, scope: Unit) -> None:
    answer = osei.post(f"{URL}new/", {"label": "The lido", "ward": ""}, follow=True)
    assert "The lido is added." in _text(answer)
    assert IssueTopic.objects.get().code == "own_the_lido"
    assert {"code": "own_the_lido", "label": "The lido"} in issues.offered(scope)


def test_what_sounds_like_another_is_saved_only_on_a_second_word(cast: Cast, osei: Client, scope: Unit) -> None:
    page = _text(osei.post(f"{URL}new/", {"label": "Bus shelters"}))
    assert "This may be the same as “Buses and trains”." in page
    assert 'name="sure"' in page
    assert not IssueTopic.objects.exists()
    osei.post(f"{URL}new/", {"label": "Bus shelters", "sure": "on"})
    assert IssueTopic.objects.get().label == "Bus shelters"


def test_the_very_same_is_refused_even_so(cast: Cast, osei: Client, scope: Unit) -> None:
    page = _text(osei.post(f"{URL}new/", {"label": "buses AND trains", "sure": "on"}))
    assert "There is a topic called Buses and trains already, so nothing was saved." in page
    assert not IssueTopic.objects.exists()


def test_renaming_leaving_out_merging_and_back(cast: Cast, osei: Client, scope: Unit) -> None:
    actions.add(unit=scope, label="The lido", ward=None, by=cast.osei)
    own = f"{URL}own_the_lido/"
    osei.post(own, {"label": "The swimming pool", "ward": ""})
    assert "The swimming pool" in _text(osei.get(URL))
    assert "is not offered any more" in _text(osei.post(f"{own}archive/", follow=True))
    assert "left out" in _text(osei.get(URL))
    osei.post(f"{own}restore/")
    assert "counts as Parks and green space now" in _text(osei.post(f"{own}merge/", {"into": "parks"}, follow=True))
    page = _text(osei.get(URL))
    assert "Counts as Parks and green space" in page
    assert "counts by itself again" in _text(osei.post(f"{own}unmerge/", follow=True))
    assert "Choose the topic that it counts as." in _text(osei.post(f"{own}merge/", {"into": "own_monorail"}))


def test_something_else_and_common_names_are_not_changed(cast: Cast, osei: Client, scope: Unit) -> None:
    assert osei.get(f"{URL}buses/").status_code == 404
    assert osei.get(f"{URL}other/merge/").status_code == 404
    assert osei.get(f"{URL}own_monorail/").status_code == 404
    assert osei.get(f"{URL}buses/merge/").status_code == 200


def test_whose_role_covers_a_ward_adds_topics_there_alone(cast: Cast, osei: Client, scope: Unit) -> None:
    ward, other = canvass.ward(scope), canvass.ward(scope, "Quayside")
    Grant.objects.filter(user=cast.osei).update(area=[f"ward:{ward.pk}"])
    page = _text(osei.get(f"{URL}new/"))
    assert "Harrow Hill" in page
    assert "Quayside" not in page
    assert "Everywhere" not in page
    osei.post(f"{URL}new/", {"label": "The lido", "ward": other.pk})
    assert not IssueTopic.objects.exists()
    osei.post(f"{URL}new/", {"label": "The lido", "ward": ward.pk})
    assert IssueTopic.objects.get().ward == ward
    assert osei.post(f"{URL}own_the_lido/archive/").status_code == 302
    assert osei.post(f"{URL}buses/archive/").status_code == 404, "which is offered everywhere"


@pytest.mark.parametrize(
    ("who", "status"), [("osei", 200), ("alun", 403), ("tess", 403), ("noor", 404), ("rival", 404)]
)
def test_who_may_see_it(cast: Cast, who: str, status: int) -> None:
    assert cast.client(getattr(cast, who)).get(URL).status_code == status


@pytest.mark.parametrize("own", [1, 3])
def test_the_queries_don_t_grow_with_the_topics(
    cast: Cast, scope: Unit, own: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ward = canvass.ward(scope)
    for number in range(own):
        actions.add(unit=scope, label=f"Topic {number}", ward=ward, by=cast.osei)
    client = cast.client(cast.osei)
    client.get(URL)
    with django_assert_num_queries(SCOPE + 4):
        client.get(URL)
