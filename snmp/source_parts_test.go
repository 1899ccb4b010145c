package snmp_test

import (
	"bytes"
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// TestParts holds that a part is never passed off as the whole.
func TestParts(t *testing.T) {
	set := setOf(t, builtin(t), "snmp")
	for name, test := range map[string]func(*testing.T, *snmp.Set){
		"refused is marked":         testRefusedIsMarked,
		"refused cell is marked":    testRefusedCellIsMarked,
		"refused units":             testRefusedUnits,
		"lost is marked":            testLostIsMarked,
		"reversed alarms":           testReversedAlarms,
		"half tables give no names": testHalfTablesGiveNoNames,
		"sums of half tables":       testSumsOfHalfTables,
		"power of lines":            testPowerOfLines,
		"refused detection":         testRefusedDetection,
	} {
		t.Run(name, func(t *testing.T) { test(t, set) })
	}
}

// refusing reads an agent that refuses one object, from the first read on or later, and
// returns what is wrong and what is missing, and whether that is marked.
func refusing(t *testing.T, set *snmp.Set, fixture, oid string, later bool) (wrong, missing []string, marked error) {
	t.Helper()
	a := startAgent(t, fixture)
	want := newCard(a, set).whole(t, 0)
	c := newCard(a, set)
	c.Options = patient()
	if later {
		c.whole(t, 0)
	}
	a.Faults(snmptest.Faults{GenErrAt: oid})
	list, err := c.after(t, time.Second, 0)
	if err != nil {
		t.Fatal(err)
	}
	wrong, missing = compare(want, toldBy(list))
	return wrong, missing, list[0].Err
}

// testRefusedIsMarked holds that an object which was there, and which the agent refuses
// now, is not missing without a word.
func testRefusedIsMarked(t *testing.T, set *snmp.Set) {
	for fixture, oid := range map[string]string{
		"ups-mib":   "1.3.6.1.2.1.33.1.2.3.0",
		"apc-rpdu2": "1.3.6.1.4.1.318.1.1.26.9.4.3.1.7.2",
	} {
		if _, missing, marked := refusing(t, set, fixture, oid, true); marked == nil {
			t.Errorf("%s: nothing says that there is no %s", fixture, some(missing))
		}
	}
}

// testRefusedCellIsMarked holds the same of a table that a codec reads cell by cell.
func testRefusedCellIsMarked(t *testing.T, set *snmp.Set) {
	_, missing, marked := refusing(t, set, "raritan-pdu2", "1.3.6.1.4.1.13742.6.5.4.3.1.4.1.2.4", false)
	if len(missing) > 0 && marked == nil {
		t.Errorf("nothing says that there is no %s", some(missing))
	}
}

// testRefusedUnits holds that a value whose unit is refused is not read in another one.
func testRefusedUnits(t *testing.T, set *snmp.Set) {
	for _, test := range []struct{ fixture, oid string }{
		{"apc-ems-fahrenheit", "1.3.6.1.4.1.318.1.1.10.3.12.11.0"}, // a single object
		{"apc-mem-fahrenheit", "1.3.6.1.4.1.318.1.1.10.4.2.1.0"},   // a single object
		{"raritan-pdu2", "1.3.6.1.4.1.13742.6.3.6.3.1.16.1.2"},     // a column
		{"raritan-pdu2", "1.3.6.1.4.1.13742.6.3.5.4.1.7.1.2.5"},    // digits
		{"eltek-smartpack2-b", "1.3.6.1.4.1.12148.10.2.17.0"},      // a single object
		{"apc-ups-three", "1.3.6.1.4.1.318.1.1.1.9.2.2.1.3.1"},     // a condition
	} {
		for _, later := range []bool{false, true} {
			if wrong, _, marked := refusing(t, set, test.fixture, test.oid, later); len(wrong) > 0 {
				t.Errorf("%s without %s, later %t: %s (marked: %v)", test.fixture, test.oid, later, some(wrong), marked)
			}
		}
	}
}

// testLostIsMarked holds that objects which the network loses are not missing without
// a word.
func testLostIsMarked(t *testing.T, set *snmp.Set) {
	c := newCard(startAgent(t, "apc-rpdu2"), set)
	c.Options = patient()
	want := c.whole(t, 0)
	c.Options = snmp.Options{RequestTimeout: 100 * time.Millisecond, Retries: 1, MaxVarbinds: 4}
	// Requests with the power of outlet 2 are lost.
	c.Options.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return lossy{conn, []byte{26, 9, 4, 3, 1, 7, 2}}, err
	}
	list, err := c.after(t, time.Second, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, missing := compare(want, toldBy(list)); list[0].Err == nil {
		t.Errorf("nothing says that there is no %s", some(missing))
	}
}

// lossy is a connection that loses requests with some bytes in them.
type lossy struct {
	net.Conn
	bytes []byte
}

func (l lossy) Write(b []byte) (int, error) {
	if bytes.Contains(b, l.bytes) {
		return len(b), nil
	}
	return l.Conn.Write(b)
}

// testReversedAlarms holds that a table in the wrong order is not taken for an empty one.
func testReversedAlarms(t *testing.T, set *snmp.Set) {
	c := newCard(startAgent(t, "ups-mib"), set)
	c.Options = patient()
	want := c.whole(t, 0)
	c.agent.Faults(snmptest.Faults{Reversed: true})
	if wrong, missing := compare(want, c.whole(t, time.Second)); len(wrong)+len(missing) > 0 {
		t.Errorf("wrong %s, missing %s", some(wrong), some(missing))
	}
}

// testHalfTablesGiveNoNames holds that the first line of a table which breaks off behind
// it is not taken for the only one.
func testHalfTablesGiveNoNames(t *testing.T, set *snmp.Set) {
	want := newCard(startAgent(t, "ups-mib"), set).whole(t, 0)
	c := newCard(startAgent(t, "ups-mib"), set)
	c.Options = patient()
	c.agent.Faults(snmptest.Faults{SameOID: true})
	list, err := c.after(t, 0, 0)
	if wrong, _ := compare(want, toldBy(list)); len(wrong) > 0 || err != nil {
		t.Errorf("%s, %v", some(wrong), err)
	}
}

// testSumsOfHalfTables holds that the power of a strip is not the sum of those outlets
// which could be read.
func testSumsOfHalfTables(t *testing.T, set *snmp.Set) {
	wrong, _, marked := refusing(t, set, "aten-pdu", "1.3.6.1.4.1.21317.1.3.2.2.2.2.1.1.4.1", false)
	for _, text := range wrong {
		if strings.Contains(text, " power_watts") {
			t.Errorf("%s (marked: %v)", text, marked)
		}
	}
}

// testPowerOfLines holds that measured power is not proved wrong by a voltage that is
// not there.
func testPowerOfLines(t *testing.T, set *snmp.Set) {
	_, missing, _ := refusing(t, set, "ups-mib", "1.3.6.1.2.1.33.1.4.4.1.2.2", true)
	for _, key := range missing {
		if strings.Contains(key, "output_power_watts") {
			t.Errorf("no %s for want of a voltage", key)
		}
	}
}

// testRefusedDetection holds that an agent which refuses to say what it has is not
// called unknown.
func testRefusedDetection(t *testing.T, set *snmp.Set) {
	c := newCard(startAgent(t, "ups-mib"), set)
	c.Options = patient()
	c.agent.Faults(snmptest.Faults{GenErrAt: "1.3.6.1.2.1.33.1.1.1.0"})
	if list, err := c.after(t, 0, 0); power.ReasonOf(err) == power.UnknownDevice {
		t.Errorf("%v, %v", list, err)
	}
}
