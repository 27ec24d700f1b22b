# One-line names for what run.py and the tools do; nothing here that run.py does not do as well.
PYTHON ?= python3
VENV = .venv/bin

.PHONY: run test check bench faults format migrations lock backup clean
run:
	$(PYTHON) run.py
test:
	$(PYTHON) run.py test
check:
	$(PYTHON) run.py check
bench:
	$(PYTHON) run.py bench
faults:
	$(PYTHON) run.py faults
backup:
	$(PYTHON) run.py backup
format:
	$(VENV)/ruff check --fix . ; $(VENV)/ruff format .
migrations:
	$(PYTHON) run.py manage makemigrations
lock:
	cd requirements && for list in bootstrap base embedded dev; do ../$(VENV)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet $$list.in -o $$list.txt || exit 1; done
clean:
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results
