# Every task of the project; `make help` lists them. Needs Python 3.11 or later, make and git.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
MAKEFLAGS += --jobs=2
.PHONY: help serve build site-with-releases release archive validate fix new reference diff stats audit bench lighthouse test hooks lint schema forms lock clean

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.site: requirements/site.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; run: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@touch $@

$(VENV)/.test: $(VENV)/.site requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

node_modules/.ready: package-lock.json $(VENV)/.test
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent
	@touch $@

.venv-zensical/.ready: requirements/zensical.txt
	@$(PYTHON) -m venv .venv-zensical
	.venv-zensical/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/zensical.txt
	@touch $@

serve: $(VENV)/.site ## Build the site, serve it on this machine, rebuild on change (PORT=8000)
	@$(BIN)/python scripts/serve.py --port $(PORT)

build: $(VENV)/.site ## Build the site into build/site
	@$(BIN)/python scripts/build.py

site-with-releases: $(VENV)/.site ## Build the site with all frozen releases below v/, as it is deployed
	@$(BIN)/python scripts/build.py --releases

release: $(VENV)/.site ## Freeze a permanent snapshot of the site (VERSION=2026.11; default: the next of this month)
	@$(BIN)/python scripts/release.py $(if $(VERSION),--version "$(VERSION)")

archive: build ## Pack the built site into one ZIP file that works from a folder, without a network
	@$(BIN)/python scripts/archive.py

validate: $(VENV)/.site ## Check the catalogue: every problem with file, line and column
	@$(BIN)/python scripts/validate.py

fix: $(VENV)/.site ## Mend what is mechanical: order, blanks, the form of dates and identifiers
	@$(BIN)/python scripts/validate.py --fix

new: $(VENV)/.site ## Begin an entry, question by question (KIND=agent NAME=...)
	@$(BIN)/python scripts/new.py $(KIND) $(if $(NAME),--name "$(NAME)") $(if $(AGENT),--agent "$(AGENT)")

reference: $(VENV)/.site ## Add a source from its DOI or PubMed id (DOI=... or PMID=..., DESIGN=rct)
	@$(BIN)/python scripts/reference.py $(if $(DOI),--doi "$(DOI)") $(if $(PMID),--pmid "$(PMID)") $(if $(DESIGN),--design "$(DESIGN)")

diff: $(VENV)/.site ## Say in clinical words what changed since a commit (BASE=main)
	@$(BIN)/python scripts/diff.py --base $(or $(BASE),main)

stats: $(VENV)/.site ## Count what the catalogue holds and how much was compared (UNCHECKED=1 lists the rest)
	@$(BIN)/python scripts/stats.py $(if $(UNCHECKED),--unchecked)

audit: $(VENV)/.site ## Ask public services whether the sources still say what the catalogue says
	@$(BIN)/python scripts/audit.py

bench: $(VENV)/.test ## Measure weights, validation and growth (SIZES="100 1000 10000")
	@$(BIN)/python scripts/bench.py $(SIZES)

lighthouse: $(VENV)/.test node_modules/.ready build ## Measure the built site with Lighthouse, as a phone sees it
	@$(BIN)/python scripts/lighthouse.py

test: $(VENV)/.test .venv-zensical/.ready node_modules/.ready ## Set up and run all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

hooks: $(VENV)/.test ## Check the catalogue and the code before every commit
	$(BIN)/pre-commit install

lint: $(VENV)/.test ## Check the code with ruff and mypy
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

schema: $(VENV)/.site ## Write the JSON Schema and the editor's snippets from the model
	@$(BIN)/python scripts/schema.py

forms: $(VENV)/.site ## Write GitHub's issue forms, and their pictures, from the model
	@$(BIN)/python scripts/forms.py

lock: $(VENV)/.test ## Renew the lock files from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-header --quiet -o requirements/site.txt
	$(BIN)/uv pip compile pyproject.toml --group test --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-header --quiet -o requirements/test.txt
	$(BIN)/uv pip compile --group zensical --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-header --quiet -o requirements/zensical.txt

clean: ## Delete what was built
	rm -rf build .cache
