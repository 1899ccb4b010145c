package snmp_test

import (
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/snmptest"
)

func TestZZ(t *testing.T) {
	set := setOf(t, builtin(t), "snmp")
	for _, v := range victims() {
		fixture := snmptest.Fixture(t, v.fixture)
		_ = fixture
		a := startAgent(t, v.fixture)
		c := newCard(a, set)
		c.Options = patient()
		list := c.whole(t, 0)
		for _, s := range list {
			t.Log(v.fixture, s.Device, s.Status.Reportable.Has(power.OnBattery), s.Status.Reportable.List())
		}
	}
	_ = time.Second
}
