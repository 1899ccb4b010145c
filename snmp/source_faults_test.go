package snmp_test

import (
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// slack is how far beyond its deadline a read may return on a busy machine.
const slack = 5 * time.Second

// A victim is a fixture, and the table of it that faults in tables are for.
type victim struct{ fixture, column, middle string }

func victims() []victim {
	return []victim{
		{"ups-mib", "1.3.6.1.2.1.33.1.4.4.1.4", "1.3.6.1.2.1.33.1.4.4.1.4.2"},
		{"apc-rpdu2", "1.3.6.1.4.1.318.1.1.26.9.4.3.1.7", "1.3.6.1.4.1.318.1.1.26.9.4.3.1.7.2"},
		{"raritan-pdu2", "1.3.6.1.4.1.13742.6.5.4.3.1.4", "1.3.6.1.4.1.13742.6.5.4.3.1.4.1.2.4"},
	}
}

// A misbehaviour is a fault of an agent, and whether it is whole all the same.
type misbehaviour struct {
	name   string
	faults snmptest.Faults
	copes  bool
}

func misbehaviours(v victim) []misbehaviour {
	return []misbehaviour{
		{"silent", snmptest.Faults{DropAll: true}, false},
		{"loses every second", snmptest.Faults{DropEvery: 2}, false},
		{"loses every fifth", snmptest.Faults{DropEvery: 5}, false},
		{"silent to many variables", snmptest.Faults{DropAbove: 7}, false},
		{"answers twice", snmptest.Faults{Duplicate: true}, true},
		{"answers from another port", snmptest.Faults{OtherPort: true}, false},
		{"garbage", snmptest.Faults{Garbage: true}, false},
		{"truncation", snmptest.Faults{Truncate: true}, false},
		{"wrong id", snmptest.Faults{WrongID: true}, false},
		{"wrong community", snmptest.Faults{WrongCommunity: true}, false},
		{"wrong version", snmptest.Faults{WrongVersion: true}, false},
		{"version 1 only", snmptest.Faults{V1Only: true}, false},
		{"no GETBULK", snmptest.Faults{NoBulk: true}, false},
		{"one variable in a GET", snmptest.Faults{SingleGet: true}, false},
		{"tooBig", snmptest.Faults{TooBigAbove: 7}, true},
		{"tooBig by bytes", snmptest.Faults{TooBigBytes: 300}, true},
		{"tooBig with an echo", snmptest.Faults{TooBigAbove: 3, TooBigEcho: true}, true},
		{"genErr to GETBULK", snmptest.Faults{GenErrBulk: true}, true},
		{"genErr in mid-table", snmptest.Faults{GenErrAt: v.middle}, false},
		{"one variable in an answer", snmptest.Faults{OneVarbind: true}, true},
		{"no variable in an answer", snmptest.Faults{NoVarbinds: true}, false},
		{"disordered GET", snmptest.Faults{Swapped: true}, false},
		{"disordered GETBULK", snmptest.Faults{Reversed: true}, true},
		{"one repetition", snmptest.Faults{BulkOne: true}, true},
		{"too many repetitions", snmptest.Faults{BulkRows: 90}, true},
		{"object identifiers stay", snmptest.Faults{SameOID: true}, false},
		{"a column starts over", snmptest.Faults{StartsOver: v.middle}, false},
		{"an endless table", snmptest.Faults{Endless: v.column}, false},
	}
}

// TestFaultsOfAgents holds what no misbehaviour of an agent may change: each value is
// one that the agent has, what is missing is marked, no read outlasts its deadline, and
// when the agent is well again, so is what is read.
func TestFaultsOfAgents(t *testing.T) {
	set := setOf(t, builtin(t), "snmp")
	var running sync.WaitGroup
	defer running.Wait()
	enough := make(chan struct{}, 24) // most of the time they wait
	for _, v := range victims() {
		want := newCard(startAgent(t, v.fixture), set).whole(t, 0)
		for _, m := range misbehaviours(v) {
			for _, early := range []bool{true, false} {
				name := v.fixture + "/" + m.name + map[bool]string{true: "/at first", false: "/later"}[early]
				running.Go(func() {
					enough <- struct{}{}
					defer func() { <-enough }()
					t.Run(name, func(t *testing.T) { testFault(t, v.fixture, set, m, early, want) })
				})
			}
		}
	}
}

// testFault reads an agent that misbehaves from the first read on, or later.
func testFault(t *testing.T, fixture string, set *snmp.Set, m misbehaviour, early bool, want map[string]string) {
	c := newCard(startAgent(t, fixture), set)
	if !early {
		c.Options = patient()
		c.whole(t, 0)
	}
	c.agent.Faults(m.faults)
	c.Options = hasty()
	limit := 400 * time.Millisecond
	if m.copes { // that takes as long as it takes
		c.Options, limit = patient(), 20*time.Second
	}
	for i, d := range []time.Duration{time.Minute, 15 * time.Minute, time.Minute} {
		begun := time.Now()
		list, err := c.after(t, d, limit)
		if took := time.Since(begun); took > limit+slack {
			t.Errorf("read %d took %v", i, took)
		}
		checkRead(t, i, m, list, err, want)
	}
	c.agent.Faults(snmptest.Faults{})
	c.Options = patient()
	_, err := c.after(t, 15*time.Minute, 0)
	if err != nil {
		t.Errorf("well again: %v", err)
	}
	if wrong, missing := compare(want, c.whole(t, time.Minute)); len(wrong)+len(missing) > 0 {
		t.Errorf("well again: wrong %s, missing %s", some(wrong), some(missing))
	}
}

// checkRead holds one read to what the agent has.
func checkRead(t *testing.T, i int, m misbehaviour, list []power.Snapshot, err error, want map[string]string) {
	t.Helper()
	wrong, missing := compare(want, toldBy(list))
	if len(wrong) > 0 {
		t.Errorf("read %d: %s", i, some(wrong))
	}
	marked := err
	for _, s := range list {
		if s.Err != nil {
			marked = s.Err
		}
	}
	switch reason := power.ReasonOf(marked); {
	case len(missing) > 0 && marked == nil:
		t.Errorf("read %d: nothing says that there is no %s", i, some(missing))
	case m.copes && marked != nil:
		t.Errorf("read %d: %v", i, marked)
	case m.faults.Swapped && reason == power.UnknownDevice: // in answers to GETNEXT nothing tells what is swapped
	case marked != nil && reason != power.Timeout && reason != power.BadAnswer:
		t.Errorf("read %d: reason %q of %v", i, reason, marked)
	}
}
