package snmp_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// FuzzSource has an agent's objects and answers changed at will, and holds what no agent
// can break: values that a device can mean, and labels that an exposition can hold.
func FuzzSource(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{0, 0, 30, 1, 2, 0x7f, 0xff, 0, 31, 2, 3, 0xff, 0xfe, 'x', 0, 33, 3, 0})
	f.Add([]byte{1, 0, 60, 0, 1, 0xff, 1, 80, 5, 1, 9, 0, 90, 4, 4, 0x44, 0x9f, 0x78, 4})
	f.Add([]byte{2, 1, 0, 4, 7, 0x44, 0x9f, 0x78, 4, 0x7f, 0x80, 0, 0, 1, 4, 6, 3, 9, 9, 9})
	f.Add([]byte{2, 0, 5, 7, 3, 2, 40, 0xff, 1, 9, 7, 2, 1, 30, 0})
	f.Add([]byte{0, 0, 66, 5, 2, 0xff, 0xff, 0, 66, 6, 1, 7, 0, 70, 5, 1, 200})
	modules := builtin(f)
	var fixtures []*snmptest.Tree
	var sets []*snmp.Set
	for _, v := range victims() { // their modules have the same names
		fixtures = append(fixtures, snmptest.Fixture(f, v.fixture))
		sets = append(sets, setOf(f, modules, v.fixture))
	}
	a := snmptest.Start(f, fixtures[0])
	a.Clock(func() time.Time { return noon })
	f.Fuzz(func(t *testing.T, script []byte) {
		if len(script) == 0 || len(script) > 400 {
			return
		}
		which := int(script[0]) % len(fixtures)
		sound := fixtures[which]
		changed, wire := edited(sound, script[1:])
		c := newCard(a, sets[which])
		c.Options = patient()
		c.Options.DialContext = wire.dial
		for _, tree := range []*snmptest.Tree{sound, changed, changed} { // each time there is a new plan
			a.Replace(tree)
			list, err := c.after(t, 15*time.Minute, 20*time.Second)
			if err != nil && power.ReasonOf(err) == power.OtherReason {
				t.Fatalf("an error without a reason: %v", err)
			}
			for _, s := range list {
				checkSnapshot(t, s)
			}
		}
	})
}

// edited changes a tree as a script says: in each step an object by its number, what to
// do with it, and with which bytes. Some steps are about datagrams instead.
func edited(sound *snmptest.Tree, script []byte) (*snmptest.Tree, *spoiler) {
	var names []string
	for oid := range sound.All() {
		names = append(names, oid)
	}
	tree, wire := sound.Clone(), &spoiler{}
	for len(script) > 4 {
		n, op, size := int(script[0])<<8|int(script[1]), script[2], int(script[3])%16
		script = script[4:]
		with := script[:min(size, len(script))]
		script = script[len(with):]
		oid := names[n%len(names)]
		value, _ := tree.Get(oid)
		switch op % 8 {
		case 0:
			tree.Delete(oid)
		case 1:
			tree.Set(oid, snmptest.Value{Tag: snmptest.TagInteger, Data: string(with)})
		case 2:
			tree.Set(oid, snmptest.Value{Tag: snmptest.TagOctetString, Data: string(with)})
		case 3:
			tree.Set(oid, snmptest.Value{Tag: snmptest.TagObjectID, Data: string(with)})
		case 4: // any type, also those that no agent ought to send
			if len(with) > 0 {
				tree.Set(oid, snmptest.Value{Tag: with[0], Data: string(with[1:])})
			}
		case 5: // the same with another index
			tree.Set(oid[:strings.LastIndexByte(oid, '.')]+indexOf(with), value)
		case 6:
			tree.Set(oid+indexOf(with), value)
		case 7:
			wire.spoils = append(wire.spoils, spoil{n, with})
		}
	}
	return tree, wire
}

func indexOf(list []byte) string {
	const digits = "0123456789"
	var b strings.Builder
	for _, n := range list {
		b.WriteString("." + digits[n%10:n%10+1])
	}
	if b.Len() == 0 {
		return ".0"
	}
	return b.String()
}

func checkSnapshot(t *testing.T, s power.Snapshot) {
	t.Helper()
	type slot struct {
		quantity power.Quantity
		place    power.Place
	}
	seen := map[slot]bool{}
	for _, r := range s.Readings {
		if key := (slot{r.Quantity, r.Place}); seen[key] {
			t.Errorf("twice: %s %q", r.Quantity.Name(), r.Place)
		} else {
			seen[key] = true
		}
		if !r.Quantity.Plausible(r.Value) {
			t.Errorf("implausible: %s %q is %v", r.Quantity.Name(), r.Place, r.Value)
		}
		for i, label := range r.Place {
			checkLabel(t, label)
			if i >= len(r.Quantity.Labels()) && label != "" {
				t.Errorf("%s has %q where it has no label", r.Quantity.Name(), label)
			}
		}
	}
	i := s.Info
	for _, label := range append([]string{
		s.Device, i.Type, i.Manufacturer, i.Model, i.Serial, i.Firmware, i.Name, i.Location,
	}, s.Status.Other...) {
		checkLabel(t, label)
	}
	if wrong := s.Status.Active &^ s.Status.Reportable; wrong != 0 {
		t.Errorf("states %v hold and are not reportable", wrong.List())
	}
	if s.Err != nil && slices.Contains([]power.Reason{"", power.OtherReason}, power.ReasonOf(s.Err)) {
		t.Errorf("an error without a reason: %v", s.Err)
	}
	if s.Inputs != nil {
		for in := range s.Inputs {
			checkLabel(t, in.Name)
		}
	}
}

func checkLabel(t *testing.T, label string) {
	t.Helper()
	if !utf8.ValidString(label) || len(label) > power.MaxLabel ||
		strings.TrimSpace(label) != label || strings.ContainsFunc(label, unicode.IsControl) {
		t.Errorf("unclean label %q", label)
	}
}
