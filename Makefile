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
NFPM := $(TOOLS)/nfpm-v2.45.2
VULN := $(TOOLS)/govulncheck-v1.6.0
FUZZTIME ?= 10s
VULNDB ?= https://vuln.go.dev
COUNT ?= 1
# What checks the rules, makes the dashboards and so on are modules of their own: Argus needs nothing of what they need.
CHECKS := rules/check dashboards/gen deploy/release deploy/kubernetes/check
MODULES := . $(CHECKS)

.PHONY: build run demo stack test lint check docs dashboards fuzz bench bench-fleet release deb vulnerabilities clean

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
lint: $(LINT) # of the other modules only what needs no types: theirs are those of all that they import
	$(LINT) run ./...
	for module in $(CHECKS); do (cd $$module && $(LINT) run --fast-only --config $(CURDIR)/.golangci.yml ./...) || exit 1; done
.tools/ready: $(LINT) $(NFPM)
$(LINT):
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2
	mv $(TOOLS)/golangci-lint $@
$(NFPM):
	GOBIN=$(TOOLS) $(GO) install github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2
	mv $(TOOLS)/nfpm $@
$(VULN):
	GOBIN=$(TOOLS) $(GO) install golang.org/x/vuln/cmd/govulncheck@v1.6.0
	mv $(TOOLS)/govulncheck $@
check: build
	./argus --config.check
	./argus check-config deploy/demo/argus.yml docs/argus.example.yml
	./argus check-config deploy/argus.yml
	$(GO) test -run 'TestFixtures|TestModulesOfSet' ./snmp # no module without a fixture, no dead row
	for module in $(MODULES); do (cd $$module && $(GO) mod tidy -diff && $(GO) vet ./...) || exit 1; done
docs: # rewrites the goldens too: look at the difference
	$(GO) test ./collector -update
dashboards: # and the copies of them, and of the rules, that are for Kubernetes
	cd dashboards/gen && $(GO) run . -out ..
	cd deploy/kubernetes/check && $(GO) run ./gen
fuzz:
	.ci/fuzz $(FUZZTIME)
bench: # make bench COUNT=10 >new.txt; benchstat old.txt new.txt
	$(GO) test -run '^$$' -bench . -benchmem -count $(COUNT) ./...
bench-fleet: build # 10,000 simulated devices, on Linux: docs/performance.md
	$(GO) build -o $(TOOLS)/bench ./deploy/bench
	ulimit -n 20000 && $(TOOLS)/bench -argus ./argus $(FLEET_FLAGS)
# Archives, packages, bills of materials and checksums, in dist: docs/install.md.
release: $(NFPM)
	cd deploy/release && $(GO) run . -out $(CURDIR)/dist -nfpm $(NFPM)
deb: $(NFPM) # for amd64 alone, to try it
	cd deploy/release && $(GO) run . -out $(CURDIR)/dist -nfpm $(NFPM) -only linux-amd64
vulnerabilities: # where their database cannot be reached, the tool is not even built: that takes a minute
	@if curl -sS --max-time 20 -o /dev/null $(VULNDB)/index/db.json; then \
		$(MAKE) $(VULN) && deploy/release/vulnerabilities $(VULN) $(VULNDB); \
	else echo 'vulnerabilities: NOT LOOKED FOR: $(VULNDB) cannot be reached'; fi
clean:
	rm -rf argus dist .tools
