from __future__ import annotations

import datetime

from django.urls import reverse

from kit import clock
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _page(day: Day, **kwargs: object) -> str:
    url = reverse("gotv:readiness", kwargs={"unit": "wexcombe", "election": day.poll.pk} | kwargs)
    return day.cast.client(day.cast.osei).get(url).content.decode()


def test_what_is_missing_stands_first_with_a_way_to_do_it(day: Day) -> None:
    page = _page(day)
    assert page.index("There is no committee room yet") < page.index("Everybody who decides about access")
    for name in ("rooms", "stations", "rota", "packs", "frozen"):
        assert reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk}) in page


def test_after_the_day_there_is_nothing_to_do(day: Day) -> None:
    past = make.election(day.cast.wexcombe, "Past", on=clock.today() - datetime.timedelta(days=1))
    page = _page(day, election=past.pk)
    assert "This election is over" in page
    assert 'class="button"' not in page.partition('<ul class="readiness">')[2].partition("</ul>")[0]
