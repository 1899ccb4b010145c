package collector

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// TestGoldensSNMP holds whole expositions of made-up SNMP agents, which find out by
// themselves what they are.
func TestGoldensSNMP(t *testing.T) {
	fixtures, err := filepath.Glob("../snmp/testdata/fixtures/*.snmprec")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	p := prober(t, "")
	for _, path := range fixtures {
		name := strings.TrimSuffix(filepath.Base(path), ".snmprec")
		t.Run(name, func(t *testing.T) {
			body := replay(t, p, name, snmptest.Fixture(t, name).Varbinds())
			lint(t, body)
			golden(t, filepath.Join("testdata", "snmp", name+".prom"), body)
		})
	}
}

// replay returns the exposition of a recording.
func replay(t *testing.T, p *Prober, name string, r snmp.Recording) string {
	t.Helper()
	probe, err := p.config().Replay(name, r, "snmp")
	if err != nil {
		t.Fatal(err)
	}
	found := p.Gather(context.Background(), probe)
	var out bytes.Buffer
	if err := found.WriteExposition(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
