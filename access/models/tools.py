"""External tools: what the party runs elsewhere, and whose keys are kept on record here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from access.enums import UnitKind
from access.privacy import NotAboutPeople


class Tool(models.Model):
    """A tool outside Rosette: Contact Creator, Insight, Organise. One row for the whole installation.

    A grant of it is a recorded fact: the key-holder follows `steps` in the tool itself and then says "done".
    The roadmap and the status page read the same rows.
    """

    privacy = NotAboutPeople("tools of the party; who holds a key stands in grants")

    code = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    what_for = models.CharField(_("what it is for"), max_length=300)
    data_held = models.CharField(_("what data it shows"), max_length=300, blank=True)
    url = models.URLField(_("address"), blank=True)
    # At which level of the party somebody can let people in. Whoever may decide there is asked, and confirms.
    key_held_at = models.CharField(_("who holds the key"), max_length=10, choices=UnitKind, default=UnitKind.CLP)
    steps = models.TextField(_("how access is given, step by step"), help_text=_("One step a line."))
    steps_back = models.TextField(_("how access is taken back, step by step"), blank=True)
    at_most = models.PositiveSmallIntegerField(_("how many may hold it in a CLP"), null=True, blank=True)
    at_least = models.PositiveSmallIntegerField(_("how many must hold it in a CLP"), default=0)
    decide_hours = models.PositiveSmallIntegerField(_("hours to decide"), default=48)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("external tool")
        verbose_name_plural = _("external tools")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
