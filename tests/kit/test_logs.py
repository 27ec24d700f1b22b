"""Log lines carry ids and counts, never people."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest
import structlog

from kit import logs


@pytest.mark.parametrize("key", ["email", "name", "surname", "postcode", "token", "query", "payload"])
def test_the_value_of_a_personal_key_is_blanked(key: str) -> None:
    assert logs.redact(None, "info", {key: "Elsie Marchbank"}) == {key: "[redacted]"}


def test_an_address_inside_another_value_is_blanked() -> None:
    line = logs.redact(None, "info", {"event": "could not reach elsie.marchbank@example.org today"})
    assert line["event"] == "could not reach [email] today"


def test_the_row_that_a_database_error_quotes_is_blanked() -> None:
    trouble = "IntegrityError: null value\nDETAIL:  Failing row contains (7, Elsie, Marchbank).\nCONTEXT:  COPY t"
    assert "Elsie" not in logs.redact(None, "error", {"exception": trouble})["exception"]
    assert logs.redact(None, "error", {"exception": trouble})["exception"].startswith("IntegrityError: null value")


def test_ids_and_counts_stay() -> None:
    assert logs.redact(None, "info", {"board": "b1", "doors": 12}) == {"board": "b1", "doors": 12}


def test_a_line_is_json_and_redacted_whoever_wrote_it() -> None:
    settings = logs.config(level="INFO", plain=False)
    out = io.StringIO()
    settings["handlers"]["stderr"]["stream"] = out
    before = logging.getLogger().handlers[:]
    try:
        logging.config.dictConfig(settings)
        structlog.get_logger("ours").info("sent", to_email="elsie@example.org", count=3)
        logging.getLogger("library").warning("550 for %s", "elsie@example.org")
    finally:
        logging.getLogger().handlers[:] = before
    ours, theirs = (json.loads(line) for line in out.getvalue().splitlines())
    assert (ours["event"], ours["to_email"], ours["count"]) == ("sent", "[redacted]", 3)
    assert theirs["event"] == "550 for [email]"
