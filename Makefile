# `make run` starts the site on this machine, `make test` tests it; `make help` lists the rest.

.DEFAULT_GOAL := help
.PHONY: help run test bench topology check requirements messages pages sbom release format clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run: $(VENV)/runtime.stamp ## Start the site at http://127.0.0.1:8000/ (PORT=... for another), with sample listings
	@exec $(PY) manage.py serve

test: $(VENV)/development.stamp ## Run all tests: SQLite, PostgreSQL, browser (ARGS="--part sqlite -- -k name" for some)
	@exec $(PY) -m tests.support.run $(ARGS)

check: $(VENV)/development.stamp ## Lint, types, migrations, settings of production, secrets, known vulnerabilities
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tests.support.production check --deploy --fail-level WARNING
	$(PY) -m tests.support.audit
	$(PY) -m tests.support.web_tools

# Needs the gettext programs (xgettext, msgmerge), which find the words; the tests do without them.
messages: $(VENV)/development.stamp ## Bring the translations' catalogs up to date (then translate what is new)
	@$(PY) -m tests.support.messages

pages: $(VENV)/development.stamp ## Open every kind of page, look for barriers, take pictures (ARGS=--readme renews those of the README)
	@exec $(PY) -m tests.support.tour $(ARGS)

bench: $(VENV)/development.stamp ## Measure a part: PART=check N=20000
	@[ "$(PART)" != print ] || $(PIP) install --require-hashes -r requirements-bench.txt
	@$(PY) manage.py bench $(PART) $(N)

# As root it makes network namespaces that serve as hosts; else all of them are ports of this machine.
topology: $(VENV)/development.stamp ## Try the grown installation on this machine while parts of it die (ten minutes)
	@exec $(PY) -m penpal.topology

sbom: $(VENV)/development.stamp ## Print a bill of materials of what the site runs on (CycloneDX)
	@$(PY) -m tests.support.audit --sbom

release: $(VENV)/development.stamp ## Make a release: VERSION=1.2.0 (docs/releasing.md)
	@$(PY) -m tests.support.release $(VERSION)

format: $(VENV)/development.stamp ## Put the code into its format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# Pins every version with the hashes of all its files, for each platform and Python from 3.11 on.
requirements: $(VENV)/development.stamp ## Renew requirements*.txt from requirements*.in
	$(PIP) install uv
	for name in requirements requirements-dev requirements-cjk requirements-bench; do \
	  $(VENV)/bin/uv --no-config --quiet pip compile --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url $$name.in --output-file $$name.txt || exit 1; \
	done

clean: ## Remove the environment; what the site has stored under var/ stays
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis

# The stamps remember which requirements are installed, so that the next start does not ask again.

$(VENV)/runtime.stamp: requirements.txt | $(VENV)/bin/pip
	@echo "Installing what the site needs (a minute or two, once)"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/development.stamp: $(VENV)/runtime.stamp requirements-dev.txt requirements-cjk.txt
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r requirements.txt -r requirements-dev.txt -r requirements-cjk.txt
	@touch $@

$(VENV)/bin/pip:
	@.ci/make-venv $(VENV)
