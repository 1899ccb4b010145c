package nuttest_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

func TestFaults(t *testing.T) {
	const begin = "BEGIN LIST VAR office|VAR office battery.charge \"100\"|" +
		"VAR office Battery.type \"PbAc\"|VAR office device.model \"Say \\\"hi\\\" \\\\ \\#1\""
	tests := []struct {
		fault  nuttest.Fault
		answer string
	}{
		{nuttest.Hang, "<silence>"},
		{nuttest.HangList, begin + "|<silence>"},
		{nuttest.CloseFirst, "<closed>"},
		{nuttest.CloseMidList, begin + "|<closed>"},
		{nuttest.HalfLine, begin[:strings.LastIndex(begin, "el \"Say")] + "<closed>"},
		{nuttest.BadQuote, strings.ReplaceAll(begin, "\"|", "|")[:len(begin)-3] +
			"|VAR office ups.id \"|VAR office ups.status \"OL|END LIST VAR office"},
		{nuttest.WrongEnd, begin + "|VAR office ups.id \"\"|VAR office ups.status \"OL\"|" +
			"END LIST VAR somebody-else"},
		{nuttest.NoEnd, begin + "|VAR office ups.id \"\"|VAR office ups.status \"OL\"|<silence>"},
		{nuttest.Stale, "ERR DATA-STALE"},
	}
	for _, tt := range tests {
		t.Run(tt.fault.String(), func(t *testing.T) {
			t.Parallel()
			s := nuttest.Start(t, office())
			s.FaultUPS("office", tt.fault)
			c := dial(t, s.Addr())
			if got := c.ask("LIST UPS"); len(got) != 3 {
				t.Errorf("LIST UPS is spoilt, too: %q", got)
			}
			c.write("LIST VAR office\n")
			for line := range strings.SplitSeq(tt.answer, "|") {
				if line == "<silence>" {
					c.patience(100 * time.Millisecond)
				}
				if got := c.read(); got != line {
					t.Fatalf("got %q, want %q", got, line)
				}
			}
		})
	}
}

func TestFaultOfTheWholeServer(t *testing.T) {
	s := nuttest.Start(t, office())
	s.Fault(nuttest.WrongEnd)
	c := dial(t, s.Addr())
	if got := c.ask("LIST UPS"); got[len(got)-1] != "END LIST VAR somebody-else" {
		t.Errorf("got %q", got)
	}
	s.Fault(nuttest.OK)
	if got := c.ask("LIST UPS"); got[len(got)-1] != "END LIST UPS" {
		t.Errorf("healed: %q", got)
	}
}

func TestReset(t *testing.T) {
	s := nuttest.Start(t, office())
	s.Fault(nuttest.Reset)
	c := dial(t, s.Addr())
	c.write("LIST VAR office\n")
	_, err := io.Copy(io.Discard, c.in)
	if err == nil || !strings.Contains(err.Error(), "reset") {
		t.Errorf("got %v, want a reset connection", err)
	}
}

func TestGarbage(t *testing.T) {
	s := nuttest.Start(t, office())
	s.Fault(nuttest.Garbage)
	if got := dial(t, s.Addr()).ask("VER")[0]; !strings.HasPrefix(got, "\x80") {
		t.Errorf("got %q", got)
	}
}

func TestMaxClientsError(t *testing.T) {
	s := nuttest.Start(t, office())
	s.Fault(nuttest.MaxClientsError)
	c := dial(t, s.Addr())
	got := []string{c.read(), c.read()}
	if !strings.HasPrefix(got[0], "ERR MAX-CLIENTS ") || got[1] != "<closed>" {
		t.Errorf("got %q", got)
	}
}

// TestFloods reads some of what would not end, and closes the server while it is sending.
func TestFloods(t *testing.T) {
	for fault, bytes := range map[nuttest.Fault]int64{
		nuttest.Endless: 1 << 20, nuttest.HugeLine: 1 << 20, nuttest.Drip: 50,
	} {
		t.Run(fault.String(), func(t *testing.T) {
			t.Parallel()
			s := nuttest.Start(t, office()).Nagle(fault != nuttest.Endless)
			s.Fault(fault)
			c := dial(t, s.Addr())
			c.write("LIST VAR office\n")
			if _, err := io.CopyN(io.Discard, c.in, bytes); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFaultNames(t *testing.T) {
	var names []string
	for _, f := range nuttest.Faults() {
		names = append(names, f.String())
	}
	if len(names) != int(nuttest.TLSInject) || names[len(names)-1] != "TLSInject" {
		t.Errorf("names do not fit the constants: %q", names)
	}
	if slices.Contains(names, "") {
		t.Errorf("a fault has no name: %q", names)
	}
	if got := nuttest.Fault(99).String(); got != "Fault(99)" {
		t.Error(got)
	}
}
