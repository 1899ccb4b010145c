package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// plantedUPS is a UPS with secrets.
func plantedUPS() *snmptest.Tree {
	return snmptest.NewTree(map[string]snmptest.Value{
		"1.3.6.1.2.1.1.1.0":            snmptest.Text("UPS card, serial number 5A1234E00874"),
		"1.3.6.1.2.1.1.2.0":            snmptest.ObjectID("1.3.6.1.4.1.99999.1"),
		"1.3.6.1.2.1.1.4.0":            snmptest.Text("Jane Roe"),
		"1.3.6.1.2.1.1.5.0":            snmptest.Text("cellar-ups"),
		"1.3.6.1.2.1.33.1.1.1.0":       snmptest.Text("ACME"),
		"1.3.6.1.2.1.33.1.1.2.0":       snmptest.Text("PowerBox 3000"),
		"1.3.6.1.2.1.33.1.2.1.0":       snmptest.Int(2),
		"1.3.6.1.2.1.33.1.2.4.0":       snmptest.Int(93),
		"1.3.6.1.2.1.33.1.3.2.0":       snmptest.Int(1),
		"1.3.6.1.2.1.33.1.3.3.1.3.1":   snmptest.Int(231),
		"1.3.6.1.4.1.99999.1.0":        snmptest.Text("overseer sesame-open rackreader of cellar-ups"),
		"1.3.6.1.4.1.99999.2.0":        snmptest.IPAddress("10.9.8.7"),
		"1.3.6.1.4.1.99999.3.1.0":      snmptest.Text("some words"),
		"1.3.6.1.4.1.99999.4.10.9.8.7": snmptest.Int(1),
		"1.3.6.1.4.1.99999.5.0":        snmptest.Text("cellar-ups.dc1"),
		"1.3.6.1.4.1.99999.6.0":        snmptest.Text("\x8d\x4d\x58\x63"),
		"1.3.6.1.4.1.99999.7.0":        snmptest.Int(172837465),
		"1.3.6.1.2.1.25.1.4.0":         snmptest.Text("root=/dev/sda1 quiet"),
		"1.3.6.1.2.1.25.1.6.0":         snmptest.Int(3),
		"1.3.6.1.2.1.25.4.2.1.5.1":     snmptest.Text("--token sesame"),
		"1.3.6.1.2.1.25.5.1.1.1.1":     snmptest.Int(12),
	})
}

var planted = []string{"5A1234E00874", "Jane", "cellar", "overseer", "sesame", "rackreader", "10.9.8.7"}

// isLine is a line of a recording.
var isLine = regexp.MustCompile(`^(#.*|[0-9.]+\|\d+x?\|.*)\n$`)

// walked runs argus walk, and holds its output to be whole lines of a recording and nothing else.
func walked(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	stdout, stderr, err = command(t, append([]string{"walk"}, args...)...)
	for line := range strings.Lines(stdout) {
		if !isLine.MatchString(line) {
			t.Errorf("%q is no line of a recording", line)
		}
	}
	return stdout, stderr, err
}

// TestWalkCommand holds that a recording has no secret and is read as the device
// is, and that people are told what became of it.
func TestWalkCommand(t *testing.T) {
	agent := snmptest.Start(t, plantedUPS())
	agent.Communities("rackreader")
	file := write(t, "argus.yml", loopback+"auths: {a: {targets: ['127.0.0.1:*'], community: rackreader}}\n")
	out, told, err := walked(t, agent.Addr(), "--config.file", file)
	if err != nil {
		t.Fatalf("%v\n%s", err, told)
	}
	for _, secret := range []string{"5A1234E00874", "Jane", "cellar", "rackreader", "10.9.8.7"} {
		if strings.Contains(out, secret) {
			t.Errorf("%s is in the recording:\n%s", secret, out)
		}
	}
	for _, want := range []string{
		"16 objects written, 0 places passed over.\n", "1 objects left out because their index spells",
		"Texts that stayed, all or in part, though no module knows them: ", "1.3.6.1.4.1.99999.3.1.0 \"some words\"\n",
		"  1.3.6.1.4.1.99999.5.0 \"name-1.dc1\"\n", "  1.3.6.1.4.1.99999.6.0 8d4d5863\n",
		"Numbers that may be serial numbers: 1. The first:\n  1.3.6.1.4.1.99999.7.0 172837465\n", "Look it over",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told in:\n%s", want, told)
		}
	}
	table, _, err := command(t, "replay", write(t, "ups.snmprec", out))
	for _, want := range []string{"ACME", "PowerBox 3000", "battery_charge_ratio  0.93", "name-1"} {
		if err != nil || !strings.Contains(table, want) {
			t.Errorf("%q is not in the replay: %v\n%s", want, err, table)
		}
	}
}

