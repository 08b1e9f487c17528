# `make help` lists the commands.

PY := .venv/bin/python
PORT ?= 8000
CODE := config tocsin scripts bench
# The checks touch no database and leave no key behind.
OFFLINE := DJANGO_SETTINGS_MODULE=config.settings SECRET_KEY=only-for-checks DATABASE_URL=postgresql://nobody@127.0.0.1:1/none

.DEFAULT_GOAL := help
.PHONY: help setup run test check lint lengths types layers migrations templates translations \
	bench faults messages clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.dev ## Create .venv from the locked dependencies
	@scripts/fonts.sh

.venv/.base: requirements/base.txt requirements/build.txt scripts/setup.sh
	scripts/setup.sh base

.venv/.dev: requirements/dev.txt requirements/build.txt scripts/setup.sh
	scripts/setup.sh dev

run: .venv/.base ## Run the demonstration on PORT (8000); Ctrl-C stops it
	@scripts/fonts.sh
	@.venv/bin/tocsin up --demo --port $(PORT)

test: check ## Run every check and test
	@scripts/browser.sh
	@scripts/fonts.sh
	@scripts/tools.sh
	$(PY) -m pytest -n logical --maxprocesses 4

check: lint lengths types layers migrations templates translations ## All checks; no database, under a minute

lint: .venv/.dev ## Format and lint
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

lengths: .venv/.dev ## No function over 50 lines, no file over 300
	$(PY) scripts/check_lengths.py $(CODE)

types: .venv/.dev ## Types, strictly
	$(OFFLINE) $(PY) -m mypy

layers: .venv/.dev ## Each app imports only from those below it
	.venv/bin/lint-imports --no-logo

migrations: .venv/.dev ## Models and migrations agree
	$(OFFLINE) $(PY) -W ignore::RuntimeWarning -m django makemigrations --check --dry-run

templates: .venv/.dev ## Templates are indented and compile
	.venv/bin/djhtml --check --tabwidth 2 templates
	$(OFFLINE) $(PY) scripts/check_templates.py

translations: .venv/.dev ## Every language we claim is whole
	$(OFFLINE) $(PY) scripts/check_translations.py

bench: .venv/.dev ## Run the benchmarks, write bench/results.json
	$(PY) -m bench

faults: .venv/.dev ## Deliver a million messages under faults (ARGS=--blind; FAULT_MESSAGES, …)
	$(PY) -m tests.faults.long $(ARGS)

messages: .venv/.dev ## Bring locale/*.po up to date with the sources
	$(OFFLINE) $(PY) scripts/messages.py

clean: ## Remove .venv and caches; data/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
