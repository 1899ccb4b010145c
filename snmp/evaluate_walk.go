package snmp

import (
	"slices"

	"github.com/argus-power/argus/power"
)

// walkRow evaluates a row whose instances come and go, such as a table of alarms.
// They belong to the agent's first device unless they say which one.
func (e *evaluation) walkRow(w *planRow) {
	if err := e.missing[w.table]; err != nil {
		e.errs[0] = err
		if w.status != nil {
			for i := range e.builders {
				e.withholdStates(w.status.all, i)
			}
		}
		return
	}
	if !e.plan.wanted(w, e.values) {
		if w.status != nil && e.toldEmpty(w) {
			e.denyAll(w.status)
		}
		return
	}
	at := w.at()
	if w.status != nil && e.walked.has(at.column) {
		e.denyAll(w.status)
	}
	for _, c := range e.walked.cells(at.column) {
		captured, ok := at.match(c.Index)
		if !ok || !e.walkApplies(w, captured, c.Index) {
			continue
		}
		if w.status != nil {
			e.walkedStatus(w, captured, c)
		} else {
			e.walkedReading(w, captured, c)
		}
	}
}

// toldEmpty says whether the agent has said that there is nothing to look for, such
// as that there are no alarms.
func (e *evaluation) toldEmpty(w *planRow) bool {
	return slices.ContainsFunc(w.scalars, func(n int32) bool { return n >= 0 && e.values[n].Exists() })
}

// walkedReading adds the value of an instance that may be gone next time.
func (e *evaluation) walkedReading(w *planRow, captured []string, c Cell) {
	r := w.row
	place, ok := r.placeOf(e.walked, captured, c.Index)
	if !ok {
		return
	}
	oid, device := r.at.column+"."+c.Index, e.deviceOf(&r.device, r.at, captured, c.Index)
	why := r.read(e.builders[device], oid, place, c.Value, Value{})
	e.walkedBy[device] = append(e.walkedBy[device], power.Input{Name: oid, Value: c.Value.Text()})
	if why != "" {
		e.builders[device].Drop(oid, c.Value.Text(), why)
	}
	if e.trace != nil {
		e.trace(Explained{
			Module: e.plan.modules[w.module].name, Row: r.number, Status: -1, OID: oid, Said: c.Value,
			Quantity: r.Quantity, Device: e.plan.devices[device], Place: place, Used: c.Value.Exists(), Why: why,
		})
	}
}

// walkedStatus adds the states that such an instance means.
func (e *evaluation) walkedStatus(w *planRow, captured []string, c Cell) {
	s := w.status
	device := e.deviceOf(&s.device, s.at, captured, c.Index)
	told := e.status(s, device, c.Value)
	if e.trace != nil {
		e.trace(Explained{
			Module: e.plan.modules[w.module].name, Row: -1, Status: s.number, OID: s.at.column + "." + c.Index,
			Said: c.Value, Quantity: power.StatusSet, Device: e.plan.devices[device], Used: told,
		})
	}
}

// deviceOf returns the device that an instance is about: the first, unless it says
// another one.
func (e *evaluation) deviceOf(s *source, row pattern, captured []string, index string) int {
	name, _ := s.value(row, e.walked, captured, index)
	return max(slices.Index(e.plan.devices, name), 0)
}

// denyAll makes the states that an empty table does not mean reportable: of the
// first device, unless the table tells of others. That is a weak word, which other
// modules may contradict: few agents enter into a table all that they say elsewhere.
func (e *evaluation) denyAll(s *statusRow) {
	of := e.builders
	if s.device.pieces == nil && s.device.ref == nil {
		of = of[:1]
	}
	for i, b := range of {
		b.Status().Reportable |= s.all &^ e.frozen[i]
	}
}

// walkApplies says whether the conditions on a table's own columns hold.
func (e *evaluation) walkApplies(w *planRow, captured []string, index string) bool {
	for _, c := range w.conditions() {
		if c.ref.scalar() {
			continue
		}
		oid, ok := c.ref.oid(w.at(), captured, index)
		if !ok || c.ref.same && !e.walked.has(c.ref.at.column) || !c.holds(e.walked.value(oid)) {
			return false
		}
	}
	return true
}
