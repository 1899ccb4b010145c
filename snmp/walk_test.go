package snmp_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

const maker = "1.3.6.1.4.1.99999."

// table is an agent with a name, a table of 3 columns with 40 rows, and an object behind it.
func table() *snmptest.Tree {
	values := map[string]snmptest.Value{
		"1.3.6.1.2.1.1.5.0": snmptest.Text("x"), maker + "7.1.0": snmptest.Int(7), maker + "8.1.0": snmptest.Int(8),
	}
	for row := range 40 {
		for column := range 3 {
			values[fmt.Sprintf(maker+"5.1.1.1.%d.%d", column+1, row+1)] = snmptest.Int(int64(row))
		}
	}
	return snmptest.NewTree(values)
}

// walker is a walk of an agent with short tries, whose lines and notes are gathered.
type walker struct {
	snmp.Walk
	lines, notes []string
}

func newWalker(t *testing.T, address string, o snmp.Options) *walker {
	t.Helper()
	if o.RequestTimeout == 0 {
		o.RequestTimeout, o.Retries = 100*time.Millisecond, -1
	}
	client, err := snmp.Dial(t.Context(), address, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	w := &walker{}
	w.Walk = snmp.Walk{
		Agent: client, Roots: snmp.WalkRoots(), Skip: snmp.WalkSkips(),
		Take: func(list []snmp.Varbind) error {
			for _, v := range list {
				w.lines = append(w.lines, snmp.FormatRecorded(v))
			}
			return nil
		},
		Note: func(oid string, err error) { w.notes = append(w.notes, oid+": "+err.Error()) },
	}
	return w
}

// lost are the lines of an agent that a walk has not, without their beginnings.
func (w *walker) lost(tree *snmptest.Tree) []string {
	var lost []string
	for _, v := range tree.Varbinds() {
		if line := snmp.FormatRecorded(v); !slices.Contains(w.lines, line) {
			lost = append(lost, strings.TrimPrefix(v.OID, maker))
		}
	}
	return lost
}

// TestWalkFaults holds that a walk of a weak agent ends, has all that the agent
// can tell, and tells what it has not.
func TestWalkFaults(t *testing.T) {
	const cell = maker + "5.1.1.1.2.7"
	for name, test := range map[string]struct {
		faults  snmptest.Faults
		options snmp.Options
		lost    []string
		notes   int
		err     error
	}{
		"none":            {},
		"version 1":       {faults: snmptest.Faults{V1Only: true}, options: snmp.Options{Version: snmp.V1}},
		"no GETBULK":      {faults: snmptest.Faults{NoBulk: true}},
		"genErr for bulk": {faults: snmptest.Faults{GenErrBulk: true}},
		"one varbind":     {faults: snmptest.Faults{OneVarbind: true, BulkOne: true}},
		"tooBig":          {faults: snmptest.Faults{TooBigAbove: 1}},
		"reversed":        {faults: snmptest.Faults{Reversed: true}},
		"lossy": {
			faults:  snmptest.Faults{DropEvery: 5},
			options: snmp.Options{RequestTimeout: 50 * time.Millisecond, Retries: 3},
		},
		"genErr for a cell":   {faults: snmptest.Faults{GenErrAt: cell}, lost: []string{"5.1.1.1.2.7"}, notes: 1},
		"genErr for a scalar": {faults: snmptest.Faults{GenErrAt: maker + "7.1.0"}, lost: []string{"7.1.0"}, notes: 1},
		"starts over": {
			faults: snmptest.Faults{StartsOver: maker + "5.1.1.1.3.40"}, notes: 1,
		},
		"silent":  {faults: snmptest.Faults{DropAll: true}, err: snmp.ErrNoAnswer},
		"garbage": {faults: snmptest.Faults{Garbage: true}, err: snmp.ErrBadAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := table()
			agent := snmptest.Start(t, tree)
			agent.Faults(test.faults)
			w := newWalker(t, agent.Addr(), test.options)
			err := w.Run(t.Context())
			if !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			lost := w.lost(tree)
			if test.err == nil && (!slices.Equal(lost, test.lost) || len(w.notes) != test.notes) {
				t.Errorf("lost %v, want %v; notes %q", lost, test.lost, w.notes)
			}
			if !slices.IsSortedFunc(w.lines, byOID) || len(slices.Compact(slices.Clone(w.lines))) != len(w.lines) {
				t.Errorf("not in order, or twice: %q", w.lines)
			}
		})
	}
}

func byOID(a, b string) int {
	x, _ := snmp.ReadRecording(strings.NewReader(a))
	both, _ := snmp.ReadRecording(strings.NewReader(b + "\n" + a))
	if len(both) == 2 && both[0].OID == x[0].OID {
		return -1
	}
	return 1
}

// TestWalkEndless holds that a table without an end is left, told of, and the rest
// is read all the same, and that there is a bound for the whole.
func TestWalkEndless(t *testing.T) {
	agent := snmptest.Start(t, table())
	agent.Faults(snmptest.Faults{Endless: maker + "5.1.1.1.3"})
	w := newWalker(t, agent.Addr(), snmp.Options{})
	if err := w.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(w.lines); n > 10_000 || !slices.Contains(w.lines, maker+"8.1.0|2|8") || len(w.notes) != 1 ||
		!strings.Contains(w.notes[0], "too many rows") {
		t.Errorf("%d lines, the last %s; %q", n, w.lines[n-1], w.notes)
	}
	w = newWalker(t, agent.Addr(), snmp.Options{})
	w.Most = 100
	if err := w.Run(t.Context()); !errors.Is(err, snmp.ErrTooMuchData) || len(w.lines) != 100 {
		t.Errorf("%d lines, %v", len(w.lines), err)
	}
}

