# The door to everything. `make` lists the targets; the set-up that each needs runs first and is safe to repeat.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup brief test sweep test-all bench check format golden reference lock clean ready-check ready-brief ready-test

PYTHON := .venv/bin/python
REPORTS := $(wildcard config/reports/*.yaml)

# Where this is set nothing would ever be compiled, and each start would cost seconds.
unexport PYTHONDONTWRITEBYTECODE

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## make .venv and install what the machine lacks, also what could not be installed before
	@tools/setup.sh retry

ready-check:
	@tools/setup.sh check

ready-brief:
	@tools/setup.sh brief

ready-test:
	@tools/setup.sh test

brief: ready-brief ## build all briefs of config/reports into build/
	.venv/bin/reportgen build $(REPORTS)

# --dist loadfile: what the tests of one file share (a built brief) is made once.
test: ready-test ## run the tests; select some with ARGS="tests/text -k dates"
	$(PYTHON) -m pytest -n auto --maxprocesses 8 --dist loadfile $(ARGS)

sweep: ready-test ## change every numeral of every brief in every way and see that the audit finds it; takes some minutes
	REPORTGEN_SWEEP=1 $(PYTHON) -m pytest -n auto --maxprocesses 8 tests/audit/test_mutations.py tests/test_incremental.py tests/deliver/test_send.py tests/running/test_kills.py $(ARGS)

test-all: ## all that CI runs, and the sweep: check, brief, sweep, test
	$(MAKE) check
	$(MAKE) brief
	$(MAKE) sweep
	$(MAKE) test

bench: ready-test ## measure the speed and rewrite the table of docs/benchmarks.md; takes half an hour; select with ARGS="--quick"
	$(PYTHON) -m tests.benchmarks.bench $(ARGS)

check: ready-check ## lint, format and strict types
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

format: ready-check ## lay out the code and put right what ruff can
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

golden: ready-test ## rewrite what the tests expect and say in words what changed
	$(PYTHON) -m tools.golden

reference: ready-check ## rewrite docs/spec.md from the classes that read the YAML
	$(PYTHON) -m tools.reference

lock: ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --only-binary :all: \
		--upgrade --no-header --no-annotate --no-emit-index-url --quiet -o requirements.lock

clean: ## remove build/ and caches; .venv stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find reportgen tests tools -name __pycache__ -type d -exec rm -rf {} +
