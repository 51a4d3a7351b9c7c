# `make run` serves the registry, `make test` checks everything, `make lock` renews the locks.
VENV := .venv
BIN := $(VENV)/bin
PAGES := graphsvc/_static/.built
PYTHON ?= python3
# A file stays with one worker; the files come in the order of tests/conftest.py, the long ones first.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

GRAPHSVC_HOST ?= 127.0.0.1
GRAPHSVC_PORT ?= 8000
GRAPHSVC_LOAD_SEED ?= 1

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The pyright wheel carries the checker; this keeps it from asking the npm registry for a newer one.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.PHONY: run test soak lint node java chromium servers lock
.DELETE_ON_ERROR:

run: export GRAPHSVC_HOST := $(GRAPHSVC_HOST)
run: export GRAPHSVC_PORT := $(GRAPHSVC_PORT)
run: export GRAPHSVC_LOAD_SEED := $(GRAPHSVC_LOAD_SEED)
run: $(VENV)/.runtime $(PAGES)
	@echo "graphsvc: http://$(GRAPHSVC_HOST):$(GRAPHSVC_PORT)/  (Ctrl+C stops it)"
	@$(BIN)/graphsvc serve

test: java chromium servers lint $(PAGES)
	cd web && npm test
	$(PYTEST)

# The same with many more random networks, parameters, mutated files and kills: hours.
soak: java chromium servers $(VENV)/.dev $(PAGES)
	SOAK=1 $(PYTEST)

lint: $(VENV)/.dev web/node_modules/.installed
	cd web && npm run check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports --no-logo

# What runs in the browser is built from web/. pyright's wheel is JavaScript too: without Node on the
# PATH it would fetch one of its own from outside the package registries.
node:
	@node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || { \
	  echo "Node 20 or later is needed on the PATH, for the pages: https://nodejs.org/" >&2; exit 1; }

web/node_modules/.installed: web/package-lock.json | node
	cd web && npm ci
	@touch $@

$(PAGES): web/node_modules/.installed web/vite.config.ts web/tsconfig.json $(shell find web/src -type f)
	cd web && npm run build
	@touch $@

java:
	@.ci/ensure-java

chromium:
	@.ci/ensure-chromium

# Neo4j and Fuseki, which the tests start on loopback.
servers: java
	@.ci/ensure-servers

# One line for each Python and platform, with markers: what a person installs is what was tested.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --strip-extras --custom-compile-command "make lock" --quiet

# Keeps the versions that still fit; `make lock LOCK_FLAGS=--upgrade` takes the newest.
lock: $(VENV)/.dev
	$(LOCK) $(LOCK_FLAGS) --output-file requirements.lock
	$(LOCK) $(LOCK_FLAGS) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

# A stamp is younger than the lock it stands for. Where both are wanted, the development lock holds the
# very versions of the other.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/pip
	$(BIN)/pip install --require-hashes -r requirements.lock
	$(BIN)/pip install --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/pip
	$(BIN)/pip install --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --no-deps -e .
	@touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; name one with make PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
