# make run | demo | test say what the README says; the rest is for developers.
GO ?= go
PKG := github.com/prometheus/common/version
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X $(PKG).Version=$(VERSION) \
	-X $(PKG).Revision=$(shell git rev-parse HEAD 2>/dev/null) \
	-X $(PKG).Branch=$(shell git rev-parse --abbrev-ref HEAD 2>/dev/null)
# The race detector needs a C compiler; without one the tests run all the same.
RACE := $(if $(filter 1,$(shell $(GO) env CGO_ENABLED)),-race)
TOOLS := $(CURDIR)/.tools
LINT := $(TOOLS)/golangci-lint-v2.12.2
FUZZTIME ?= 10s
# What checks the rules and makes the dashboards are modules of their own: Argus needs nothing of what they need.
CHECKS := rules/check dashboards/gen
MODULES := . $(CHECKS)

.PHONY: build run demo stack test lint check docs dashboards fuzz bench clean

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o argus .
run: build
	./argus
demo: build
	$(GO) build -o $(TOOLS)/demo ./deploy/demo
	$(TOOLS)/demo -argus ./argus
# Argus, its simulated devices, and what is installed of Prometheus and Alertmanager, with the rules.
stack: build
	$(GO) build -o $(TOOLS)/demo ./deploy/demo
	$(GO) build -o $(TOOLS)/stack ./deploy/stack
	$(TOOLS)/stack -argus ./argus -demo $(TOOLS)/demo $(STACK_FLAGS)
test: SHELL := /bin/bash -o pipefail
# Verbose, so that what was skipped is said, less the lines on what went well.
test:
	{ $(GO) test $(RACE) -shuffle=on -v ./... 2>&1 && \
		for module in $(CHECKS); do (cd $$module && $(GO) test -shuffle=on -v ./... 2>&1) || exit 1; done; } \
		| sed -E '/^(=== |[[:space:]]*--- PASS|PASS$$|-test.shuffle)/d'
lint: $(LINT)
	for module in $(MODULES); do (cd $$module && $(LINT) run --config $(CURDIR)/.golangci.yml ./...) || exit 1; done
.tools/ready: $(LINT)
$(LINT):
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2
	mv $(TOOLS)/golangci-lint $@
check: build
	./argus --config.check
	./argus check-config deploy/demo/argus.yml docs/argus.example.yml
	./argus check-config deploy/argus.yml
	$(GO) test -run 'TestFixtures|TestModulesOfSet' ./snmp # no module without a fixture, no dead row
	for module in $(MODULES); do (cd $$module && $(GO) mod tidy -diff && $(GO) vet ./...) || exit 1; done
docs: # rewrites the goldens too: look at the difference
	$(GO) test ./collector -update
dashboards:
	cd dashboards/gen && $(GO) run . -out ..
fuzz:
	.ci/fuzz $(FUZZTIME)
bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...
clean:
	rm -rf argus dist .tools
