"""The register, boards and doorsteps, and what they tell the floors above and below."""

from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "canvass"

    def ready(self) -> None:
        from access import hooks
        from canvass import tasks, verbs  # noqa: F401 - registers the jobs
        from canvass.actions import contacts, devices
        from canvass.hooks import register_kind
        from canvass.queries import areas, imports, keeping, matches, start
        from canvass.queries.boards import sharing as boards

        hooks.verbs.update(verbs.WORDS)
        hooks.needs += [imports.needs, matches.needs, keeping.needs, start.needs]
        hooks.changes.append(start.changes)
        hooks.homes.append(start.home)
        hooks.shareable["canvass.board"] = boards.shareable()
        hooks.areas.append(areas.of_unit)
        hooks.grant_ended.append(devices.role_ended)
        for kind in contacts.event_kinds():
            register_kind(kind)
