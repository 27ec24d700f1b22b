"""The top floor: settings, root URLs, navigation, Celery. The only place that may name every app."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
