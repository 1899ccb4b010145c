package snmp

import (
	"strconv"
	"strings"

	"github.com/argus-power/argus/power"
)

// Columns of the list of a CMC III's devices and of that of their variables. A
// variable is one value or setting; its name is a path: "Air Temp.Top.SetPtHighAlarm".
const (
	rittalDevName  = ".4.1.2.1.2"
	rittalAlias    = ".4.1.2.1.3"
	rittalLink     = ".4.1.2.1.6"
	rittalName     = ".4.2.2.1.3"
	rittalUnit     = ".4.2.2.1.5"
	rittalScale    = ".4.2.2.1.7"
	rittalText     = ".4.2.2.1.10"
	rittalValue    = ".4.2.2.1.11"
	rittalNotThere = 1 // a status: the part is not fitted
	rittalInactive = 27
)

// rittalStatus is the variable of a group that says how it is.
const rittalStatus = "Status"

func rittalCodec() codec {
	return codec{
		columns: []string{
			rittalDevName, rittalAlias, rittalLink, rittalName, rittalUnit, rittalScale, rittalValue,
			rittalText,
		},
		rows: func(root string, t *tree) ([]Row, []StatusRow) {
			r := rittal{root: root, t: t}
			r.gather()
			return r.rows(), nil
		},
	}
}

// A rittal makes rows of what a CMC III lists.
type rittal struct {
	root    string
	t       *tree
	devices []*rittalDevice
	out     []Row
}

// A rittalDevice is what is plugged into the CMC, or the CMC itself.
type rittalDevice struct {
	index  string
	groups []*rittalGroup
	label  string // of a PDU: the device
}

// A rittalGroup is the variables of one thing that is measured or watched, by the
// last word of their names: Value, Status, SetPtHighAlarm, DescName.
type rittalGroup struct {
	path string
	vars map[string]string // to their indexes
}

// gather sorts the variables into devices and groups, in the agent's order.
func (r *rittal) gather() {
	devices, groups := map[string]*rittalDevice{}, map[string]*rittalGroup{}
	for _, c := range r.t.cells(r.root + rittalName) {
		index, _, ok := strings.Cut(c.Index, ".")
		name := c.Value.Text()
		dot := strings.LastIndexByte(name, '.')
		if !ok || dot < 0 {
			continue
		}
		d := devices[index]
		if d == nil {
			d = &rittalDevice{index: index}
			devices[index] = d
			r.devices = append(r.devices, d)
		}
		path := name[:dot]
		g := groups[index+" "+path]
		if g == nil {
			g = &rittalGroup{path: path, vars: map[string]string{}}
			groups[index+" "+path] = g
			d.groups = append(d.groups, g)
		}
		if _, known := g.vars[name[dot+1:]]; !known {
			g.vars[name[dot+1:]] = c.Index
		}
	}
}

func (r *rittal) rows() []Row {
	pdus := 0
	for _, d := range r.devices {
		if d.pdu() {
			d.label = d.index
			pdus++
		}
	}
	for _, d := range r.devices {
		if pdus == 1 { // the only one is the agent's own device
			d.label = ""
		}
		if d.pdu() {
			r.pduRows(d)
		} else {
			r.sensorRows(d)
		}
	}
	return r.out
}

func (d *rittalDevice) pdu() bool {
	for _, g := range d.groups {
		if strings.HasPrefix(g.path, "Phase L") || strings.HasPrefix(g.path, "Sockets.") {
			return true
		}
	}
	return false
}

// oid returns the instance of a column for one of a group's variables.
func (r *rittal) oid(column string, g *rittalGroup, name string) (string, bool) {
	index, ok := g.vars[name]
	return r.root + column + "." + index, ok
}

// status returns what a group's status was, 0 if it has none.
func (r *rittal) status(g *rittalGroup) float64 {
	oid, ok := r.oid(rittalValue, g, rittalStatus)
	if !ok {
		return 0
	}
	x, _ := r.t.value(oid).Number()
	return x
}

// absent says whether a group is about something that is not fitted or switched off.
func (r *rittal) absent(g *rittalGroup) bool {
	s := r.status(g)
	return s == rittalNotThere || s == rittalInactive
}

