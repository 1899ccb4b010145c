package nut

import (
	"slices"
	"strings"
	"time"

	"github.com/argus-power/argus/power"
)

// varList is the variables of one device.
type varList []Var

func (l varList) get(name string) (string, bool) {
	for i := range l {
		if l[i].Name == name {
			return l[i].Value, true
		}
	}
	return "", false
}

// unit is one device of a daisy chain, or the whole device.
type unit struct {
	name string
	vars varList
}

// units splits the variables of a daisy chain, which repeat under the prefix
// "device.N.". What has no prefix belongs to the chain as a whole or to its master.
func units(name string, vars varList) []unit {
	list := []unit{{name: name}}
	if !slices.ContainsFunc(vars, func(v Var) bool { _, _, ok := chained(v.Name); return ok }) {
		list[0].vars = vars
		return list
	}
	for _, v := range vars {
		n, rest, ok := chained(v.Name)
		at := 0
		if ok {
			member := name + "/" + n
			at = slices.IndexFunc(list, func(u unit) bool { return u.name == member })
			if at < 0 {
				at = len(list)
				list = append(list, unit{name: member})
			}
			v.Name = rest
		}
		list[at].vars = append(list[at].vars, v)
	}
	return list
}

// chained splits "device.2.input.voltage" into "2" and "input.voltage". NUT
// does not repeat the word in "device.2.mfr", which is device.mfr of the second.
func chained(name string) (n, rest string, ok bool) {
	rest, ok = strings.CutPrefix(name, "device.")
	if !ok {
		return "", "", false
	}
	n, rest, ok = strings.Cut(rest, ".")
	if !ok || !isNumber(n) {
		return "", "", false
	}
	switch domain, _, _ := strings.Cut(rest, "."); domain {
	case "ambient", "battery", "device", "driver", "experimental", "input", "outlet", "output",
		"server", "unmapped", "ups":
	default:
		rest = "device." + rest
	}
	return n, rest, true
}

// match is a variable and a row that reads it.
type match struct {
	row   int
	v     int
	place power.Place
}

// snapshot turns the variables of one device into its snapshot.
func (m *Module) snapshot(u unit, taken time.Time, stated power.Ratings) power.Snapshot {
	b := power.NewBuilder(u.name, taken, len(u.vars))
	m.fillInfo(b.Info(), u.vars)
	readStatus(b, u.vars)
	if b.Status().Active.Has(power.Waiting) {
		// The driver is still filling in its variables: half a table is no reading.
		s := b.Snapshot()
		s.Err = errWaiting()
		return s
	}
	for _, hit := range m.matches(u.vars, b) {
		v := u.vars[hit.v]
		b.Drop(v.Name, v.Value, m.rows[hit.row].read(b, v, u.vars, hit.place))
	}
	power.DerivePower(b, stated)
	if m.raw {
		addRaw(b, u.vars)
	}
	return b.Snapshot()
}

// matches lists which rows read which variables, in the order of the rows.
func (m *Module) matches(vars varList, b *power.Builder) []match {
	list := make([]match, 0, len(vars))
	var buf [64]byte
	for i := range vars {
		name := parseName(vars[i].Name, buf[:])
		targets := m.index[string(name.key)]
		if len(targets) == 0 && !m.known[vars[i].Name] {
			b.Unmapped(vars[i].Name)
		}
		for _, t := range targets {
			place := t.place
			for n, slot := range t.slots {
				place[slot] = name.numbers[n]
			}
			if t.line >= 0 {
				place[t.line] = name.line
			}
			list = append(list, match{t.row, i, place})
		}
	}
	slices.SortStableFunc(list, func(a, b match) int { return a.row - b.row })
	return list
}

// read adds what one variable says for one row.
func (r *row) read(b *power.Builder, v Var, vars varList, at power.Place) power.DropReason {
	if r.Quantity.Family() == power.FamilySensor && sensorMissing(v.Name, vars) {
		return power.NoSensor
	}
	if slices.Contains(r.words, strings.ToLower(strings.TrimSpace(v.Value))) {
		return power.Sentinel
	}
	switch r.Parse {
	case ParseText:
		return b.AddText(r.Quantity, at, power.Identity(v.Value))
	case ParseState:
		return b.AddState(r.Quantity, strings.ToLower(strings.TrimSpace(v.Value)))
	case ParseTestResult:
		return b.AddState(r.Quantity, testResult(v.Value))
	case ParseSelected:
		return selected(b, r.Quantity, v, vars)
	}
	x, why := r.number(v, vars)
	if why != "" {
		return why
	}
	return b.Add(r.Quantity, at, x)
}
