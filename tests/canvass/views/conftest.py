"""What the tests of the canvass pages share."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.canvass.conftest import Doorstep


@pytest.fixture
def office(doorstep: Doorstep) -> Client:
    """Return the organiser's browser, signed in."""
    return doorstep.cast.client(doorstep.cast.osei)
