"""Where there is no demo there are no sign-ins to show."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_an_installation_without_the_demo_has_no_demo_signins() -> None:
    shown, table = io.StringIO(), io.StringIO()
    call_command("demo_signins", "--json", stdout=shown)
    call_command("demo_signins", stdout=table)
    assert json.loads(shown.getvalue()) == []
    assert "no demo" in table.getvalue()
