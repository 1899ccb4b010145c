package collector

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// TestRecordingsInPart holds that nothing happens to a real device that refuses for one read what it
// tells of its states: nothing else that it says takes their place. Some tell nothing else at all, and are lost.
func TestRecordingsInPart(t *testing.T) { refuseAll(t, snmptest.Recordings(t)) }

// TestFixturesInPart holds the same of the agents that the project has made up.
func TestFixturesInPart(t *testing.T) {
	files, err := filepath.Glob("../snmp/testdata/fixtures/*.snmprec")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d fixtures: %v", len(files), err)
	}
	var list []snmptest.Recording
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".snmprec")
		list = append(list, snmptest.Recording{Name: name, Tree: snmptest.Fixture(t, name)})
	}
	refuseAll(t, list)
}

// refuseAll has each agent refuse what it tells of states, one object after the other.
func refuseAll(t *testing.T, list []snmptest.Recording) {
	t.Helper()
	m, _ := parse(t, anyPort).Module("snmp")
	for _, r := range list {
		var oids []string
		all, _, _ := snmp.Recording(r.Tree.Varbinds()).Explain(m.SNMP(), moment)
		for _, x := range all {
			if x.Used && x.Why == "" && (x.Status != -1 || x.Quantity.Edged()) && !slices.Contains(oids, x.OID) {
				oids = append(oids, x.OID)
			}
		}
		if len(oids) > 0 {
			t.Run(r.Name, func(t *testing.T) {
				t.Parallel()
				refuseEach(t, m.SNMP(), r.Tree, oids)
			})
		}
	}
}

// refuseEach reads an agent that refuses one of these objects after the other, each for one read.
func refuseEach(t *testing.T, set *snmp.Set, tree *snmptest.Tree, oids []string) {
	t.Helper()
	a := snmptest.Start(t, tree)
	a.Clock(still)
	at := moment
	source := snmp.Source{
		Address: a.Addr(), Set: set, Now: func() time.Time { return at },
		Options: snmp.Options{RequestTimeout: time.Second, Retries: 1},
	}
	f := follow(t)
	read := func() []string {
		at = at.Add(15 * time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		list, err := source.Read(ctx)
		if err != nil {
			return f.lost(at, power.ReasonOf(err))
		}
		return f.shows(list, power.CommunicationLost, power.CommunicationRestored)
	}
	told := read()
	if told == nil { // the agent says that it has lost the device
		return
	}
	if slices.ContainsFunc(told, func(s string) bool { return !strings.Contains(s, " first_seen ") }) {
		t.Errorf("at first %q", told)
	}
	for i := range min(len(oids), 8) {
		oid := oids[len(oids)*i/min(len(oids), 8)]
		a.Faults(snmptest.Faults{GenErrAt: oid})
		told := read()
		a.Faults(snmptest.Faults{})
		if told = append(told, read()...); told != nil {
			t.Errorf("%s refused: %q", oid, told)
		}
	}
}

// TestFixturesStartInPart holds that an agent which refuses an object while it starts does not seem to be another device:
// what another object says of its firmware or its serial number does not take its place.
func TestFixturesStartInPart(t *testing.T) {
	m, _ := parse(t, anyPort).Module("snmp")
	for _, name := range []string{"ups-mib", "eaton-xups", "cps-ups", "apc-ups", "delta-ups", "xppc"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := snmptest.Fixture(t, name)
			for oid, v := range tree.All() {
				if v.Tag == snmptest.TagOctetString && strings.HasSuffix(oid, ".0") {
					startEach(t, m.SNMP(), tree, oid)
				}
			}
		})
	}
}

// startEach reads an agent that starts again and refuses an object, and an hour on does not.
func startEach(t *testing.T, set *snmp.Set, tree *snmptest.Tree, oid string) {
	t.Helper()
	a := snmptest.Start(t, tree)
	a.Clock(still)
	at := moment
	source := snmp.Source{Address: a.Addr(), Set: set, Now: func() time.Time { return at }}
	f := follow(t)
	for _, refused := range []string{"", oid, ""} {
		if a.Faults(snmptest.Faults{GenErrAt: refused}); refused != "" {
			a.Reboot()
		}
		at = at.Add(time.Hour)
		list, err := source.Read(t.Context())
		if err != nil {
			continue
		}
		if told := f.shows(list, power.FirstSeen, power.DeviceRebooted, power.CommunicationLost, power.CommunicationRestored); told != nil {
			t.Errorf("%s refused: %q", oid, told)
		}
	}
}
