package snmp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// own is the root of the modules that these tests make up.
const own = "1.3.6.1.4.1.99"

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// q is a quantity by its name.
func q(name string) power.Quantity {
	found, ok := power.Lookup(name)
	if !ok {
		panic("no quantity " + name)
	}
	return found
}

// made compiles a definition that has no mistakes.
func made(t testing.TB, d Definition) *Module {
	t.Helper()
	d.Root = own
	if d.Name == "" {
		d.Name = "test"
	}
	m, mistakes := Compile(d)
	for _, mistake := range mistakes {
		t.Fatal(mistake)
	}
	return m
}

// rows is a module of nothing but readings.
func rows(t testing.TB, list ...Row) *Module {
	t.Helper()
	return made(t, Definition{Rows: list})
}

// recorded is an agent with some objects, "OID|TYPE|VALUE" or, for an INTEGER,
// "OID=VALUE"; those with a dot in front are below own.
func recorded(t testing.TB, lines ...string) Recording {
	t.Helper()
	var b strings.Builder
	for _, line := range lines {
		if strings.HasPrefix(line, ".") {
			line = own + line
		}
		b.WriteString(strings.Replace(line, "=", "|2|", 1) + "\n")
	}
	r, err := ReadRecording(strings.NewReader(b.String()))
	wantNoError(t, err)
	return r
}

// shown prints what came of a device: its readings but the uptime, and its states.
func shown(s power.Snapshot) []string {
	var list []string
	for _, r := range s.Readings {
		if r.Quantity != power.DeviceUptime {
			list = append(list, fmt.Sprintf("%s{%s}=%g", r.Quantity.Name(),
				strings.TrimRight(strings.Join(r.Place[:], ","), ","), r.Value))
		}
	}
	for _, state := range s.Status.Active.List() {
		list = append(list, "+"+state.String())
	}
	for _, state := range (s.Status.Reportable &^ s.Status.Active).List() {
		list = append(list, "-"+state.String())
	}
	return list
}

// readOnce reads an agent with modules that are taken to apply.
func readOnce(t testing.TB, a Recording, modules ...*Module) []power.Snapshot {
	t.Helper()
	s := Source{Set: Combine(modules, false), Now: func() time.Time { return noon }, Recording: a}
	list, err := s.Read(context.Background())
	wantNoError(t, err)
	return list
}

func wantShown(t testing.TB, s power.Snapshot, want ...string) {
	t.Helper()
	if got := shown(s); !slices.Equal(got, want) {
		t.Errorf("device %s\n got %q\nwant %q", s.Device, got, want)
	}
}

// wantRead reads one device once.
func wantRead(t testing.TB, m *Module, a Recording, want ...string) power.Snapshot {
	t.Helper()
	list := readOnce(t, a, m)
	wantLen(t, 1, list)
	wantNoError(t, list[0].Err)
	wantShown(t, list[0], want...)
	return list[0]
}