// unit returns the unit of a group's variable, without the signs that each
// firmware writes in its own encoding: "C" of a degree Celsius.
func (r *rittal) unit(g *rittalGroup, name string) string {
	oid, ok := r.oid(rittalUnit, g, name)
	if !ok {
		return ""
	}
	unit := strings.TrimSpace(r.t.value(oid).Text())
	for _, degree := range []string{"C", "F"} {
		if unit != degree && strings.HasSuffix(unit, degree) {
			return degree
		}
	}
	return unit
}

// rittalUnits is what makes base units of the agent's.
var rittalUnits = map[string]struct {
	scale float64
	parse Parser
}{
	"C": {1, 0}, "F": {1, ParseFahrenheit}, "%": {0.01, 0}, "Hz": {1, 0}, "V": {1, 0}, "mV": {0.001, 0},
	"A": {1, 0}, "mA": {0.001, 0}, "W": {1, 0}, "kW": {1000, 0}, "VA": {1, 0}, "kVA": {1000, 0}, "var": {1, 0},
	"kvar": {1000, 0}, "kWh": {3600000, 0}, "Wh": {3600, 0}, "Pa": {1, 0}, "m/s": {1, 0}, "": {1, 0},
	"rpm": {1.0 / 60, 0}, "1/min": {1.0 / 60, 0},
}

// read adds a row for a variable, if its unit is known.
func (r *rittal) read(g *rittalGroup, name string, row Row) bool {
	oid, ok := r.oid(rittalValue, g, name)
	if !ok {
		return false
	}
	unit, known := rittalUnits[r.unit(g, name)]
	if !known {
		return false
	}
	row.OID, row.Scale, row.Parse = oid, unit.scale, unit.parse
	scale, _ := r.oid(rittalScale, g, name)
	switch n, _ := r.t.value(scale).Number(); {
	case n < 0:
		row.Scale /= -n
	case n > 0:
		row.Scale *= n
	}
	r.out = append(r.out, row)
	return true
}

// limits adds the limits that a group has been set to.
func (r *rittal) limits(g *rittalGroup, q power.Quantity, labels map[string]string) {
	for _, l := range []struct{ name, limit string }{
		{"SetPtLowAlarm", "low_critical"},
		{"SetPtLowWarning", "low_warning"},
		{"SetPtHighWarning", "high_warning"},
		{"SetPtHighAlarm", "high_critical"},
	} {
		row := Row{Quantity: q, Labels: rittalLabels(labels, "limit", l.limit)}
		if q != power.SensorTemperatureLimit {
			row.Invalid = []string{"0"} // not set
		}
		r.read(g, l.name, row)
	}
}

// alarm adds what the agent thinks of a group's value.
func (r *rittal) alarm(g *rittalGroup, q power.Quantity, labels map[string]string, kind string) {
	r.state(g, rittalStatus, q, rittalLabels(labels, "kind", kind), rittalAlarm)
}

// state adds a row for a variable that is one of the agent's states.
func (r *rittal) state(
	g *rittalGroup, name string, q power.Quantity, labels map[string]Label, states map[string]string,
) bool {
	oid, ok := r.oid(rittalValue, g, name)
	if ok {
		r.out = append(r.out, Row{Quantity: q, OID: oid, Labels: labels, Map: states})
	}
	return ok
}

// rittalLabels makes labels of a row; more is a name and its value, and so on.
func rittalLabels(labels map[string]string, more ...string) map[string]Label {
	out := map[string]Label{}
	for name, text := range labels {
		if text != "" {
			out[name] = Label{Text: text}
		}
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			out[more[i]] = Label{Text: more[i+1]}
		}
	}
	return out
}

// What a status of the agent means to each use of it; no other says anything.
var (
	rittalAlarm    = rittalStates([]int{4}, []int{5, 6, 7, 8, 9, 33})
	rittalDetected = rittalStates([]int{4, 10}, []int{5, 11, 22, 33})
	rittalContact  = rittalStates([]int{4, 10, 12}, []int{5, 11, 13, 33})
	rittalDoor     = rittalStates([]int{4, 13, 14}, []int{5, 12, 15, 16, 33})
	rittalFuse     = rittalStates([]int{3, 5, 10, 12, 29}, []int{4, 6, 9, 11, 13, 33})
)

func rittalStates(no, yes []int) map[string]string {
	states := map[string]string{}
	for i := range 40 {
		states[strconv.Itoa(i)] = ""
	}
	for _, n := range no {
		states[strconv.Itoa(n)] = "0"
	}
	for _, n := range yes {
		states[strconv.Itoa(n)] = "1"
	}
	return states
}
