package snmp_test

import (
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp/snmptest"
)

// stride is how many objects of a fixture one is taken of: all would take long.
const stride = 9

// TestRefusedAnywhere has agents refuse one object, each in turn, from the first read on
// or later: what depends on it may be missing then, and nothing may be wrong.
func TestRefusedAnywhere(t *testing.T) {
	set := setOf(t, builtin(t), "snmp")
	var running sync.WaitGroup
	defer running.Wait()
	for _, v := range victims() {
		fixture := snmptest.Fixture(t, v.fixture)
		want := newCard(startAgent(t, v.fixture), set).whole(t, 0)
		a := startAgent(t, v.fixture)
		running.Go(func() {
			n := 0
			for oid := range fixture.All() {
				if n++; n%stride != 0 {
					continue
				}
				for _, later := range []bool{false, true} {
					c := newCard(a, set)
					c.Options = patient()
					a.Faults(snmptest.Faults{})
					if later {
						c.whole(t, 0)
					}
					a.Faults(snmptest.Faults{GenErrAt: oid})
					testRefused(t, c, v.fixture+" without "+oid, later, want)
				}
			}
		})
	}
}

func testRefused(t *testing.T, c *card, about string, later bool, want map[string]string) {
	list, err := c.after(t, time.Second, 0)
	wrong, missing := compare(want, toldBy(list))
	if len(wrong) > 0 {
		t.Errorf("%s, later %t: %s", about, later, some(wrong))
	}
	if later && len(missing) > 0 && err == nil && !marked(list) {
		t.Errorf("%s, later: nothing says that there is no %s", about, some(missing))
	}
}
