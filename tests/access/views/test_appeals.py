"""Appeals on their pages."""

from __future__ import annotations

import uuid

import pytest

from access.actions import grants
from access.actions import requests as actions
from access.enums import AppealState, RefusalReason, RequestState
from access.models import AccessRequest, Appeal, AuditEvent, Grant
from tests.cast import Cast
from tests.everywhere import everywhere
from tests.factories.requests import again, ask


@pytest.fixture
def refused(cast: Cast) -> AccessRequest:
    wanted = ask(cast)
    actions.refuse(request=wanted, by=cast.osei, reason=RefusalReason.NOT_NEEDED, words="We are full.")
    return wanted


def _appeal(cast: Cast, refused: AccessRequest) -> Appeal:
    cast.client(cast.noor).post(f"/access/requests/{refused.pk}/appeal/", {"words": "There is room."})
    with everywhere():
        return Appeal.objects.get()


def test_refused_and_appealed_and_upheld(cast: Cast, refused: AccessRequest) -> None:
    page = cast.client(cast.noor).get(f"/access/requests/{refused.pk}/appeal/").content.decode()
    assert "We are full." in page
    made = _appeal(cast, refused)
    region = cast.client(cast.priya)
    assert "Noor Haddad" in region.get("/u/eastshire/access/desk/").content.decode()
    assert "Your decision" in region.get(f"/access/appeals/{made.pk}/").content.decode()
    response = region.post(f"/access/appeals/{made.pk}/decide/", {"uphold": "yes", "words": "There is."}, follow=True)
    assert "Upheld" in response.content.decode()
    assert again(refused).state == RequestState.APPROVED
    track = cast.client(cast.noor).get(f"/access/requests/{refused.pk}/").content.decode()
    for part in ("Osei Mensah-Hart refused it", "You appealed", "Priya Nair upheld the appeal", "Access is open"):
        assert part in track


def test_those_who_decided_see_it_and_cannot_decide_it(cast: Cast, refused: AccessRequest) -> None:
    made = _appeal(cast, refused)
    for user in (cast.osei, cast.marian):
        browser = cast.client(user)
        assert "Your decision" not in browser.get(f"/access/appeals/{made.pk}/").content.decode()
        browser.post(f"/access/appeals/{made.pk}/decide/", {"uphold": "no", "words": "No."})
    with everywhere():
        assert Appeal.objects.get().state == AppealState.OPEN


@pytest.mark.parametrize("who", ["alun", "rival", "tess"])
def test_for_everybody_else_it_is_not_there(who: str, cast: Cast, refused: AccessRequest) -> None:
    made, browser = _appeal(cast, refused), cast.client(getattr(cast, who))
    assert browser.get(f"/access/appeals/{made.pk}/").status_code == 404
    assert browser.post(f"/access/appeals/{made.pk}/decide/", {"uphold": "yes", "words": "x"}).status_code == 404
    with everywhere():
        assert AuditEvent.objects.filter(verb="access.forged_id", unit_id=cast.wexcombe.pk).count() == 2
    assert browser.get(f"/access/appeals/{uuid.uuid4()}/").status_code == 404


def test_nothing_is_decided_without_words(cast: Cast, refused: AccessRequest) -> None:
    made = _appeal(cast, refused)
    response = cast.client(cast.priya).post(f"/access/appeals/{made.pk}/decide/", {"uphold": "yes", "words": ""})
    assert response.status_code == 200
    with everywhere():
        assert Appeal.objects.get().state == AppealState.OPEN


def test_a_second_appeal_is_refused_on_the_page(cast: Cast, refused: AccessRequest) -> None:
    _appeal(cast, refused)
    response = cast.client(cast.noor).post(f"/access/requests/{refused.pk}/appeal/", {"words": "Again."})
    assert "made once" in response.content.decode()


def test_somebody_who_decides_cannot_appeal_for_the_person(cast: Cast, refused: AccessRequest) -> None:
    response = cast.client(cast.marian).post(f"/access/requests/{refused.pk}/appeal/", {"words": "Look again."})
    assert response["Location"] == f"/access/requests/{refused.pk}/"
    with everywhere():
        assert not Appeal.objects.exists()


def test_the_end_of_ones_own_role_is_appealed_and_nobody_elses(cast: Cast) -> None:
    with everywhere():
        grant = Grant.objects.get(user=cast.alun)
        grants.end(grant=grant, reason="never came", by=cast.marian, urgent=True)
    address = f"/access/ended/{grant.pk}/appeal/"
    assert cast.client(cast.tess).get(address).status_code == 404
    browser = cast.client(cast.alun)
    assert "never came" in browser.get(address).content.decode()
    response = browser.post(address, {"words": "I was ill."}, follow=True)
    page = response.content.decode()
    assert "Your appeal is on its way." in page
    assert "Without notice, as urgent." in page
    assert "Eastshire region decides it" in page
