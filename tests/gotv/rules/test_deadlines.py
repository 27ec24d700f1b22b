"""Checked against the timetables that the Electoral Commission published for these polls."""

import datetime

import pytest

from gotv.rules import deadlines

D = datetime.date


@pytest.mark.parametrize(
    ("polling_on", "uk_parliament", "register", "postal", "proxy"),
    [
        (D(2024, 5, 2), False, D(2024, 4, 16), D(2024, 4, 17), D(2024, 4, 24)),
        (D(2024, 7, 4), True, D(2024, 6, 18), D(2024, 6, 19), D(2024, 6, 26)),
        (D(2025, 5, 1), False, D(2025, 4, 11), D(2025, 4, 14), D(2025, 4, 23)),  # across Easter
        (D(2026, 5, 7), False, D(2026, 4, 20), D(2026, 4, 21), D(2026, 4, 28)),  # across the early May holiday
        # St Andrew's Day is a holiday in Scotland alone: it moves absent votes at a general election, nothing else.
        (D(2019, 12, 12), True, D(2019, 11, 26), D(2019, 11, 26), D(2019, 12, 4)),
        (D(2017, 6, 8), True, D(2017, 5, 22), D(2017, 5, 23), D(2017, 5, 31)),
    ],
)
def test_known_elections(polling_on: D, uk_parliament: bool, register: D, postal: D, proxy: D) -> None:
    found = deadlines.before(polling_on, uk_parliament=uk_parliament)
    assert (found.register_on, found.postal_on, found.proxy_on) == (register, postal, proxy)


def test_voter_id_has_the_day_of_the_proxy_vote() -> None:
    assert deadlines.before(D(2024, 5, 2), uk_parliament=False).photo_id_on == D(2024, 4, 24)


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1818, D(1818, 3, 22)),
        (2008, D(2008, 3, 23)),
        (2024, D(2024, 3, 31)),
        (2025, D(2025, 4, 20)),
        (2026, D(2026, 4, 5)),
        (2038, D(2038, 4, 25)),
        (2049, D(2049, 4, 18)),
    ],
)
def test_easter(year: int, easter: D) -> None:
    assert deadlines.easter_sunday(year) == easter


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # As published for England and Wales on gov.uk.
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_bank_holidays(year: int, days: str) -> None:
    assert sorted(f"{day:%m-%d}" for day in deadlines.bank_holidays(year)) == days.split()


def test_christmas_eve_is_no_working_day_though_banks_are_open() -> None:
    assert not deadlines.is_working_day(D(2026, 12, 24))
    assert deadlines.is_working_day(D(2026, 12, 23))


def test_scotlands_new_year_lasts_two_days() -> None:
    assert D(2023, 1, 3) in deadlines.holidays_elsewhere(2023)  # New Year's Day fell on a Sunday
    assert D(2026, 1, 2) in deadlines.holidays_elsewhere(2026)
