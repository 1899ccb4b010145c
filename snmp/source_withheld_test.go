package snmp_test

import (
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/snmptest"
)

// TestWithheldNotForEver holds that a place which an agent does not answer for any more keeps others from denying what
// it told only for a while: a device would be on battery for ever otherwise.
func TestWithheldNotForEver(t *testing.T) {
	const alarmsPresent = "1.3.6.1.2.1.33.1.6.1.0"
	a := startAgent(t, "ups-mib")
	c := newCard(a, setOf(t, builtin(t), "snmp"))
	c.Options = patient()
	c.whole(t, 0)
	denies := func(d time.Duration) bool {
		t.Helper()
		list, err := c.after(t, d, 0)
		if err != nil || len(list) == 0 {
			t.Fatalf("read %d devices: %v", len(list), err)
		}
		return list[0].Status.Reportable.Has(power.OnBattery)
	}
	a.Faults(snmptest.Faults{GenErrAt: alarmsPresent})
	for _, passed := range []time.Duration{time.Second, time.Minute} {
		if denies(passed) {
			t.Errorf("%v later it is denied that the device is on battery, and the alarms may tell that it is", passed)
		}
	}
	for range 8 { // plans are made anew meanwhile
		denies(time.Minute)
	}
	for range 60 {
		if !denies(time.Minute) {
			t.Fatal("nobody denies any more that the device is on battery")
		}
	}
	a.Faults(snmptest.Faults{})
	for range 15 {
		denies(time.Minute)
	}
	a.Faults(snmptest.Faults{GenErrAt: alarmsPresent})
	if denies(time.Second) {
		t.Error("what was told again is not withheld again")
	}
}
