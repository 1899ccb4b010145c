package snmp

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/argus-power/argus/power"
)

// evaluation turns what was read by a plan into snapshots.
type evaluation struct {
	*reading
	spares bool // look at fallback rows, too
	learn  bool // find out which rows are fallbacks

	learner  learner
	builders []*power.Builder
	errs     []error        // of each device: why something of it is missing
	frozen   []power.States // of each device: what better modules have told
	told     []power.States // of each device: what they and this module have
	withheld withheld
	walkedBy [][]power.Input // of each device: what came and may go
	failed   bool            // a value that a fallback row could replace was not there
	trace    func(Explained) // told of every instance of every row, if it is not nil
}

// snapshots evaluates all rows, best first.
func (e *evaluation) snapshots(taken time.Time, rate func(string) power.Ratings) []power.Snapshot {
	if e.learn {
		e.own()
	}
	n := len(e.plan.devices)
	e.builders, e.errs = make([]*power.Builder, n), make([]error, n)
	e.frozen, e.told = make([]power.States, n), make([]power.States, n)
	e.walkedBy, e.withheld.states = make([][]power.Input, n), make([]power.States, n)
	for i, name := range e.plan.devices {
		e.builders[i] = power.NewBuilder(name, taken, len(e.plan.live)/n+1)
		*e.builders[i].Info() = e.plan.infos[i]
		e.builders[i].Status().Exact = true
		for _, q := range e.plan.partial {
			e.builders[i].Partial(q)
		}
		e.errs[i] = cmp.Or(e.plan.late, e.outdated)
	}
	if e.learn {
		e.learner.givers = map[thing]*cell{}
	}
	rows, walks := e.plan.rows, e.plan.walks
	for module := range e.plan.modules {
		for ; len(rows) > 0 && rows[0].module == module; rows = rows[1:] {
			e.row(&rows[0])
		}
		for ; len(walks) > 0 && walks[0].module == module; walks = walks[1:] {
			e.walkRow(&walks[0])
		}
		e.withholdDoubted(module)
		copy(e.frozen, e.told)
	}
	for _, g := range slices.Concat(e.plan.gaps, e.faults) {
		e.blame(g.table, g.err)
	}
	if e.learn {
		e.plan.fresh = false
		e.plan.settleLive()
	}
	return e.finish(rate)
}

func (e *evaluation) finish(rate func(string) power.Ratings) []power.Snapshot {
	list := make([]power.Snapshot, 0, len(e.builders))
	for i, b := range e.builders {
		var stated power.Ratings
		if rate != nil {
			stated = rate(e.plan.devices[i])
		}
		status := b.Status()
		status.Reportable &^= e.withheld.states[i] &^ status.Active
		if status.Active.Has(power.OnBattery) {
			status.Active &^= power.SetOf(power.Online) // what agents tell in two places they do not tell at one time
		}
		power.DerivePower(b, stated)
		power.DeriveAlarm(b)
		s := b.Snapshot()
		s.Inputs = e.inputs(i)
		if lost(&s) {
			e.errs[i] = errDeviceLost
		}
		if e.empty(int32(i), e.spares) {
			s.Readings, s.Status, e.errs[i] = nil, power.Status{}, errUnitGone
		}
		if e.errs[i] != nil {
			s.Err = failure(e.errs[i])
		}
		list = append(list, s)
	}
	return list
}

// lost says whether the agent has lost the device, and takes back what it says of it but
// for what its own sensors measure: it is old. Nobody needs to know otherwise.
func lost(s *power.Snapshot) bool {
	waiting := power.SetOf(power.Waiting)
	if s.Status.Active&waiting == 0 {
		s.Status.Reportable &^= waiting
		return false
	}
	s.Status = power.Status{}
	s.Readings = slices.DeleteFunc(s.Readings, func(r power.Reading) bool {
		return r.Quantity.Family() != power.FamilySensor
	})
	return true
}

var (
	errUnitGone = &power.Failure{
		Reason: power.UnknownDevice, Err: errors.New("the agent has nothing of the device any more"),
	}
	errDeviceLost = &power.Failure{
		Reason: power.Stale, Err: errors.New("the agent answers, and says that it has lost the device"),
	}
)

// row evaluates all instances of a row, or none if its table is not whole.
func (e *evaluation) row(r *planRow) {
	err := cmp.Or(e.missing[r.table], e.refused[r])
	for i := range r.cells {
		c := &r.cells[i]
		switch {
		case c.spare && (!e.spares || r.counts() && !e.plan.fresh):
		case err != nil:
			e.errs[c.device] = err
			e.withhold(r, c)
			e.failed = e.failed || c.backed
		case !e.plan.applies(r, c, e.values):
			e.failed = e.failed || c.backed
			if e.learn {
				c.spare, c.backed = false, false
			}
		case r.status != nil:
			e.stateCell(r, c)
		default:
			e.readingCell(r, c)
		}
	}
}

