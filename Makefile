# What a machine with Python 3.11 or newer and make can do here. Every target creates what it needs.
#   make run [PORT=5000]   the demonstration, with web pages and jobs (WOK_INSTANCE, WOK_DATABASE_URL are honoured)
#   make test              lint, and beside it every test on SQLite and PostgreSQL, browser tests included
#   make drill             the long fault and race runs, and new draws for what must hold of anything
#   make bench             the rows of SPEED.md that exist so far
#   make messages          bring the catalogues of the four translated languages up to date with the code
#   make audit             ask whether a flaw is known in any of the dependencies (needs the open net)
#   make lock              choose the newest allowed dependencies anew, with their hashes

PORT ?= 5000
PYTHON ?= python3
WOK_INSTANCE ?= instance
ARGS ?=
BIN := .venv/bin
PY := $(BIN)/python
STAMP := .venv/made-from-lock
SENTENCES := -k _l -k lazy_gettext -k lazy_ngettext:1,2
export WOK_INSTANCE
# Bytecode that is thrown away is compiled anew by each of the many processes of a test run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: venv run test suite lint format bench drill shots messages lock browser audit
.DEFAULT_GOAL := run

venv: $(STAMP)

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The Wok needs Python 3.11 or newer; name one with PYTHON=…")'
	@echo "Preparing .venv (once per change of requirements.lock)…"
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# The demonstration sets for itself what a real house must choose: see instance/README.md.
run: $(STAMP)
	@mkdir -p "$(WOK_INSTANCE)"
	@test -s "$(WOK_INSTANCE)/demo-key" || (umask 077 && $(PY) -c 'import secrets; print(secrets.token_hex(32))' > "$(WOK_INSTANCE)/demo-key")
	@WOK_DEMO=1 WOK_SECRET_KEY="$${WOK_SECRET_KEY:-$$(cat "$(WOK_INSTANCE)/demo-key")}" \
	  WOK_BASE_URL="$${WOK_BASE_URL:-http://localhost:$(PORT)}" exec $(PY) -m wok.cli run --port $(PORT)

test: browser
	@$(MAKE) --no-print-directory --jobs=2 lint suite

suite: $(STAMP)
	@$(PY) -m pytest -m "not drill" -n 2 --dist loadgroup --no-loadscope-reorder $(ARGS)

lint: $(STAMP)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: make format"; exit 1; }
	@$(BIN)/mypy

format: $(STAMP)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

browser: $(STAMP)
	@for name in chromium-headless-shell chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit; done; \
	  ls -d "$${PLAYWRIGHT_BROWSERS_PATH:-$$HOME/.cache/ms-playwright}"/chromium* >/dev/null 2>&1 \
	  || { echo "The browser tests need Chromium: install it (Debian: apt-get install chromium) or run $(BIN)/playwright install chromium."; exit 1; }

# Staff read on the page "Does everything run?" when it ended and whether all was green.
drill: $(STAMP)
	@green=true; $(PY) -m pytest -m drill $(ARGS) || green=false; \
	  $(PY) -m pytest --hypothesis-profile=explore tests/kernel tests/team/test_rules.py tests/sharing/test_report_safety.py || green=false; \
	  mkdir -p "$(WOK_INSTANCE)" && printf '{"ended_at": "%s", "is_green": %s}\n' "$$(date -u +%Y-%m-%dT%H:%M:%S+00:00)" $$green > "$(WOK_INSTANCE)/drill.json"; \
	  test $$green = true

bench: $(STAMP)
	@$(PY) -m tests.bench $(ARGS)

shots: browser
	@WOK_SHOTS=1 $(PY) -m pytest -m browser tests/browser $(ARGS)

messages: $(STAMP)
	@pot=$$(mktemp) && trap 'rm -f "$$pot"' EXIT && \
	PYTHONPATH=. $(BIN)/pybabel -q extract -F pyproject.toml $(SENTENCES) --add-location=file --sort-by-file --width=120 --project=wok --copyright-holder="the Wok" -o "$$pot" wok templates && \
	for language in fr pt de lb; do \
	  po=wok/translations/$$language/LC_MESSAGES/messages.po; mkdir -p "$$(dirname $$po)"; \
	  test -f $$po || $(BIN)/pybabel -q init -i "$$pot" -l $$language -o $$po --width=120; \
	  $(BIN)/pybabel -q update -i "$$pot" -l $$language -o $$po --width=120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; \
	done

audit: $(STAMP)
	@$(BIN)/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict --progress-spinner off $(ARGS)

lock: $(STAMP)
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --group dev --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements.lock
