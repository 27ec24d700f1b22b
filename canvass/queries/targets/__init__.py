"""Reading target lists: what a rule finds now, and the lists that were frozen."""
