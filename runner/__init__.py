"""What run.py does: the virtual environment, PostgreSQL and Valkey, the site's processes, tests and backups.

Standard library only, because it runs before anything is installed. The one exception is `runner.inside`: its
modules run in the virtual environment and are never imported from here.
"""
