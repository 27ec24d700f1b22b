"""The register, boards and doorsteps, and what they tell the floors above and below."""

from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "canvass"

    def ready(self) -> None:
        from canvass.actions import contacts
        from canvass.hooks import register_kind

        for kind in contacts.event_kinds():
            register_kind(kind)
