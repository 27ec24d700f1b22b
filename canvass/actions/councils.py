"""Councils: that what is held from one has changed."""

from __future__ import annotations

from django.db.models import F, QuerySet

from canvass.models import Council


def changed(*, councils: QuerySet[Council]) -> None:
    """Note that what is held from these councils has changed, in the caller's transaction.

    A file that waits for approval was compared with the register before, and is compared anew; and the words that
    people are found by follow within the minute (canvass/actions/finding.py): gathered at each change they would cost
    more than they help.
    """
    councils.update(version=F("version") + 1)
