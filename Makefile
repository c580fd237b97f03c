# Everything that is done to this project is one word here; each does its own set-up.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test torture lint types contracts package check bench bench-terminal judges samples pictures keys clean

demo: $(VENV)/.use  ## look at the sample plan, on a throw-away copy
	@$(BIN)/kptui demo

test: $(VENV)/.develop  ## all tests, with full branch coverage of the core
	@$(BIN)/coverage erase
	@COVERAGE_CORE=ctrace $(BIN)/coverage run -m pytest --numprocesses $$(( $$(nproc) * 3 / 2 )) --dist loadfile
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

torture: $(VENV)/.develop  ## the long form of tests/ledger: minutes of kills, cuts, failures and flips
	@TORTURE=1 $(BIN)/python -m pytest tests/ledger

lint: $(VENV)/.develop
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.develop
	@$(BIN)/mypy

contracts: $(VENV)/.develop  ## who may import whom
	@$(BIN)/lint-imports

package: $(VENV)/.develop  ## the wheel and the source distribution, in dist/
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist . > /dev/null
	@ls dist

bench: $(VENV)/.use  ## what the store costs, beside SQLite, TinyDB and a bare write
	@$(BIN)/python -m benchmarks.store

judges: $(VENV)/.use  ## how well the judges judge, on goals and targets whose outcome is known
	@$(BIN)/python -m benchmarks.judges.smart tests/corpora/smart.jsonl tests/corpora/smart_fields.jsonl --cost
	@$(BIN)/python -m benchmarks.judges.progress $(PERIODS) --cost

bench-terminal: $(VENV)/.use  ## what the screens cost, beside bare Textual programs
	@$(BIN)/python -m benchmarks.terminal

check: lint types contracts package

samples: $(VENV)/.develop  ## build data/*.json again
	@$(BIN)/python data/build_samples.py

keys: $(VENV)/.develop  ## write docs/keys.md again
	@$(BIN)/python docs/make_keys.py

pictures: $(VENV)/.develop  ## draw the README's pictures again
	@$(BIN)/python docs/make_pictures.py

clean:
	@rm -rf $(VENV) dist build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.use: $(BIN)/python pyproject.toml constraints.txt
	@$(PIP) --editable .
	@touch $@

$(VENV)/.develop: $(BIN)/python pyproject.toml constraints.txt
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.use
