# Dealwire, from a checkout. All that is needed is Python 3.11 or later with venv, make, and a package index that pip
# can reach. Everything goes into .venv; a second run does only what has changed.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
DB := deals.db

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check bench lock docs clean

help:
	@echo "make demo    set everything up, read the articles in fixtures/ into $(DB), show the deals"
	@echo "make test    set everything up and run the tests"
	@echo "make check   formatting, lint, types, import contract"
	@echo "make bench   measure how fast the program starts and reads, beside what one would run instead (BENCH=--quick)"
	@echo "make docs    write the generated blocks of README.md anew"
	@echo "make lock    choose the packages in requirements-dev.lock anew"
	@echo "make clean   remove .venv, $(DB) and everything else that was made"

setup: $(VENV)/.ready

# The interpreter is looked for by name, newest of the versions that the lock holds for last; PYTHON=... overrules.
$(VENV)/.python:
	@found=""; \
	for python in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "make: Python 3.11 or later is needed and was not found: install it, or say where it is with PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	echo "Making a virtual environment in $(VENV) with $$("$$found" --version) ..."; \
	if ! "$$found" -m venv --clear $(VENV) >$(VENV).log 2>&1; then \
	  echo "make: $$found cannot make virtual environments: install its venv module (on Debian and Ubuntu: apt-get install python3-venv)" >&2; \
	  rm -rf $(VENV); exit 1; \
	fi; \
	rm -f $(VENV).log; touch $@

$(VENV)/.packages: requirements-dev.lock $(VENV)/.python
	@echo "Installing the packages in requirements-dev.lock (a minute or two the first time) ..."
	@awk '!/^ /{spark = /^pyspark==/} !spark' requirements-dev.lock > $@.txt
	@if ! $(PIP) install -qq --require-hashes --only-binary :all: -r $@.txt; then \
	  echo "make: the packages could not be installed: see above; is the package index reachable?" >&2; exit 1; \
	fi
	@touch $@

# Spark is published as source only, 450 MB that take most of a minute; the tests that need it need Java as well.
$(VENV)/.spark: $(VENV)/.packages
	@if "$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -version >/dev/null 2>&1; then \
	  echo "Installing Spark, since there is Java (a minute the first time) ..."; \
	  awk '!/^ /{spark = /^pyspark==/} spark' requirements-dev.lock > $@.txt; \
	  $(PIP) install -qq --require-hashes --no-deps --no-binary pyspark -r $@.txt || exit 1; \
	else echo "There is no Java: tests of Spark are left out."; fi
	@touch $@

$(VENV)/.ready: pyproject.toml $(VENV)/.packages
	@echo "Installing dealwire from this checkout ..."
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup
	@echo "Reading the articles in fixtures/ into $(DB) ..."
	@$(BIN)/dealwire run fixtures --db $(DB)
	@echo
	@echo "The latest of them:"
	@$(BIN)/dealwire deals --db $(DB) --no-background --limit 15
	@echo "Try next:"
	@echo "  $(BIN)/dealwire deals --db $(DB) --kind funding --min-amount 10m"
	@echo "  $(BIN)/dealwire explain fixtures/$$(ls fixtures | head -n 1)/page.html"
	@echo "  $(BIN)/dealwire run YOUR-SAVED-ARTICLES --db $(DB)"

test: setup $(VENV)/.spark
	@echo "Running the tests ..."
	@$(BIN)/python -m pytest

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup
	@$(BIN)/python bench/run.py $(BENCH)

docs: setup
	@$(BIN)/python docs/generate.py

lock: setup
	@$(PIP) install -qq uv
	@echo "# Every package that make setup installs, by hash. Made by \`make lock\` from pyproject.toml; not edited by hand." > requirements-dev.lock.new
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet >> requirements-dev.lock.new
	@mv requirements-dev.lock.new requirements-dev.lock
	@echo "requirements-dev.lock is made anew; make test tells whether it holds."

clean:
	@rm -rf $(VENV) $(VENV).log dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -f $(DB) $(DB)-shm $(DB)-wal
