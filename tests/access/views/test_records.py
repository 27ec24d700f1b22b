"""The record, as a page."""

from __future__ import annotations

from access.actions import audit
from tests.cast import Cast
from tests.everywhere import SCOPE

URL = "/u/wexcombe/access/record/"


def test_it_reads_the_latest_first_and_counts_its_pages(cast: Cast) -> None:
    for number in range(60):
        audit.record("unit.changed", by=cast.osei if number % 2 else cast.marian, unit=cast.wexcombe)
    audit.record("grant.given", by=cast.marian, unit=cast.wexcombe, role="teller", user=cast.tess.pk)
    answer = cast.client(cast.marian).get(URL)
    assert [line.words for line in answer.context["lines"]][:2] == [
        "gave Tess Okafor the role Teller",
        "changed this unit’s settings",
    ]
    assert "1 to 50 of 61" in answer.content.decode()
    assert "51 to 61 of 61" in cast.client(cast.marian).get(URL, {"page": 2}).content.decode()


def test_it_is_cut_by_what_and_by_whom(cast: Cast) -> None:
    audit.record("unit.changed", by=cast.osei, unit=cast.wexcombe)
    audit.record("unit.created", by=cast.marian, unit=cast.wexcombe)
    browser = cast.client(cast.marian)
    lines = browser.get(URL, {"verb": "unit.changed"}).context["lines"]
    assert [line.who for line in lines] == ["Osei Mensah-Hart"]
    lines = browser.get(URL, {"person": cast.marian.pk}).context["lines"]
    assert [line.words for line in lines] == ["made this unit"]
    assert "Nothing like that is in the record" in browser.get(URL, {"verb": "setup.done"}).content.decode()


def test_a_choice_that_there_is_not_counts_as_none(cast: Cast) -> None:
    audit.record("unit.created", by=cast.marian, unit=cast.wexcombe)
    for query in ({"verb": "no.such"}, {"person": "abc"}, {"person": cast.rival.pk}, {"page": "x"}):
        assert len(cast.client(cast.marian).get(URL, query).context["lines"]) == 1


def test_one_line_and_three_cost_the_same(cast: Cast, django_assert_num_queries: object) -> None:
    browser = cast.client(cast.marian)
    for actor in (cast.marian, cast.osei, cast.tess):
        audit.record("grant.given", by=actor, unit=cast.wexcombe, role="teller", user=cast.alun.pk)
        with django_assert_num_queries(7 + SCOPE):
            browser.get(URL)
