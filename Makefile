# `make` without a target lists all targets. If the machine's Node is older than 24, it is installed from npm.
SHELL := /bin/sh
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
# fetch() uses HTTPS_PROXY if it is set, but never for the local world.
export NODE_USE_ENV_PROXY := 1
export NO_PROXY := 127.0.0.1,localhost,$(NO_PROXY)
export no_proxy := $(NO_PROXY)

.DEFAULT_GOAL := help
.PHONY: help deps up status down clean check test e2e bench render golden docs previews

help: ## list all targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install the npm packages of the lock file, and Node 24 if the machine has none
	@if ! cmp -s package-lock.json node_modules/.lock-file; then \
	  npm ci --no-audit --no-fund || exit 1; \
	  case "$$(node --version 2>/dev/null)" in v2[4-9].*|v[3-9]?.*) ;; *) npm rebuild node --ignore-scripts=false || exit 1 ;; esac; \
	  cp package-lock.json node_modules/.lock-file; \
	fi

up: deps ## run everything on this machine: tools, Kubernetes API, Grafana Cloud stand-in, `pulumi up`
	@node local/main.ts up

status: deps ## show what is running and where to find it
	@node local/main.ts status

down: deps ## destroy the local stack and stop everything
	@node local/main.ts down

clean: deps ## stop everything and remove .local (the tool cache stays)
	@node local/main.ts clean

check: deps ## check format, lint, types, dependencies, unused code and words
	@npm run --silent check

test: check ## run the checks and the fast tests: unit, property, components, golden
	@npm test --silent

e2e: deps ## run the tests with the real engine, plugins and Kubernetes API
	@mocha --config tests/e2e/.mocharc.json

bench: deps ## measure the speed of the local stack, as ratios
	@node bench/main.ts

render: deps ## write the generated Alloy configuration, dashboards and rules to rendered/
	@npm run --silent render

golden: deps ## write the resource graph of each environment to golden/
	@npm run --silent golden && node tests/backends/graph.ts

docs: deps ## write the generated pages of docs/: settings, runbooks, collector and alert reference
	@node scripts/docs.ts && node tests/alert-coverage.ts

previews: deps ## draw every dashboard to docs/boards/, from made-up data
	@node scripts/previews.ts
