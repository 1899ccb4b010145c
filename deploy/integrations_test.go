package deploy

import (
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/argus-power/argus/deploy/local"
	"github.com/argus-power/argus/nut/nuttest"
)

// probe has a target read.
func probe(t *testing.T, argus, target string) {
	t.Helper()
	response, err := http.Get("http://" + argus + "/probe?target=" + target)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatal(response.Status)
	}
}

// TestHTTPDiscovery has Prometheus' discovery ask Argus, as examples/http-sd.yml says.
func TestHTTPDiscovery(t *testing.T) {
	devices := nuttest.Start(t, nuttest.Device{Name: "a", Vars: wellUPS()}, nuttest.Device{Name: "b", Vars: wellUPS()})
	address := argus(t, fmt.Sprintf("devices:\n  - {target: %q, labels: {site: home, rack: '12'}}\n", devices.Addr()))
	dir := layOut(t)
	file := filepath.Join(dir, "examples", "http-sd.yml")
	text := local.Here(read(t, file), address, "")
	write(t, file, strings.NewReplacer("=nas.lan", "="+devices.Addr(), "regex: snmp", "regex: nut").Replace(text))
	probe(t, address, devices.Addr())
	for _, job := range []string{"nut", "known"} {
		seen := map[string]bool{}
		for _, l := range discovered(t, dir, "examples/http-sd.yml", job) {
			seen[l["__param_target"]] = true
			if l["__address__"] != address || l["__param_module"] != "nut" || l["site"] != "home" || l["rack"] != "12" ||
				l["instance"] != l["__param_target"] || job == "nut" && l["type"] != "ups" {
				t.Errorf("%s: %v", job, l)
			}
		}
		if len(seen) != 2 || !seen["a@"+devices.Addr()] || !seen["b@"+devices.Addr()] {
			t.Errorf("%s finds %v", job, seen)
		}
	}
}

// fenced returns a block of a page.
func fenced(t *testing.T, page, begin string) string {
	t.Helper()
	_, rest, found := strings.Cut(read(t, page), begin)
	code, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatalf("%s has no %s", page, begin)
	}
	return code
}

// TestIcingaCheck runs the script of the page against a device in several states.
func TestIcingaCheck(t *testing.T) {
	for _, name := range []string{"curl", "jq"} {
		tool(t, local.Tool{Names: []string{name}, Get: "apt-get install " + name})
	}
	script := write(t, filepath.Join(t.TempDir(), "check_argus"), fenced(t, "../docs/integrations.md", "```sh\n#!/bin/sh\n"))
	devices := nuttest.Start(t, nuttest.Device{Name: "ups", Vars: wellUPS()})
	address := argus(t, "")
	target := "ups@" + devices.Addr()
	for _, step := range []struct {
		change func()
		says   string
		code   int
	}{
		{func() {}, "OK online", 0},
		{func() { devices.Set("ups", "ups.status", "OB DISCHRG") }, "WARNING on battery", 1},
		{func() { devices.Set("ups", "ups.status", "OB DISCHRG LB") }, "CRITICAL low battery", 2},
		{func() { devices.Fail("ups", "DATA-STALE") }, "CRITICAL silent: stale", 2},
	} {
		step.change()
		probe(t, address, target)
		check(t, script, "http://"+address, target, step.says, step.code)
	}
	check(t, script, "http://"+address, "other@"+devices.Addr(), "UNKNOWN no such device", 3)
	check(t, script, "http://"+free(t), target, "UNKNOWN Argus does not answer", 3)
}

func check(t *testing.T, script, argus, target, says string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", script, argus, target)
	out, err := cmd.Output()
	if got := cmd.ProcessState.ExitCode(); strings.TrimSpace(string(out)) != says || got != code {
		t.Errorf("it says %q and ends with %d (%v), want %q and %d", out, got, err, says, code)
	}
}

// TestPages holds that the alerts which pages name are there.
func TestPages(t *testing.T) {
	page := read(t, "../docs/alerting.md")
	known := alerts(t)
	for _, match := range regexp.MustCompile("`((?:[A-Z]+[a-z]+){2,}|UPS[A-Z]\\w+)`").FindAllStringSubmatch(page, -1) {
		if known[match[1]].Alert == "" {
			t.Errorf("alerting.md: there is no alert %s", match[1])
		}
	}
}
