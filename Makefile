# Everything a fresh clone needs: `make demo` to look at the product, `make test` for the checks.
# Only Python 3.11 or newer, pip and (for the front-end files) node and npm have to be there.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The newest usable one is not the best tested one: python3 first, then by age.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
ARGS ?=
WORKERS ?= 2
SIDE_BY_SIDE := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

RUNTIME_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_PACKAGES := chromium fonts-noto-core fonts-noto-cjk

.PHONY: help setup demo test serve lint types bench bench-checkin bench-planner bench-printing bench-registration bench-reports e2e assets loops lock clean \
	python packages system test-system

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

setup: packages system assets loops ## Install everything; start nothing

demo: setup ## Run the product with a fictional gathering (ARGS="--port 8080")
	@exec $(BIN)/event demo $(ARGS)

serve: setup ## Run the product
	@exec $(BIN)/event serve $(ARGS)

test: setup test-system ## Run every test (ARGS="tests/people", WORKERS=2 side by side)
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

e2e: setup test-system ## Run the tests in a browser
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) tests/e2e $(ARGS)

lint: packages ## Check style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: packages ## Check types
	@$(BIN)/mypy

bench: bench-checkin bench-printing bench-registration bench-reports ## Measure; results are JSON under var/bench

bench-checkin: setup ## Measure check-in
	@$(BIN)/python -m tests.bench.checkin $(ARGS)

bench-planner: setup ## Measure the planner (ARGS=--quick; half an hour without)
	@$(BIN)/python -m tests.bench.planner $(ARGS)

bench-printing: setup ## Measure printing
	@$(BIN)/python -m tests.bench.printing $(ARGS)

bench-registration: setup ## Measure lists, search and import of 10,000 guests
	@$(BIN)/python -m tests.bench.registration $(ARGS)

bench-reports: setup ## Measure every report at 5,000 guests and 100,000 scans
	@$(BIN)/python -m tests.bench.reports $(ARGS)

assets: packages ## Build the front-end files (nothing where nothing changed)
	@if [ -f assets/build.py ]; then $(BIN)/python assets/build.py; fi

loops: packages # the planner's inner loops as machine code: half a minute, once
	@$(BIN)/python -m event.itinerary.planner.preparing

lock: ## Renew requirements.lock from pyproject.toml
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	$(PYTHON) -m venv "$$work" && "$$work/bin/pip" install -q --disable-pip-version-check uv && \
	"$$work/bin/uv" pip compile pyproject.toml --universal --generate-hashes --group dev --no-header \
		--python-version 3.11 -q -o requirements.lock

clean: ## Remove what was installed and built; var/ with your data stays
	rm -rf $(VENV) assets/node_modules assets/dist dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment belongs to the folder it was made in: one that was copied is made anew.
python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed; found: $$(python3 --version 2>/dev/null || echo none)." \
			"Install it, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; fi
	@if ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$("$(PYTHON)" --version)."; exit 1; fi
	@if ! $(BIN)/python -c '' 2>/dev/null || ! grep -qF "$(CURDIR)/$(BIN)/python" $(BIN)/pip 2>/dev/null; then \
		echo "Making $(VENV) with $$($(PYTHON) --version) …"; rm -rf $(VENV); \
		if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
		else $(PYTHON) -m venv --without-pip $(VENV) && \
			$(PYTHON) -m pip --disable-pip-version-check -q --python $(BIN)/python install pip; fi; fi

packages: python
	@wanted="$$(cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1)"; \
	if [ "$$(cat $(VENV)/.installed-from 2>/dev/null || true)" != "$$wanted" ]; then \
		echo "Installing the Python packages of requirements.lock …"; \
		$(PIP) install --require-hashes --no-deps -r requirements.lock; \
		mkdir -p assets/dist; $(PIP) install --no-deps --no-build-isolation -e .; \
		echo "$$wanted" > $(VENV)/.installed-from; fi

system:
	@$(call system_packages,$(RUNTIME_PACKAGES),PDF documents)

test-system: system
	@$(call system_packages,$(TEST_PACKAGES),tests in a browser)

# Installs what is missing where that is possible; says what is missing where it is not, and goes on.
define system_packages
missing=""; \
if command -v dpkg-query >/dev/null; then for name in $(1); do \
	dpkg-query -W -f='$${Status}' "$$name" 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$name"; \
	done; elif [ ! -e $(VENV)/.told-packages ]; then missing=" $(1)"; touch $(VENV)/.told-packages; fi; \
if [ -n "$$missing" ]; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing system packages:$$missing …"; \
		if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; } \
			>$(VENV)/apt.log 2>&1; then \
			tail -3 $(VENV)/apt.log; echo "These could not be installed:$$missing. They are needed for $(2)."; fi; \
	else echo "Please install for $(2):$$missing"; fi; fi
endef
