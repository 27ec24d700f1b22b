"""The register, boards and doorsteps, and what they tell the floors above and below."""

from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "canvass"

    def ready(self) -> None:
        from access import confining, hooks
        from canvass import tasks, verbs  # noqa: F401 - registers the jobs
        from canvass.actions import contacts, devices, sealed
        from canvass.hooks import pack_kinds, register_kind, register_target_field
        from canvass.queries import areas, flags, found, imports, keeping, matches, no_contact, sessions, start
        from canvass.queries.boards import sharing as boards
        from canvass.queries.targets import fields
        from canvass.views import packs

        hooks.verbs.update(verbs.WORDS)
        hooks.needs += [
            sessions.needs,
            imports.needs,
            matches.needs,
            keeping.needs,
            start.needs,
            flags.needs,
            found.needs,
            no_contact.needs,
        ]
        hooks.changes.append(start.changes)
        hooks.weeks.append(sessions.week)
        # What a phone sends under its own token, what holds nobody's data, and other codes that it may scan.
        confining.free += ["/canvass/sync/v1/events", "/canvass/sync/v1/ping", "/canvass/pass/"]
        confining.free.append("/canvass/sync/v1/pack")  # checks by itself which board it is asked for
        confining.free += ["/canvass/worker.js", "/canvass/shell/", "/canvass/app.webmanifest"]
        hooks.homes.append(start.home)
        hooks.shareable["canvass.board"] = boards.shareable()
        hooks.areas.append(areas.of_unit)
        hooks.grant_ended.append(devices.role_ended)
        pack_kinds["board"] = packs.board
        register_kind(sealed.event_kind())
        for kind in contacts.event_kinds():
            register_kind(kind)
        for field in fields.own():
            register_target_field(field)
