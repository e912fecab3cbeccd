# Two commands do everything on a fresh machine: `make sample` and `make test`. `make sample-torch` adds torch.
# PYTHON chooses the interpreter, VENV where its environment goes.
PYTHON ?= python3
VENV ?= .venv

READY := $(VENV)/.ready
TORCH_READY := $(VENV)/.ready-torch
TORCH_SAMPLES := $(sort $(wildcard samples/*_torch_*/main.py))

.PHONY: sample sample-torch test lint format clean

sample: $(READY)
	$(VENV)/bin/acl-sim run samples/01_rotary_position_embedding_grad/main.cpp

sample-torch: $(TORCH_READY)
	set -e; for sample in $(TORCH_SAMPLES); do $(VENV)/bin/acl-sim run $$sample; done

test: $(READY)
	$(VENV)/bin/python -m pytest -q -n auto --dist loadfile

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/clang-format --dry-run --Werror $$(git ls-files '*.c' '*.h' '*.cpp')

format: $(READY)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(VENV)/bin/clang-format -i $$(git ls-files '*.c' '*.h' '*.cpp')

$(READY): pyproject.toml tools/setup.sh
	PYTHON=$(PYTHON) VENV=$(VENV) sh tools/setup.sh
	touch $@

$(TORCH_READY): $(READY)
	$(VENV)/bin/python -m pip install --quiet --editable '.[torch]'
	touch $@

clean:
	rm -rf $(VENV)
