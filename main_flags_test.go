package main

import (
	"strings"
	"testing"
)

// TestFlagsNeedTheirValues holds that what lost its value on the way is told: --web.config.file without a file would open
// every door.
func TestFlagsNeedTheirValues(t *testing.T) {
	for line, says := range map[string]string{
		"--web.config.file":                               "--web.config.file needs a value",
		"--storage.path= --config.file":                   "--config.file needs a value",
		"--config.file --storage.path=":                   "--config.file needs a value",
		"--snmp.trap-address":                             "--snmp.trap-address needs a value",
		"--web.config.file=":                              "--web.config.file: no file is named",
		"--storage.path= @flags":                          "@flags: flags are not read from files",
		"--log.level":                                     "--log.level needs a value",
		"serve --storage.path":                            "--storage.path needs a value",
		"probe localhost --module":                        "--module needs a value",
		"probe --format -- localhost":                     "--format needs a value",
		"--storage.path= --web.max-probes -1":             "--web.max-probes needs a value",
		"--storage.path= --web.max-probes=0":              "--web.max-probes: 0, must be at least 1",
		"--storage.path= --web.scrape-timeout-offset=-5s": "--web.scrape-timeout-offset: -5s",
		"--storage.path= --web.drain-timeout=-1s":         "--web.drain-timeout: -1s, must be at least 0s",
		"--storage.path= --web.listen-address=":           `--web.listen-address: "" is no address`,
		"--config.check --web.listen-address=localhost":   `--web.listen-address: "localhost" is no address`,
		"--config.check --storage.time-zone=Mars":         "--storage.time-zone",
		"--config.check --snmp.trap-address=foo":          `--snmp.trap-address: "foo" is no address`,
		"--config.check --web.health-address=xx":          `--web.health-address: "xx" is no address`,
		"--config.check --config.file=":                   "--config.file: no file is named",
	} {
		_, _, err := command(t, strings.Fields(line)...)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", line, err, says)
		}
	}
	for _, line := range []string{
		"--version", "--config.check --web.listen-address=:1", "--config.check --storage.path=",
		"--config.check --web.listen-address=vsock://1", "--config.check --storage.path -", "--config.check --web.health-address=[::1]:1",
	} {
		if _, _, err := command(t, strings.Fields(line)...); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}
