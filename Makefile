# The tasks of a working day; `make` lists them.

ENV ?= dev
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
GENERATED := config.generate $(addprefix docs.generate.,components policies admission verification frameworks commands messages)

.DEFAULT_GOAL := help
.PHONY: help setup lock check preview up verify down lint test bench docs generated mutation bench-policies

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo '  ENV=NAME chooses the environment (now $(ENV)): make check ENV=prod'

setup: $(INSTALLED) ## install the locked packages into .venv: with uv where present, else with venv and pip

# uv is asked for its version, not looked up: a version manager's shim is on PATH even when it has no uv to offer.
$(INSTALLED): uv.lock requirements.txt
	@start=$$(date +%s); set -e; \
	if uv --version >/dev/null 2>&1; then by=uv; uv sync --frozen --quiet; \
	else by=pip; \
	    $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	        || { echo 'make setup: needs Python 3.11 or later; name one: make setup PYTHON=/path/to/python3.11' >&2; exit 3; }; \
	    $(PYTHON) -m venv .venv; $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt; \
	fi; touch $@; \
	printf '  %-27s %-46s %5s s\n' "$$($(BIN)/python -V | tr P p), $$by" 'environment ready' $$(($$(date +%s) - start))

lock: ## resolve pyproject.toml into uv.lock and requirements.txt (needs uv)
	uv lock
	uv export --frozen --no-emit-project --all-groups --format requirements-txt -o requirements.txt >/dev/null

check: setup ## preview ENV offline and hold it against every policy: seconds, no account
	@./lz check $(ENV)

preview: setup ## preview ENV on the real engine, under the policy pack
	@./lz preview $(ENV)

up: setup ## bring ENV up, then verify it
	@./lz up $(ENV)
	@./lz verify $(ENV)

verify: setup ## ask the account whether ENV is what its contracts promise
	@./lz verify $(ENV)

down: setup ## take ENV down
	@./lz down $(ENV)

lint: generated ## hold format, style, types, the doors between rooms, and that generated files are current
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports

# By file, so that what a file brings up is brought up once (with pytest 9 groups of pytest-xdist 3.8 do not hold).
# Without a pulumi the tests of the sandbox are skipped and say so; a pipeline must not pass that way.
test: lint ## lint, then run every test, the sandbox's included, on every core
	@./lz sandbox cli || [ -z "$$CI" ]
	$(BIN)/pytest -n auto --dist loadfile

bench: setup ## time the cold check, and the policy engine against the stock one
	@$(BIN)/python -m bench

bench-policies: setup ## hold the rules against the labelled cases in the folder that LZ_BENCH_DIR names
	@$(BIN)/python -m bench.scores

mutation: setup ## put small faults into every rule and list those that no test notices: minutes
	@$(BIN)/python -m tests.mutation

docs: setup ## write the schemas and the reference from the code
	@set -e; for page in $(GENERATED); do $(BIN)/python -m $$page; done

generated: setup ## say which generated file is out of date
	@set -e; for page in $(GENERATED); do $(BIN)/python -m $$page --check; done
