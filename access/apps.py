from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"

    def ready(self) -> None:
        from access import checks, tasks  # noqa: F401 - registers the system checks and the jobs
