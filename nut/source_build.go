package nut

import (
	"cmp"
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

// match is a variable and a row that reads it.
type match struct {
	row   int
	v     int
	place power.Place
}

// snapshot turns the variables of one device into its snapshot.
func (m *Module) snapshot(
	u unit, taken time.Time, stated power.Ratings, wait bool,
) power.Snapshot {
	b := power.NewBuilder(u.name, taken, len(u.vars))
	m.fillInfo(b.Info(), u.vars)
	if wait {
		// The driver is still filling in its variables: half a table is no
		// reading, and nothing that it does not say is denied by that.
		b.Status().Set(power.Waiting)
		s := b.Snapshot()
		s.Err = noData("the driver has no data yet (ups.status is WAIT)")
		return s
	}
	readStatus(b, u.vars)
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
		before := len(list)
		for t := range targets {
			if place, ok := targets[t].fits(&name); ok {
				list = append(list, match{targets[t].row, i, place})
			}
		}
		if len(list) == before && !m.known[vars[i].Name] && !sibling(vars[i].Name) {
			b.Unmapped(vars[i].Name)
		}
		if !mayBeSecret(vars[i].Name) {
			b.Said(vars[i].Name, vars[i].Value)
		}
	}
	slices.SortFunc(list, func(a, b match) int { return cmp.Or(a.row-b.row, a.v-b.v) })
	return list
}

// read adds what one variable says for one row.
func (r *row) read(b *power.Builder, v Var, vars varList, at power.Place) power.DropReason {
	if why := r.refuses(v, vars); why != "" {
		return why
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

// refuses says why a row does not even look at what a variable's text means.
func (r *row) refuses(v Var, vars varList) power.DropReason {
	switch {
	case r.Quantity.Family() == power.FamilySensor && sensorMissing(v.Name, vars):
		return power.NoSensor
	case r.invalid(v.Value):
		return power.Sentinel
	}
	return ""
}
