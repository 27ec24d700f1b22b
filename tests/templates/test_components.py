"""Components and forms, rendered alone."""

from __future__ import annotations

import pytest
from django import forms
from django.template.loader import render_to_string


class Board(forms.Form):
    name = forms.CharField(label="Name", help_text="Canvassers see it")
    note = forms.CharField(label="Note", required=False)
    who = forms.ChoiceField(label="Who", choices=[("a", "Ann"), ("b", "Ben")], widget=forms.RadioSelect)
    ward = forms.ChoiceField(label="Ward", choices=[("", "All"), ("h", "Harrow Hill")], required=False)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Monday")], required=False, widget=forms.CheckboxSelectMultiple
    )
    printed = forms.BooleanField(label="Print it", required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.cleaned_data.get("name") == "taken":
            raise forms.ValidationError("There is a board of that name already.")


def test_a_field_names_its_hint_and_its_error() -> None:
    html = Board({"name": ""})["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_is_a_fieldset_that_the_summary_can_reach() -> None:
    form = Board({"name": "x", "edition": "1"})
    assert '<a href="#id_who">' in str(form)
    assert 'id="id_who"' in form["who"].as_field_group()
    assert "<legend>" in form["who"].as_field_group()


def test_what_is_not_needed_says_so() -> None:
    assert "(if you like)" in Board()["note"].as_field_group()
    assert "(if you like)" not in Board()["name"].as_field_group()


@pytest.mark.parametrize("name", ["ward", "days", "who"])
def test_choices_say_by_themselves_that_nothing_need_be_chosen(name: str) -> None:
    assert "(if you like)" not in Board()[name].as_field_group()


def test_an_untouched_form_shows_no_errors() -> None:
    html = str(Board())
    assert "notice--danger" not in html
    assert 'type="hidden"' in html


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ({"name": "", "who": "a", "edition": "1"}, "One thing needs another look"),
        ({"name": "", "who": "", "edition": "1"}, "2 things need another look"),
        ({"name": "taken", "who": "a", "edition": "1"}, "There is a board of that name already."),
        ({"name": "x", "who": "a", "edition": "x"}, "Enter a whole number."),
    ],
)
def test_the_summary_names_everything_that_is_wrong(data: dict[str, str], count: str) -> None:
    html = str(Board(data))
    assert count in html
    assert 'role="alert"' in html
    assert "autofocus" in html


def test_a_bar_is_never_wider_than_its_share() -> None:
    html = render_to_string("components/bar.html", {"total": 71642, "value": 44120})
    assert 'width="62%"' in html
    assert "aria-hidden" in html


def test_a_bar_of_nothing_is_empty() -> None:
    assert 'class="bar-fill" width="0%"' in render_to_string("components/bar.html", {"total": 0, "value": 0})


def test_an_estimate_is_hatched_and_can_be_read_out() -> None:
    html = render_to_string("components/bar.html", {"total": 200, "low": 66, "span": 38, "label": "33 to 52 per cent"})
    assert 'fill="url(#hatch)" x="33%" width="19%"' in html
    assert 'role="img" aria-label="33 to 52 per cent"' in html


def test_what_people_type_is_escaped() -> None:
    html = render_to_string("components/notice.html", {"tone": "warn", "title": "<b>x</b>", "text": "<script>"})
    assert "<script>" not in html
    assert "&lt;b&gt;" in html


def test_the_page_for_our_own_faults_needs_nothing() -> None:
    html = render_to_string("500.html")
    assert "Something broke on our side" in html
    assert "say this code" not in html
    assert "say this code: <b" in render_to_string("500.html", {"request_id": "a1b2c3"})
