from django.apps import AppConfig


class OrganiseConfig(AppConfig):
    name = "organise"

    def ready(self) -> None:
        from access import hooks
        from organise import verbs
        from organise.queries import needs

        hooks.verbs.update(verbs.WORDS)
        hooks.needs.append(needs.of_members)
        hooks.changes.append(needs.changed)
