"""Modules that run in the virtual environment (`python -m runner.inside.NAME`) and use what is installed there."""