// stateCell adds what an instance tells of its device's states.
func (e *evaluation) stateCell(r *planRow, c *cell) {
	s := r.status
	covered := s.all&^e.frozen[c.device] == 0
	told := e.status(s, int(c.device), e.values[c.value])
	if e.vanished(c) {
		e.withhold(r, c)
	}
	if e.trace != nil {
		e.trace(Explained{
			Module: e.plan.modules[r.module].name, Row: -1, Status: s.number, OID: e.plan.oids[c.value],
			Said: e.values[c.value], Quantity: power.StatusSet, Device: e.plan.devices[c.device], Used: told,
		})
	}
	e.failed = e.failed || c.backed && !told
	if e.learn {
		c.spare, c.backed = covered, told
	}
}

// readingCell adds the value of an instance.
func (e *evaluation) readingCell(r *planRow, c *cell) {
	if e.isWithheld(r, c) {
		return
	}
	v, b, oid, place := e.values[c.value], e.builders[c.device], e.plan.oids[c.value], e.plan.places[c.place]
	digits := Value{Type: Gone}
	if c.digits >= 0 {
		digits = e.values[c.digits]
	}
	other := e.plan.fresh && r.counts() && !e.gives(r, c)
	why := power.Duplicate
	if !other {
		why = r.row.read(b, oid, place, v, digits)
	}
	read := v.Exists() && v.Type != Null
	if why != power.Duplicate && (why != "" || !read) && r.row.alive(e.plan.values[c.value], digits) {
		b.Partial(r.row.Quantity) // it was there
	}
	if e.vanished(c) {
		e.withhold(r, c)
	}
	e.failed = e.failed || c.backed && (why != "" || !read)
	if e.learn {
		e.learner.gave(r, c, why, read)
		c.spare = c.spare || other
	}
	if e.plan.fresh && r.counts() && why == "" && read {
		e.plan.givers[e.plan.giver(r, c)] = oid
	}
	if e.trace != nil {
		e.trace(Explained{
			Module: e.plan.modules[r.module].name, Row: r.row.number, Status: -1, OID: oid, Said: v,
			Quantity: r.row.Quantity, Device: e.plan.devices[c.device], Place: place, Used: read, Why: why,
		})
	}
	if why != "" && why != power.Duplicate {
		b.Drop(oid, v.Text(), why)
	}
}

// gives says whether an instance is the one to count by: the first that gave a value, as
// long as the agent has it.
func (e *evaluation) gives(r *planRow, c *cell) bool {
	giving, known := e.plan.givers[e.plan.giver(r, c)]
	if !known || giving == e.plan.oids[c.value] {
		return true
	}
	i := slices.Index(e.plan.oids, giving)
	return i < 0 || !e.plan.values[i].Exists()
}

// status adds what a value tells of states that no better module tells, and says
// whether it tells anything.
func (e *evaluation) status(s *statusRow, device int, v Value) bool {
	active, told := s.tell(v)
	known := told != 0
	active &^= e.frozen[device]
	told &^= e.frozen[device]
	status := e.builders[device].Status()
	status.Active |= active
	status.Reportable |= active | told
	e.told[device] |= told
	return known
}

// blame notes that a table is not whole on the devices that have a part of it.
func (e *evaluation) blame(table string, err error) {
	hit := false
	for i := range e.plan.rows {
		if e.plan.rows[i].table != table {
			continue
		}
		for _, c := range e.plan.rows[i].cells {
			e.errs[c.device], hit = err, true
		}
	}
	if !hit {
		e.errs[0] = err
	}
}

// inputs yields what the agent said of a device.
func (e *evaluation) inputs(device int) func(func(power.Input) bool) {
	p, values, walked := e.plan.shape, e.values, e.walkedBy[device]
	return func(yield func(power.Input) bool) {
		seen := map[int32]bool{}
		for i := range p.rows {
			for j := range p.rows[i].cells {
				c := &p.rows[i].cells[j] // what else is in it may change meanwhile
				n := c.value
				if int(c.device) != device || seen[n] || !values[n].Exists() {
					continue
				}
				seen[n] = true
				if !yield(power.Input{Name: p.oids[n], Value: values[n].Text()}) {
					return
				}
			}
		}
		for _, input := range walked {
			if !yield(input) {
				return
			}
		}
	}
}
