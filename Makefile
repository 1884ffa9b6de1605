.DEFAULT_GOAL := help
.PHONY: help verify format run clients scorecard push nightly weekly perf jmh ci

# The reliability rows alone, as the tests of these tags measure them.
ROWS = ./mvnw -B -pl gateway-server -am verify -Dgroups=$(1) -Drows=$(1)

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

push: ## The rows for every push, in under eight minutes
	$(call ROWS,push)

nightly: ## The rows for every night, in their long forms: about half an hour
	$(call ROWS,nightly) -Dprism.crowd=4000 -Dattack.seconds=4 -Dflips.seconds=30 -Dprism.slow-readers=9000 -Dprism.slow-readers.seconds=300
	$(call ROWS,scenarios) -Dfailover.full=true

weekly: ## The rows for every week: two million requests, half an hour of damaged input, 200 times kill -9
	$(call ROWS,weekly) -Dfuzz.seconds=1800 -Dfuzz.threads=8 -Dsoak.minutes=480 -Dcycles=200

perf: ## Measures the gateway and its peers side by side
	perf/compare

jmh: ## Runs the microbenchmarks
	perf/jmh

ci: ## Does what CI does
	.ci/run
