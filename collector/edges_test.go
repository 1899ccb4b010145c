package collector

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// TestDumpsOutage holds that a real device that goes to battery and comes back, over a restart, has
// these two events and no other.
func TestDumpsOutage(t *testing.T) {
	m, _ := parse(t, anyPort).Module("nut")
	tried := 0
	for _, d := range dumps(t) {
		status := d.Vars["ups.status"]
		words := strings.Fields(status)
		if !slices.Contains(words, "OL") || slices.Contains(words, "OB") {
			continue
		}
		tried++
		for i, word := range words {
			words[i] = cmp.Or(map[string]string{"OL": "OB", "CHRG": "DISCHRG"}[word], word)
		}
		away := strings.Join(words, " ")
		f, at := follow(t), moment
		var told []string
		for i, now := range []string{status, status, away, away, away, status, status} {
			if at = at.Add(15 * time.Second); i == 3 {
				f.reload()
			}
			d.Vars["ups.status"] = now
			told = append(told, f.shows(dumped(m.NUT(), d, at), power.FirstSeen)...)
		}
		why := "()"
		switch {
		case strings.Contains(status, "CAL"):
			why = "(calibrating)"
		case strings.Contains(d.Vars["ups.test.result"], "progress"):
			why = "(testing)"
		}
		want := []string{d.Name + " on_battery " + why + "x1", d.Name + " on_battery_ended " + why + "x1"}
		if !slices.Equal(told, want) {
			t.Errorf("%s (%s): %q", d.Description, status, told)
		}
	}
	if tried < 400 {
		t.Errorf("only %d devices tried", tried)
	}
}

// TestRecordingsOutage holds the same over SNMP, for the first change of one object that puts the
// device on battery. What the object told before ends meanwhile.
func TestRecordingsOutage(t *testing.T) {
	m, _ := parse(t, anyPort).Module("snmp")
	tried := 0
	for _, r := range snmptest.Recordings(t) {
		mains := snmp.Recording(r.Tree.Varbinds())
		all, _, err := mains.Explain(m.SNMP(), moment)
		if err != nil {
			continue
		}
		at := moment
		source := snmp.Source{Set: m.SNMP(), Now: func() time.Time { return at }}
		read := func(now snmp.Recording) []power.Snapshot {
			source.Recording, at = now, at.Add(15*time.Second)
			list, err := source.Read(t.Context())
			if err != nil {
				t.Errorf("%s: %v", r.Name, err)
			}
			return list
		}
		battery := batteryOf(mains, all, read)
		if battery == nil {
			continue
		}
		tried++
		f := follow(t)
		var told []string
		for i, now := range []snmp.Recording{mains, mains, battery, battery, battery, mains, mains} {
			if i == 3 {
				f.reload()
			}
			told = append(told, f.shows(read(now), append(beside(), power.FirstSeen)...)...)
		}
		if len(told) != 2 || !strings.Contains(told[0], " on_battery ") || !strings.Contains(told[1], " on_battery_ended ") {
			t.Errorf("%s: %q", r.Name, told)
		}
	}
	if tried < 50 {
		t.Errorf("only %d devices tried", tried)
	}
}

// beside are events of what one object tells in place of being on battery.
func beside() (kinds []power.EventKind) {
	for _, s := range []power.State{power.Bypass, power.Trim, power.Boost, power.Eco, power.Testing} {
		kinds = append(kinds, power.StateBegan(s), power.StateEnded(s))
	}
	return kinds
}

// batteryOf finds a change of one status object that puts a device on battery that is not, nil if there is none.
func batteryOf(mains snmp.Recording, all []snmp.Explained, read func(snmp.Recording) []power.Snapshot) snmp.Recording {
	on := func(s power.Snapshot) bool { return s.Status.Active.Has(power.OnBattery) }
	if list := read(mains); slices.ContainsFunc(list, on) ||
		!slices.ContainsFunc(list, func(s power.Snapshot) bool { return s.Status.Reportable.Has(power.OnBattery) }) {
		return nil
	}
	for _, x := range all {
		i := slices.IndexFunc(mains, func(v snmp.Varbind) bool { return v.OID == x.OID })
		if x.Status == -1 || !x.Used || i < 0 {
			continue
		}
		for _, v := range others(x.Said) {
			next := slices.Clone(mains)
			if next[i].Value = v; slices.ContainsFunc(read(next), on) {
				return next
			}
		}
	}
	return nil
}

// others are values that an object could have.
func others(v snmp.Value) (list []snmp.Value) {
	if v.Type == snmp.Integer || v.Type == snmp.Unsigned {
		for n := range 30 {
			list = append(list, snmp.Number(v.Type, float64(n)))
		}
		return list
	}
	for i, c := range v.Text() {
		if c == '0' && i < 64 {
			list = append(list, snmp.Text(v.Type, v.Text()[:i]+"1"+v.Text()[i+1:]))
		}
	}
	return list
}
