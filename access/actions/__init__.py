"""Writes: keyword-only, with an actor, atomic, the audit row inside."""
