from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"

    def ready(self) -> None:
        from access import checks, hooks, tasks, verbs  # noqa: F401 - registers the system checks and the jobs
        from access.queries import desk, needs, training

        hooks.verbs.update(verbs.WORDS)
        hooks.needs += [needs.of_access, training.needs, desk.needs]
        hooks.changes.append(needs.changed)
