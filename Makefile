# make demo   labels the shipped sample with the shipped model, offline
# make test   runs every check: what CI runs, and all that CI runs
# make faults kills, damages and fills the disk: at most ten minutes; the tests hold a tenth of it
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
OUT := build/demo

.PHONY: demo test lint types layers tests faults wheel format clean

demo: .venv/.base
	@mkdir -p $(OUT)
	$(BIN)/rightsnlp label examples/sample.csv -o $(OUT)/sample.labelled.csv --force
	$(BIN)/rightsnlp label examples/sample.csv -o $(OUT)/sample.labelled.xlsx --force --quiet
	@$(BIN)/python examples/show.py $(OUT)/sample.labelled.csv
	@echo "the same table for a spreadsheet program: $(OUT)/sample.labelled.xlsx"

test: lint types layers tests wheel

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

layers: .venv/.dev
	$(BIN)/lint-imports

tests: .venv/.dev
	$(BIN)/pytest -n 2 --dist loadfile

faults: .venv/.dev
	$(BIN)/python benchmarks/faults.py

# The wheel as a user gets it: a clean environment, base dependencies only.
wheel: .venv/.dev
	rm -rf build/wheel .venv-base
	$(BIN)/python -m build --wheel --outdir build/wheel .
	$(PYTHON) -m venv .venv-base
	.venv-base/bin/pip install --quiet build/wheel/*.whl pytest pytest-timeout hypothesis
	.venv-base/bin/python .ci/check_base_install.py
	.venv-base/bin/pytest tests -m "not slow"

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.base: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

# Torch first and by version: a range would let pip take a build with gigabytes of CUDA beside it.
.venv/.dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@ .venv/.base

clean:
	rm -rf build .venv .venv-base
