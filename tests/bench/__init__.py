"""Measurements: ratios within one run, because machines differ and so does the noise on one of them.

Each module has measure(), which yields (name, value, limit, detail): a ratio or a count, and what it may be at most.
"""
