from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"

    def ready(self) -> None:
        from access import checks, hooks, tasks, verbs  # noqa: F401 - registers the system checks and the jobs
        from access.queries import needs

        hooks.verbs.update(verbs.WORDS)
        hooks.needs.append(needs.of_access)
        hooks.changes.append(needs.changed)
