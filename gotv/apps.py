from django.apps import AppConfig


class GotvConfig(AppConfig):
    name = "gotv"
