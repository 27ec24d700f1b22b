"""What is asked for and what became of it."""

from roadmap.models.items import Item, Support

__all__ = ["Item", "Support"]
