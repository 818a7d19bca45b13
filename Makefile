# make run    open the program on a ready example
# make test   lint, types, contracts and all tests
# make attack   try all that tests/attack can do to the program, not only a sample; takes long
# make pictures   take the pictures of the guide and the README anew, from the running program
# make messages   collect the words on screen in resources/locale/bpexplorer.pot, for whoever translates them
# make mutants   plant bugs in a copy of the program and see whether the tests catch them; takes many minutes
#
# All make an environment of their own in .venv and install into it first; again only when pyproject.toml changed.
# Another Python: make run PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv

BIN := $(VENV)/bin
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
ENVIRONMENT := $(VENV)/python-$(VERSION)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Compiles the steps of small networks. The program does without it where numba has no wheel for this Python.
FAST = $(PIP) --only-binary numba,llvmlite --editable '.[fast]' || echo "numba can't be installed here"
WARM = $(BIN)/python -m bpexplorer.cli warm || echo "numpy makes all steps"
# Folders of pictures as data, and for the tests Parquet: likewise.
IMAGES = $(PIP) --only-binary Pillow --editable '.[images]' || echo "Pillow can't be installed here: pictures aren't read"
TABLES = $(PIP) --only-binary duckdb --editable '.[tables]' || echo "duckdb can't be installed here: Parquet isn't read"
OFFSCREEN := QT_QPA_PLATFORM=offscreen
# Whatever is set outside: the tests start Python some hundred times, and each time it would compile all sources anew.
unexport PYTHONDONTWRITEBYTECODE
# For the tests: one more than there are cores, as each waits a quarter of its time, for a window or a child process.
# Eight cores are enough: beyond them the longest tests are what one waits for.
PROCESSES ?= $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$(( (cores < 8 ? cores : 8) + 1 )))

.DELETE_ON_ERROR:
.PHONY: run test attack messages mutants pictures lint engine format clean

run: $(VENV)/installed
	@$(BIN)/python main.py

test: $(VENV)/installed-for-tests
	@$(MAKE) --no-print-directory --jobs=2 lint engine
	@$(OFFSCREEN) $(BIN)/python -m bpexplorer.preflight
	$(OFFSCREEN) $(BIN)/python -m pytest -m "not slow" --numprocesses $(PROCESSES) --dist worksteal

# What takes seconds for the sample in make test takes minutes here: no test is given up.
attack: $(VENV)/installed-for-tests
	@$(OFFSCREEN) $(BIN)/python -m bpexplorer.preflight
	$(OFFSCREEN) $(BIN)/python -m pytest tests/attack --attack --timeout=0

mutants: $(VENV)/installed-for-tests
	@$(OFFSCREEN) $(BIN)/python -m tests.planted

# A translation is resources/locale/<language>/LC_MESSAGES/bpexplorer.po; it is merged with what is new, and compiled.
messages: $(VENV)/installed-for-tests
	@mkdir -p resources/locale
	$(BIN)/pybabel --quiet extract --no-location --sort-output --no-wrap --project bpexplorer \
	  --mapping-file pyproject.toml --keywords tr --keywords tr_n:1,2 \
	  --output resources/locale/bpexplorer.pot bpexplorer resources/lessons
	@if ls resources/locale/*/LC_MESSAGES/*.po >/dev/null 2>&1; then \
	  $(BIN)/pybabel --quiet update --domain bpexplorer --input-file resources/locale/bpexplorer.pot \
	    --output-dir resources/locale && \
	  $(BIN)/pybabel --quiet compile --domain bpexplorer --directory resources/locale; fi

# Of the guide and of the README, in both themes.
pictures: $(VENV)/installed-for-tests
	@$(BIN)/python docs/make_pictures.py

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

# Compiled beside the checks: each of them keeps one core busy, and the first time both take a minute.
engine: $(VENV)/installed-for-tests
	@$(WARM)

format: $(VENV)/installed-for-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/installed: $(ENVIRONMENT) pyproject.toml
	@echo "Installing bpexplorer into $(VENV)"
	@$(PIP) --editable .
	@$(IMAGES)
	@$(FAST)
	@$(WARM)
	@touch $@

$(VENV)/installed-for-tests: $(ENVIRONMENT) pyproject.toml
	@echo "Installing bpexplorer and what its tests need into $(VENV)"
	@$(PIP) --editable '.[test]'
	@$(IMAGES)
	@$(TABLES)
	@$(FAST)
	@touch $@ $(VENV)/installed

# Debian's Python comes without ensurepip, so the pip outside puts a pip inside. The file name carries the version:
# asking for another Python starts a new environment.
$(ENVIRONMENT):
	@command -v $(firstword $(PYTHON)) >/dev/null || { \
	  echo "There is no $(PYTHON) here; install Python 3.11 or later (Debian, Ubuntu: apt install python3 python3-pip)" \
	       "or name yours, as in: make PYTHON=/usr/bin/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "bpexplorer needs Python 3.11 or later, and $(PYTHON) is $(VERSION); name a later one," \
	       "as in: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { \
	  echo "$(PYTHON) has no pip, which installs what bpexplorer needs" \
	       "(Debian, Ubuntu: apt install python3-pip)" >&2; exit 1; }
	@echo "Making an environment with Python $(VERSION) in $(VENV)"
	@$(PYTHON) -m venv --clear --without-pip $(VENV)
	@$(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install --quiet pip
	@touch $@
