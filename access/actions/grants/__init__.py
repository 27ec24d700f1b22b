"""Giving, renewing and ending grants. Every function wants a scope open on the grant's unit."""

from access.actions.grants.ending import end
from access.actions.grants.giving import decided_with, give
from access.actions.grants.renewing import renew
from access.actions.grants.sweeping import sweep
from access.actions.grants.vouching import let_go, vouch

__all__ = ["decided_with", "end", "give", "let_go", "renew", "sweep", "vouch"]
