package snmp

import (
	"slices"
	"strconv"

	"github.com/argus-power/argus/power"
)

// lineKey is one table of one device.
type lineKey struct {
	table  string
	device int32
}

// lineAt is one line of it, as the agent counts them.
type lineAt struct{ table, device, line string }

// lineGroup is the lines of a table, as the agent counts them, and whether one of
// their measurements is not 0, or was not 0 once.
type lineGroup map[string]bool

// settleLines gives the lines of a module's tables their names. A single line is
// the whole device and has none. Lines beyond those that the agent says it has are
// padding. Where it does not say, so are lines that never had anything but zeros
// beside a first one that is alive; a line that was alive once is one that failed, and
// so is one of the input of a device whose output has several.
func (b *planner) settleLines(m *Module, rows []planRow) {
	groups := map[lineKey]lineGroup{}
	inputs := map[lineKey]bool{}
	b.eachLine(rows, func(r *planRow, c *cell, key lineKey, line string) bool {
		if groups[key] == nil {
			groups[key] = lineGroup{}
			inputs[key] = r.row.Quantity.Family() == power.FamilyInput
		}
		if groups[key][line] {
			return true
		}
		digits := Value{}
		if c.digits >= 0 {
			digits = b.p.values[c.digits]
		}
		at := lineAt{key.table, b.p.devices[key.device], line}
		alive := r.row.alive(b.p.values[c.value], digits) && b.p.applies(r, c, b.p.values)
		if alive {
			b.p.lines[at] = true
		}
		groups[key][line] = alive || b.p.lines[at]
		return true
	})
	several := map[int32]bool{} // devices whose output has several lines
	for key, g := range groups {
		several[key.device] = several[key.device] || !inputs[key] && g.alive() > 1
	}
	names := map[lineKey]map[string]string{}
	for key, g := range groups {
		names[key] = g.names(b.lineCount(m, key.table), inputs[key] && several[key.device])
	}
	b.eachLine(rows, func(r *planRow, c *cell, key lineKey, line string) bool {
		name, known := names[key][line]
		if known {
			b.label(c, r.row.line, name)
		}
		return known
	})
}

// eachLine calls do for each instance that has a line, and drops it if that is not
// to be kept.
func (b *planner) eachLine(rows []planRow, do func(*planRow, *cell, lineKey, string) bool) {
	for i := range rows {
		r := &rows[i]
		if r.row == nil || r.row.line < 0 {
			continue
		}
		kept := r.cells[:0]
		for _, c := range r.cells {
			if do(r, &c, lineKey{r.table, c.device}, b.p.places[c.place][r.row.line]) {
				kept = append(kept, c)
			}
		}
		r.cells = kept
	}
}

// lineCount returns how many lines the agent says that a table has, 0 if it does not say.
func (b *planner) lineCount(m *Module, table string) int {
	for _, l := range m.lines {
		if _, below := under(table, l.subtree); below || table == l.subtree {
			if x, ok := b.t.value(l.oid).Number(); ok && x >= 1 && x <= 6 {
				return int(x)
			}
		}
	}
	return 0
}

func (g lineGroup) alive() (n int) {
	for _, alive := range g {
		if alive {
			n++
		}
	}
	return n
}

// names returns the name of each line that is one. All of them are if that is known.
func (g lineGroup) names(count int, all bool) map[string]string {
	keys := sortedKeys(g)
	slices.SortFunc(keys, compareNames)
	alive := func(line string) bool { return g[line] }
	switch {
	case count > 0:
		keys = keys[:min(count, len(keys))]
	case !all && len(keys) > 1 && alive(keys[0]) && !slices.ContainsFunc(keys[1:], alive):
		keys = keys[:1]
	}
	out := make(map[string]string, len(keys))
	byNumber := !slices.ContainsFunc(keys, func(key string) bool { return key != "1" && key != "2" && key != "3" })
	for i, key := range keys {
		switch {
		case len(keys) == 1:
			out[key] = ""
		case byNumber:
			out[key] = "L" + key
		case i < 3: // counted from 0, or by words
			out[key] = "L" + strconv.Itoa(i+1)
		default:
			out[key] = key
		}
	}
	return out
}

// view is the input or the output of a device, or an input of several.
type view struct {
	device int32
	family power.Family
	input  string
}

// dropLesserViews drops what a module tells of a table with a single line where a better
// module tells several: it is one of them, or their mean, and not the whole device.
func (b *planner) dropLesserViews() {
	several := map[view]int{} // the best module that tells several lines
	b.eachLine(b.p.rows, func(r *planRow, c *cell, _ lineKey, line string) bool {
		v := b.viewOf(r, c)
		if best, known := several[v]; line == "L2" && (!known || r.module < best) {
			several[v] = r.module
		}
		return true
	})
	b.eachLine(b.p.rows, func(r *planRow, c *cell, _ lineKey, line string) bool {
		best, known := several[b.viewOf(r, c)]
		return line != "" || !known || r.module <= best
	})
}

func (b *planner) viewOf(r *planRow, c *cell) view {
	v := view{device: c.device, family: r.row.Quantity.Family()}
	if n := r.row.Quantity.LabelIndex("input"); n >= 0 {
		v.input = b.p.places[c.place][n]
	}
	return v
}
