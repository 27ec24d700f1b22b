"""Structured logs without personal data: names, addresses, emails and search words never reach a log line."""

from __future__ import annotations

import re

import structlog

# Keys whose values are about a person. A log line may carry ids and counts, never these.
PERSONAL = frozenset(
    "email to_email name surname forenames full_name address postcode phone telephone number query q password token "
    "subject text body html note payload row raw".split()
)
_EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
# PostgreSQL quotes the row it refused: "DETAIL:  Failing row contains (...)", "CONTEXT:  COPY ..., line 3: ...".
_ROW_IN_AN_ERROR = re.compile(r"^(\s*)(DETAIL|CONTEXT):.*$", re.MULTILINE)


def redact(_logger: object, _method: str, event: dict) -> dict:
    """Blank the values of personal keys; in the others, email addresses and the rows that a database error quotes."""
    for key, value in event.items():
        if key in PERSONAL:
            event[key] = "[redacted]"
        elif isinstance(value, str):
            event[key] = _EMAIL.sub("[email]", _ROW_IN_AN_ERROR.sub(r"\1\2: [redacted]", value))
    return event


def _processors() -> list:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def config(*, level: str, plain: bool) -> dict:
    """Return Django's LOGGING: JSON lines to standard error, or readable ones when `plain`."""
    shared = _processors()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    final = structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    redact,
                    final,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
            "celery": {"level": level},
        },
    }
