from __future__ import annotations

import pytest
from django.urls import reverse

from access import scoping
from tests.everywhere import SCOPE
from tests.factories import canvass
from tests.gotv.conftest import Day


def _url(day: Day, name: str) -> str:
    return reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk})


def _letters(day: Day) -> dict[str, str]:
    with scoping.units([day.cast.wexcombe.pk]):
        return dict(day.poll.franchise.values_list("letter", "admission"))


def test_counts_by_reason_and_district_without_a_name(day: Day) -> None:
    canvass.elector(canvass.household(canvass.street(day.cast.wexcombe), 9), "Ulrika", markers="U")
    page = day.cast.client(day.cast.marian).get(_url(day, "franchise")).content.decode()
    assert "Local council, England: aged 18 or over" in page
    assert "A letter that somebody must look up" in page
    assert "Some have a letter that nobody has decided about" in page
    assert "Ulrika" not in page


def test_the_region_sees_figures_and_may_change_nothing(day: Day) -> None:
    page = day.cast.client(day.cast.priya).get(_url(day, "franchise")).content.decode()
    assert _url(day, "edit_franchise") not in page


@pytest.mark.parametrize("electors", [1, 12])
def test_the_page_costs_the_same_whatever_its_length(
    day: Day, electors: int, django_assert_num_queries: object
) -> None:
    for number in range(electors):
        place = canvass.district(day.cast.wexcombe, f"X{number}")
        canvass.elector(None, "Ada", kind="other", in_district=place, markers="U")
    browser = day.cast.client(day.cast.marian)
    browser.get(_url(day, "franchise"))
    with django_assert_num_queries(6 + SCOPE):  # type: ignore[operator]
        browser.get(_url(day, "franchise"))


def test_letters_are_changed_and_the_page_says_which(day: Day) -> None:
    canvass.elector(canvass.household(canvass.street(day.cast.wexcombe), 9), "Ulrika", markers="U")
    browser = day.cast.client(day.cast.marian)
    form = browser.get(_url(day, "edit_franchise")).content.decode()
    assert "Letter U" in form
    assert "One elector has it." in form
    sent = _letters(day) | {"U": "no", "G": "yes"}
    answer = browser.post(_url(day, "edit_franchise"), sent, follow=True).content.decode()
    assert "Changed: letters G, U." in answer
    assert (_letters(day)["U"], _letters(day)["G"]) == ("no", "yes")
    assert "Nothing was different" in browser.post(_url(day, "edit_franchise"), sent, follow=True).content.decode()


def test_a_made_up_answer_is_refused_and_nothing_changes(day: Day) -> None:
    before = _letters(day)
    browser = day.cast.client(day.cast.marian)
    answer = browser.post(_url(day, "edit_franchise"), before | {"G": "perhaps"})
    assert answer.status_code == 200
    assert _letters(day) == before


def test_an_empty_register_says_so(cast) -> None:
    from tests.factories import gotv as make

    poll = make.election(cast.wexcombe, rehearsal=True)
    url = reverse("gotv:franchise", kwargs={"unit": "wexcombe", "election": poll.pk})
    assert "The register isn’t in yet" in cast.client(cast.marian).get(url).content.decode()
