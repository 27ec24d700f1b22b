from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"

    def ready(self) -> None:
        from access import hooks
        from roadmap import verbs
        from roadmap.queries import needs

        hooks.verbs.update(verbs.WORDS)
        hooks.needs.append(needs.of_roadmap)
        hooks.changes.append(needs.changed)
