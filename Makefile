.DEFAULT_GOAL := help
.PHONY: help verify format run clients scorecard perf jmh ci

help: ## Shows this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

verify: ## Builds everything and passes all tests
	./mvnw verify

format: ## Formats the sources
	./mvnw -q spotless:apply

run: ## Runs the gateway with the default configuration
	./prism serve

clients: ## Checks the official Python and Node clients against a gateway
	clients-check/run

scorecard: ## Writes docs/scorecard.md from what the last verify measured
	./mvnw -q -pl gateway-server -am verify -Dtest=NoneTest -Dit.test=ScorecardPageIT -Dprism.update=true \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

perf: ## Measures the gateway and its peers side by side
	perf/compare

jmh: ## Runs the microbenchmarks
	perf/jmh

ci: ## Does what CI does
	.ci/run
