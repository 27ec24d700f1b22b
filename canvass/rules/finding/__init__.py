"""Finding people: what was typed, which words of the register it may mean, and who fits best. No database."""
