"""Rates from counts."""

from __future__ import annotations

from canvass.rules import charts, figures
from canvass.rules.figures import Figures


def test_rates_are_of_what_they_say() -> None:
    one = Figures(electors=200, spoken_3=20, spoken_12=50, spoken_60=199, told=40, promises=10)
    assert (one.rate_3, one.rate_12, one.rate_60, one.promise_rate) == (10, 25, 99, 25)
    nothing = Figures()
    assert (nothing.rate_12, nothing.promise_rate, nothing.an_hour) == (None, None, None)


def test_a_pace_needs_some_doors() -> None:
    assert Figures(steps=30, seconds=3600).an_hour == 30
    assert Figures(steps=9, seconds=600).an_hour is None


def test_figures_add_up() -> None:
    one = figures.grouped([("a", Figures(electors=1, steps=2)), ("b", Figures(told=3)), ("a", Figures(electors=4))])
    assert one == {"a": Figures(electors=5, steps=2), "b": Figures(told=3)}
    assert figures.total(one.values()) == Figures(electors=5, steps=2, told=3)


def test_columns_stand_beside_each_other_and_the_highest_fills_the_room() -> None:
    low, high, last = charts.columns([("Sep", 0), ("Oct", 40), ("Nov", 20)], height=144)
    assert (low.high, high.high, last.high) == (0, 100, 50)
    assert high.top == 20
    assert last.top == 70
    assert (low.left, high.middle) == ("3.33%", "50.00%")
    assert [one.is_marked for one in (low, high, last)] == [False, True, True]
    assert charts.columns([]) == []


def test_a_spark_stays_in_its_box() -> None:
    assert charts.spark([0, 5, 10]) == "2,22 55,12 108,2"
    assert charts.spark([0, 0]) == "2,22 108,22"
    assert charts.spark([3]) == ""