func TestWalkFlags(t *testing.T) {
	agent := snmptest.Start(t, plantedUPS())
	out, told, err := walked(t, agent.Addr(), "--no-redact")
	for _, secret := range planted {
		if !strings.Contains(out, secret) {
			t.Errorf("without redaction: no %s: %v\n%s", secret, err, out)
		}
	}
	if !strings.Contains(told, "Do not publish it") {
		t.Errorf("no warning in %q", told)
	}
	for _, test := range []struct {
		flags []string
		want  string
	}{
		{[]string{"--root=.1.3.6.1.2.1.33.1.2"}, "1.3.6.1.2.1.33.1.2.1.0|2|2\n1.3.6.1.2.1.33.1.2.4.0|2|93\n"},
		{[]string{"--root=1.3.6.1.2.1.1.5", "--root=1.3.6.1.2.1.1.4.0"}, "1.3.6.1.2.1.1.4.0|4|contact-1\n1.3.6.1.2.1.1.5.0|4|name-1\n"},
		{
			[]string{"--root=1.3.6.1.4.1.99999", "--keep=1.3.6.1.4.1.99999.4", "--keep=1.3.6.1.4.1.99999.2"},
			"1.3.6.1.4.1.99999.1.0|4|overseer sesame-open rackreader of name-1\n1.3.6.1.4.1.99999.2.0|64|10.9.8.7\n" +
				"1.3.6.1.4.1.99999.3.1.0|4|some words\n1.3.6.1.4.1.99999.4.10.9.8.7|2|1\n1.3.6.1.4.1.99999.5.0|4|name-1.dc1\n" +
				"1.3.6.1.4.1.99999.6.0|4x|8d4d5863\n1.3.6.1.4.1.99999.7.0|2|172837465\n",
		},
		{[]string{"--root=1.3.6.1.2.1.25"}, "1.3.6.1.2.1.25.1.6.0|2|3\n"},
		{[]string{"--root=1.3.6.1.2.1.25.4.2"}, "1.3.6.1.2.1.25.4.2.1.5.1|4|--token sesame\n"},
	} {
		if out, _, err := walked(t, append(test.flags, agent.Addr())...); err != nil || out != test.want {
			t.Errorf("%v: %v\n%s", test.flags, err, out)
		}
	}
}

// failing is a full disk.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// stopping interrupts what writes to it.
type stopping struct{ stop func() }

func (s stopping) Write(p []byte) (int, error) {
	s.stop()
	return len(p), nil
}

// TestWalkFails holds that what is no whole recording ends with an error that says why.
func TestWalkFails(t *testing.T) {
	agent := snmptest.Start(t, plantedUPS())
	file := write(t, "argus.yml", "targets: {allow: [10.0.0.0/8]}\n")
	for _, test := range []struct {
		args []string
		says string
	}{
		{[]string{"walk"}, "required argument 'target'"},
		{[]string{"walk", agent.Addr(), "--config.file", file}, "127.0.0.1"},
		{[]string{"walk", "a@b"}, "no names before an @"},
		{[]string{"walk", agent.Addr(), "--root=power"}, `"power" is no object identifier`},
		{[]string{"walk", agent.Addr(), "--keep=1.3.x"}, `"1.3.x" is no object identifier`},
	} {
		out, _, err := command(t, test.args...)
		if err == nil || !strings.Contains(err.Error(), test.says) || out != "" {
			t.Errorf("%v: got %v, want %q", test.args, err, test.says)
		}
	}
	if n := agent.Stats().Requests; len(n) != 0 {
		t.Errorf("the agent was asked: %v", n)
	}
	full := errors.New("no space left on device")
	if err := run(t.Context(), []string{"walk", agent.Addr()}, failing{full}, io.Discard); !errors.Is(err, full) ||
		!strings.Contains(err.Error(), "write recording: no space left") {
		t.Errorf("full disk: %v", err)
	}
	agent.Faults(snmptest.Faults{DropAll: true})
	_, told, err := walked(t, agent.Addr(), "--timeout=200ms")
	if err == nil || !strings.Contains(err.Error(), "not done after 200ms; give it a longer --timeout") ||
		told != "0 objects written, 0 places passed over.\n" {
		t.Errorf("deadline: %v\n%s", err, told)
	}
}

// TestWalkInterrupted holds that what was written before is whole, and called a part.
func TestWalkInterrupted(t *testing.T) {
	agent := snmptest.Start(t, plantedUPS())
	ctx, stop := context.WithCancel(t.Context())
	agent.Faults(snmptest.Faults{GenErrAt: "1.3.6.1.2.1.33.1.2.4.0"})
	var out strings.Builder
	err := run(ctx, []string{"walk", agent.Addr()}, &out, stopping{stop}) // told of the fault
	if err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("got %v", err)
	}
	if text := out.String(); !strings.HasSuffix(text, "# Incomplete: the walk ended before the agent's tree did.\n") {
		t.Errorf("the recording does not say that it is a part:\n%s", text)
	}
	if r, err := snmp.ReadRecording(strings.NewReader(out.String())); err != nil || len(r) == 0 {
		t.Errorf("%v %v", r, err)
	}
}

// TestWalkReplay holds that devices of the project, walked and redacted, show the
// same numbers.
func TestWalkReplay(t *testing.T) {
	for _, name := range []string{"apc-rpdu2", "eaton-epdu", "ups-mib", "raritan-pdu2"} {
		agent := snmptest.Start(t, snmptest.Fixture(t, name))
		out, _, err := walked(t, agent.Addr())
		if err != nil {
			t.Fatal(err)
		}
		want := replayed(t, filepath.Join("snmp/testdata/fixtures", name+".snmprec"))
		got := replayed(t, write(t, name+".snmprec", out))
		if len(want) < 10 || !slices.Equal(want, got) {
			t.Errorf("%s: got %d values, want %d:\n%q\n%q", name, len(got), len(want), got, want)
		}
	}
}

// exposed is a line of an exposition.
var exposed = regexp.MustCompile(`(?m)^argus_([a-z_]+)(?:\{.*\})? (\S+)$`)

// replayed lists the names and values that are read of a recording: without
// labels, which may be names, and without what runs on.
func replayed(t *testing.T, file string) (list []string) {
	t.Helper()
	text, _, err := command(t, "replay", file, "--format=prometheus")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range exposed.FindAllStringSubmatch(text, -1) {
		if name := found[1]; !strings.HasSuffix(name, "_info") && name != "device_uptime_seconds" {
			list = append(list, name+" "+found[2])
		}
	}
	return list
}
