"""Reads: querysets and frozen dataclasses. Never write."""