// TestWalkSameOID holds that an agent that never gets on is not asked for ever.
func TestWalkSameOID(t *testing.T) {
	agent := snmptest.Start(t, table())
	agent.Faults(snmptest.Faults{SameOID: true})
	w := newWalker(t, agent.Addr(), snmp.Options{})
	err := w.Run(t.Context())
	if len(w.notes) == 0 || !strings.Contains(w.notes[0], "do not increase") {
		t.Errorf("%v; %q", err, w.notes)
	}
}

// TestWalkGone holds that an agent that dies in the middle ends the walk with an
// error, and that what it told before is there.
func TestWalkGone(t *testing.T) {
	agent := snmptest.Start(t, table())
	w := newWalker(t, agent.Addr(), snmp.Options{})
	take := w.Take
	w.Take = func(list []snmp.Varbind) error {
		agent.Faults(snmptest.Faults{DropAll: true})
		return take(list)
	}
	err := w.Run(t.Context())
	if !errors.Is(err, snmp.ErrNoAnswer) || !strings.Contains(err.Error(), "walk below 1.3.6.1.2.1.1: ") ||
		len(w.lines) != 1 {
		t.Errorf("%v, %q", err, w.lines)
	}
}

// TestWalkEnds holds that a deadline and an interruption end a walk at once, and
// that so does who takes it.
func TestWalkEnds(t *testing.T) {
	agent := snmptest.Start(t, table())
	full := errors.New("no space")
	for name, test := range map[string]struct {
		during func(cancel func()) error
		want   error
	}{
		"cancel": {func(cancel func()) error { cancel(); return nil }, context.Canceled},
		"deadline": {func(func()) error {
			agent.Faults(snmptest.Faults{DropAll: true})
			return nil
		}, context.DeadlineExceeded},
		"no space": {func(func()) error { return full }, full},
	} {
		t.Run(name, func(t *testing.T) {
			agent.Faults(snmptest.Faults{})
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			w := newWalker(t, agent.Addr(), snmp.Options{RequestTimeout: time.Minute})
			w.Take = func([]snmp.Varbind) error { return test.during(cancel) }
			if err := w.Run(ctx); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

// TestWalkRoots holds what is walked: the roots, each once, without what is to be
// skipped, unless somebody asked for that.
func TestWalkRoots(t *testing.T) {
	tree := table()
	for _, oid := range []string{"1.3.6.1.4.1.318.1.9.0", "1.3.6.1.4.1.318.2.1.2.1.1", "1.3.6.1.4.1.2021.4.0", "1.3.6.1.2.1.4.1.0"} {
		tree.Set(oid, snmptest.Int(1))
	}
	agent := snmptest.Start(t, tree)
	for _, test := range []struct{ roots, want string }{
		{"1.3.6.1.4.1.318", "1.3.6.1.4.1.318.1.9.0"},
		{"1.3.6.1.4.1.318.2", "1.3.6.1.4.1.318.2.1.2.1.1"},
		{"1.3.6.1.4.1.318 1.3.6.1.4.1.318.2.1", "1.3.6.1.4.1.318.1.9.0 1.3.6.1.4.1.318.2.1.2.1.1"},
		{"1.3.6.1.4.1.99999.7 1.3.6.1.4.1.99999.7.1 1.3.6.1.4.1.99999.7", "1.3.6.1.4.1.99999.7.1.0"},
		{"1.3.6.1.4.1.99999.8.1.0 1.3.6.1.4.1.99999.7", "1.3.6.1.4.1.99999.7.1.0 1.3.6.1.4.1.99999.8.1.0"},
		{"1.3.6.1.4.1.12345", ""},
		{"1.3.6.1.4.1.2021 1.3.6.1.2.1.4", "1.3.6.1.2.1.4.1.0 1.3.6.1.4.1.2021.4.0"},
	} {
		w := newWalker(t, agent.Addr(), snmp.Options{})
		w.Roots = strings.Fields(test.roots)
		if err := w.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, line := range w.lines {
			oid, _, _ := strings.Cut(line, "|")
			got = append(got, oid)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %q, want %s", test.roots, got, test.want)
		}
	}
}

// TestWalkForModules holds that a walk records what there is of every module: its
// fixture is the same after a walk with the usual roots, but for what is left out.
func TestWalkForModules(t *testing.T) {
	for name := range singles(builtin(t)) {
		t.Run(name, func(t *testing.T) {
			live := readRecording(t, "testdata/fixtures/"+name+".snmprec")
			n := 0
			w := snmp.Walk{
				Agent: live, Roots: snmp.WalkRoots(), Skip: snmp.WalkSkips(),
				Take: func(list []snmp.Varbind) error { n += len(list); return nil },
			}
			if err := w.Run(t.Context()); err != nil || n != len(live) {
				t.Errorf("%d of %d objects, %v", n, len(live), err)
			}
		})
	}
}
