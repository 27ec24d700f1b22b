"""Keeping a register no longer than it may be kept, and an objection longer than the entry of whoever made it."""

from canvass.actions.keeping.objections import objections_of
from canvass.actions.keeping.purging import dry_run, purge, sweep
from canvass.actions.keeping.terms import change_delete_by

__all__ = ["change_delete_by", "dry_run", "objections_of", "purge", "sweep"]
