# The door to everything that is done with this repository. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run test soak bench format lint clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, build, and serve with demo data on http://127.0.0.1:8080
	@scripts/run

test: ## Install what is missing, lint, build once, and run every test
	@scripts/test

soak: ## Harm a cluster of three nodes for half an hour, and check every promise
	@scripts/soak

bench: ## Measure a release build and write docs/benchmarks.md
	@scripts/bench

format: ## Rewrite the Swift sources in the house style
	@swift format --in-place --parallel --recursive --configuration .swift-format Sources Tests Plugins Package.swift

lint: ## Check the rules that the compiler does not know
	@scripts/lint

clean: ## Remove everything that was built, and the demo data
	rm -rf .build
