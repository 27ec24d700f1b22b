"""Target lists and their rules in the office."""
