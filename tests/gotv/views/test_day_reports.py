"""The report of the day: counts, what to do better, a file of it, and no elector's name."""

from __future__ import annotations

import csv
import datetime
import io

from django.urls import reverse

from access import scoping
from gotv.models import DayReport
from gotv.queries import day_reports
from gotv.rules import day_reports as rules
from kit import clock
from tests.factories import gotv as make
from tests.gotv.conftest import Day


def _get(day: Day, name: str) -> str:
    url = reverse(f"gotv:{name}", kwargs={"unit": "wexcombe", "election": day.poll.pk})
    answer = day.cast.client(day.cast.osei).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_day_says_what_is_missing(day: Day) -> None:
    page = _get(day, "day_report")
    for said in ("No mark came in", "No ballot box was known", "Nobody typed a knock", "The marked register isn’t in"):
        assert said in page


def test_the_report_counts_and_names_nobody(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    make.turnout(day.elsie, day.poll)
    page = _get(day, "day_report")
    assert "<b>1</b>known to have voted" in page
    assert "1 of 3 promises were known to have voted." in page
    assert "This is no legal advice" in page
    assert "Groups of fewer than 10 people are left out" in page
    for name in (day.elsie.forenames, day.elsie.surname, "HH1 1<"):
        assert name not in page


def test_the_file_has_the_same_figures(day: Day) -> None:
    make.mark(day.hall, day.elsie)
    rows = list(csv.reader(io.StringIO(_get(day, "day_report_file"))))
    assert rows[0] == ["part", "of", "figure", "count"]
    assert ["stations", "Library", "numbers", "1"] in rows
    assert ["day", "", "promises", "3"] in rows


def test_once_the_marks_are_gone_the_dashboard_is_the_report(day: Day) -> None:
    poll = make.election(day.cast.wexcombe, "Last year", on=clock.today() - datetime.timedelta(days=40))
    url = reverse("gotv:dashboard", kwargs={"unit": "wexcombe", "election": poll.pk})
    client = day.cast.client(day.cast.osei)
    assert client.get(url).status_code == 200
    with scoping.units([day.cast.wexcombe.pk]):
        facts = rules.Facts(hours=[(9, 120, 3)], promises=80, promises_in=44)
        DayReport.objects.create(unit=day.cast.wexcombe, election=poll, facts=day_reports.as_json(facts))
    page = client.get(url, follow=True).content.decode()
    assert "<b>123</b>known to have voted" in page
    assert "44 of 80 promises" in page
    assert "kept on" in page
    assert "no legal advice" not in page  # nothing is left to be kept
