import datetime

from gotv.rules.stations import read_pasted, silent_since

_CODES = ["HH1", "HH2", "PF-2/1"]
_OPENED = datetime.datetime(2026, 5, 7, 6, tzinfo=datetime.UTC)


def _after(minutes: int) -> datetime.datetime:
    return _OPENED + datetime.timedelta(minutes=minutes)


def test_reads_two_columns_from_a_spreadsheet() -> None:
    found = read_pasted('District\tPlace\nHH1\tLibrary\tChurch Lane\nhh2,  Scout hut\n\nPF-2/1;"Tithe Barn"', _CODES)
    assert found.places == {"HH1": "Library", "HH2": "Scout hut", "PF-2/1": "Tithe Barn"}
    assert found.unknown == []


def test_names_the_lines_that_it_could_not_use() -> None:
    found = read_pasted("HH1\tLibrary\nHH9\tNowhere\nHH2\t\njust words", _CODES)
    assert found.places == {"HH1": "Library"}
    assert [at for at, _line in found.unknown] == [2, 3, 4]


def test_a_first_line_with_a_district_but_no_place_is_no_heading() -> None:
    assert read_pasted("HH1", _CODES).unknown == [(1, "HH1")]


def test_a_name_that_is_too_long_is_left_out() -> None:
    assert read_pasted(f"HH1\t{'x' * 161}", _CODES).places == {}


def test_a_station_is_silent_after_three_quarters_of_an_hour() -> None:
    assert silent_since(_after(60), _OPENED, _after(104)) is None
    assert silent_since(_after(60), _OPENED, _after(105)) == _after(60)


def test_a_station_that_was_never_heard_is_silent_since_the_opening() -> None:
    assert silent_since(None, _OPENED, _after(44)) is None
    assert silent_since(None, _OPENED, _after(45)) == _OPENED


def test_numbers_from_before_the_opening_count_from_the_opening() -> None:
    assert silent_since(_after(-30), _OPENED, _after(44)) is None
