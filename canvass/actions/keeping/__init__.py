"""Keeping a register and what doors gave no longer than they may be kept, and an objection longer than its entry."""

from canvass.actions.keeping.erasing import at_request
from canvass.actions.keeping.objections import objections_of
from canvass.actions.keeping.purging import dry_run, purge, sweep
from canvass.actions.keeping.terms import change_delete_by

__all__ = ["at_request", "change_delete_by", "dry_run", "objections_of", "purge", "sweep"]
