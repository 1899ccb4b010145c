package snmp

import (
	"maps"
	"strings"
)

// Columns of PDU2-MIB, below the entries of its tables.
const (
	raritanUnit    = ".6" // of settings
	raritanDigits  = ".7"
	raritanEnabled = ".25" // limits
	raritanThere   = ".2"  // of readings
	raritanState   = ".3"
	raritanValue   = ".4"
	raritanSigned  = ".6"

	raritanPoleLine  = ".3.3.5.1.1"
	raritanPairLeft  = ".3.3.7.1.2"
	raritanPairRight = ".3.3.7.1.3"
	raritanSwitch    = ".4.1.2.1.3"
)

// A raritanTable is a table of what Raritan calls sensors: single readings. The last
// number of an index is the type of the reading, those before it are the device and
// its part. Another table with the same index tells units and digits.
type raritanTable struct {
	settings, readings string
	means              map[string]raritanMeaning // by type
	// labels says where a reading of a part belongs, nil if it is not to be read.
	labels func(r *raritanReader, part []string, kind string) map[string]string
}

// raritanCodec reads PDU2-MIB. What a reading is, the agent tells while the plan is
// made; from then on each of them is one object to ask for.
func raritanCodec() codec {
	columns := raritanProbeColumns()
	columns = append(columns, raritanPoleLine, raritanPairLeft, raritanPairRight, raritanSwitch)
	for _, table := range raritanTables() {
		columns = append(columns, table.settings+raritanUnit, table.settings+raritanDigits,
			table.readings+raritanThere)
		if table.limited() {
			columns = append(columns, table.settings+raritanEnabled)
		}
	}
	return codec{columns: columns, rows: func(root string, t *tree) ([]Row, []StatusRow) {
		r := raritanReader{root: root, t: t, parts: map[string]map[string]bool{}}
		for _, table := range raritanTables() {
			r.count(table)
		}
		for _, table := range raritanTables() {
			r.table(table)
		}
		r.probes()
		// What an outlet is switched to, where no reading tells whether it is on.
		on := raritanOutletMeanings()["14"]
		return append(r.rows, Row{
			Quantity: on.quantity, OID: raritanSwitch + ".{device}.{outlet}", Map: on.states, Invalid: []string{"-1"},
		}), r.status
	}}
}

func (table raritanTable) limited() bool {
	for _, m := range table.means {
		if m.limit != 0 {
			return true
		}
	}
	return false
}

// A raritanReader makes rows of what an agent says of its readings.
type raritanReader struct {
	root   string
	t      *tree
	parts  map[string]map[string]bool // the parts of each whole: inlets of a PDU, poles of an inlet
	rows   []Row
	status []StatusRow
}

// text returns what a column says of an index, "" if nothing.
func (r *raritanReader) text(column, index string) string { return r.t.at(r.root+column, index).Text() }

// count notes which parts a table has readings of.
func (r *raritanReader) count(table raritanTable) {
	for _, c := range r.t.cells(r.root + table.settings + raritanDigits) {
		part, _ := raritanCut(c.Index)
		whole, last := raritanCut(part)
		key := table.readings + "." + whole
		if r.parts[key] == nil {
			r.parts[key] = map[string]bool{}
		}
		r.parts[key][last] = true
	}
}

// raritanCut cuts the last number off an index.
func raritanCut(index string) (before, last string) {
	dot := strings.LastIndexByte(index, '.')
	if dot < 0 {
		return "", index
	}
	return index[:dot], index[dot+1:]
}

// table makes the rows of a table. A reading that is not available now gets none:
// what the agent answers for it is 0 or anything.
func (r *raritanReader) table(table raritanTable) {
	for _, c := range r.t.cells(r.root + table.settings + raritanDigits) {
		part, kind := raritanCut(c.Index)
		m, known := table.means[kind]
		if !known || r.text(table.readings+raritanThere, c.Index) == "2" {
			continue
		}
		if m.unit = r.text(table.settings+raritanUnit, c.Index); m.unit == "" {
			m.unit = raritanUsual()[kind]
		}
		labels := table.labels(r, strings.Split(part, "."), kind)
		factor, ok := raritanFactor(m.unit, c.Value)
		if labels == nil || !ok {
			continue
		}
		maps.Copy(labels, m.labels)
		if m.states == nil && m.status == nil {
			r.limits(m, table.settings, raritanEnabled, c.Index, factor, labels)
		}
		r.add(m, table.readings, c.Index, factor, labels)
	}
}

// add makes the row of a reading, or of the state that it is.
func (r *raritanReader) add(m raritanMeaning, readings, index string, factor float64, labels map[string]string) {
	switch state := readings + raritanState + "." + index; {
	case m.status != nil:
		r.status = append(r.status, StatusRow{OID: state, Map: m.status})
	case m.states != nil:
		r.rows = append(r.rows, Row{
			Quantity: m.quantity, OID: state, Map: m.states, Invalid: []string{"-1"}, Labels: fixedLabels(labels),
		})
	default:
		column := raritanValue
		if m.signed {
			column = raritanSigned
		}
		r.rows = append(r.rows, Row{
			Quantity: m.quantity, OID: readings + column + "." + index, Scale: factor, Parse: raritanParser(m.unit),
			Labels: fixedLabels(labels),
		})
	}
}
