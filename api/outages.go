package api

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// outageRow is a time on battery in an answer.
type outageRow struct {
	Seq *uint64 `json:"seq"`
	who
	Start         *time.Time `json:"start"`
	End           *time.Time `json:"end"`
	Duration      float64    `json:"duration_seconds"`
	AtLeast       bool       `json:"at_least"`
	LowestCharge  *float64   `json:"lowest_charge_ratio"`
	LowestVoltage *float64   `json:"lowest_voltage_volts"`
	Origin        string     `json:"origin"`
	Count         int        `json:"count"`
	Detail        string     `json:"detail"`
}

// unsure is how much of an outage may be unknown before its length is called a least one, and unheard how
// long ago a device may have been heard of to be taken at its last word.
const (
	unsure  = time.Minute
	unheard = 5 * time.Minute
)

// onPurpose says whether a device was on battery because it tested it.
func onPurpose(detail string) bool {
	return detail == power.Testing.String() || detail == power.Calibrating.String()
}

// outageList is a page in the making.
type outageList struct {
	*api
	dir      directory
	now      time.Time
	from, to time.Time
	tests    bool
	limit    int
	rows     []outageRow
	more     bool
}

// outages serves the times on battery: those that go on are the newest.
func (a *api) outages(w http.ResponseWriter, r *http.Request, q *query) error {
	wanted := q.selection()
	devices, dir := a.selected(wanted)
	l := &outageList{
		api: a, dir: dir, now: a.Now(), from: q.times["from"], to: q.times["to"],
		tests: q.texts["include"] == "tests", limit: q.limit(usualEvents),
	}
	f := store.Filter{
		From: l.from, Kinds: []power.EventKind{power.BatteryEnded}, Newest: q.texts["order"] != "asc",
		Match: func(key store.Key) bool { return wanted.picks(key, dir.find) },
	}
	steps := []func() error{
		func() error { l.goingOn(devices, q.cursor); return nil },
		func() error { return l.ended(r, f) },
	}
	skip, err := place(&f, q.cursor)
	if err != nil {
		return err
	}
	if !f.Newest {
		slices.Reverse(steps)
	}
	for _, step := range steps[skip:] {
		if err := step(); err != nil {
			return unreadable(err)
		}
	}
	l.distinct()
	return page(w, r, q, "outages", l.rows, l.next())
}

// place sets the filter to where a page begins, and returns how many of the two steps, the outages that go
// on and those that ended, were done with before it.
func place(f *store.Filter, cursor []string) (skip int, err error) {
	switch {
	case cursor == nil:
		return 0, nil
	case cursor[0] == "on" && len(cursor) == 4:
		if !f.Newest {
			skip = 1
		}
		return skip, nil
	}
	seq, err := seqCursor(cursor)
	if err != nil {
		return 0, badCursor()
	}
	if f.Newest {
		f.Before = seq
		return 1, nil
	}
	f.After = seq
	return 0, nil
}

// add adds a row if there is room.
func (l *outageList) add(row outageRow) bool {
	if len(l.rows) == l.limit {
		l.more = true
		return false
	}
	l.rows = append(l.rows, row)
	return true
}

func (l *outageList) next() string {
	if !l.more || len(l.rows) == 0 {
		return ""
	}
	last := l.rows[len(l.rows)-1]
	if last.Seq == nil {
		return makeCursor("on", last.Protocol, last.Address, last.Device)
	}
	return makeCursor("seq", strconv.FormatUint(*last.Seq, 10))
}

// goingOn adds the outages of devices that are on battery now, as far as is known.
func (l *outageList) goingOn(devices []store.Device, cursor []string) {
	for i := range devices {
		d := &devices[i]
		if cursor != nil && cursor[0] == "on" &&
			compareKeys(d.Key, store.Key{Protocol: cursor[1], Address: cursor[2], Device: cursor[3]}) <= 0 {
			continue
		}
		if now := present(d, l.now, l.tests); now != nil && l.covers(now.start, l.now) && !l.more {
			l.add(outageRow{
				who: l.dir.find(d.Key).who(d.Key), Start: l.at(d.OnBattery), Duration: seconds(now.length),
				AtLeast: now.stale, Origin: observed, Count: 1, Detail: now.detail,
			})
		}
	}
}

// A spell is one time on battery, or several of which only the sum is known.
type spell struct {
	start  time.Time
	length time.Duration // at least
	count  int
	told   bool // only the device's own memory tells of it
	stale  bool // the device does not tell any more
	detail string
}

// present is the outage that goes on at a device, nil if there is none.
func present(d *store.Device, now time.Time, tests bool) *spell {
	if d.OnBattery.IsZero() {
		return nil
	}
	s := &spell{start: d.OnBattery, length: now.Sub(d.OnBattery), count: 1}
	for _, purpose := range []power.State{power.Testing, power.Calibrating} {
		if d.Active.Has(purpose) {
			if s.detail = purpose.String(); !tests {
				return nil
			}
		}
	}
	if d.Err != "" || now.Sub(d.LastSeen) > unheard {
		s.stale, s.length = true, d.LastSeen.Sub(d.OnBattery)
	}
	s.length = max(s.length, 0)
	return s
}

// covers says whether an outage has a part in what is asked for.
func (l *outageList) covers(start, end time.Time) bool {
	return (l.to.IsZero() || start.Before(l.to)) && (l.from.IsZero() || !end.Before(l.from))
}

// ended adds the outages that are over.
func (l *outageList) ended(r *http.Request, f store.Filter) error {
	if l.more {
		return nil
	}
	return l.Store.Events(r.Context(), f, func(record store.Record) bool {
		if onPurpose(record.Detail) && !l.tests || !l.covers(record.Began, record.Time) {
			return true
		}
		return l.add(l.row(&record))
	})
}

func (l *outageList) row(r *store.Record) outageRow {
	vague := r.Time.Sub(r.Began)-r.Duration > unsure || r.Reported && (r.Duration == 0 || r.Count > 1)
	return outageRow{
		Seq: &r.Seq, who: l.dir.find(r.Key).who(r.Key), Start: l.at(r.Began), End: l.at(r.Time),
		Duration: seconds(r.Duration), AtLeast: vague, LowestCharge: optional(r.LowestCharge),
		LowestVoltage: optional(r.LowestVoltage), Origin: origin(&r.Event), Count: max(r.Count, 1), Detail: r.Detail,
	}
}

// distinct drops outages that went on when the devices were read, and had ended when the events were. An outage that
// a device only counted, which begins and ends at once, may come with the begin of one that goes on, and is another.
func (l *outageList) distinct() {
	l.rows = slices.DeleteFunc(l.rows, func(on outageRow) bool {
		return on.Seq == nil && slices.ContainsFunc(l.rows, func(row outageRow) bool {
			return row.Seq != nil && row.Address == on.Address && row.Device == on.Device && row.Protocol == on.Protocol &&
				row.Start != nil && on.Start != nil && row.Start.Equal(*on.Start) && row.End != nil && row.End.After(*row.Start)
		})
	})
}
